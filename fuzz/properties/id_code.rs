//! Checks that any text is an IDcode or refused, and that an IDcode is unchanged after being
//! written, split and joined.

use registry_model::IdCode;

pub fn holds(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let _identified = registry_model::identify(text);
    let Ok(code) = text.parse::<IdCode>() else {
        return;
    };
    assert_eq!(code.to_string().parse().as_ref(), Ok(&code), "written");
    let main = code.main_code();
    assert_eq!(main.to_string().parse().as_ref(), Ok(&main), "main code");
    assert_eq!(main.unit(), code.unit());
    assert_eq!(
        code.unit_segments().collect::<Vec<_>>().join("."),
        code.unit()
    );
    let _division = code.division();
    let _base = code.to_base_code();
    let mut again = main;
    if let Some(category) = code.category() {
        again = again
            .with_category(category)
            .expect("it is the category of a code");
    }
    if let Some(item) = code.item() {
        again = again.with_item(item).expect("it is the item of a code");
    }
    let whole = code.as_str().trim_end_matches('/');
    assert_eq!(again.as_str().trim_end_matches('/'), whole, "put together");
}
