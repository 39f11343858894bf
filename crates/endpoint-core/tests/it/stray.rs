//! Responses in other character sets, pages in the place of responses, and PHP's errors around
//! them.

use bytes::Bytes;
use endpoint_core::lenient::{html_title, is_html, to_utf8, without_notices};
use endpoint_core::{OpenError, Vendor};

use crate::depot::{Depot, UnitStatus};

/// 提交成功 in GBK.
const GBK: &[u8] = b"{\"msg\":\"\xcc\xe1\xbd\xbb\xb3\xc9\xb9\xa6\"}";
const TEXT: &str = r#"{"msg":"提交成功"}"#;

fn read(body: &[u8], content_type: &str) -> Result<String, String> {
    let read = to_utf8(&Bytes::copy_from_slice(body), Some(content_type));
    let read = read.map_err(|error| error.to_string())?;
    Ok(String::from_utf8(read.to_vec()).unwrap())
}

#[test]
fn a_response_is_read_in_the_character_set_of_its_content_type() {
    for content_type in [
        "application/json; charset=GBK",
        "application/json;charset=gb2312",
        "text/html; Charset=\"GB18030\"",
        "text/plain; boundary=x; charset = 'gbk' ",
        "text/plain; charset=x-gbk",
    ] {
        assert_eq!(read(GBK, content_type).unwrap(), TEXT, "{content_type}");
    }
    // 㐀 has four bytes in GB 18030.
    let rare = read(b"\"\x81\x39\xee\x39\"", "a/b; charset=gb18030");
    assert_eq!(rare.unwrap(), "\"㐀\"");
    let traditional = read(b"\"\xa6\xa8\xa5\\\"", "a/b; charset=big5");
    assert_eq!(traditional.unwrap(), "\"成功\"");
}

#[test]
fn a_response_is_read_in_the_encoding_of_its_xml_declaration() {
    for encoding in [
        "encoding=\"GBK\"",
        "encoding='gb2312'",
        "encoding = \"GB18030\" standalone='yes'",
    ] {
        let declaration = format!("\r\n<?xml version=\"1.0\" {encoding}?>");
        let body = [declaration.as_bytes(), b"<msg>\xb3\xc9\xb9\xa6</msg>"].concat();
        assert!(
            read(&body, "text/xml")
                .unwrap()
                .ends_with("<msg>成功</msg>")
        );
        // A wrong announcement is ignored.
        assert!(
            read(&body, "text/xml; charset=utf-8")
                .unwrap()
                .ends_with("<msg>成功</msg>")
        );
    }
}

#[test]
fn chinese_text_in_utf_8_is_left_as_it_is_whatever_it_announces() {
    for charset in ["GBK", "gb18030", "iso-8859-1", "utf-8", "klingon", ""] {
        let content_type = format!("application/json; charset={charset}");
        assert_eq!(read(TEXT.as_bytes(), &content_type).unwrap(), TEXT);
        assert_eq!(read(b"{\"a\":1}", &content_type).unwrap(), "{\"a\":1}");
    }
    let marked = format!("\u{feff}{TEXT}");
    assert_eq!(read(marked.as_bytes(), "a/b; charset=gbk").unwrap(), marked);
    // UTF-8 by chance, and not Chinese: 一 in GBK.
    assert_eq!(read(b"\"\xd2\xbb\"", "a/b; charset=gbk").unwrap(), "\"一\"");
    // Nothing announced, nothing done.
    assert_eq!(to_utf8(&Bytes::from_static(GBK), None).unwrap(), GBK);
}

#[test]
fn utf_16_is_read_where_it_is_marked() {
    let units = || "\u{feff}{\"a\":\"中\"}".encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    for body in [little, big] {
        assert_eq!(read(&body, "application/json").unwrap(), "{\"a\":\"中\"}");
    }
}

