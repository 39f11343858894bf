//! Checks that any request of a scan is read or refused, and that a read code leads to the same
//! request again, as browsers write it and, where possible, as the platform does.

use idcode_api::scan::{self, Scanned};
use idcode_api::{Application, callback};

pub fn holds(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let _category = callback::category_code(text);
    let _named = scan::parse_named(text, scan::parameter(text));
    let read = scan::parse(text);
    assert_eq!(scan::parse_named(text, scan::CODE), read);
    let Ok(scanned) = read else {
        return;
    };
    let address = encoded(&scanned);
    assert_eq!(scan::parse(&address).as_ref(), Ok(&scanned), "{address}");
    if !survives(scanned.code().as_str()) {
        return;
    }
    for goto_url in [
        "http://www.xxxx.com/x.aspx",
        "https://h/p?id=1&code=",
        "http://h/?a#f",
    ] {
        let address = scan::destination(goto_url, &scanned);
        assert_eq!(scan::parse(&address).as_ref(), Ok(&scanned), "{address}");
    }
}

/// The address of a page with these parameters, every byte of the values encoded.
fn encoded(scanned: &Scanned) -> String {
    let encode = |text: &str| -> String {
        let bytes = text.bytes().map(|byte| format!("%{byte:02x}"));
        bytes.collect()
    };
    let code = scanned.code();
    match (scanned.application(), code.item(), code.to_base_code()) {
        (Application::Filed, Some(item), Some(base)) => format!(
            "https://h/p?a&{}={}&CODE={}#c?code=",
            encode(scan::BASE_CODE),
            encode(&base),
            encode(item)
        ),
        _ => format!("/p?code=a&%63ode={}", encode(code.as_str())),
    }
}

/// Whether a code arrives intact in an address without encoding, as the platform writes it.
fn survives(code: &str) -> bool {
    let escapes = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    !code.contains(['&', '#']) && !code.split('%').skip(1).any(escapes)
}
