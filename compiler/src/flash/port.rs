//! The serial port: which one it is, and opening it.

use std::path::Path;
use std::time::Duration;

use espflash::connection::Port;
use serialport::{ErrorKind, SerialPortInfo, SerialPortType, UsbPortInfo};

use super::FlashError;

/// The rate at which every ROM loader can be spoken to.
pub const LOADER_BAUD: u32 = 115_200;

/// How long a read waits unless told otherwise.
const TIMEOUT: Duration = Duration::from_secs(3);

/// USB vendors of the chips on development boards: Silicon Labs (CP210x), WCH (CH34x), FTDI, Espressif (USB within the chip).
const VENDORS: [u16; 4] = [0x10c4, 0x1a86, 0x0403, ESPRESSIF];

/// Espressif's USB vendor number.
const ESPRESSIF: u16 = 0x303a;

/// A serial port that may be the board's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its name: a path, or `COM3`.
    pub name: String,
    /// What is known of the USB device behind it.
    pub usb: UsbPortInfo,
}

impl Candidate {
    /// Whether this is the chip's own USB rather than a bridge to its UART.
    pub fn is_native_usb(&self) -> bool {
        self.usb.vid == ESPRESSIF
    }
}

/// The port asked for, or the one that a board is connected to.
///
/// # Errors
/// [`FlashError::NoBoard`], [`FlashError::SeveralPorts`].
pub fn find(wanted: Option<&str>) -> Result<Candidate, FlashError> {
    choose(&present(), wanted)
}

/// The serial ports of this machine.
fn present() -> Vec<SerialPortInfo> {
    // Without it the enumeration panics on Linux: containers may have no /sys.
    if cfg!(target_os = "linux") && !Path::new("/sys/class/tty").exists() {
        return Vec::new();
    }
    serialport::available_ports().unwrap_or_default()
}

/// Chooses among ports. On a port that is named, nothing is assumed but its name.
///
/// # Errors
/// [`FlashError::NoBoard`], [`FlashError::SeveralPorts`].
pub fn choose(ports: &[SerialPortInfo], wanted: Option<&str>) -> Result<Candidate, FlashError> {
    let candidates = ports.iter().filter_map(|port| match &port.port_type {
        SerialPortType::UsbPort(usb) => Some(Candidate {
            name: port.port_name.clone(),
            usb: usb.clone(),
        }),
        _ => None,
    });
    // On macOS each device also appears as a `tty.`, whose opening waits for a carrier.
    let mut candidates: Vec<_> = candidates
        .filter(|port| !port.name.starts_with("/dev/tty."))
        .collect();
    if let Some(wanted) = wanted {
        let path = std::fs::canonicalize(wanted).unwrap_or_else(|_| wanted.into());
        candidates.retain(|port| port.name == wanted || Path::new(&port.name) == path);
        let mut port = candidates.pop().unwrap_or_else(|| unknown(wanted));
        wanted.clone_into(&mut port.name);
        return Ok(port);
    }
    let known = |port: &Candidate| VENDORS.contains(&port.usb.vid);
    if candidates.iter().any(known) {
        candidates.retain(known);
    }
    let names: Vec<_> = candidates.iter().map(|port| port.name.clone()).collect();
    match (candidates.pop(), names.len()) {
        (None, _) => Err(FlashError::NoBoard),
        (Some(port), 1) => Ok(port),
        (Some(_), _) => Err(FlashError::SeveralPorts { ports: names }),
    }
}

/// A port of which only the name is known.
fn unknown(name: &str) -> Candidate {
    Candidate {
        name: name.to_owned(),
        usb: UsbPortInfo {
            vid: 0,
            pid: 0,
            serial_number: None,
            manufacturer: None,
            product: None,
            interface: None,
        },
    }
}

/// Opens a port, for this program alone.
///
/// # Errors
/// The port does not exist, is in use, is forbidden, or is no port.
pub fn open(port: &Candidate, baud: u32) -> Result<Port, FlashError> {
    let builder = serialport::new(&port.name, baud).timeout(TIMEOUT);
    builder
        .open_native()
        .map_err(|error| cannot_open(&port.name, error))
}

