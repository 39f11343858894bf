//! The SQLite engine: the contract, processes that are killed, full disks, failed syncs.

use core::time::Duration;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use bytes::Bytes;
use registry_bulk::ledger::machine::{Sender, State, TransitionError};
use registry_bulk::ledger::sqlite::{Options, SqliteLedger};
use registry_bulk::ledger::{Charge, Ledger, LedgerError, RequestOutcome, RowId, WorkerId};
use tempfile::TempDir;

use super::conformance::{Engine, LONG, conformance, is_consistent, rows};
use super::vendor::Vendor;

struct Sqlite(TempDir);

impl Sqlite {
    fn path(&self) -> PathBuf {
        self.0.path().join("ledger.db")
    }
}

impl Engine for Sqlite {
    type Ledger = SqliteLedger;

    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn open(&self, lease: Duration) -> SqliteLedger {
        Options::new(self.path()).with_lease(lease).open().unwrap()
    }
}

conformance!(Sqlite);

const CHARGED: RequestOutcome = RequestOutcome::Response {
    charge: Charge::Charged,
    more: false,
};

/// Names the folder of a child process, and what it does there.
const FOLDER: &str = "REGISTRY_BULK_TEST_FOLDER";

/// Not a test by itself: what a child process does, which is this program once more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = Path::new(&folder);
    let ledger = Options::new(folder.join("ledger.db")).open().unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..IN_FLIGHT {
        tasks.spawn(work(ledger.clone(), folder.join("vendor")));
    }
    let ended: Result<Vec<()>, LedgerError> = tasks.join_all().await.into_iter().collect();
    if let Err(error) = ended {
        println!("stopped: {error}");
    }
}

const IN_FLIGHT: u64 = 4;

async fn work(ledger: SqliteLedger, vendor: PathBuf) -> Result<(), LedgerError> {
    let mut vendor = Vendor::open(&vendor);
    let worker = ledger.join("child").await?;
    loop {
        let claims = ledger.claim(worker, 3).await?;
        if claims.is_empty() {
            return Ok(());
        }
        for claim in claims {
            let permit = match ledger.start(&claim, 1).await {
                Err(LedgerError::Transition(TransitionError::OverBudget { .. })) => return Ok(()),
                started => started?,
            };
            vendor.send(claim.row);
            ledger
                .finish(permit, CHARGED, Bytes::from(claim.input))
                .await?;
        }
    }
}

fn spawn(folder: &Path, configure: impl FnOnce(&mut Command)) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["ledger::sqlite::child", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    configure(&mut command);
    command.spawn().unwrap()
}

/// Frees what processes that have ended held.
async fn recover_all(ledger: &SqliteLedger) -> u64 {
    let last = ledger.join("recovery").await.unwrap();
    let mut unknown = 0;
    for id in 1..last.0 {
        let recovered = ledger.recover(Some(WorkerId(id)), 1_000).await.unwrap();
        unknown += recovered.unknown;
    }
    unknown
}

/// What the ledger says is what the vendor counted.
async fn accounts_for_everything(ledger: &SqliteLedger, vendor: &Path) {
    let mut requests: BTreeMap<RowId, u64> = BTreeMap::new();
    for row in Vendor::requests(vendor) {
        *requests.entry(row).or_default() += 1;
    }
    for record in ledger.rows(RowId(0), u32::MAX).await.unwrap() {
        let sent = requests.remove(&record.id).unwrap_or(0);
        let may_be = match record.row.state {
            State::Done => 1..=1,
            State::Unknown { .. } => 0..=1,
            _ => 0..=0,
        };
        assert!(may_be.contains(&sent), "{record:?}: sent {sent} times");
        let responses = ledger.responses(record.id).await.unwrap().len();
        assert_eq!(responses == 1, record.row.state == State::Done);
    }
    assert!(requests.is_empty(), "rows that the ledger does not know");
    is_consistent(ledger).await;
}

