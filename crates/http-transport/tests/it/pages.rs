//! Tests that rows come page by page, lazily, and none is lost or paid for twice.

use std::sync::Arc;
use std::time::Duration;

use endpoint_core::pages::{PageLimit, PaginationEnd};
use endpoint_core::wire::{Body, Request};
use endpoint_core::{Knowledge, QueryOutcome};
use http_transport::{Client, Error, Rows, TransportErrorKind};
use ihuyi_api::Ihuyi;
use ihuyi_api::products::{Ent3fSubmit, EntmarkSubmit};
use tokio::time::timeout;

use crate::calls::ihuyi_keys;
use crate::in_memory::{Deed, Fake, fails, says};

fn client(fake: &Fake) -> Client<Ihuyi> {
    Client::builder(ihuyi_keys(), Arc::new(fake.clone()))
        .build()
        .unwrap()
}

fn marks() -> EntmarkSubmit {
    EntmarkSubmit::new(
        "91110108MA0000015T"
            .parse::<registry_model::UnifiedSocialCreditCode>()
            .unwrap(),
    )
    .with_page_size(3)
}

/// A page of the trade marks `first..end`, with a false total.
fn page(first: u32, end: u32) -> Deed {
    let rows: Vec<_> = (first..end)
        .map(|number| format!(r#"{{"applicationNumber":"{number}"}}"#))
        .collect();
    let rows = rows.join(",");
    says(
        200,
        &format!(r#"{{"code":2,"msg":"","idcardid":"1","result":{{"total":1,"list":[{rows}]}}}}"#),
    )
}

/// Eight trade marks on three pages.
fn pages() -> [Deed; 3] {
    [page(0, 3), page(3, 6), page(6, 8)]
}

/// Reads rows until the end or an error.
async fn take(rows: &mut Rows<EntmarkSubmit>) -> (Vec<u32>, Option<Error>) {
    let mut taken = Vec::new();
    while let Some(row) = rows.next().await {
        match row {
            Ok(mark) => taken.push(mark.application_number.unwrap().parse().unwrap()),
            Err(error) => return (taken, Some(error)),
        }
    }
    (taken, None)
}

/// The page that a request asks for.
fn asked(request: &Request) -> u32 {
    let Body::Form(form) = &request.body else {
        panic!("a form is posted")
    };
    let (_, rest) = form.split_once("page_index=").unwrap();
    rest.split('&').next().unwrap().parse().unwrap()
}

fn all_asked(fake: &Fake) -> Vec<u32> {
    fake.seen()
        .iter()
        .map(|seen| asked(&seen.request))
        .collect()
}

const ENOUGH: PageLimit = PageLimit::pages(100);

#[tokio::test]
async fn rows_of_all_pages_come_in_order_and_lazily() {
    let fake = Fake::new(pages());
    let mut rows = client(&fake).rows(marks(), ENOUGH).unwrap();
    assert_eq!(fake.seen().len(), 0);
    rows.next().await.unwrap().unwrap();
    assert_eq!(fake.seen().len(), 1);
    let (rest, error) = take(&mut rows).await;
    assert!(error.is_none());
    assert_eq!(rest, (1..8).collect::<Vec<_>>());
    assert_eq!(all_asked(&fake), [1, 2, 3]);
    assert_eq!(
        (rows.end(), rows.pages_requested()),
        (Some(PaginationEnd::LastPage), 3)
    );
    assert_eq!(rows.total(), Some(1));
    assert!(rows.next().await.is_none());
    assert_eq!(fake.seen().len(), 3);
}

#[tokio::test]
async fn a_failure_on_each_page_in_turn_loses_no_row_and_pays_no_page_twice() {
    let bad_deeds = [
        || fails(TransportErrorKind::Timeout),
        || fails(TransportErrorKind::ConnectionLost),
        || says(200, r#"{"code":2,"result":{"list":[{"appl"#),
        || says(502, "Bad Gateway"),
        || says(200, r#"{"code":4010,"msg":"通道错误"}"#),
    ];
    for bad_deed in bad_deeds {
        for bad in 0..3_usize {
            let mut deeds: Vec<_> = pages().into();
            deeds.insert(bad, bad_deed());
            let fake = Fake::new(deeds);
            let client = client(&fake);
            let mut rows = client.rows(marks(), ENOUGH).unwrap();
            let (mut taken, error) = take(&mut rows).await;
            let error = error.unwrap();
            // The error came once, and no further page is requested.
            assert!(rows.next().await.is_none());
            assert_eq!(rows.end(), Some(PaginationEnd::Failed));
            assert_eq!(fake.seen().len(), bad + 1);

            let cursor = serde_json::to_string(&rows.cursor()).unwrap();
            let cursor: endpoint_core::pages::Cursor<_> = serde_json::from_str(&cursor).unwrap();
            let page = u32::try_from(bad).unwrap() + 1;
            let doubt = (error.charged() != Knowledge::No).then_some(page);
            assert_eq!(cursor.in_doubt(), doubt, "{error}");
            let mut rows = client.resume_rows(marks(), cursor, ENOUGH).unwrap();
            let (rest, error) = take(&mut rows).await;
            assert!(error.is_none());
            taken.extend(rest);
            assert_eq!(taken, (0..8).collect::<Vec<_>>());
            // Three calls succeeded, each for its own page.
            let mut answered = all_asked(&fake);
            answered.remove(bad);
            assert_eq!(answered, [1, 2, 3]);
        }
    }
}

#[tokio::test]
async fn buffered_rows_are_returned_later_without_a_call() {
    let fake = Fake::new(pages());
    let client = client(&fake);
    let mut rows = client.rows(marks(), PageLimit::rows(1)).unwrap();
    assert_eq!(take(&mut rows).await.0, [0]);
    assert_eq!(rows.end(), Some(PaginationEnd::Budget));
    let cursor = rows.into_cursor();
    let mut rows = client
        .resume_rows(marks(), cursor, PageLimit::pages(0))
        .unwrap();
    assert_eq!(take(&mut rows).await.0, [1, 2]);
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn nothing_found_is_the_end_and_not_an_error() {
    let nothing = says(200, r#"{"code":408,"msg":"查询无结果","idcardid":"0"}"#);
    let fake = Fake::new([nothing.clone()]);
    let mut rows = client(&fake).rows(marks(), ENOUGH).unwrap();
    let (taken, error) = take(&mut rows).await;
    assert!(taken.is_empty() && error.is_none());
    assert_eq!(rows.end(), Some(PaginationEnd::LastPage));
    // After a full last page, the next one may be refused like this.
    let fake = Fake::new([page(0, 3), nothing]);
    let mut rows = client(&fake).rows(marks(), ENOUGH).unwrap();
    assert_eq!(take(&mut rows).await.0, [0, 1, 2]);
    assert_eq!(all_asked(&fake), [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_wait_loses_no_page() {
    let fake = Fake::slow(Duration::from_secs(5), pages());
    let mut rows = client(&fake).rows(marks(), ENOUGH).unwrap();
    let mut taken = Vec::new();
    for _ in 0..40 {
        if let Ok(Some(row)) = timeout(Duration::from_secs(1), rows.next()).await {
            taken.push(row.unwrap().application_number.unwrap());
        } else if rows.end().is_none() {
            assert!(rows.cursor().in_doubt().is_some());
        }
    }
    assert_eq!(taken, ["0", "1", "2", "3", "4", "5", "6", "7"]);
    assert_eq!(all_asked(&fake), [1, 2, 3]);
}

#[tokio::test]
async fn an_invalid_request_is_refused_before_anything_is_sent() {
    let fake = Fake::new(pages());
    let client = client(&fake);
    let refused = client.rows(marks().with_page_size(21), ENOUGH).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "parameter `page_size`: must be a number of rows from 1 to 20"
    );
    let cursor = client.rows(marks(), ENOUGH).unwrap().into_cursor();
    let other = client
        .resume_rows(marks().with_class(9), cursor, ENOUGH)
        .unwrap_err();
    assert_eq!(other.to_string(), "the cursor belongs to another request");
    assert_eq!(fake.seen().len(), 0);
}

#[tokio::test]
async fn a_query_that_finds_nothing_succeeds_and_may_have_been_charged() {
    let query = || Ent3fSubmit::new("样例公司", "91110108MA0000015T".parse().unwrap(), "样例人");
    for code in [408, 4201] {
        let fake = Fake::new([says(
            200,
            &format!(r#"{{"code":{code},"msg":"查询无结果"}}"#),
        )]);
        let answer = client(&fake).ask(query()).await;
        if code == 4201 {
            // Not in the table of ent3f, so its meaning there is unknown.
            assert!(matches!(answer, Err(Error::Refused(_))));
            continue;
        }
        let Ok(QueryOutcome::NotFound(nothing)) = answer else {
            panic!("408 is an answer")
        };
        assert_eq!(nothing.charged(), Knowledge::Unknown);
        assert_eq!(nothing.refusal().unwrap().code, 408);
    }
    let empty = says(200, r#"{"code":2,"msg":"","result":{"total":0,"list":[]}}"#);
    let answer = client(&Fake::new([empty])).ask(marks()).await.unwrap();
    let QueryOutcome::NotFound(nothing) = answer else {
        panic!("an empty list is nothing")
    };
    assert_eq!(nothing.charged(), Knowledge::Yes);
    let found = says(200, r#"{"code":2,"msg":"","result":{"status":1}}"#);
    assert!(
        client(&Fake::new([found]))
            .ask(query())
            .await
            .unwrap()
            .found()
            .is_some()
    );
    let refused = says(200, r#"{"code":4051,"msg":""}"#);
    let refused = client(&Fake::new([refused])).ask(query()).await;
    assert!(matches!(refused, Err(Error::Refused(_))));
}

#[tokio::test]
async fn the_page_in_progress_is_returned_after_the_last_request() {
    let fake = Fake::new(pages());
    let mut rows = client(&fake).rows(marks(), ENOUGH).unwrap();
    let first = rows.next().await.unwrap().unwrap();
    assert_eq!(first.application_number.as_deref(), Some("0"));
    rows.request_no_more();
    let (rest, error) = take(&mut rows).await;
    assert_eq!((rest, error.is_none()), (vec![1, 2], true));
    assert_eq!(rows.end(), Some(PaginationEnd::Budget));
    assert_eq!(all_asked(&fake), [1]);
    assert_eq!(rows.into_cursor().next_page(), Some(2));
}
