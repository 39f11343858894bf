//! Runs over sockets: every row once, within the budget, and every end recorded.

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::Arc;

use http_transport::{Client, HyperService};
use ihuyi_api::{Ihuyi, IhuyiKeys};
use registry_bulk::export::RowStatus;
use registry_bulk::ledger::machine::State;
use registry_bulk::ledger::sqlite::{Options, SqliteLedger};
use registry_bulk::ledger::{Counts, Key, Ledger, NewRow, Rate, RowId, Status};
use registry_bulk::products::BulkProduct;
use registry_bulk::runner::{RunEnd, RunError, RunErrorCause, RunOptions, StopSwitch, run};
use registry_sandbox::sample::DEMO;
use registry_sandbox::server::{Running, Server};
use registry_sandbox::{Account, Config, Sandbox};
use tempfile::TempDir;
use test_support::{Script, Server as Scripted, Step};

/// A ledger, and a client of a vendor.
struct Setup {
    ledger: SqliteLedger,
    client: Client<Ihuyi>,
    options: RunOptions,
    stop: StopSwitch,
    _folder: TempDir,
}

impl Setup {
    fn at(base_url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Options::new(folder.path().join("ledger")).open().unwrap();
        let keys = IhuyiKeys::new("account", "key");
        let service = Arc::new(HyperService::new().unwrap());
        let client = Client::builder(keys, service).base_url(base_url);
        let mut options = RunOptions::default();
        options.patience = Duration::ZERO;
        Self {
            ledger,
            client: client.build().unwrap(),
            options,
            stop: StopSwitch::new(),
            _folder: folder,
        }
    }

    async fn import(&self, product: BulkProduct, rows: &[(&str, &str, &str)]) {
        let new = rows
            .iter()
            .zip(1_u128..)
            .map(|((name, code, person), number)| {
                let fields = match product {
                    BulkProduct::Ent3f => {
                        vec![("ent_name", *name), ("ent_code", *code), ("name", *person)]
                    }
                    _ => vec![("ent_code", *code)],
                };
                NewRow::new(Key(number.to_be_bytes()), product.spec().name, fields).unwrap()
            });
        self.ledger.import(new.collect()).await.unwrap();
    }

    async fn run(&self) -> Result<RunEnd, RunError> {
        let worker = self.ledger.join("test").await.unwrap();
        let Self {
            ledger,
            client,
            options,
            stop,
            ..
        } = self;
        run(ledger, worker, client, options, stop).await
    }

    async fn status(&self) -> Status {
        self.ledger.status().await.unwrap()
    }

    /// What became of each row, in order.
    async fn outcomes(&self) -> Vec<(RowStatus, Vec<String>)> {
        let mut outcomes = Vec::new();
        for record in self.ledger.rows(RowId(0), 1000).await.unwrap() {
            let product = BulkProduct::from_operation(&record.operation).unwrap();
            let responses = self.ledger.responses(record.id).await.unwrap();
            let outcome = product.outcome(&record.row, &responses);
            outcomes.push((outcome.status, outcome.values));
        }
        outcomes
    }
}

async fn sandbox(account: Account) -> (Sandbox, Running) {
    let sandbox = Sandbox::new(Config::default().with_account(account));
    let address = "127.0.0.1:0".parse().unwrap();
    let server = Server::bind(address, sandbox.clone()).await.unwrap();
    (sandbox, server.spawn())
}

fn account() -> Account {
    Account::new("account", "key")
}

fn left(sandbox: &Sandbox, product: &str) -> u64 {
    sandbox.account("account").unwrap().balance(product)
}

/// A credit code that no company of the sandbox has.
const NOBODY: &str = "91110108MA0000015T";

fn demo() -> (&'static str, String, &'static str) {
    (
        DEMO.name,
        DEMO.credit_code().to_string(),
        DEMO.representative,
    )
}

#[tokio::test]
async fn every_row_is_sent_once_and_its_response_is_recorded() {
    let (sandbox, server) = sandbox(account()).await;
    let setup = Setup::at(&server.base_url());
    let (name, code, person) = demo();
    let rows = [
        (name, code.as_str(), person),
        (name, &code, "李四"),
        ("样例无此公司", NOBODY, person),
    ];
    setup.import(BulkProduct::Ent3f, &rows).await;
    assert_eq!(setup.run().await.unwrap(), RunEnd::Complete);
    let status: Vec<RowStatus> = setup
        .outcomes()
        .await
        .into_iter()
        .map(|row| row.0)
        .collect();
    assert_eq!(
        status,
        [RowStatus::Match, RowStatus::Mismatch, RowStatus::NotFound]
    );
    // "Not found" may have been charged; the sandbox does not.
    let totals = setup.status().await.budget.totals;
    assert_eq!((totals.spent, totals.possible, totals.reserved), (2, 1, 0));
    assert_eq!(left(&sandbox, "ent3f"), 98);
    // Nothing is left to be sent.
    assert_eq!(setup.run().await.unwrap(), RunEnd::Complete);
    assert_eq!(left(&sandbox, "ent3f"), 98);
}

#[tokio::test]
async fn all_pages_of_a_company_are_parts_of_one_row() {
    let (sandbox, server) = sandbox(account()).await;
    let setup = Setup::at(&server.base_url());
    let (_, code, _) = demo();
    setup.import(BulkProduct::Entmark, &[("", &code, "")]).await;
    assert_eq!(setup.run().await.unwrap(), RunEnd::Complete);
    let outcomes = setup.outcomes().await;
    assert_eq!(outcomes[0].0, RowStatus::Found);
    assert_eq!(outcomes[0].1[0], DEMO.trademarks.to_string());
    assert_eq!(left(&sandbox, "entmark"), 97);
    assert_eq!(setup.status().await.budget.totals.spent, 3);
}

