//! Tests that XML is read like the same response in JSON, and that hostile XML does no harm.

use std::fs;

use bytes::Bytes;
use endpoint_core::{Endpoint, OpenError, Vendor};
use ihuyi_api::Ihuyi;
use ihuyi_api::products::{
    Ent3fGetNum, Ent3fSubmit, EntcopySubmit, Entinfov2Submit, EntmarkSubmit, MatchStatus,
};

fn fixture(name: &str) -> Bytes {
    let path = format!(
        "{}/../../fixtures/ihuyi/entcopy.Submit/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    fs::read(path).unwrap().into()
}

fn open<E: Endpoint<Vendor = Ihuyi>>(xml: impl Into<Bytes>) -> Result<E::Output, String> {
    match Ihuyi::open::<E>(&xml.into()) {
        Ok(output) => Ok(output),
        Err(OpenError::Malformed(why)) => Err(why.to_string()),
        Err(OpenError::Refused(refusal)) => Err(refusal.to_string()),
    }
}

#[test]
fn the_two_samples_of_the_document_are_equal() {
    let xml = open::<EntcopySubmit>(fixture("irregular-xml.xml")).unwrap();
    let json = open::<EntcopySubmit>(fixture("success.json")).unwrap();
    assert_eq!(xml, json);
    assert_eq!(xml.result.rows.len(), 3);
}

#[test]
fn a_refusal_in_xml_is_a_refusal_and_keeps_its_body() {
    let body = fixture("refusal-1-xml.xml");
    let Err(OpenError::Refused(refusal)) = Ihuyi::open::<EntcopySubmit>(&body) else {
        panic!("code 1 is a refusal")
    };
    assert_eq!((refusal.code, refusal.message.as_str()), (1, "查询失败"));
    assert_eq!(refusal.body(), &body);
}

fn works(lists: &str) -> Vec<Option<String>> {
    let xml = format!(
        "<SubmitResult><code>2</code><msg/><idcardid>1</idcardid>\
         <result><total>1</total>{lists}</result></SubmitResult>"
    );
    let rows = open::<EntcopySubmit>(xml).unwrap().result.rows;
    rows.into_iter().map(|row| row.name).collect()
}

#[test]
fn one_row_is_a_list_and_no_row_an_empty_one() {
    let row = "<list><copyrightName>甲</copyrightName></list>";
    let name = || Some("甲".to_owned());
    assert_eq!(works(&format!("<lists>{row}</lists>")), [name()]);
    assert_eq!(
        works(&format!("<lists>{row}{row}</lists>")),
        [name(), name()]
    );
    // Rows without an enclosing element.
    assert_eq!(works(row), [name()]);
    assert_eq!(works(&format!("{row}{row}")), [name(), name()]);
    for none in ["<lists></lists>", "<lists/>", "<lists>\n</lists>", ""] {
        assert_eq!(works(none), [], "{none}");
    }
}

#[test]
fn text_cdata_references_comments_and_attributes_are_read_as_xml() {
    let name = |inner: &str| {
        let lists = format!("<lists><list><copyrightName>{inner}</copyrightName></list></lists>");
        works(&lists).remove(0)
    };
    for (inner, expected) in [
        (
            "a &amp; b &lt;c&gt; &quot;d&quot; &apos;e&apos;",
            "a & b <c> \"d\" 'e'",
        ),
        ("&#20013;&#x6587;", "中文"),
        ("<![CDATA[a & <b>]]> ]]", "a & <b> ]]"),
        ("甲<!-- <x>&nothing;</x> -->乙", "甲乙"),
        ("甲<?php exit; ?>乙", "甲乙"),
    ] {
        assert_eq!(name(inner).as_deref(), Some(expected), "{inner}");
    }
    let lists = r#"<lists type="array" x='"'><list id="1"><copyrightName lang="zh">甲</copyrightName></list></lists>"#;
    assert_eq!(works(lists), [Some("甲".to_owned())]);
}

#[test]
fn every_operation_reads_xml() {
    let left = "\u{feff} <?xml version=\"1.0\"?>\n<GetNumResult><code>2</code><num>123</num></GetNumResult>\n";
    assert_eq!(open::<Ent3fGetNum>(left).unwrap().num, 123);
    let matched = "<SubmitResult><code>2</code><result><status>2</status></result></SubmitResult>";
    let matched = open::<Ent3fSubmit>(matched).unwrap();
    assert_eq!(matched.result.status, MatchStatus::Match);
    let marks = "<SubmitResult><code>2</code><result><total>2</total><list>\
                 <flow>[{\"stepName\":\"一\"}]</flow></list><list/></result></SubmitResult>";
    let marks = open::<EntmarkSubmit>(marks).unwrap().result.rows;
    assert_eq!(
        marks[0].steps.items().unwrap()[0].name.as_deref(),
        Some("一")
    );
    let record = "<SubmitResult><code>2</code><result><info><person><pername>甲</pername></person>\
                  <person><pername>乙</pername></person><basic><regcap>1</regcap></basic>\
                  </info></result></SubmitResult>";
    let info = open::<Entinfov2Submit>(record).unwrap().result.info;
    assert_eq!(info.officers.len(), 2);
}

#[test]
fn repeated_values_are_read_if_they_are_equal() {
    let matched = |inner: &str| {
        let xml = format!("<SubmitResult>{inner}</SubmitResult>");
        open::<Ent3fSubmit>(xml).map(|matched| matched.result.status)
    };
    let once = "<result><status>2</status></result>";
    for (inner, what) in [
        (
            "<code>2</code><result><status>2</status><status> 2</status></result>".to_owned(),
            "the verdict",
        ),
        (format!("<code>2</code>{once}<code>2</code>"), "the code"),
        (format!("<code>2</code>{once}{once}"), "the result"),
        (
            format!("<code>2</code><msg>a</msg><msg>b</msg>{once}"),
            "the message",
        ),
        (
            "<code>2</code><result><Status>1</Status><status>2</status></result>".to_owned(),
            "a misspelt verdict",
        ),
    ] {
        assert_eq!(matched(&inner), Ok(MatchStatus::Match), "{what}");
    }
    for (inner, what) in [
        (
            "<code>2</code><result><status>1</status><status>2</status></result>".to_owned(),
            "the verdict",
        ),
        (format!("<code>2</code>{once}<code>1</code>"), "the code"),
        (
            format!("<code>2</code>{once}<result><status>1</status></result>"),
            "the result",
        ),
    ] {
        assert!(matched(&inner).is_err(), "{what}");
    }
}

#[test]
fn equal_rows_are_all_kept() {
    let row = "<list><copyrightName>甲</copyrightName></list>";
    assert_eq!(works(&row.repeat(3)).len(), 3);
    assert_eq!(works(&format!("{row}<list/><list/>")).len(), 3);
}

#[test]
fn entities_do_not_grow() {
    let mut laughs = String::from("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">");
    for level in 1..10 {
        let before = if level == 1 {
            "lol".to_owned()
        } else {
            format!("lol{}", level - 1)
        };
        let ten = format!("&{before};").repeat(10);
        laughs.push_str(&format!("<!ENTITY lol{level} \"{ten}\">"));
    }
    laughs.push_str("]><SubmitResult><code>&lol9;</code></SubmitResult>");
    assert_eq!(
        open::<EntcopySubmit>(laughs).unwrap_err(),
        "XML with a document type is not accepted"
    );
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    assert_eq!(
        open::<EntcopySubmit>(outside).unwrap_err(),
        "XML with a document type is not accepted"
    );
    assert_eq!(
        open::<EntcopySubmit>("<a><code>&nbsp;</code></a>").unwrap_err(),
        "the XML refers to an unknown entity"
    );
    for none in [
        "&#0;",
        "&#xD800;",
        "&#x110000;",
        "&#;",
        "&#99999999999999999999;",
    ] {
        assert_eq!(
            open::<EntcopySubmit>(format!("<a><code>{none}</code></a>")).unwrap_err(),
            "the XML refers to no character",
            "{none}"
        );
    }
}

#[test]
fn depth_is_limited() {
    for levels in [33, 200_000] {
        let deep = format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
        assert_eq!(
            open::<EntcopySubmit>(deep).unwrap_err(),
            "XML elements are more than 32 levels deep"
        );
        let open_only = "<a>".repeat(levels);
        assert!(open::<EntcopySubmit>(open_only).is_err());
    }
}

#[test]
fn a_truncated_response_is_always_unreadable() {
    let whole = fixture("refusal-1-xml.xml");
    let whole = whole.trim_ascii_end();
    for end in 0..whole.len() {
        let cut = Bytes::copy_from_slice(&whole[..end]);
        assert!(
            matches!(
                Ihuyi::open::<EntcopySubmit>(&cut),
                Err(OpenError::Malformed(_))
            ),
            "{end}"
        );
    }
}

#[test]
fn another_encoding_is_reported_and_a_wrong_label_ignored() {
    let body =
        "<?xml version=\"1.0\" encoding=\"gb2312\"?><a><code>1</code><msg>查询失败</msg></a>";
    let refusal = open::<EntcopySubmit>(body).unwrap_err();
    assert!(refusal.ends_with("查询失败"), "{refusal}");
    // The same text in GBK.
    let mut gbk = b"<?xml version=\"1.0\" encoding=\"utf-8\"?><a><code>1</code><msg>".to_vec();
    let at = gbk.len();
    gbk.extend([0xB2, 0xE9, 0xD1, 0xAF]);
    gbk.extend(b"</msg></a>");
    assert_eq!(
        open::<EntcopySubmit>(gbk).unwrap_err(),
        format!("expected XML in UTF-8, found another encoding at byte {at}")
    );
}

#[test]
fn malformed_xml_is_reported_without_its_text() {
    for broken in [
        "<",
        "<>",
        "<a",
        "<a></b>",
        "<a><b></a></b>",
        "</a>",
        "<a/><b/>",
        "<a/>canary",
        "<a>&canary</a>",
        "<a><![CDATA[canary</a>",
        "<a><!-- canary</a>",
        "<?xml canary",
    ] {
        let why = open::<EntcopySubmit>(broken).unwrap_err();
        assert!(!why.contains("canary"), "{broken}: {why}");
    }
}

#[test]
fn the_html_page_of_a_gateway_is_not_a_response() {
    for page in [
        "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
        "<html><head><title>502 Bad Gateway</title></head><body><hr></body></html>",
        "<html><body>x</body></html>",
    ] {
        let body = Bytes::from_static(page.as_bytes());
        assert!(
            matches!(
                Ihuyi::open::<EntcopySubmit>(&body),
                Err(OpenError::Malformed(_))
            ),
            "{page}"
        );
    }
}

#[test]
fn the_declared_encoding_is_read_and_an_html_page_is_named() {
    let body =
        b"<?xml version=\"1.0\" encoding=\"GBK\"?><a><code>1</code><msg>\xb2\xe9\xd1\xaf</msg></a>";
    let refusal = open::<EntcopySubmit>(body.to_vec()).unwrap_err();
    assert!(refusal.ends_with("查询"), "{refusal}");
    let notice = "<br />\n<b>Notice</b>: x in <b>/a.php</b><br />\n<?xml version=\"1.0\"?>\
        <a><code>1</code><msg>查询</msg></a>";
    assert!(open::<EntcopySubmit>(notice).unwrap_err().ends_with("查询"));
    let page = open::<EntcopySubmit>("<!DOCTYPE html><title>502</title>").unwrap_err();
    assert_eq!(page, "expected an object, found an HTML page at byte 0");
}
