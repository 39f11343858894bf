//! Measures a SQLite ledger with a sender that does nothing: rows a second, memory, bytes a row.
//!
//! ```sh
//! cargo run --release -p registry-bulk --features sqlite --example ledger_throughput -- 10000 100000
//! ```
#![allow(
    clippy::print_stdout,
    reason = "a program that prints its measurements"
)]

use std::error::Error;
use std::time::{Duration, Instant};

use bytes::Bytes;
use registry_bulk::ledger::sqlite::{Options, SqliteLedger};
use registry_bulk::ledger::{Charge, Finished, Key, Ledger, LedgerError, NewRow, RequestOutcome};

const WORKERS: usize = 64;
const CLAIMED_AT_ONCE: u32 = 32;
const IMPORTED_AT_ONCE: usize = 50_000;
/// About as long as the response of a three-element check.
const BODY: &[u8] = &[b'x'; 200];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Result<Vec<u64>, _> = std::env::args().skip(1).map(|size| size.parse()).collect();
    let mut sizes = sizes?;
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    println!("     rows   import/s      run/s    us/row    peak MiB   bytes/row");
    for size in sizes {
        measure(size).await?;
    }
    Ok(())
}

async fn measure(size: u64) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir_in(".")?;
    let path = folder.path().join("ledger.db");
    let ledger = Options::new(&path).open()?;

    let started = Instant::now();
    let mut left = 0..size;
    loop {
        let rows: Result<Vec<NewRow>, _> = left.by_ref().take(IMPORTED_AT_ONCE).map(row).collect();
        let rows = rows?;
        if rows.is_empty() {
            break;
        }
        ledger.import(rows).await?;
    }
    let imported = started.elapsed();

    ledger.set_limit(Some(size)).await?;
    let started = Instant::now();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..WORKERS {
        workers.spawn(work(ledger.clone()));
    }
    while let Some(worker) = workers.join_next().await {
        worker??;
    }
    let run = started.elapsed();
    assert_eq!(ledger.status().await?.counts.done, size);

    let per_second = |time: Duration| size as f64 / time.as_secs_f64();
    println!(
        "{size:9} {:10.0} {:10.0} {:9.1} {:11} {:11}",
        per_second(imported),
        per_second(run),
        run.as_secs_f64() * 1e6 / size as f64,
        peak_memory().map_or("-".to_owned(), |kib| format!("{:.1}", kib as f64 / 1024.0)),
        std::fs::metadata(&path)?.len() / size,
    );
    Ok(())
}

/// Keys are spread like digests, which is the worst for an index.
fn row(number: u64) -> Result<NewRow, LedgerError> {
    let spread = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let name = format!("某某科技有限公司{number}");
    let fields = [("name", name.as_str()), ("code", "91310000MA1FL0000X")];
    Ok(NewRow::new(
        Key(spread.to_be_bytes()),
        "ent3f.Submit",
        fields,
    )?)
}

async fn work(ledger: SqliteLedger) -> Result<(), LedgerError> {
    let worker = ledger.join("measured").await?;
    let charged = RequestOutcome::Response {
        charge: Charge::Charged,
        more: false,
    };
    let mut renewed = Instant::now();
    loop {
        let claims = ledger.claim(worker, CLAIMED_AT_ONCE).await?;
        if claims.is_empty() {
            return Ok(());
        }
        for claim in claims {
            if renewed.elapsed() > Duration::from_secs(20) {
                ledger.renew(worker).await?;
                renewed = Instant::now();
            }
            let permit = ledger.start(&claim, 1).await?;
            let finished = ledger
                .finish(permit, charged, Bytes::from_static(BODY))
                .await?;
            debug_assert_eq!(finished, Finished::Recorded);
        }
    }
}

/// The peak of resident memory in KiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
