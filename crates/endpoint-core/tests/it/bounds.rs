//! The memory of decoded values is bounded, not the body.

use endpoint_core::lenient::{DecodeError, MEMORY, charge, decode, within_budget};
use endpoint_core::{Endpoint as _, OpenError, Vendor as _};
use serde::Deserialize;

use crate::depot::{Depot, FindUnits};

/// A row that is large without any member.
#[derive(Debug, Default, Deserialize)]
#[expect(dead_code, reason = "decoded and counted")]
struct Wide {
    a: Option<String>,
    b: Option<String>,
    c: Option<String>,
    d: Option<String>,
    e: Option<String>,
    f: Option<String>,
    g: Option<String>,
    h: Option<String>,
}

fn list(row: &str, count: usize) -> String {
    format!("[{}{row}]", format!("{row},").repeat(count - 1))
}

#[track_caller]
fn refused<T: serde::de::DeserializeOwned + core::fmt::Debug>(body: &str) -> DecodeError {
    let error = decode::<T>(body.as_bytes()).unwrap_err();
    assert!(error.is_beyond_bound(), "{error}");
    assert_eq!(
        error.reason(),
        "the response takes more than 28 MiB of memory"
    );
    error
}

#[test]
fn rows_without_content_are_charged_by_their_size() {
    let fits = MEMORY / size_of::<Wide>() - 1;
    assert_eq!(
        decode::<Vec<Wide>>(list("{}", fits).as_bytes())
            .unwrap()
            .len(),
        fits
    );
    let error = refused::<Vec<Wide>>(&list("{}", fits + 2));
    assert_eq!(error.path(), format!("[{}]", fits + 1));
    refused::<Vec<Option<Wide>>>(&list("null", fits + 2));
    refused::<Vec<Box<Wide>>>(&list("{}", fits + 2));
    refused::<Vec<Vec<Wide>>>(&list("[]", 2_000_000));
    refused::<Vec<Vec<Wide>>>(&list("{}", fits + 2));
}

#[test]
fn texts_and_trees_of_any_form_are_charged() {
    refused::<Vec<String>>(&list("\"a\"", 1_000_000));
    refused::<Vec<serde_json::Value>>(&list("{\"a\":7}", 100_000));
    refused::<Vec<serde_json::Value>>(&list("[[]]", 700_000));
    let long = format!("\"{}\"", "x".repeat(MEMORY));
    refused::<String>(&long);
}

#[test]
fn unread_members_take_no_memory() {
    #[derive(Debug, Deserialize)]
    struct Known {
        id: u8,
    }
    let body = format!(
        "{{\"unknown\":{},\"id\":7}}",
        list("{\"a\":[{}]}", 1_000_000)
    );
    assert_eq!(decode::<Known>(body.as_bytes()).unwrap().id, 7);
}

#[test]
fn a_failed_member_returns_its_memory_to_the_limit() {
    within_budget(|| {
        let third = list("{}", MEMORY / size_of::<Wide>() / 3);
        decode::<Vec<Wide>>(third.as_bytes())?;
        let error = decode::<Vec<Wide>>(list("{}", 200_000).as_bytes()).unwrap_err();
        assert!(error.is_beyond_bound());
        charge(MEMORY / 2)?;
        assert!(charge(MEMORY / 2).is_err());
        Ok::<_, DecodeError>(())
    })
    .unwrap();
    // Every response begins with the whole budget, and outside of one nothing is counted.
    charge(MEMORY + 1).unwrap();
    within_budget(|| charge(MEMORY)).unwrap();
}

#[test]
fn a_list_with_more_rows_than_its_operation_allows_is_refused_with_its_path() {
    let row = r#"{"OrganUnit_ID":1,"OrganUnitName":"","Score":1,"Open":1}"#;
    let body = |rows| format!("{{\"OrganUnitList\":{},\"ResultCode\":1}}", list(row, rows));
    let rejected = Depot::open::<FindUnits>(&body(FindUnits::ROW_LIMIT + 1).into());
    let Err(OpenError::Malformed(error)) = rejected else {
        panic!("{rejected:?}");
    };
    assert!(error.is_beyond_bound());
    assert_eq!(
        error.to_string(),
        "the list has more than 100000 rows at OrganUnitList"
    );
}
