//! Measures the memory of an upload of 10,000,000 codes. Budget: a peak of 48 MiB for the whole
//! program, from a file and from stdin.
//!
//! `cargo bench -p registry-cli --bench upload`, on Linux: the peak is `VmHWM` of the running
//! program.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark ends where it fails, and says what it found"
)]

#[cfg(target_os = "linux")]
mod receiver;

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("the peak of another process is read on Linux only");
}

#[cfg(target_os = "linux")]
fn main() {
    linux::main();
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::io::{BufWriter, Write as _};
    use std::path::Path;
    use std::process::Command;
    use std::time::Instant;

    use crate::receiver::Receiver;

    const CODES: u64 = 10_000_000;
    const BUDGET_KIB: u64 = 48 * 1024;

    pub(crate) fn main() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.txt");
        let mut writer = BufWriter::new(File::create(&path).unwrap());
        for number in 0..CODES {
            writeln!(writer, "A-{number:010}").unwrap();
        }
        drop(writer);
        let size = path.metadata().unwrap().len();
        println!(
            "{CODES} codes, {size} bytes, budget {} MiB",
            BUDGET_KIB / 1024
        );
        for (what, words, is_piped) in [
            ("from a file", &["codes.txt"][..], false),
            ("from stdin", &["-"], true),
            ("all distinct", &["codes.txt", "--distinct"], false),
            (
                "in calls of 50,000",
                &["codes.txt", "--per-call", "50000"],
                false,
            ),
        ] {
            run(
                what,
                words,
                is_piped.then_some(path.as_path()),
                folder.path(),
            );
        }
    }

    fn run(what: &str, words: &[&str], stdin: Option<&Path>, folder: &Path) {
        let receiver = Receiver::start();
        let mut command = Command::new(env!("CARGO_BIN_EXE_entreg"));
        command
            .arg("upload")
            .args(words)
            .args(["--company", "i.86.110108.52", "--category", "7"])
            .current_dir(folder)
            .env("IDCODE_ACCESS_TOKEN", "token")
            .env("IDCODE_AUTH_CODE", "code")
            .env("IDCODE_BASE_URL", receiver.base_url());
        if let Some(path) = stdin {
            command.stdin(File::open(path).unwrap());
        }
        let began = Instant::now();
        let (output, taken) = receiver.receive_from(&mut command);
        let took = began.elapsed();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{what}: {errors}");
        let peak = taken.peak_kib;
        println!(
            "{what}: {} bytes in {} requests, {took:.1?}, peak {}.{} MiB",
            taken.bytes,
            taken.requests,
            peak / 1024,
            peak % 1024 * 10 / 1024
        );
        assert!(taken.bytes > CODES * 12, "{what}: not all of it came");
        assert!(peak <= BUDGET_KIB, "{what}: {peak} KiB are over the budget");
    }
}
