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
    for goto_url in [
        "http://www.xxxx.com/x.aspx",
        "https://h/p?id=1&code=",
        "http://h/?a#f",
    ] {
        let address = scan::destination(goto_url, &scanned);
        assert_eq!(scan::parse(&address).as_ref(), Ok(&scanned), "{address}");
    }
}
