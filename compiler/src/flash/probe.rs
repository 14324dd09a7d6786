//! Writing over JTAG or the chip's built-in USB JTAG, by `probe-rs`. Only with the cargo feature `probe`: it is a large library.
//!
//! The library attaches to the chip, sends a flashing routine of its own to RAM, compares flash with image, writes what
//! differs and verifies it. A probe carries no UART: the program's output still comes over a serial port, which the caller opens
//! before [`Flashed::start`].
//!
//! What is tested without hardware: which probe is chosen, that every chip is known to the library with flash where images go, and the
//! messages. That a chip is really written this way was not tried.

use std::sync::Once;

use espflash::target::Chip;
use probe_rs::config::Registry;
use probe_rs::flashing::{DownloadOptions, FlashProgress, ProgressEvent, ProgressOperation};
use probe_rs::probe::DebugProbeSelector;
use probe_rs::probe::list::{Accessibility, Lister, ProbeListItem};
use probe_rs::{MemoryInterface, Permissions, Session, Target};

use super::extents::{self, extents};
use super::{FlashError, Job, Observer};

/// Where every chip's ROM has a word that differs between chips (mostly: the ESP32-P4's is 0).
const CHIP_WORD: u64 = 0x4000_1000;

/// The fuses with the ESP32-P4's revision (word 2 of block 1), the one chip whose revisions differ as chips do.
const P4_FUSES: u64 = 0x5012_d04c;

/// Major * 100 + minor: WAFER_VERSION_MAJOR_HI is bit 87 of the block, WAFER_VERSION_MAJOR_LO 68 and 69, WAFER_VERSION_MINOR 64 to 67.
fn p4_revision(fuses: u32) -> u16 {
    let major = (fuses >> 23 & 1) << 2 | fuses >> 4 & 3;
    (major * 100 + (fuses & 0xf)) as u16
}

/// A chip that has been written and waits for its reset.
pub struct Flashed {
    session: Session,
    probe: String,
    /// Bytes of the image, in whole sectors; the library does not tell how many of them differed.
    pub of: u32,
}

/// Writes an image. `selector` is `VID:PID`, `VID:PID:SERIAL`, or nothing if there is one probe only.
///
/// # Errors
/// See [`FlashError`]. The same call again compares again and writes what is missing.
pub fn write(
    job: &Job,
    selector: Option<&str>,
    observer: &mut dyn Observer,
) -> Result<Flashed, FlashError> {
    let target = target(&job.chip)?;
    let extents = extents(job)?;
    let found = choose(&Lister::new().list_all_with_access(), selector)?;
    let name = found.info.to_string();
    let failed = |when| {
        let probe = name.clone();
        move |error: &dyn std::error::Error| FlashError::Probe {
            probe,
            when,
            detail: innermost(error),
        }
    };
    let probe = found
        .info
        .open()
        .map_err(|error| failed("opened")(&error))?;
    let mut session = probe
        .attach(job.chip.as_str(), Permissions::default())
        .map_err(|error| failed("attached to the chip")(&error))?;
    let word = session
        .core(0)
        .and_then(|mut core| core.read_word_32(CHIP_WORD))
        .map_err(|error| failed("used to identify the chip")(&error))?;
    check_chip(job, &name, word)?;
    if job.chip == "esp32p4" {
        let fuses = session
            .core(0)
            .and_then(|mut core| core.read_word_32(P4_FUSES))
            .map_err(|error| failed("used to read the chip's revision")(&error))?;
        job.check_revision(&name, p4_revision(fuses))?;
    }
    observer.connected(&name, &job.chip);
    let mut loader = target.flash_loader();
    for extent in &extents {
        loader
            .add_data(extent.address.into(), &extent.bytes)
            .map_err(|error| failed("prepared for writing")(&error))?;
    }
    let of = extents::size(&extents);
    observer.writing(of, of);
    let mut written = 0;
    let mut options = DownloadOptions::new();
    options.preverify = true;
    options.verify = true;
    options.progress = FlashProgress::new(|event| {
        if let ProgressEvent::Progress {
            operation: ProgressOperation::Program,
            size,
            ..
        } = event
        {
            written += size as u32;
            observer.written(written);
        }
    });
    loader
        .commit(&mut session, options)
        .map_err(|error| failed("writing")(&error))?;
    Ok(Flashed {
        session,
        probe: name,
        of,
    })
}

impl Flashed {
    /// Resets the chip, which starts the program.
    ///
    /// # Errors
    /// [`FlashError::Probe`].
    pub fn start(mut self) -> Result<(), FlashError> {
        let reset = self.session.core(0).and_then(|mut core| core.reset());
        reset.map_err(|error| FlashError::Probe {
            probe: self.probe,
            when: "resetting the chip",
            detail: innermost(&error),
        })
    }

    /// The probe's name.
    pub fn probe(&self) -> &str {
        &self.probe
    }
}

/// What the library knows of a chip.
fn target(chip: &str) -> Result<Target, FlashError> {
    static PLUGIN: Once = Once::new();
    PLUGIN.call_once(probe_rs_espressif::register_plugin);
    let registry = Registry::from_builtin_families();
    // Names are matched as prefixes by the library: `esp32` must not find another chip.
    let found = registry.get_target_by_name(chip);
    found
        .ok()
        .filter(|target| target.name.eq_ignore_ascii_case(chip))
        .ok_or_else(|| FlashError::UnsupportedChip {
            chip: chip.to_owned(),
        })
}

