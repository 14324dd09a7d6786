//! A board on a pseudo-terminal: the loader behind a cable on which things go wrong.

use std::io::{ErrorKind, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use serialport::{SerialPort, TTYPort};

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
        let (master, slave) = TTYPort::pair().expect("a pseudo-terminal");
        let name = slave.name().expect("its name");
        let pulled = Arc::new(AtomicBool::new(false));
        let mut cable = Cable {
            master,
            _slave: slave,
            rom: Rom::new(self.kind),
            flash: Arc::clone(&self.flash),
            says: self.says.clone(),
            faults: faults.to_vec(),
            blocks: 0,
            answers: 0,
            pulled: Arc::clone(&pulled),
        };
        cable.rom.security = self.security;
        let thread = std::thread::spawn(move || cable.live());
        Plugged {
            name,
            pulled,
            thread: Some(thread),
        }
    }
}

/// A connected board; dropping it pulls the cable.
pub struct Plugged {
    /// The port's name.
    pub name: String,
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

struct Cable {
    master: TTYPort,
    /// Kept open: without it the master has no peer between two openings of the port.
    _slave: TTYPort,
    rom: Rom,
    flash: Arc<Mutex<Flash>>,
    says: Vec<u8>,
    faults: Vec<Fault>,
    blocks: usize,
    answers: usize,
    pulled: Arc<AtomicBool>,
}

impl Cable {
    /// Until the cable is pulled. Dropping both ends then is the unplugging.
    fn live(&mut self) {
        self.master
            .set_timeout(Duration::from_millis(20))
            .expect("a timeout");
        let mut frame = Vec::new();
        let mut buffer = [0; 4096];
        let mut running = false;
        while !self.pulled.load(Ordering::Relaxed) {
            if self.faults.contains(&Fault::Chatter) {
                let _ = self.master.write(b"tick tock tick tock\r\n");
            }
            let n = match self.master.read(&mut buffer) {
                Ok(n) => n,
                Err(error) if error.kind() == ErrorKind::TimedOut => continue,
                Err(_) => return,
            };
            if running
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
                        running = true;
                        let text = self.says.clone();
                        self.master.write_all(&text).expect("the port takes it");
                    }
                }
            }
        }
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
