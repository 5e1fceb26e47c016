//! Closing a window as a window manager does when its cross is clicked: the message `WM_DELETE_WINDOW` (ICCCM, section 4.2.8.1). There is no
//! window manager that would send it, and Debian's xdotool cannot.
//!
//! Deliberately not here: anything else of the X protocol than the three requests that this takes.

use std::io::{Error, Read, Result, Write};
use std::os::unix::net::UnixStream;

const INTERN_ATOM: u8 = 16;
const SEND_EVENT: u8 = 25;
const CLIENT_MESSAGE: u8 = 33;
const REPLY: u8 = 1;

/// Asks the window to close; on which display, and which window.
pub(super) fn ask(display: &str, window: u32) -> Result<()> {
    let number = display.trim_start_matches(':');
    let mut server = Server(UnixStream::connect(format!("/tmp/.X11-unix/X{number}"))?);
    server.greet()?;
    let protocols = server.atom("WM_PROTOCOLS")?;
    let delete = server.atom("WM_DELETE_WINDOW")?;
    server.0.write_all(&message(window, protocols, delete))?;
    // An answer to this means that the message was taken.
    server.atom("WM_PROTOCOLS").map(drop)
}

#[derive(Debug)]
struct Server(UnixStream);

impl Server {
    /// In little-endian numbers, version 11.0, without an authorization: the virtual screen asks for none.
    fn greet(&mut self) -> Result<()> {
        self.0
            .write_all(&[b'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
        let mut head = [0; 8];
        self.0.read_exact(&mut head)?;
        let [result, _, _, _, _, _, low, high] = head;
        let mut rest = vec![0; usize::from(u16::from_le_bytes([low, high])) * 4];
        self.0.read_exact(&mut rest)?;
        answered(result)
    }

    fn atom(&mut self, name: &str) -> Result<u32> {
        let length = u16::try_from(name.len()).map_err(Error::other)?;
        let words = 2 + length.div_ceil(4);
        let mut request = vec![INTERN_ATOM, 0];
        request.extend(words.to_le_bytes());
        request.extend(length.to_le_bytes());
        request.extend([0, 0]);
        request.extend(name.bytes());
        request.resize(usize::from(words) * 4, 0);
        self.0.write_all(&request)?;
        let mut reply = [0; 32];
        self.0.read_exact(&mut reply)?;
        let [result, _, _, _, _, _, _, _, a, b, c, d, ..] = reply;
        answered(result).map(|()| u32::from_le_bytes([a, b, c, d]))
    }
}

fn answered(result: u8) -> Result<()> {
    if result == REPLY {
        Ok(())
    } else {
        Err(Error::other("the screen refused"))
    }
}

fn message(window: u32, protocols: u32, delete: u32) -> Vec<u8> {
    let mut message = vec![SEND_EVENT, 0, 11, 0];
    message.extend(window.to_le_bytes());
    // To whoever made the window.
    message.extend(0_u32.to_le_bytes());
    message.extend([CLIENT_MESSAGE, 32, 0, 0]);
    message.extend(window.to_le_bytes());
    message.extend(protocols.to_le_bytes());
    message.extend(delete.to_le_bytes());
    message.resize(44, 0);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_is_a_whole_request_with_the_window_in_both_places() {
        let message = message(0x0102, 3, 4);

        assert_eq!(message.len(), 44);
        assert_eq!(message.get(4..8), Some(&[2, 1, 0, 0][..]));
        assert_eq!(message.get(16..20), Some(&[2, 1, 0, 0][..]));
    }
}
