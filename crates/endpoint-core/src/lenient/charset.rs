//! Converts a response to UTF-8 if it announces another character set.

use bytes::Bytes;
use encoding_rs::{Encoding, UTF_8};

use super::DecodeError;

/// The response in UTF-8.
///
/// Its byte order mark, the `charset` of its content type, or its XML declaration gives the
/// encoding: GBK, GB 2312, GB 18030 and every other encoding of the web. A response that is Chinese
/// text in UTF-8 stays unchanged, whatever it announces, and so does a response without an
/// announcement.
///
/// ```
/// use endpoint_core::lenient::to_utf8;
///
/// let body = b"{\"msg\":\"\xb3\xc9\xb9\xa6\"}".as_slice().into();
/// let text = to_utf8(&body, Some("application/json; charset=GBK"))?;
/// assert_eq!(text, r#"{"msg":"成功"}"#);
/// # Ok::<(), endpoint_core::lenient::DecodeError>(())
/// ```
///
/// # Errors
///
/// It is neither in the announced encoding nor in UTF-8, or it announces an unknown encoding.
pub fn to_utf8(body: &Bytes, content_type: Option<&str>) -> Result<Bytes, DecodeError> {
    if let Some((encoding, mark)) = Encoding::for_bom(body) {
        if encoding == UTF_8 {
            return Ok(body.clone());
        }
        let text = body.get(mark..).unwrap_or_default();
        return decoded(encoding, text).ok_or_else(|| neither(Some(encoding)));
    }
    let labels = [content_type.and_then(of_content_type), of_declaration(body)];
    let mut announced = None;
    for label in labels.into_iter().flatten() {
        let encoding = Encoding::for_label(label.as_bytes());
        if encoding == Some(UTF_8) {
            continue;
        }
        if is_meant_as_utf8(body, encoding) {
            return Ok(body.clone());
        }
        if let Some(text) = encoding.and_then(|encoding| decoded(encoding, body)) {
            return Ok(text);
        }
        announced = Some(encoding);
    }
    match announced {
        Some(encoding) if core::str::from_utf8(body).is_err() => Err(neither(encoding)),
        _ => Ok(body.clone()),
    }
}

fn decoded(encoding: &'static Encoding, body: &[u8]) -> Option<Bytes> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(body)?;
    Some(Bytes::from(text.into_owned()))
}

#[cold]
fn neither(announced: Option<&'static Encoding>) -> DecodeError {
    DecodeError::new(match announced {
        Some(encoding) => format!(
            "the response is neither {}, which it announces, nor UTF-8",
            encoding.name()
        ),
        None => "the response is not UTF-8, and announces an unknown character set".to_owned(),
    })
}

/// Whether a response that announces another encoding is in UTF-8 all the same: servers announce a
/// default that they ignore. Short texts in GBK may be valid UTF-8 by chance, but then with
/// characters that Chinese texts do not use.
fn is_meant_as_utf8(body: &[u8], announced: Option<&'static Encoding>) -> bool {
    let Ok(text) = core::str::from_utf8(body) else {
        return false;
    };
    if announced.is_none_or(Encoding::is_single_byte) {
        return true;
    }
    let mut wide = text
        .chars()
        .filter(|letter| *letter >= '\u{800}')
        .peekable();
    wide.peek().is_some() && wide.all(is_chinese)
}

/// Whether Chinese texts use it: ideographs, punctuation, full-width forms.
fn is_chinese(letter: char) -> bool {
    matches!(
        letter,
        '\u{2000}'..='\u{206f}'
            | '\u{2100}'..='\u{2312}'
            | '\u{2460}'..='\u{2642}'
            | '\u{2e80}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{ffee}'
            | '\u{20000}'..
    )
}

/// The `charset` of a content type.
fn of_content_type(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        let is_charset = name.trim().eq_ignore_ascii_case("charset") && !value.is_empty();
        is_charset.then_some(value)
    })
}

/// The longest XML declaration that is read.
const LONGEST: usize = 256;

/// The `encoding` of an XML declaration.
fn of_declaration(body: &[u8]) -> Option<&str> {
    let declaration = body.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = declaration.get(..LONGEST).unwrap_or(declaration);
    let end = declaration.windows(2).position(|two| two == b"?>")?;
    let declaration = core::str::from_utf8(declaration.get(..end)?).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let (label, _) = value.get(1..)?.split_once(quote)?;
    Some(label.trim())
}