#[test]
fn an_error_about_a_wrong_character_set_does_not_contain_the_text() {
    assert_eq!(
        read(b"\"\xff\xff\"", "a/b; charset=gbk").unwrap_err(),
        "the response is neither GBK, which it announces, nor UTF-8"
    );
    assert_eq!(
        read(GBK, "a/b; charset=canary").unwrap_err(),
        "the response is not UTF-8, and announces an unknown character set"
    );
    assert!(
        read(b"\xff\xfe\"\x00\x00", "a/b")
            .unwrap_err()
            .contains("UTF-16LE")
    );
}

#[test]
fn html_pages_are_distinguished_from_xml_responses() {
    for page in [
        "<html>",
        "\u{feff} \r\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\">",
        "<!doctype HTML>",
        "<?xml version=\"1.0\"?>\n<!-- x --><html xmlns=\"http://www.w3.org/1999/xhtml\">",
        "<!-- proxy --><BODY>",
        "<h1>Bad</h1>",
        "<script>location='x'</script>",
        "<br />\n<b>Fatal error</b>",
    ] {
        assert!(is_html(page.as_bytes()), "{page}");
    }
    for other in [
        "",
        "<",
        "{\"a\":\"<html>\"}",
        "<?xml version=\"1.0\"?><root/>",
        "<result>",
        "<code>",
        "<!DOCTYPE note>",
        "<!-- endless",
        "<htmlx>",
        "html",
    ] {
        assert!(!is_html(other.as_bytes()), "{other}");
    }
}

#[test]
fn the_title_of_a_page_is_one_line_that_does_nothing_to_a_terminal() {
    let title = |page: &str| html_title(page.as_bytes());
    assert_eq!(
        title("<html><title lang=en>\n  502 \u{1b}[31mBad\u{202e}\u{0} Gateway </title>")
            .as_deref(),
        Some("502 [31mBad Gateway")
    );
    assert_eq!(title("<h1>Not Found</h1>").as_deref(), Some("Not Found"));
    assert_eq!(title("<title></title><h1>x</h1>").as_deref(), Some("x"));
    assert_eq!(title("<title>never ends"), None);
    assert_eq!(title("<html><body>502"), None);
}

#[test]
fn a_response_between_the_complaints_of_php_is_read() {
    let notice =
        "<br />\n<b>Warning</b>:  mysql_connect(): {x} in <b>/a.php</b> on line <b>3</b><br />\n";
    let answer = r#"{"IsAuthen":1,"ResultCode":1,"ResultMsg":"{成功}"}"#;
    for body in [
        format!("{notice}{answer}"),
        format!("\u{feff}\n{notice}{notice}{answer}"),
        format!("{answer}\n{notice}"),
        format!("{notice}{answer}{notice}"),
        format!("{notice}Content-Type: application/json\r\n\r\n{answer}"),
        format!("PHP Warning:  a {{b}} in /a.php on line 3\n{answer}"),
        format!("{}{answer}", notice.trim_end()),
    ] {
        let status = Depot::open::<UnitStatus>(&Bytes::from(body.clone()));
        assert_eq!(status.unwrap().verified, 1, "{body}");
    }
    let refused = Depot::open::<UnitStatus>(&format!("{notice}{{\"ResultCode\":0}}").into());
    assert!(matches!(refused, Err(OpenError::Refused(refusal)) if refusal.code == 0));
    let xml = format!("{notice}<?xml version=\"1.0\"?><a>1</a>{notice}");
    assert_eq!(
        without_notices(xml.as_bytes()).unwrap(),
        b"<?xml version=\"1.0\"?><a>1</a>"
    );
}

#[test]
fn a_page_that_contains_a_response_is_a_response() {
    for body in [
        r#"<html><script>{"IsAuthen":1,"ResultCode":1}</script></html>"#,
        "<html>\n{\"IsAuthen\":1,\"ResultCode\":1}",
        "<br />{\"IsAuthen\":1,\"ResultCode\":1",
        "<br />\n<b>Fatal error</b>: x",
        "Warning: x",
    ] {
        let opened = Depot::open::<UnitStatus>(&body.into());
        assert!(matches!(opened, Err(OpenError::Malformed(_))), "{body}");
    }
}
