//! A board on a pseudo-terminal: the loader behind a cable on which things go wrong.

use std::io::{ErrorKind, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use serialport::{SerialPort, TTYPort};
use tinsmith::flash::reset::{How, Lines};

use super::rom::{Flash, Kind, Rom};

/// What goes wrong, each once unless it says otherwise. Requests with data for the flash and answers are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The cable is pulled when that many bytes have been written.
    Unplug { written: usize },
    /// A request with data loses a byte on its way.
    LoseRequestByte { block: usize },
    /// A request with data has a bit turned over.
    TurnRequestBit { block: usize },
    /// An answer loses a byte.
    LoseAnswerByte { answer: usize },
    /// An answer does not arrive.
    LoseAnswer { answer: usize },
    /// Before an answer there is noise.
    Noise { answer: usize },
    /// Nothing is ever answered.
    Deaf,
    /// Somebody's program talks all the time and does not listen.
    Chatter,
}

/// What the chip is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// It has been reset into its loader.
    LoaderBegins,
    Loader,
    /// It has been reset into its program.
    ProgramBegins,
    Program,
}

/// A board. It keeps its flash when it is unplugged.
pub struct Board {
    kind: Kind,
    flash: Arc<Mutex<Flash>>,
    /// What it says once it has started.
    says: Vec<u8>,
    /// The flags of its security information.
    pub security: u32,
}

impl Board {
    pub fn new(chip: &str, flash: usize) -> Self {
        Self {
            kind: Kind::named(chip),
            flash: Arc::new(Mutex::new(Flash::new(flash))),
            says: Vec::new(),
            security: 0,
        }
    }

    /// What it says once it has started.
    pub fn saying(mut self, text: &[u8]) -> Self {
        self.says = text.to_vec();
        self
    }

    pub fn flash(&self) -> MutexGuard<'_, Flash> {
        self.flash.lock().expect("no test panics with it")
    }

    /// Forgets what was erased and written so far.
    pub fn forget(&self) {
        let mut flash = self.flash();
        flash.erased.clear();
        flash.written = 0;
    }

    /// Connects it, in its loader.
    pub fn plug_in(&self, faults: &[Fault]) -> Plugged {
        self.plug_in_as(faults, Mode::Loader)
    }

    /// Connects it with its program running. The control lines reset it.
    pub fn plug_in_running(&self, faults: &[Fault]) -> (Plugged, Wires) {
        let plugged = self.plug_in_as(faults, Mode::Program);
        let wires = Wires {
            mode: Arc::clone(&plugged.mode),
            in_reset: false,
            fails_after: usize::MAX,
            never_loader: false,
            resets: 0,
        };
        (plugged, wires)
    }

    fn plug_in_as(&self, faults: &[Fault], mode: Mode) -> Plugged {
        let (master, slave) = TTYPort::pair().expect("a pseudo-terminal");
        let name = slave.name().expect("its name");
        let pulled = Arc::new(AtomicBool::new(false));
        let mode = Arc::new(Mutex::new(mode));
        let mut cable = Cable {
            master,
            _slave: slave,
            kind: self.kind,
            rom: Rom::new(self.kind),
            flash: Arc::clone(&self.flash),
            says: self.says.clone(),
            faults: faults.to_vec(),
            blocks: 0,
            answers: 0,
            pulled: Arc::clone(&pulled),
            mode: Arc::clone(&mode),
        };
        cable.rom.security = self.security;
        let thread = std::thread::spawn(move || cable.live());
        Plugged {
            name,
            mode,
            pulled,
            thread: Some(thread),
        }
    }
}

/// A connected board; dropping it pulls the cable.
pub struct Plugged {
    /// The port's name.
    pub name: String,
    mode: Arc<Mutex<Mode>>,
    pulled: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Plugged {
    fn drop(&mut self) {
        self.pulled.store(true, Ordering::Relaxed);
        let thread = self.thread.take().expect("dropped once");
        assert!(thread.join().is_ok(), "the board panicked");
    }
}

/// The control lines of a port, and the transistors of the board. A port has both asserted when it is opened.
pub struct Wires {
    mode: Arc<Mutex<Mode>>,
    in_reset: bool,
    /// How many changes succeed.
    pub fails_after: usize,
    /// Whether the boot pin is not connected.
    pub never_loader: bool,
    /// How often the chip was reset.
    pub resets: u32,
}

impl Lines for Wires {
    fn present(&mut self, _: &mut TTYPort) -> bool {
        true
    }

