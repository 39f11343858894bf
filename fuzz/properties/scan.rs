//! Any request of a scan is read or refused, and one that is read leads to the same again.

use idcode_api::{callback, scan};

pub(crate) fn holds(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let _category = callback::category_code(text);
    let _named = scan::parse_named(text, scan::parameter(text));
    let Ok(scanned) = scan::parse(text) else {
        return;
    };
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

/// Whether a code survives an address in which nothing is encoded, as the platform writes it.
fn survives(code: &str) -> bool {
    let escapes = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    !code.contains(['&', '#']) && !code.split('%').skip(1).any(escapes)
}
