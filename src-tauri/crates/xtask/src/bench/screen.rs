//! What a person would see, and since when: the virtual screen's pixels, which Xvfb keeps in a file.
//!
//! A page is *ready* when 95 % of the ink of the picture that then stays is on the screen; ink is every pixel that does not have the
//! picture's most frequent colour. So the same is asked of every program, without a driver in it and without its help: from the request to
//! what is seen, drawing included. Deliberately not here: what is in the picture.

use std::collections::HashMap;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::bench::patience::pass;
use crate::failure::Failure;

/// The window's place and size: there is no window manager that would put it elsewhere.
const WIDTH: usize = 440;
const HEIGHT: usize = 680;
const BYTES: usize = 4;

const BETWEEN: Duration = Duration::from_millis(4);
/// A picture that has not changed for so long stays.
const STILL: Duration = Duration::from_millis(1_500);
/// One that never stays, because something in it moves, is taken as it is then.
const LONGEST: Duration = Duration::from_secs(15);
/// The part of the ink that has to be there.
const ENOUGH: f64 = 0.95;
/// Fewer pixels of ink are no page.
const LEAST_INK: usize = 200;

/// The screen.
#[derive(Debug)]
pub(super) struct Screen {
    pixels: File,
    begin: u64,
    row: usize,
}

type Picture = Vec<[u8; BYTES]>;

impl Screen {
    /// Opens the file that Xvfb was told to keep (an X window dump, `XWDFile.h`).
    pub(super) fn open(file: &Path) -> Result<Self, Failure> {
        let failed = |source| Failure::File {
            path: file.to_owned(),
            source,
        };
        let pixels = File::open(file).map_err(failed)?;
        let mut header = [0; 100];
        pixels.read_exact_at(&mut header, 0).map_err(failed)?;
        let field = |number: usize| {
            let bytes = header.get(number * 4..number * 4 + 4);
            let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, u32::from_be_bytes)
        };
        let (size, bits, row, colors) = (field(0), field(11), field(12), field(19));
        if bits != 32 {
            return Err(Failure::Content {
                path: file.to_owned(),
                why: format!("{bits} bits a pixel"),
            });
        }
        Ok(Self {
            pixels,
            begin: u64::from(size) + u64::from(colors) * 12,
            row: usize::try_from(row).unwrap_or_default(),
        })
    }

    /// Waits until the page is ready, and says how long that took. Begun just before it was asked for.
    pub(super) fn ready(&self, began: Instant) -> Result<Duration, Failure> {
        let before = self.look()?;
        let mut seen: Vec<(Duration, Picture)> = Vec::new();
        let mut changed = Instant::now();
        while began.elapsed() < LONGEST {
            let picture = self.look()?;
            let at = began.elapsed();
            let last = seen.last().map_or(&before, |(_, picture)| picture);
            if picture != *last {
                changed = Instant::now();
                seen.push((at, picture));
            } else if changed.elapsed() > STILL && ink(last).len() > LEAST_INK && !seen.is_empty() {
                break;
            }
            pass(BETWEEN);
        }
        ready(&seen).ok_or_else(|| Failure::Measurement("the screen stayed empty".to_owned()))
    }

    /// Waits until the window's place shows nothing.
    pub(super) fn is_empty(&self) -> Option<()> {
        let picture = self.look().ok()?;
        ink(&picture).is_empty().then_some(())
    }

    fn look(&self) -> Result<Picture, Failure> {
        let mut bytes = vec![0; self.row * HEIGHT];
        self.pixels
            .read_exact_at(&mut bytes, self.begin)
            .map_err(|source| Failure::File {
                path: "the screen".into(),
                source,
            })?;
        let rows = bytes.chunks_exact(self.row.max(1));
        let left = rows.flat_map(|row| row.as_chunks::<BYTES>().0.iter().take(WIDTH));
        Ok(left.copied().collect())
    }
}

/// When the picture that was seen last was as good as there.
fn ready(seen: &[(Duration, Picture)]) -> Option<Duration> {
    let (_, last) = seen.last()?;
    let ink = ink(last);
    let there = |picture: &Picture| {
        let same = ink.iter().filter(|at| picture.get(**at) == last.get(**at));
        same.count() as f64 >= ENOUGH * ink.len() as f64
    };
    let mut complete = seen.iter().filter(|(_, picture)| there(picture));
    complete.next().map(|(at, _)| *at)
}

/// Where the picture differs from its most frequent colour.
fn ink(picture: &Picture) -> Vec<usize> {
    let mut counted: HashMap<[u8; BYTES], usize> = HashMap::new();
    for pixel in picture {
        *counted.entry(*pixel).or_default() += 1;
    }
    let ground = counted.into_iter().max_by_key(|(_, count)| *count);
    let ground = ground.map(|(pixel, _)| pixel);
    let pixels = picture.iter().enumerate();
    pixels
        .filter(|(_, pixel)| Some(**pixel) != ground)
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(text: &str) -> Picture {
        text.bytes().map(|byte| [byte; BYTES]).collect()
    }

    fn seen(pictures: &[(u64, &str)]) -> Vec<(Duration, Picture)> {
        pictures
            .iter()
            .map(|(at, text)| (Duration::from_millis(*at), picture(text)))
            .collect()
    }

    #[test]
    fn an_empty_window_is_not_a_page() {
        let seen = seen(&[(10, "........"), (20, "..abc..."), (30, "..abcd..")]);

        assert_eq!(ready(&seen), Some(Duration::from_millis(30)));
    }

    #[test]
    fn a_small_change_after_the_page_was_there_does_not_make_it_late() {
        let page = "a".repeat(99);
        let ground = ".".repeat(200);
        let seen = seen(&[
            (10, &ground),
            (20, &format!("{page}a{ground}")),
            (90, &format!("{page}b{ground}")),
        ]);

        assert_eq!(ready(&seen), Some(Duration::from_millis(20)));
    }

    #[test]
    fn nothing_seen_is_never_ready() {
        assert_eq!(ready(&[]), None);
    }
}
