//! Measures how many codes a second `identify` takes on one core.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use registry_model::{corrections, identify};
use std::hint::black_box;

/// What a list of companies holds: mostly credit codes, a few of everything else.
const CODES: [&str; 16] = [
    "91310116761614322N",
    "91110108MA0000015T",
    "91350100M000100Y43",
    "91330100799655058B",
    "914403001922038216",
    "9144030071526726XG",
    "911000001000013428",
    "91110000710925462X",
    "91110108551385082Q",
    "12100000400000624D",
    "761614322",
    "76161432-2",
    "310116002008277",
    "310116",
    "11010519491231002X",
    "i.86.110108.52/91.12000000.1/xxxx",
];

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("identify");
    group.throughput(Throughput::Elements(CODES.len() as u64));
    group.bench_function("mixed", |bencher| {
        bencher.iter(|| {
            CODES
                .iter()
                .filter(|code| identify(black_box(code)).is_valid())
                .count()
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("credit_code", |bencher| {
        bencher.iter(|| identify(black_box("91310116761614322N")));
    });
    group.bench_function("refused_credit_code", |bencher| {
        bencher.iter(|| identify(black_box("91310116761614322A")));
    });
    group.bench_function("corrections", |bencher| {
        bencher.iter(|| corrections(black_box("91310116761614322A")));
    });
    #[cfg(feature = "divisions")]
    group.bench_function("division", |bencher| {
        let code = "310119".parse().expect("six digits");
        bencher.iter(|| {
            let division = registry_model::divisions::find(black_box(code));
            division.map_or(0, |one| one.path().names().map(str::len).sum::<usize>())
        });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
