//! `upload` of files larger than the memory that it may take.

use std::io::Write as _;

use crate::process::{Entreg, Run};
use crate::receiver::Receiver;

/// More bytes than the budget of 48 MiB, in few codes, which a test build checks quickly enough.
/// The benchmark `upload` has 10,000,000.
const CODES: usize = 64_000;

fn upload(words: &[&str]) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("codes.txt");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    let rest = "x".repeat(990);
    for number in 0..CODES {
        writeln!(file, "{number:09}{rest}").unwrap();
    }
    drop(file);
    let receiver = Receiver::start();
    let words = ["upload", "--company", "i.86.110108.52", "--category", "7"]
        .iter()
        .chain(words);
    let mut command = Entreg::new(words.copied())
        .at(&receiver.base_url())
        .within(folder.path())
        .into_command();
    command.stdin(std::fs::File::open(&path).unwrap());
    let (output, taken) = receiver.receive_from(&mut command);
    Run::from(output).expect_code(0);
    assert!(taken.bytes > 64_000_000, "{taken:?}");
    taken.peak_kib
}

#[test]
fn a_file_larger_than_the_memory_budget_is_uploaded() {
    let peak = upload(&["codes.txt"]);
    assert!(peak <= 48 * 1024, "{peak} KiB");
}

#[test]
fn stdin_is_not_held_in_memory_either() {
    let peak = upload(&["-", "--distinct"]);
    assert!(peak <= 48 * 1024, "{peak} KiB");
}