    fn set(&mut self, _: &mut TTYPort, dtr: bool, rts: bool, _: How) -> std::io::Result<()> {
        if self.fails_after == 0 {
            return Err(ErrorKind::BrokenPipe.into());
        }
        self.fails_after -= 1;
        let reset = rts && !dtr;
        if self.in_reset && !reset {
            self.resets += 1;
            *self.mode.lock().expect("no test panics with it") = match dtr {
                true if !self.never_loader => Mode::LoaderBegins,
                _ => Mode::ProgramBegins,
            };
        }
        self.in_reset = reset;
        Ok(())
    }
}

struct Cable {
    master: TTYPort,
    /// Kept open: without it the master has no peer between two openings of the port.
    _slave: TTYPort,
    kind: Kind,
    rom: Rom,
    flash: Arc<Mutex<Flash>>,
    says: Vec<u8>,
    faults: Vec<Fault>,
    blocks: usize,
    answers: usize,
    pulled: Arc<AtomicBool>,
    mode: Arc<Mutex<Mode>>,
}

impl Cable {
    /// Until the cable is pulled. Dropping both ends then is the unplugging.
    fn live(&mut self) {
        self.master
            .set_timeout(Duration::from_millis(20))
            .expect("a timeout");
        let mut frame = Vec::new();
        let mut buffer = [0; 4096];
        while !self.pulled.load(Ordering::Relaxed) {
            if self.faults.contains(&Fault::Chatter) {
                let _ = self.master.write(b"tick tock tick tock\r\n");
            }
            if self.enter(Mode::ProgramBegins, Mode::Program) {
                self.speak();
            }
            let n = match self.master.read(&mut buffer) {
                Ok(n) => n,
                Err(error) if error.kind() == ErrorKind::TimedOut => continue,
                Err(_) => return,
            };
            if self.enter(Mode::LoaderBegins, Mode::Loader) {
                let security = self.rom.security;
                self.rom = Rom::new(self.kind);
                self.rom.security = security;
                frame.clear();
            }
            if self.is(Mode::Program)
                || self.faults.contains(&Fault::Deaf)
                || self.faults.contains(&Fault::Chatter)
            {
                continue;
            }
            for &byte in &buffer[..n] {
                if byte != 0xc0 {
                    frame.push(byte);
                } else if !frame.is_empty() {
                    let request = unescape(&std::mem::take(&mut frame));
                    let Some(boots) = self.request(request) else {
                        return;
                    };
                    if boots {
                        *self.mode.lock().expect("no test panics with it") = Mode::Program;
                        self.speak();
                    }
                }
            }
        }
    }

    fn is(&self, mode: Mode) -> bool {
        *self.mode.lock().expect("no test panics with it") == mode
    }

    /// Whether the chip is at the beginning of a mode, which it then is in.
    fn enter(&mut self, begin: Mode, then: Mode) -> bool {
        let mut mode = self.mode.lock().expect("no test panics with it");
        let begins = *mode == begin;
        if begins {
            *mode = then;
        }
        begins
    }

    /// What the program says.
    fn speak(&mut self) {
        let text = self.says.clone();
        self.master.write_all(&text).expect("the port takes it");
    }

    /// Whether the loader leaves; `None` if the cable was pulled meanwhile.
    fn request(&mut self, mut request: Vec<u8>) -> Option<bool> {
        let carries_data = matches!(request.get(1), Some(0x03 | 0x11));
        if carries_data {
            let block = self.blocks;
            self.blocks += 1;
            if self.happens(Fault::LoseRequestByte { block }) {
                request.remove(40);
            }
            if self.happens(Fault::TurnRequestBit { block }) {
                request[50] ^= 0x10;
            }
        }
        let (reply, written) = {
            let mut flash = self.flash.lock().expect("no test panics with it");
            (self.rom.obey(&request, &mut flash), flash.written)
        };
        let pulled =
            |fault: &Fault| matches!(fault, Fault::Unplug { written: limit } if written >= *limit);
        if self.faults.iter().any(pulled) {
            return None;
        }
        for mut answer in reply.answers {
            let n = self.answers;
            self.answers += 1;
            if self.happens(Fault::LoseAnswer { answer: n }) {
                continue;
            }
            if self.happens(Fault::LoseAnswerByte { answer: n }) {
                answer.remove(9);
            }
            if self.happens(Fault::Noise { answer: n }) {
                self.master
                    .write_all(b"\xc0\x00~~ brown-out? ~~\xff")
                    .ok()?;
            }
            self.master.write_all(&escape(&answer)).ok()?;
        }
        Some(reply.boots)
    }

    /// Whether this is to go wrong now; only once.
    fn happens(&mut self, fault: Fault) -> bool {
        let before = self.faults.len();
        self.faults.retain(|&other| other != fault);
        self.faults.len() < before
    }
}

/// A frame by RFC 1055, with an end on both sides.
fn escape(bytes: &[u8]) -> Vec<u8> {
    let mut frame = vec![0xc0];
    for &byte in bytes {
        match byte {
            0xc0 => frame.extend([0xdb, 0xdc]),
            0xdb => frame.extend([0xdb, 0xdd]),
            byte => frame.push(byte),
        }
    }
    frame.push(0xc0);
    frame
}

fn unescape(frame: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = frame.iter();
    while let Some(&byte) = rest.next() {
        bytes.push(match byte {
            0xdb => match rest.next() {
                Some(0xdc) => 0xc0,
                Some(0xdd) => 0xdb,
                other => panic!("0xdb {other:?} is no SLIP"),
            },
            byte => byte,
        });
    }
    bytes
}