/// Kills children at moments spread over their work, and returns how many rows became unknown.
pub(crate) async fn kill_and_restart(rounds: u32, seed: u32) -> (u64, u64) {
    let engine = Sqlite::new();
    let folder = engine.0.path();
    let ledger = engine.open(LONG);
    let vendor = folder.join("vendor");
    let mut unknown = 0;
    for round in 0..rounds {
        let first = round * 200;
        let more = (first..first + 200).map(super::conformance::row).collect();
        ledger.import(more).await.unwrap();
        let mut child = spawn(folder, |_| {});
        // Some die while they open the ledger, most of them at work.
        let random = u64::from(round.wrapping_add(seed).wrapping_mul(2_654_435_761) >> 8);
        if round % 4 != 0 {
            let known = Vendor::requests(&vendor).len();
            while Vendor::requests(&vendor).len() == known {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        tokio::time::sleep(Duration::from_micros(random % 20_000)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let lost = recover_all(&ledger).await;
        assert!(lost <= IN_FLIGHT, "{lost} unknown after one crash");
        unknown += lost;
        let counts = ledger.status().await.unwrap().counts;
        assert_eq!((counts.claimed, counts.sending), (0, 0));
    }
    accounts_for_everything(&ledger, &vendor).await;
    let counts = ledger.status().await.unwrap().counts;
    assert_eq!(counts.unknown, unknown);
    assert_eq!(counts.all(), u64::from(rounds) * 200, "no row is lost");
    (unknown, counts.done)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_nothing_and_sends_nothing_twice() {
    let (unknown, done) = kill_and_restart(8, 0).await;
    println!("{done} done, {unknown} unknown");
}

#[cfg(unix)]
fn signal(child: &Child, signal: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status();
    assert!(sent.unwrap().success());
}

/// Ends the leases of all workers so far, and recovers what they hold.
#[cfg(unix)]
async fn take_over(impatient: &SqliteLedger) -> Result<(), LedgerError> {
    let last = impatient.join("other").await?;
    for id in 1..last.0 {
        impatient.renew(WorkerId(id)).await?;
    }
    impatient.recover(None, 1_000).await?;
    Ok(())
}

/// Stops a process past its lease while another does its work, and lets it continue. Returns how
/// many rows are unknown, and how many late responses were kept.
#[cfg(unix)]
pub(crate) async fn a_process_that_sleeps_past_its_lease(random: u64) -> (u64, usize) {
    let engine = Sqlite::new();
    let folder = engine.0.path();
    let vendor = folder.join("vendor");
    let ledger = engine.open(LONG);
    ledger.import(rows(1_000)).await.unwrap();
    let impatient = Options::new(engine.path())
        .with_lease(Duration::ZERO)
        .with_lock_timeout(Duration::from_millis(50))
        .open()
        .unwrap();
    let sleeper = spawn(folder, |_| {});
    while Vendor::requests(&vendor).is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_micros(random % 5_000)).await;
    // If it sleeps with the write lock in hand, no other process can take its rows.
    loop {
        signal(&sleeper, "-STOP");
        match take_over(&impatient).await {
            Ok(()) => break,
            Err(error) => assert_eq!(error, LedgerError::Busy),
        }
        signal(&sleeper, "-CONT");
        tokio::time::sleep(Duration::from_micros(random % 1_000)).await;
    }
    drop(impatient);
    let other = spawn(folder, |_| {}).wait_with_output().unwrap();
    assert!(!String::from_utf8_lossy(&other.stdout).contains("stopped"));
    signal(&sleeper, "-CONT");
    sleeper.wait_with_output().unwrap();
    recover_all(&ledger).await;

    let mut requests = Vendor::requests(&vendor);
    requests.sort_unstable();
    let sent = requests.len();
    requests.dedup();
    assert_eq!(sent, requests.len(), "a row was sent twice");
    let mut late = 0;
    for record in ledger.rows(RowId(0), u32::MAX).await.unwrap() {
        let responses = ledger.responses(record.id).await.unwrap();
        let in_time = responses
            .iter()
            .filter(|response| !response.is_late)
            .count();
        late += responses.len() - in_time;
        assert_eq!(in_time == 1, record.row.state == State::Done, "{record:?}");
    }
    is_consistent(&ledger).await;
    (ledger.status().await.unwrap().counts.unknown, late)
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_continues_after_its_lease_sends_nothing_twice() {
    let (unknown, late) = a_process_that_sleeps_past_its_lease(1_000).await;
    println!("{unknown} unknown, {late} late responses kept");
}

/// Two processes share a limit, and spend exactly that.
pub(crate) async fn two_processes_under_a_limit(limit: u64) {
    let engine = Sqlite::new();
    let folder = engine.0.path();
    let ledger = engine.open(LONG);
    ledger
        .import(rows(u32::try_from(limit * 2).unwrap()))
        .await
        .unwrap();
    ledger.set_limit(Some(limit)).await.unwrap();
    let children = [spawn(folder, |_| {}), spawn(folder, |_| {})];
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        assert!(!String::from_utf8_lossy(&output.stdout).contains("stopped"));
    }
    let requests = Vendor::requests(&folder.join("vendor"));
    assert_eq!(requests.len(), usize::try_from(limit).unwrap());
    assert_eq!(recover_all(&ledger).await, 0);
    accounts_for_everything(&ledger, &folder.join("vendor")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_on_one_file_keep_one_limit() {
    two_processes_under_a_limit(60).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_all_sending_and_the_ledger_opens_again() {
    let engine = Sqlite::new();
    engine.open(LONG).import(rows(50)).await.unwrap();
    let vendor = engine.0.path().join("vendor");
    let full = Options::new(engine.path())
        .with_max_pages(40)
        .open()
        .unwrap();
    let worker = full.join("test").await.unwrap();
    let claims = full.claim(worker, 50).await.unwrap();
    let mut stopped = None;
    for claim in &claims {
        match full.start(claim, 1).await {
            Ok(permit) => {
                Vendor::open(&vendor).send(claim.row);
                let body = Bytes::from(vec![b'x'; 10_000]);
                let finished = full.finish(permit, CHARGED, body).await;
                stopped = stopped.or(finished.err());
            }
            Err(error) => {
                assert!(stopped.is_some(), "{error}");
                assert_eq!(error, LedgerError::Transition(TransitionError::Stopped));
            }
        }
    }
    assert!(
        matches!(stopped, Some(LedgerError::Storage(_))),
        "{stopped:?}"
    );
    let requests = Vendor::requests(&vendor).len();
    assert!(requests < 50);
    drop(full);

    let again = engine.open(LONG);
    assert_eq!(
        recover_all(&again).await,
        1,
        "the response that found no room"
    );
    accounts_for_everything(&again, &vendor).await;
    let counts = again.status().await.unwrap().counts;
    assert_eq!(counts.done + 1, u64::try_from(requests).unwrap());
}

/// The system refuses to write beyond a size: what a child has sent by then is accounted for.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_the_system_refuses_stops_all_sending() {
    let engine = Sqlite::new();
    let folder = engine.0.path();
    engine.open(LONG).import(rows(2_000)).await.unwrap();
    let mut command = Command::new("sh");
    // In blocks of 512 bytes or 1 KiB; without the signal, a write fails as on a full disk.
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 700; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args(["ledger::sqlite::child", "--exact", "--nocapture"])
        .env(FOLDER, folder);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("stopped: "), "{said}");
    let again = engine.open(LONG);
    assert!(recover_all(&again).await <= IN_FLIGHT);
    accounts_for_everything(&again, &folder.join("vendor")).await;
    assert!(again.status().await.unwrap().counts.pending > 0);
}

/// A library that lets `fsync` and `fdatasync` fail as soon as a file exists.
#[cfg(target_os = "linux")]
const FAILING_SYNC: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
static int fails(void) {
    const char *name = getenv("REGISTRY_BULK_TEST_FAIL");
    return name && access(name, F_OK) == 0;
}
int fsync(int fd) {
    if (fails()) { errno = EIO; return -1; }
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
}
int fdatasync(int fd) {
    if (fails()) { errno = EIO; return -1; }
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
}
"#;

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_after_a_sync_that_failed() {
    let engine = Sqlite::new();
    let folder = engine.0.path();
    let (source, library) = (folder.join("sync.c"), folder.join("sync.so"));
    std::fs::write(&source, FAILING_SYNC).unwrap();
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .args([&library, &source])
        .status();
    assert!(compiled.unwrap().success(), "the checks need a C compiler");
    let ledger = engine.open(LONG);
    ledger.import(rows(5_000)).await.unwrap();

    let flag = folder.join("fail");
    let child = spawn(folder, |command| {
        command
            .env("LD_PRELOAD", &library)
            .env("REGISTRY_BULK_TEST_FAIL", &flag);
    });
    let vendor = folder.join("vendor");
    while Vendor::requests(&vendor).len() < 20 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    std::fs::write(&flag, "").unwrap();
    let by_then = Vendor::requests(&vendor).len();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("stopped: "), "{said}");
    let after = Vendor::requests(&vendor).len() - by_then;
    let allowed = usize::try_from(IN_FLIGHT).unwrap();
    assert!(after <= allowed, "{after} more than were in flight");

    let again = engine.open(LONG);
    assert!(recover_all(&again).await <= IN_FLIGHT);
    accounts_for_everything(&again, &vendor).await;
    let counts = again.status().await.unwrap().counts;
    assert!(counts.pending > 0, "it had not come to the end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_was_killed_is_seen_at_once() {
    let engine = Sqlite::new();
    let folder = engine.0.path();
    let ledger = engine.open(LONG);
    ledger.import(rows(2_000)).await.unwrap();
    let mut child = spawn(folder, |_| {});
    while Vendor::requests(&folder.join("vendor")).len() < 10 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(ledger.recover(None, 1_000).await.unwrap().unknown, 0);
    child.kill().unwrap();
    child.wait().unwrap();
    let recovered = ledger.recover(None, 1_000).await.unwrap();
    assert!(recovered.unknown <= IN_FLIGHT, "{recovered:?}");
    let counts = ledger.status().await.unwrap().counts;
    assert_eq!((counts.claimed, counts.sending), (0, 0));
    let unknown = ledger.unknown(RowId(0), 100).await.unwrap();
    let is_gone = |state| {
        matches!(
            state,
            State::Unknown {
                sender: Sender::Gone,
                ..
            }
        )
    };
    assert!(unknown.iter().all(|record| is_gone(record.row.state)));
    // Once that is durable, the next look removes the file.
    ledger.recover(None, 10).await.unwrap();
    let files = std::fs::read_dir(folder).unwrap();
    let locks = files.filter(|file| {
        let name = file.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("-worker-")
    });
    assert_eq!(locks.count(), 0, "and its file is removed");
}

#[tokio::test]
async fn what_is_erased_is_not_in_the_file() {
    let engine = Sqlite::new();
    let ledger = engine.open(LONG);
    let personal = |n| {
        let row = super::conformance::row(n);
        row.with_personal([("person", "Zhang Wuji")]).unwrap()
    };
    ledger
        .import((0..50).map(personal).collect())
        .await
        .unwrap();
    let worker = ledger.join("test").await.unwrap();
    for claim in ledger.claim(worker, 50).await.unwrap() {
        let permit = ledger.start(&claim, 1).await.unwrap();
        ledger.finish(permit, CHARGED, Bytes::new()).await.unwrap();
    }
    drop(ledger);
    // The next to open it copies its log into the file and empties it.
    let _next = engine.open(LONG);
    for file in std::fs::read_dir(engine.0.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let found = bytes.windows(10).any(|window| window == b"Zhang Wuji");
        assert!(!found);
    }
}

#[tokio::test]
async fn files_of_others_are_left_alone() {
    let engine = Sqlite::new();
    let open = || Options::new(engine.path()).open().unwrap_err();
    std::fs::write(engine.path(), "name,code\nA,1\n".repeat(100)).unwrap();
    assert_eq!(open(), LedgerError::NotALedger);

    std::fs::remove_file(engine.path()).unwrap();
    let other = rusqlite::Connection::open(engine.path()).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(other);
    assert_eq!(open(), LedgerError::NotALedger);
}

#[tokio::test]
async fn a_newer_schema_is_not_touched() {
    let engine = Sqlite::new();
    drop(engine.open(LONG));
    let newer = rusqlite::Connection::open(engine.path()).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let error = Options::new(engine.path()).open().unwrap_err();
    assert_eq!(
        error,
        LedgerError::NewerSchema {
            found: 99,
            known: 1
        }
    );
}

#[tokio::test]
async fn a_file_that_stays_locked_is_an_error_that_passes() {
    let engine = Sqlite::new();
    let ledger = Options::new(engine.path())
        .with_lock_timeout(Duration::from_millis(20))
        .open()
        .unwrap();
    let other = rusqlite::Connection::open(engine.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(ledger.status().await.unwrap_err(), LedgerError::Busy);
    other.execute_batch("ROLLBACK").unwrap();
    ledger.status().await.unwrap();
}
