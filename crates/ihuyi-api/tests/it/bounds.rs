//! Tests that oversized responses are refused, and that paid results are read as far as possible.

use endpoint_core::{Endpoint, OpenError, Vendor};
use ihuyi_api::Ihuyi;
use ihuyi_api::products::{EntcopySubmit, Entinfov2Submit, EntmarkSubmit, Trademarks};

fn list(row: &str, count: usize) -> String {
    format!("[{}{row}]", format!("{row},").repeat(count - 1))
}

fn open<E: Endpoint<Vendor = Ihuyi>>(body: String) -> Result<E::Output, String> {
    match Ihuyi::open::<E>(&body.into()) {
        Ok(output) => Ok(output),
        Err(OpenError::Malformed(error)) => {
            assert!(error.is_beyond_bound(), "{error}");
            Err(error.to_string())
        }
        Err(OpenError::Refused(refusal)) => panic!("{refusal}"),
    }
}

#[test]
fn at_most_ten_times_the_rows_of_a_page_are_read() {
    let body = |rows| {
        format!(
            "{{\"code\":2,\"result\":{{\"list\":{}}}}}",
            list("{}", rows)
        )
    };
    let read = open::<EntmarkSubmit>(body(200)).unwrap();
    assert_eq!(read.result.rows.len(), 200);
    assert_eq!(
        open::<EntmarkSubmit>(body(201)).unwrap_err(),
        "the list has more than 200 rows at result.list"
    );
    assert_eq!(
        open::<EntcopySubmit>(body(500)).unwrap().result.rows.len(),
        500
    );
    assert!(open::<EntcopySubmit>(body(501)).is_err());
}

#[test]
fn endless_officers_are_refused_at_the_memory_limit() {
    let body = format!(
        "{{\"code\":2,\"result\":{{\"info\":{{\"techEnt\":{}}}}}}}",
        list("{}", 90_000)
    );
    let error = open::<Entinfov2Submit>(body).unwrap_err();
    let (reason, path) = error.split_once(" at ").unwrap();
    assert_eq!(reason, "the response takes more than 28 MiB of memory");
    assert!(path.starts_with("result.info.techEnt["), "{path}");
}

/// Rows with this list of goods as JSON text.
fn with_goods(goods: &str, rows: usize) -> Result<Trademarks, String> {
    let row = format!("{{\"trademarkName\":\"n\",\"product\":\"{goods}\"}}");
    open::<EntmarkSubmit>(format!(
        "{{\"code\":2,\"result\":{{\"list\":{}}}}}",
        list(&row, rows)
    ))
}

#[test]
fn an_endless_embedded_list_leaves_the_rest_of_the_response_readable() {
    let read = with_goods(&list("{}", 400_000), 1).unwrap();
    let [row] = read.result.rows.as_slice() else {
        panic!("one row");
    };
    assert_eq!(row.name.as_deref(), Some("n"));
    let error = row.goods.items().unwrap_err();
    assert!(error.is_beyond_bound(), "{error}");
    assert_eq!(row.goods.text().len(), 400_000 * 3 + 1);
}

#[test]
fn embedded_lists_are_charged_to_the_budget_of_the_response() {
    // Each of them would fit alone.
    let read = with_goods(&list("{}", 30_000), 20).unwrap();
    let read: Vec<bool> = read
        .result
        .rows
        .iter()
        .map(|row| row.goods.items().is_ok())
        .collect();
    assert!(read[0] && !read[19], "{read:?}");
    // A plain list does not escape the limit.
    let row = format!("{{\"product\":{}}}", list("{\"a\":1}", 400_000));
    let body = format!("{{\"code\":2,\"result\":{{\"list\":[{row}]}}}}");
    let read = open::<EntmarkSubmit>(body).unwrap();
    let items = read.result.rows[0].goods.items();
    assert!(items.is_err_and(|error| error.is_beyond_bound()));
}

#[test]
fn a_plain_list_that_contradicts_itself_is_not_read() {
    let goods = |row: &str| {
        let body = format!(r#"{{"code":2,"result":{{"list":[{{"product":[{row}]}}]}}}}"#);
        let read = open::<EntmarkSubmit>(body).unwrap();
        let [row] = read.result.rows.as_slice() else {
            panic!("one row");
        };
        row.goods.items().map(<[_]>::to_vec).map_err(Clone::clone)
    };
    let twice = goods(r#"{"productName":"a", "productName":"b"}"#);
    assert_eq!(
        twice.unwrap_err().to_string(),
        "expected one value, found two that differ at [0].productName"
    );
    for row in [
        r#"{"productName":"a", "productName":"a"}"#,
        r#"{"PRODUCTNAME":"b","productName":"a"}"#,
    ] {
        assert_eq!(goods(row).unwrap()[0].name.as_deref(), Some("a"), "{row}");
    }
}

#[cfg(feature = "xml")]
#[test]
fn xml_is_charged_before_its_conversion() {
    let xml = |inside: String| {
        let body = format!("<r><code>2</code><msg/><result>{inside}</result></r>");
        open::<EntcopySubmit>(body)
    };
    let rows = |count| format!("<lists>{}</lists>", "<list><a/></list>".repeat(count));
    assert_eq!(xml(rows(500)).unwrap().result.rows.len(), 500);
    for inside in [
        rows(100_000),
        "<list><a><b/></a></list>".repeat(100_000),
        "<a/><b/>".repeat(100_000),
        format!("<total>{}</total>", "\u{1}".repeat(7_000_000)),
    ] {
        assert_eq!(
            xml(inside).unwrap_err(),
            "the response takes more than 28 MiB of memory"
        );
    }
}
