//! The two pictures that a stand-in draws: a captcha and an avatar, with a font of digits and one letter. Just enough
//! drawing for that; nothing here is a general picture library. A site's logo is an SVG and stands in `web`.

const WHITE: [u8; 3] = [255, 255, 255];

/// Seven rows of five dots, most significant bit left.
const DIGITS: [[u8; 7]; 10] = [
    [0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e],
    [0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e],
    [0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f],
    [0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e],
    [0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02],
    [0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e],
    [0x06, 0x08, 0x10, 0x1e, 0x11, 0x11, 0x0e],
    [0x1f, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
    [0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e],
    [0x0e, 0x11, 0x11, 0x0f, 0x01, 0x02, 0x0c],
];
const LETTER_A: [u8; 7] = [0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11];
const DOT: [u8; 7] = [0x00, 0x00, 0x0e, 0x0e, 0x0e, 0x00, 0x00];

/// A PNG of 240 by 60 that shows `digits`, with some noise that a person reads past.
pub(crate) fn captcha(digits: &str) -> Vec<u8> {
    let mut canvas = Canvas::new(240, 60, WHITE);
    for _ in 0..600 {
        let (x, y) = (fastrand::usize(..240), fastrand::usize(..60));
        canvas.set(x, y, [180, 190, 205]);
    }
    for (place, digit) in digits.chars().enumerate() {
        let x = 14 + place * 36 + fastrand::usize(..6);
        let y = 6 + fastrand::usize(..12);
        let ink = [
            fastrand::u8(20..90),
            fastrand::u8(30..90),
            fastrand::u8(60..150),
        ];
        canvas.glyph(&glyph(digit), x, y, 5, ink);
    }
    canvas.into_png()
}

/// A PNG of 96 by 96: the initial, white on a two-coloured ground. Letters other than A become a dot.
pub(crate) fn avatar(initial: char) -> Vec<u8> {
    let mut canvas = Canvas::new(96, 96, WHITE);
    for y in 0..96_u8 {
        for x in 0..96_u8 {
            let ground = [40 + x, 90 + y / 2, 200 - x / 2];
            canvas.set(x.into(), y.into(), ground);
        }
    }
    canvas.glyph(&glyph(initial), 28, 20, 8, WHITE);
    canvas.into_png()
}

fn glyph(character: char) -> [u8; 7] {
    match character.to_digit(10) {
        Some(digit) => DIGITS[digit as usize % DIGITS.len()],
        None if character == 'A' => LETTER_A,
        None => DOT,
    }
}

struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    fn new(width: usize, height: usize, ground: [u8; 3]) -> Self {
        Self {
            width,
            height,
            pixels: ground.repeat(width * height),
        }
    }

    /// Dots outside are left out.
    fn set(&mut self, x: usize, y: usize, ink: [u8; 3]) {
        if x < self.width && y < self.height {
            let at = (y * self.width + x) * 3;
            self.pixels[at..at + 3].copy_from_slice(&ink);
        }
    }

    fn glyph(&mut self, rows: &[u8; 7], left: usize, top: usize, scale: usize, ink: [u8; 3]) {
        for y in 0..7 * scale {
            for x in 0..5 * scale {
                if rows[y / scale] & (0x10 >> (x / scale)) != 0 {
                    self.set(left + x, top + y, ink);
                }
            }
        }
    }

    fn into_png(self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let (width, height) = (self.width as u32, self.height as u32);
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        // Writing to memory fails only for wrong sizes, which the canvas cannot have; a test looks at the result.
        if let Ok(mut writer) = encoder.write_header() {
            let _ = writer.write_image_data(&self.pixels);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_pictures_are_whole_png_files() {
        for (bytes, size) in [(captcha("0123456789"), (240, 60)), (avatar('A'), (96, 96))] {
            let decoder = png::Decoder::new(std::io::Cursor::new(bytes));
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut pixels).unwrap();
            assert_eq!((info.width, info.height), size);
        }
    }
}