#[tokio::test]
async fn a_used_up_balance_stops_the_run_and_a_later_one_goes_on() {
    let (sandbox, server) = sandbox(account().with_balance("ent3f", 2)).await;
    let setup = Setup::at(&server.base_url());
    let (name, code, person) = demo();
    let rows = [(name, code.as_str(), person); 6];
    setup.import(BulkProduct::Ent3f, &rows).await;
    let error = setup.run().await.unwrap_err();
    assert!(matches!(error.cause(), RunErrorCause::Call(_)), "{error}");
    let counts = setup.status().await.counts;
    assert_eq!((counts.done, counts.pending), (2, 4));
    sandbox.update_account("account", |account| account.with_balance("ent3f", 10));
    assert_eq!(setup.run().await.unwrap(), RunEnd::Complete);
    assert_eq!(setup.status().await.counts.done, 6);
    assert_eq!(left(&sandbox, "ent3f"), 6);
}

#[tokio::test]
async fn many_lanes_keep_one_budget() {
    let (sandbox, server) = sandbox(account()).await;
    let setup = Setup::at(&server.base_url());
    let (name, code, person) = demo();
    let rows = [(name, code.as_str(), person); 40];
    setup.import(BulkProduct::Ent3f, &rows).await;
    setup.ledger.set_limit(Some(25)).await.unwrap();
    assert_eq!(setup.run().await.unwrap(), RunEnd::OverBudget);
    let Counts { done, pending, .. } = setup.status().await.counts;
    assert_eq!((done, pending), (25, 15));
    assert_eq!(left(&sandbox, "ent3f"), 75);
}

/// Reads a request and closes the connection.
fn lost() -> Script {
    vec![Step::Read, Step::Reset]
}

#[tokio::test]
async fn lost_responses_are_unknown_never_sent_again_and_stop_the_run_if_they_are_many() {
    let server = Scripted::start([lost()]).await;
    let mut setup = Setup::at(&server.url());
    setup.options.at_once = 1;
    setup.options.doubts = 3;
    let (name, code, person) = demo();
    let rows = [(name, code.as_str(), person); 5];
    setup.import(BulkProduct::Ent3f, &rows).await;
    let error = setup.run().await.unwrap_err();
    assert!(matches!(error.cause(), RunErrorCause::Call(_)), "{error}");
    let status = setup.status().await;
    assert_eq!((status.counts.unknown, status.counts.pending), (3, 2));
    assert_eq!(status.budget.totals.possible, 3);
    assert_eq!(server.requests().await.len(), 3);
    setup.options.doubts = 10;
    setup.run().await.unwrap();
    assert_eq!(setup.status().await.counts.unknown, 5);
    assert_eq!(server.requests().await.len(), 5);
}

#[tokio::test]
async fn rows_that_cannot_be_sent_stay_pending() {
    let setup = Setup::at("http://127.0.0.1:1");
    let (name, code, person) = demo();
    let rows = [(name, code.as_str(), person); 3];
    setup.import(BulkProduct::Ent3f, &rows).await;
    let error = setup.run().await.unwrap_err();
    assert!(matches!(error.cause(), RunErrorCause::Call(_)), "{error}");
    let status = setup.status().await;
    assert_eq!(status.counts.pending, 3);
    assert_eq!(status.budget.totals.used(), 0);
}

#[tokio::test]
async fn a_run_that_is_stopped_records_what_is_in_flight_and_gives_the_rest_back() {
    let (_, server) = sandbox(account()).await;
    let setup = Setup::at(&server.base_url());
    // The second request has its slot in a long time.
    let rate = Rate::every(Duration::from_secs(3600));
    setup.ledger.set_rate(Some(rate)).await.unwrap();
    let (name, code, person) = demo();
    let rows = [(name, code.as_str(), person); 4];
    setup.import(BulkProduct::Ent3f, &rows).await;
    let (ended, ()) = tokio::join!(setup.run(), async {
        while setup.status().await.counts.done == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        setup.stop.stop();
    });
    assert_eq!(ended.unwrap(), RunEnd::Stopped);
    let counts = setup.status().await.counts;
    assert_eq!((counts.done, counts.pending), (1, 3));
}

#[tokio::test]
async fn a_row_that_no_version_knows_stops_the_run_and_is_not_lost() {
    let setup = Setup::at("http://127.0.0.1:1");
    let row = NewRow::new(Key([7; 16]), "nothing.Submit", [("ent_code", NOBODY)]).unwrap();
    setup.ledger.import(vec![row]).await.unwrap();
    let error = setup.run().await.unwrap_err();
    assert!(error.to_string().contains("nothing.Submit"), "{error}");
    assert_eq!(setup.status().await.counts.pending, 1);
}

#[tokio::test]
async fn workers_of_one_ledger_share_its_rows() {
    let (sandbox, server) = sandbox(account()).await;
    let setup = Setup::at(&server.base_url());
    let (name, code, person) = demo();
    let rows = [(name, code.as_str(), person); 60];
    setup.import(BulkProduct::Ent3f, &rows).await;
    let (one, two) = tokio::join!(setup.run(), setup.run());
    assert_eq!(
        (one.unwrap(), two.unwrap()),
        (RunEnd::Complete, RunEnd::Complete)
    );
    assert_eq!(left(&sandbox, "ent3f"), 40);
    let states: BTreeMap<bool, usize> = setup
        .ledger
        .rows(RowId(0), 100)
        .await
        .unwrap()
        .iter()
        .map(|record| record.row.state == State::Done)
        .fold(BTreeMap::new(), |mut counts, is_done| {
            *counts.entry(is_done).or_default() += 1;
            counts
        });
    assert_eq!(states, BTreeMap::from([(true, 60)]));
}
