//! Any text is a credit code or not, and one that is agrees with its parts.

use registry_model::UnifiedSocialCreditCode;

pub(crate) fn holds(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let _identified = registry_model::identify(text);
    if let Some(Ok(code)) = text.get(..16).map(UnifiedSocialCreditCode::from_body) {
        check(&code);
    }
    if let Ok(code) = text.parse::<UnifiedSocialCreditCode>() {
        check(&code);
    }
}

fn check(code: &UnifiedSocialCreditCode) {
    let text = code.as_str();
    assert_eq!(text.len(), 18);
    assert_eq!(text.parse().as_ref(), Ok(code), "written");
    let body = UnifiedSocialCreditCode::from_body(&text[..16]);
    assert_eq!(body.as_ref(), Ok(code), "its check digit");
    let plain = code.organization_code().as_str().replace('-', "");
    assert_eq!(plain, text[8..17], "the organisation code within");
    assert_eq!(code.division().as_str(), &text[2..8]);
    let _rest = (code.department(), code.category(), code.warnings());
}
