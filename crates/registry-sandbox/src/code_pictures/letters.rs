//! Writes words in pixels.
//!
//! Only the capitals that the placeholders need, each of five by seven dots.

use super::canvas::{BLACK, Canvas, Square};

const WIDTH: u32 = 5;
const HEIGHT: u32 = 7;
/// Dots between letters and around all; twice as many between lines.
const GAP: u32 = 1;

/// Writes one line for each word, as large as the square allows.
///
/// # Errors
///
/// The square is too small for the words.
pub(super) fn write(canvas: &mut Canvas, area: Square, lines: &[&str]) -> Result<(), String> {
    let longest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
    let line_count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let rows = line_count.saturating_mul(HEIGHT + 2 * GAP);
    let scale = area.side / (longest.max(rows) + 2 * GAP);
    if scale == 0 {
        return Err("the picture is too small for its words".to_owned());
    }
    let mut top = area.top + (area.side.saturating_sub(rows * scale)) / 2 + scale * GAP;
    for line in lines {
        let width = columns(line) * scale;
        let mut left = area.left + (area.side.saturating_sub(width)) / 2;
        for letter in line.chars() {
            draw(canvas, letter, left, top, scale);
            left += (WIDTH + GAP) * scale;
        }
        top += (HEIGHT + 2 * GAP) * scale;
    }
    Ok(())
}

fn columns(line: &str) -> u32 {
    let letters = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
    letters.saturating_mul(WIDTH + GAP).saturating_sub(GAP)
}

fn draw(canvas: &mut Canvas, letter: char, left: u32, top: u32, scale: u32) {
    for (row, y) in dots(letter).into_iter().zip(0..) {
        for x in 0..WIDTH {
            if row >> (WIDTH - 1 - x) & 1 == 1 {
                let dot = Square::new(left + x * scale, top + y * scale, scale);
                canvas.fill(dot, BLACK);
            }
        }
    }
}

/// The rows of a letter; blank for an unknown one.
fn dots(letter: char) -> [u8; 7] {
    match letter {
        'A' => [
            0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001,
        ],
        'B' => [
            0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110,
        ],
        'C' => [
            0b01111, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b01111,
        ],
        'D' => [
            0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110,
        ],
        'E' => [
            0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111,
        ],
        'F' => [
            0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000,
        ],
        'G' => [
            0b01111, 0b10000, 0b10000, 0b10011, 0b10001, 0b10001, 0b01111,
        ],
        'H' => [
            0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001,
        ],
        'I' => [
            0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110,
        ],
        'L' => [
            0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111,
        ],
        'M' => [
            0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001,
        ],
        'N' => [
            0b10001, 0b11001, 0b10101, 0b10101, 0b10011, 0b10001, 0b10001,
        ],
        'O' => [
            0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110,
        ],
        'R' => [
            0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001,
        ],
        'S' => [
            0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110,
        ],
        'T' => [
            0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100,
        ],
        'X' => [
            0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001,
        ],
        _ => [0; 7],
    }
}
