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

const BETWEEN: Duration = Duration::from_millis(5);
/// A picture that has not changed for so long stays.
const STILL: Duration = Duration::from_millis(1_500);
/// One that never stays, because something in it moves, is taken as it is then.
const LONGEST: Duration = Duration::from_secs(60);
/// The part of the ink that has to be there.
const ENOUGH: f64 = 0.95;
/// Fewer pixels of ink are no page.
const LEAST_INK: usize = 200;

/// The screen.
#[derive(Debug)]
pub(super) struct Screen {
    pixels: File,
    begin: u64,
    row: u64,
}

/// The bytes of its pixels, row by row. They are copied and compared whole, so that looking takes little of the time that is measured.
type Picture = Vec<u8>;

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
            row: u64::from(row),
        })
    }

    /// Waits until the page is ready, and says how long that took since it was asked for. The window's place was empty then.
    pub(super) fn ready(&self, asked: Instant) -> Result<Duration, Failure> {
        let mut seen: Vec<(Duration, Picture)> = Vec::new();
        let mut changed = Instant::now();
        while asked.elapsed() < LONGEST {
            let picture = self.look()?;
            let last = seen.last().map(|(_, picture)| picture);
            if last != Some(&picture) {
                changed = Instant::now();
                seen.push((asked.elapsed(), picture));
            } else if changed.elapsed() > STILL && has_page(&picture) {
                break;
            }
            pass(BETWEEN);
        }
        seen.last()
            .filter(|(_, last)| has_page(last))
            .and_then(|_| ready(&seen))
            .ok_or_else(|| Failure::Measurement("the screen stayed empty".to_owned()))
    }

    /// Whether the window's place shows nothing.
    pub(super) fn is_empty(&self) -> Option<()> {
        let picture = self.look().ok()?;
        let mut pixels = picture.chunks_exact(BYTES);
        let first = pixels.next();
        pixels.all(|pixel| Some(pixel) == first).then_some(())
    }

    fn look(&self) -> Result<Picture, Failure> {
        let mut picture = vec![0; WIDTH * HEIGHT * BYTES];
        let mut begin = self.begin;
        for row in picture.chunks_exact_mut(WIDTH * BYTES) {
            let read = self.pixels.read_exact_at(row, begin);
            read.map_err(|source| Failure::File {
                path: "the screen".into(),
                source,
            })?;
            begin += self.row;
        }
        Ok(picture)
    }
}

fn has_page(picture: &Picture) -> bool {
    ink(picture).len() > LEAST_INK
}

/// When the picture that was seen last was as good as there.
fn ready(seen: &[(Duration, Picture)]) -> Option<Duration> {
    let (_, last) = seen.last()?;
    let ink = ink(last);
    let there = |picture: &Picture| {
        let same = ink
            .iter()
            .filter(|at| pixel(picture, **at) == pixel(last, **at));
        same.count() as f64 >= ENOUGH * ink.len() as f64
    };
    let mut complete = seen.iter().filter(|(_, picture)| there(picture));
    complete.next().map(|(at, _)| *at)
}

fn pixel(picture: &[u8], at: usize) -> Option<&[u8]> {
    picture.get(at..at + BYTES)
}

/// Where the pixels begin that differ from the picture's most frequent colour.
fn ink(picture: &Picture) -> Vec<usize> {
    let mut counted: HashMap<&[u8], usize> = HashMap::new();
    for pixel in picture.chunks_exact(BYTES) {
        *counted.entry(pixel).or_default() += 1;
    }
    let ground = counted.into_iter().max_by_key(|(_, count)| *count);
    let ground = ground.map(|(pixel, _)| pixel);
    let pixels = picture.chunks_exact(BYTES).enumerate();
    pixels
        .filter(|(_, pixel)| Some(*pixel) != ground)
        .map(|(number, _)| number * BYTES)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(text: &str) -> Picture {
        text.bytes().flat_map(|byte| [byte; BYTES]).collect()
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