/// What a failure to open means.
fn cannot_open(name: &str, error: serialport::Error) -> FlashError {
    let port = name.to_owned();
    match error.kind() {
        ErrorKind::NoDevice => FlashError::Busy { port },
        ErrorKind::Io(std::io::ErrorKind::PermissionDenied) => FlashError::Permission { port },
        ErrorKind::Io(std::io::ErrorKind::NotFound) => FlashError::NoSuchPort {
            port,
            ports: present().into_iter().map(|port| port.port_name).collect(),
        },
        _ => FlashError::NotAPort { port, error },
    }
}

#[cfg(test)]
mod tests {
    use serialport::{Error, ErrorKind, SerialPortInfo, SerialPortType, UsbPortInfo};

    use super::{cannot_open, choose};
    use crate::flash::FlashError;

    fn usb(name: &str, vid: u16) -> SerialPortInfo {
        SerialPortInfo {
            port_name: name.into(),
            port_type: SerialPortType::UsbPort(UsbPortInfo {
                vid,
                pid: 0x1001,
                serial_number: None,
                manufacturer: None,
                product: None,
                interface: None,
            }),
        }
    }

    fn other(name: &str) -> SerialPortInfo {
        SerialPortInfo {
            port_name: name.into(),
            port_type: SerialPortType::PciPort,
        }
    }

    #[test]
    fn the_only_board_is_found() {
        let name = |ports: &[SerialPortInfo]| choose(ports, None).map(|port| port.name);
        let cp210x = usb("/dev/ttyUSB0", 0x10c4);
        let modem = usb("/dev/ttyACM3", 0x1234);
        let native = usb("/dev/ttyACM0", 0x303a);
        assert_eq!(
            name(&[other("/dev/ttyS0"), cp210x.clone()]).unwrap(),
            "/dev/ttyUSB0"
        );
        // A port of an unknown vendor is taken only where there is no other.
        assert_eq!(
            name(&[modem.clone(), cp210x.clone()]).unwrap(),
            "/dev/ttyUSB0"
        );
        assert_eq!(name(std::slice::from_ref(&modem)).unwrap(), "/dev/ttyACM3");
        assert!(matches!(
            name(&[other("/dev/ttyS0")]),
            Err(FlashError::NoBoard)
        ));
        let several = name(&[cp210x, native]).unwrap_err();
        assert_eq!(
            several.to_string(),
            "several serial ports may be the board's: /dev/ttyUSB0, /dev/ttyACM0; name one with --port"
        );
    }

    #[test]
    fn a_named_port_is_taken_as_it_is() {
        let ports = [usb("/dev/ttyACM0", 0x303a), usb("/dev/ttyUSB0", 0x10c4)];
        let port = choose(&ports, Some("/dev/ttyACM0")).unwrap();
        assert!(port.is_native_usb());
        let port = choose(&ports, Some("/dev/pts/9")).unwrap();
        assert_eq!((port.name.as_str(), port.usb.vid), ("/dev/pts/9", 0));
    }

    #[test]
    fn failures_to_open_name_cause_and_remedy() {
        let message =
            |kind| cannot_open("/dev/ttyUSB0", Error::new(kind, "No such device")).to_string();
        let denied = message(ErrorKind::Io(std::io::ErrorKind::PermissionDenied));
        assert!(
            denied.contains("no permission") && denied.contains("dialout"),
            "{denied}"
        );
        let busy = message(ErrorKind::NoDevice);
        assert!(busy.contains("in use by another program"), "{busy}");
        let missing = message(ErrorKind::Io(std::io::ErrorKind::NotFound));
        assert!(missing.contains("there is no serial port"), "{missing}");
        let odd = message(ErrorKind::Unknown);
        assert!(
            odd.contains("cannot be used as a serial port: No such device"),
            "{odd}"
        );
    }
}
