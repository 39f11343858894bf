//! Checks a list of so many rows, finds its duplicates and exports it, and prints the time and the
//! peak memory of each step: `list_memory 10000000`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that prints its figures"
)]

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::time::Instant;

use registry_bulk::export::{ExportFormat, Exporter, JoinedRows};
use registry_bulk::input::{self, InputOptions, Preparer, Target};

fn main() {
    let count: u64 = std::env::args()
        .nth(1)
        .map_or(100_000, |count| count.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    let mut list = BufWriter::new(File::create(&path).unwrap());
    writeln!(list, "企业名称,统一社会信用代码,法定代表人").unwrap();
    for row in 0..count {
        // Every hundredth row repeats an earlier one, every fiftieth is written in small letters.
        let number = if row % 100 == 99 { row / 2 } else { row };
        let code = if row % 50 == 0 {
            "91310116761614322n"
        } else {
            "91310116761614322N"
        };
        writeln!(list, "上海样例第{number}号科技有限公司,{code},张某人").unwrap();
    }
    list.into_inner().unwrap();
    println!(
        "{count} rows, {} MiB",
        std::fs::metadata(&path).unwrap().len() >> 20
    );

    let options = InputOptions::default();
    let target = Target::for_endpoint::<ihuyi_api::products::Ent3fSubmit>();
    let start = Instant::now();
    let mut file = input::open(&path, &options).unwrap();
    done("open", count, start);
    let preparer = Preparer::new(target, file.header(), &[]).unwrap();
    let start = Instant::now();
    let report = input::check(&mut file, &preparer).unwrap();
    done("check", count, start);
    println!(
        "{} valid, {} duplicates, {} changed",
        report.valid, report.duplicates, report.changed
    );

    let start = Instant::now();
    let joined = JoinedRows::open(&path, &options, target, None).unwrap();
    let out = File::create(folder.path().join("export.csv")).unwrap();
    let mut exporter = Exporter::new(ExportFormat::Csv, out, joined.header(), &[]).unwrap();
    for joined in joined {
        exporter.write(&joined.unwrap(), None).unwrap();
    }
    exporter.finish().unwrap();
    done("export", count, start);
}

fn done(step: &str, count: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or("no VmHWM");
    println!(
        "{step}: {seconds:.1} s, {:.0} rows/s, {peak}",
        count as f64 / seconds
    );
}
