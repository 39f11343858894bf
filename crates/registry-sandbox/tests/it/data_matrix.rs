//! The Data Matrix of 605 can be read.

use idcode_api::operations::CreateAuthenCodePic;
use idcode_api::{CodeSize, Symbology};
use registry_sandbox::sample;

use crate::client::Client;
use crate::code_pictures::{ADDRESS, CONTENT, Seen, seen};
use crate::samples::code;

/// Finds the modules of a Data Matrix by the solid line at its left edge, and reads them.
fn data_matrix(seen: &Seen) -> String {
    let is_dark = |x: usize, y: usize| seen.at(x, y)[0] < 128;
    let places = |of: fn((usize, usize)) -> usize| {
        let all = (0..seen.side).flat_map(|y| (0..seen.side).map(move |x| (x, y)));
        all.filter(|(x, y)| is_dark(*x, *y))
            .map(of)
            .collect::<Vec<_>>()
    };
    let (columns, rows) = (places(|(x, _)| x), places(|(_, y)| y));
    let (left, top) = (*columns.iter().min().unwrap(), *rows.iter().min().unwrap());
    let bottom = *rows.iter().max().unwrap();
    // The upper edge changes its colour with each module.
    let scale = (left..).take_while(|x| is_dark(*x, top)).count();
    let modules = (bottom + 1 - top) / scale;
    let mut bits = Vec::new();
    for row in 0..modules {
        for column in 0..modules {
            let middle = scale / 2;
            bits.push(is_dark(
                left + column * scale + middle,
                top + row * scale + middle,
            ));
        }
    }
    let bytes = datamatrix::DataMatrix::decode(&bits, modules).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn a_data_matrix_can_be_read_in_every_size() {
    let client = Client::new();
    for (size, content) in [
        (CodeSize::Cm3, CONTENT),
        (CodeSize::Cm5, ADDRESS),
        (CodeSize::Cm10, "i.86.110108.52/10.46100000.1/A-001"),
    ] {
        let unit = code(sample::unit::MAIN_CODE);
        let request = CreateAuthenCodePic::new(unit, content, Symbology::DataMatrix, size);
        let picture = client.call(&request).await.unwrap().picture;
        let seen = seen(&picture);
        assert_eq!(data_matrix(&seen), content);
    }
}
