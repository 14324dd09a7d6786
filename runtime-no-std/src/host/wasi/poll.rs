//! `poll_oneoff`: waiting for a time, or for streams, which are always ready.
//!
//! A subscription is 48 bytes: user data u64, tag u8 at 8 (0 clock, 1 read, 2 write), then for a clock its id u32 at
//! 16, timeout u64 at 24, flags u16 at 40 (1: the timeout is a moment), for a stream its descriptor u32 at 16. An
//! event is 32 bytes: user data u64, error u16 at 8, tag u8 at 10.

use super::{Errno, errno, fd};
use crate::host::{board, guest};

const SUBSCRIPTION: u32 = 48;
const EVENT: u32 = 32;
const CLOCK: u8 = 0;
const ABSOLUTE: u8 = 1;

/// What a subscription waits for.
enum Awaited {
    /// The clock reads at least this.
    Moment(u64),
    /// Nothing: it is ready, or in error.
    Now(Errno),
}

struct Subscription {
    user_data: u64,
    tag: u8,
    awaited: Awaited,
}

/// Reads the n-th subscription. `start` is the time of the call.
fn subscription(base: u32, n: u32, start: u64) -> Result<Subscription, Errno> {
    let at = element(base, n, SUBSCRIPTION)?;
    let [tag, flags] = [byte(at + 8)?, byte(at + 40)?];
    let awaited = match tag {
        CLOCK => {
            let timeout = guest::read_u64(at + 24)?;
            Awaited::Moment(if flags & ABSOLUTE != 0 {
                timeout
            } else {
                start.saturating_add(timeout)
            })
        }
        _ => Awaited::Now(errno(fd::stream(guest::read_u32(at + 16)?))),
    };
    Ok(Subscription {
        user_data: guest::read_u64(at)?,
        tag,
        awaited,
    })
}

/// The address of an element of an array in linear memory; where it ends is an address too.
fn element(base: u32, n: u32, size: u32) -> Result<u32, Errno> {
    let offset = n.checked_mul(size).ok_or(Errno::Fault)?;
    let at = base.checked_add(offset).ok_or(Errno::Fault)?;
    at.checked_add(size).map(|_| at).ok_or(Errno::Fault)
}

fn byte(at: u32) -> Result<u8, Errno> {
    let range = guest::range(at, 1)?;
    range.bytes().first().copied().ok_or(Errno::Fault)
}

/// Writes events for what is ready at `now`; how many.
fn events(base: u32, out: u32, count: u32, start: u64, now: u64) -> Result<u32, Errno> {
    let mut ready = 0;
    for n in 0..count {
        let subscription = subscription(base, n, start)?;
        let error = match subscription.awaited {
            Awaited::Moment(moment) if moment > now => continue,
            Awaited::Moment(_) => Errno::Success,
            Awaited::Now(error) => error,
        };
        let mut event = [0; EVENT as usize];
        let (user_data, rest) = event.split_at_mut(8);
        for (to, from) in user_data
            .iter_mut()
            .zip(subscription.user_data.to_le_bytes())
        {
            *to = from;
        }
        if let [low, _, tag, ..] = rest {
            (*low, *tag) = (error as u8, subscription.tag);
        }
        guest::write(element(out, ready, EVENT)?, &event)?;
        ready += 1;
    }
    Ok(ready)
}

/// `poll_oneoff(subscriptions, events, count, ready)`
#[unsafe(export_name = "import:wasi_snapshot_preview1:poll_oneoff:iiii>i")]
pub extern "C" fn poll_oneoff(subscriptions: u32, out: u32, count: u32, ready: u32) -> Errno {
    errno((|| {
        if count == 0 {
            return Err(Errno::Inval);
        }
        let start = board::clock();
        loop {
            let number = events(subscriptions, out, count, start, board::clock())?;
            if number != 0 {
                return Ok(guest::write_u32(ready, number)?);
            }
        }
    })())
}
