//! `cargo xtask icons`: every bitmap in `icons/`, made from the drawings beside it.
//!
//! Deliberately not here: the drawings. Each is one SVG file that is edited by hand; what this command writes never is.

use std::fs;
use std::path::{Path, PathBuf};

use crate::debian;
use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::minimum;
use crate::page;
use crate::workspace;

/// Pixels that Linux desktops ask for: panels, menus, lists, overviews, software centres.
const APPLICATION: [u32; 9] = [16, 22, 24, 32, 48, 64, 128, 256, 512];

/// What Windows and macOS want, each holding many sizes. Their formats are the Tauri command line's business.
const CONTAINERS: [&str; 2] = ["icon.ico", "icon.icns"];

/// The looks of the tray, told apart by their shape.
const TRAY: [&str; 3] = ["fine", "needs-you", "signing-out"];

/// Pixels of a tray bitmap. A panel scales it down, to 16 without a remainder.
const TRAY_SIZE: u32 = 64;

/// What is added to the name of a tray bitmap, and its colour.
const TRAY_COLOURS: [(&str, Colour); 3] = [
    // Where the colour of the panel is not known, as on Linux.
    ("", Colour([0x42, 0x81, 0xef])),
    ("-dark", Colour([0xff, 0xff, 0xff])),
    // For a light panel, and as a template image for macOS.
    ("-light", Colour([0x00, 0x00, 0x00])),
];

#[derive(Debug, Clone, Copy)]
struct Colour([u8; 3]);

/// Makes them all anew.
pub(crate) fn run() -> Result<(), Failure> {
    minimum::check()?;
    debian::ensure(&[debian::ICONS])?;
    page::ensure_modules()?;
    let icons = workspace::root().join("icons");
    let scratch = workspace::target().join("icons");
    for directory in [icons.join("hicolor"), scratch.clone()] {
        fs::create_dir_all(&directory).map_err(failed_at(&directory))?;
    }
    application(&icons, &scratch)?;
    tray(&icons, &scratch)
}

fn application(icons: &Path, scratch: &Path) -> Result<(), Failure> {
    let drawing = icons.join("keyreve.svg");
    for size in APPLICATION {
        drawn(&drawing, size, &icons.join(hicolor(size))).run()?;
    }
    page::tauri("icon")
        .with(&drawing)
        .with("--output")
        .with(scratch)
        .run()?;
    for container in CONTAINERS {
        let made = scratch.join(container);
        fs::copy(&made, icons.join(container)).map_err(failed_at(&made))?;
    }
    Ok(())
}

fn tray(icons: &Path, scratch: &Path) -> Result<(), Failure> {
    for (suffix, colour) in TRAY_COLOURS {
        let style = scratch.join(format!("tray{suffix}.css"));
        fs::write(&style, colour.style()).map_err(failed_at(&style))?;
        for look in TRAY {
            let drawing = icons.join(format!("tray/{look}.svg"));
            drawn(&drawing, TRAY_SIZE, &icons.join(tray_bitmap(look, suffix)))
                .with("--stylesheet")
                .with(&style)
                .run()?;
        }
    }
    Ok(())
}

fn drawn(drawing: &Path, size: u32, bitmap: &Path) -> Invocation {
    Invocation::new(&format!(
        "rsvg-convert --width={size} --height={size} --output"
    ))
    .with(bitmap)
    .with(drawing)
}

fn hicolor(size: u32) -> PathBuf {
    format!("hicolor/{size}x{size}.png").into()
}

fn tray_bitmap(look: &str, suffix: &str) -> PathBuf {
    format!("tray/{look}{suffix}.png").into()
}

fn failed_at(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
    let path = path.to_owned();
    |source| Failure::File { path, source }
}

impl Colour {
    /// The drawings are filled with the colour of the text around them.
    fn style(self) -> String {
        let Self([red, green, blue]) = self;
        format!("svg {{ color: #{red:02x}{green:02x}{blue:02x} }}\n")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const DARK_PANEL: Colour = Colour([0x2e, 0x34, 0x36]);
    const LIGHT_PANEL: Colour = Colour([0xf6, 0xf5, 0xf4]);

    fn icons() -> PathBuf {
        workspace::root().join("icons")
    }

    /// Width and height as the head of a PNG file says them (PNG specification, 11.2.2).
    fn pixels(path: &Path) -> (u32, u32) {
        let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n", "{}", path.display());
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        (number(16), number(20))
    }

    /// The contrast of two colours (WCAG 2.2, "contrast ratio"): 1 is none, 21 is black on white.
    fn contrast(one: Colour, other: Colour) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        let light = |Colour([red, green, blue]): Colour| {
            0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue) + 0.05
        };
        let (one, other) = (light(one), light(other));
        one.max(other) / one.min(other)
    }

    #[test]
    fn every_bitmap_is_there_in_its_size() {
        for size in APPLICATION {
            assert_eq!(pixels(&icons().join(hicolor(size))), (size, size));
        }
        for (suffix, _) in TRAY_COLOURS {
            for look in TRAY {
                assert_eq!(
                    pixels(&icons().join(tray_bitmap(look, suffix))),
                    (TRAY_SIZE, TRAY_SIZE)
                );
            }
        }
        for container in CONTAINERS {
            assert!(icons().join(container).is_file(), "{container}");
        }
    }

    #[test]
    fn no_two_looks_of_the_tray_are_the_same_picture() {
        for (suffix, _) in TRAY_COLOURS {
            let pictures: BTreeSet<Vec<u8>> = TRAY
                .iter()
                .map(|look| fs::read(icons().join(tray_bitmap(look, suffix))).unwrap())
                .collect();
            assert_eq!(pictures.len(), TRAY.len(), "{suffix}");
        }
    }

    /// Three to one is what a graphic needs (WCAG 2.2, 1.4.11).
    #[test]
    fn a_look_is_seen_on_the_panels_that_it_is_for() {
        let [(_, either), (_, dark), (_, light)] = TRAY_COLOURS;

        assert!(
            contrast(either, DARK_PANEL) >= 3.0,
            "{}",
            contrast(either, DARK_PANEL)
        );
        assert!(
            contrast(either, LIGHT_PANEL) >= 3.0,
            "{}",
            contrast(either, LIGHT_PANEL)
        );
        assert!(contrast(dark, DARK_PANEL) >= 4.5);
        assert!(contrast(light, LIGHT_PANEL) >= 4.5);
    }
}