/// Chooses a probe.
fn choose(probes: &[ProbeListItem], selector: Option<&str>) -> Result<ProbeListItem, FlashError> {
    let wanted: Option<DebugProbeSelector> = match selector.map(str::parse) {
        None => None,
        Some(Ok(wanted)) => Some(wanted),
        Some(Err(_)) => {
            return Err(FlashError::ProbeSelector {
                text: selector.unwrap_or_default().to_owned(),
            });
        }
    };
    let matching: Vec<_> = probes
        .iter()
        .filter(|item| wanted.as_ref().is_none_or(|w| w.matches_probe(&item.info)))
        .collect();
    let names = || matching.iter().map(|item| item.info.to_string()).collect();
    match matching[..] {
        [] => Err(FlashError::NoProbe),
        [item] if item.accessibility == Accessibility::PermissionDenied => {
            Err(FlashError::ProbePermission {
                probe: item.info.to_string(),
            })
        }
        [item] => Ok(item.clone()),
        _ => Err(FlashError::SeveralProbes { probes: names() }),
    }
}

/// Refuses a chip that is known to be another one than the board's.
fn check_chip(job: &Job, probe: &str, word: u32) -> Result<(), FlashError> {
    match Chip::from_magic(word) {
        Ok(found) if found.to_string() != job.chip => Err(FlashError::WrongChip {
            port: probe.to_owned(),
            board: job.board.clone(),
            expected: job.chip.clone(),
            found: found.to_string(),
        }),
        _ => Ok(()),
    }
}

/// The last in a chain of causes.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use probe_rs::probe::list::{Accessibility, ProbeListItem};
    use probe_rs::probe::{
        DebugProbe, DebugProbeError, DebugProbeInfo, DebugProbeSelector, ProbeFactory,
    };

    use super::{check_chip, choose, p4_revision, target};
    use crate::flash::{FlashError, Job};
    use crate::image::FlashImage;

    #[derive(Debug)]
    struct Factory;

    impl fmt::Display for Factory {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("test")
        }
    }

    impl ProbeFactory for Factory {
        fn open(&self, _: &DebugProbeSelector) -> Result<Box<dyn DebugProbe>, DebugProbeError> {
            Err(DebugProbeError::TargetNotFound)
        }

        fn list_probes(&self) -> Vec<ProbeListItem> {
            Vec::new()
        }
    }

    fn probe(serial: &str, accessibility: Accessibility) -> ProbeListItem {
        let serial = Some(serial.to_owned());
        ProbeListItem {
            info: DebugProbeInfo::new("ESP JTAG", 0x303a, 0x1001, serial, &Factory, None, false),
            accessibility,
        }
    }

    #[test]
    fn the_only_probe_or_the_one_named() {
        let one = probe("A", Accessibility::Accessible);
        let two = [one.clone(), probe("B", Accessibility::PermissionDenied)];
        assert_eq!(choose(&two[..1], None).unwrap(), one);
        assert_eq!(choose(&two, Some("303a:1001:A")).unwrap(), one);
        assert!(matches!(choose(&[], None), Err(FlashError::NoProbe)));
        assert!(matches!(
            choose(&two, Some("1234:1")),
            Err(FlashError::NoProbe)
        ));
        let text = choose(&two, None).unwrap_err().to_string();
        assert!(
            text.contains("303a:1001:A") && text.contains("303a:1001:B"),
            "{text}"
        );
        let text = choose(&two, Some("303a:1001:B")).unwrap_err().to_string();
        assert!(text.contains("no permission"), "{text}");
        let text = choose(&two, Some("usb")).unwrap_err().to_string();
        assert!(text.contains("VID:PID"), "{text}");
    }

    #[test]
    fn every_chip_with_jtag_is_known_and_has_flash_where_images_go() {
        for chip in crate::chip::Chip::all() {
            let known = target(&chip.family());
            if chip.name == "esp8266" {
                assert!(matches!(known, Err(FlashError::UnsupportedChip { .. })));
                continue;
            }
            let known = known.unwrap_or_else(|error| panic!("{error}"));
            let mut loader = known.flash_loader();
            loader.add_data(0, &[0; 0x1000]).expect(&chip.name);
            loader.add_data(0x3f_f000, &[0; 0x1000]).expect(&chip.name);
        }
    }

    #[test]
    fn a_revision_that_is_another_chip_is_refused() {
        assert_eq!((p4_revision(0x13), p4_revision(0x31)), (103, 301));
        assert_eq!(p4_revision(0x0080_0012), 502);
        let board = crate::board::Board::by_name("esp32-p4-function-ev").unwrap();
        let job = Job::new(board, FlashImage { pieces: Vec::new() }).unwrap();
        assert!(job.check_revision("p", 103).is_ok());
        let text = job.check_revision("p", 301).unwrap_err().to_string();
        assert!(text.contains("board `esp32-p4-function-ev-r3`'s"), "{text}");
    }

    #[test]
    fn another_chip_is_refused() {
        let job = Job {
            board: "b".into(),
            chip: "esp32c3".into(),
            flash_size: 0,
            revisions: 0..=u16::MAX,
            baud: 0,
            image: FlashImage { pieces: Vec::new() },
        };
        assert!(check_chip(&job, "p", 0x1b31_506f).is_ok());
        // A revision that came later, and the ESP32-P4's.
        assert!(check_chip(&job, "p", 0xdead_beef).is_ok());
        let text = check_chip(&job, "p", 0x2ce0_806f).unwrap_err().to_string();
        assert!(
            text.contains("is esp32c6, but board `b` has esp32c3"),
            "{text}"
        );
    }
}
