//! Tests from inside: the words of a placeholder, and drawings that fail.

use std::io::Cursor;

use super::{LARGEST, Surround, framed_qr_png, placeholder_png, qr_png};

const BLACK: [u8; 3] = [0, 0, 0];

/// The rows of a picture, with `#` for dark pixels.
fn seen(picture: &[u8]) -> Vec<String> {
    let mut reader = png::Decoder::new(Cursor::new(picture)).read_info().unwrap();
    let width = usize::try_from(reader.info().width).unwrap();
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut samples).unwrap();
    samples
        .chunks(width * 3)
        .map(|row| {
            row.chunks(3)
                .map(|pixel| if pixel[0] < 128 { '#' } else { '.' })
                .collect()
        })
        .collect()
}

#[test]
fn placeholder_says_in_its_pixels_that_it_is_not_a_code() {
    let rows = seen(&placeholder_png("LONGBEI", 44, Surround::Bare).unwrap());
    insta::assert_snapshot!(rows.join("\n"));
}

#[test]
fn a_placeholder_of_twice_the_size_has_letters_of_four_times_the_area() {
    let dark = |pixels| {
        let rows = seen(&placeholder_png("LONGBEI", pixels, Surround::Bare).unwrap());
        rows.concat().matches('#').count()
    };
    assert!(dark(44) > 100);
    assert_eq!(dark(88), 4 * dark(44));
}

#[test]
fn a_picture_that_cannot_be_is_refused_with_the_reason() {
    let refusal = |content: &str, pixels| qr_png(content, pixels, BLACK, None).unwrap_err();
    assert_eq!(
        refusal("i.86.110108.52", 20),
        "the picture is too small for its content"
    );
    let limits = "the picture must have 1 to 3000 pixels";
    assert_eq!(refusal("i.86.110108.52", 0), limits);
    assert_eq!(refusal("i.86.110108.52", LARGEST + 1), limits);
    assert_eq!(
        refusal(&"x".repeat(3000), 800),
        "the content cannot be a QR code: data too long"
    );
    for surround in [Surround::Bare, Surround::Square, Surround::Round] {
        assert_eq!(
            placeholder_png("LONGBEI", 30, surround).unwrap_err(),
            "the picture is too small for its words"
        );
        assert!(framed_qr_png("x", 1, BLACK, None, surround).is_err());
    }
}

#[test]
fn a_logo_that_is_no_picture_is_refused() {
    for logo in [b"".as_slice(), b"<svg/>", b"\x89PNG\r\n\x1a\nand no more"] {
        let refusal = qr_png("x", 400, BLACK, Some(logo)).unwrap_err();
        assert!(
            refusal.starts_with("the logo is not a picture: "),
            "{refusal}"
        );
    }
}
