//! Bytes on the wire: pairs, parts, and their display.

use bytes::Bytes;
use endpoint_core::wire::{Body, FORM, Multipart, Part, Request, push_pair};
use endpoint_core::{Endpoint, Method};
use proptest::prelude::*;

use crate::depot::{Depot, FindUnits, RegisterUnit, UploadLicence};

fn pairs(given: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in given {
        push_pair(&mut out, name, value);
    }
    out
}

#[test]
fn pairs_are_encoded_with_upper_case_and_percent_20() {
    assert_eq!(
        pairs(&[("a", "x y+z"), ("b", "&=%#?/"), ("名", "北京"), ("e", "")]),
        "a=x%20y%2Bz&b=%26%3D%25%23%3F%2F&%E5%90%8D=%E5%8C%97%E4%BA%AC&e="
    );
}

#[test]
fn unreserved_characters_are_left_alone() {
    let all: String = (' '..='~').collect();
    assert_eq!(
        pairs(&[("q", &all)]),
        "q=%20%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F0123456789%3A%3B%3C%3D%3E%3F%40\
         ABCDEFGHIJKLMNOPQRSTUVWXYZ%5B%5C%5D%5E_%60abcdefghijklmnopqrstuvwxyz%7B%7C%7D~"
    );
}

proptest! {
    #[test]
    fn pairs_are_decoded_to_what_they_were(name: String, value: String) {
        let mut out = "x=1".to_owned();
        push_pair(&mut out, &name, &value);
        let mut split = out.split('&').skip(1);
        let (left, right) = split.next().unwrap().split_once('=').unwrap();
        prop_assert!(split.next().is_none());
        let decode = |text| percent_encoding::percent_decode_str(text).decode_utf8().unwrap();
        prop_assert_eq!(decode(left), name);
        prop_assert_eq!(decode(right), value);
    }

    #[test]
    fn a_boundary_stands_in_no_part(
        around in prop::collection::vec("(--)?registry-1x{0,4}(\r\n)?", 0..6)
    ) {
        let parts = around
            .iter()
            .map(|content| part("a", None, content.as_bytes()))
            .collect();
        let multipart = Multipart::new("1", parts);
        let boundary = multipart.boundary().to_owned();
        for content in &around {
            prop_assert!(!content.contains(&boundary));
        }
        let bytes = Body::Multipart(multipart).to_bytes();
        let body = String::from_utf8(bytes.to_vec()).unwrap();
        prop_assert_eq!(body.matches(&boundary).count(), around.len() + 1);
    }
}

fn part(name: &str, file_name: Option<&str>, content: &[u8]) -> Part {
    Part {
        name: name.to_owned(),
        file_name: file_name.map(str::to_owned),
        content: Bytes::copy_from_slice(content),
    }
}

fn encoded(parts: Vec<Part>) -> String {
    let body = Body::Multipart(Multipart::new("7", parts));
    String::from_utf8_lossy(&body.to_bytes()).into_owned()
}

#[test]
fn parts_are_separated_as_the_standard_says() {
    assert_eq!(
        encoded(vec![
            part("companyIDcode", None, "i.86 北京".as_bytes()),
            part("file1", Some("执照.png"), b"\x01\r\n\x02"),
        ]),
        "--registry-7\r\n\
         Content-Disposition: form-data; name=\"companyIDcode\"\r\n\r\n\
         i.86 北京\r\n\
         --registry-7\r\n\
         Content-Disposition: form-data; name=\"file1\"; filename=\"执照.png\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n\
         \u{1}\r\n\u{2}\r\n\
         --registry-7--\r\n"
    );
    assert_eq!(encoded(Vec::new()), "--registry-7--\r\n");
}

#[test]
fn names_cannot_break_out_of_their_header() {
    for (name, written) in [
        ("a\"b.png", "a%22b.png"),
        (
            "a\r\nX-Evil: 1\r\n\r\n.png",
            "a%0D%0AX-Evil: 1%0D%0A%0D%0A.png",
        ),
        ("某\"人\n.png", "某%22人%0A.png"),
        ("a\u{1b}[2J\u{7f}\u{9b}\0.png", "a%1B[2J%7F%C2%9B%00.png"),
        ("C:\\Users\\某人\\执照.png", "C:\\Users\\某人\\执照.png"),
    ] {
        let body = encoded(vec![part(name, Some(name), b"")]);
        let lines: Vec<&str> = body.split("\r\n").collect();
        assert_eq!(
            lines[1],
            format!("Content-Disposition: form-data; name=\"{written}\"; filename=\"{written}\"")
        );
        assert_eq!(lines.len(), 7, "{body}");
    }
}

#[test]
fn the_content_type_names_the_boundary() {
    let multipart = Multipart::new("9", vec![part("a", None, b"registry-9")]);
    assert_eq!(multipart.boundary(), "registry-9x");
    assert_eq!(multipart.parts().len(), 1);
    let body = Body::Multipart(multipart);
    assert_eq!(
        body.content_type().as_deref(),
        Some("multipart/form-data; boundary=registry-9x")
    );
    let form = Body::Form("a=1".to_owned());
    assert_eq!(form.content_type().as_deref(), Some(FORM));
    assert_eq!(form.to_bytes().as_ref(), b"a=1");
    assert_eq!(Body::Empty.content_type(), None);
    assert!(Body::Empty.to_bytes().is_empty());
}

fn request(target: &str, body: Body) -> Request {
    Request {
        method: Method::Get,
        target: target.to_owned(),
        body,
    }
}

#[test]
fn the_path_ends_where_the_query_begins() {
    assert_eq!(request("/a/b?c=/d?e", Body::Empty).path(), "/a/b");
    assert_eq!(request("/a/b", Body::Empty).path(), "/a/b");
}

#[test]
fn masking_keeps_what_is_open_and_hides_what_is_secret_personal_or_unknown() {
    let request = request(
        "/units/find?companyName=%E6%9F%90&level=3&token=t&hash=h&other=o&bare",
        Body::Empty,
    );
    assert_eq!(
        request.masked::<Depot>(&FindUnits::SPEC),
        "GET /units/find?companyName=%E6%9F%90&level=3&token=[redacted]&hash=[redacted]\
         &other=[redacted]&[redacted]"
    );
}

#[test]
fn masking_looks_into_forms_and_parts() {
    let form = request("/units", Body::Form("companyName=x&linkPhone=1".to_owned()));
    assert_eq!(
        form.masked::<Depot>(&RegisterUnit::SPEC),
        "GET /units\ncompanyName=x&linkPhone=[redacted]"
    );
    let parts = vec![
        part("companyIDcode", None, b"i.86"),
        part("remark", None, b"private"),
        part("token", None, b"t"),
        part("file1", Some("执照.png"), b"12345"),
        part("remark", Some("private.png"), b"123"),
    ];
    let parts = request("/units", Body::Multipart(Multipart::new("1", parts)));
    assert_eq!(
        parts.masked::<Depot>(&UploadLicence::SPEC),
        "GET /units\ncompanyIDcode: i.86\nremark: [redacted]\ntoken: [redacted]\n\
         file1: file \"执照.png\", 5 bytes\nremark: file, 3 bytes"
    );
}
