//! Reads the parameters `name=value` and `name=@file` of the command line.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use endpoint_core::{Kind, Param, Spec, Value};
use enterprise_registry::flow::path_text;
use enterprise_registry::idcode::PictureKind;

use crate::error::CommandError;

/// The largest file, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads parameters: `name=value` for plain, unencoded text; `name=@file` for the content of a
/// file, whose name need not be UTF-8; `name=@@value` for text that begins with `@`.
///
/// [`endpoint_core::admit`] refuses unknown names later.
pub(crate) fn read(
    spec: &Spec,
    common: &[Param],
    given: &[OsString],
) -> Result<Vec<(String, Value)>, CommandError> {
    given
        .iter()
        .enumerate()
        .map(|(index, argument)| {
            // The message does not repeat the argument: it may be a credential.
            let (name, written) = split(argument).ok_or_else(|| {
                CommandError::invalid(format!("parameter {} has no `=`", index + 1))
                    .with_remedy("write name=value or name=@file")
            })?;
            if spec.param(name).is_none() && common.iter().any(|param| param.name == name) {
                return Err(CommandError::invalid(format!(
                    "parameter `{name}` is added by the signature"
                ))
                .with_parameter(name)
                .with_remedy("leave it out: credentials come from the environment or a profile"));
            }
            Ok((name.to_owned(), value(spec, name, written)?))
        })
        .collect()
}

/// The value of a parameter on the command line.
enum RawValue<'a> {
    Text(&'a str),
    /// A path after `@`.
    File(&'a Path),
    /// Text that is not UTF-8.
    NoText,
}

fn split(argument: &OsStr) -> Option<(&str, RawValue<'_>)> {
    let Some(text) = argument.to_str() else {
        return split_bytes(argument);
    };
    let (name, text) = text.split_once('=')?;
    let written = match text.strip_prefix('@') {
        None => RawValue::Text(text),
        Some(rest) if rest.starts_with('@') => RawValue::Text(rest),
        Some(path) => RawValue::File(Path::new(path)),
    };
    Some((name, written))
}

/// Splits an argument that is not UTF-8, because a file name on Unix need not be.
#[cfg(unix)]
fn split_bytes(argument: &OsStr) -> Option<(&str, RawValue<'_>)> {
    use std::os::unix::ffi::OsStrExt as _;

    let bytes = argument.as_bytes();
    let (name, value) = bytes.split_at(bytes.iter().position(|byte| *byte == b'=')?);
    let written = match value {
        [b'=', b'@', path @ ..] if !path.starts_with(b"@") => {
            RawValue::File(Path::new(OsStr::from_bytes(path)))
        }
        _ => RawValue::NoText,
    };
    Some((core::str::from_utf8(name).ok()?, written))
}

#[cfg(not(unix))]
fn split_bytes(argument: &OsStr) -> Option<(&str, RawValue<'_>)> {
    let name = argument
        .as_encoded_bytes()
        .split(|byte| *byte == b'=')
        .next()?;
    Some((core::str::from_utf8(name).ok()?, RawValue::NoText))
}

fn value(spec: &Spec, name: &str, written: RawValue<'_>) -> Result<Value, CommandError> {
    let Some(param) = spec.param(name) else {
        return Ok(Value::Text(String::new()));
    };
    let wrong = |what: &str| {
        CommandError::invalid(format!("parameter `{name}`: {what}")).with_parameter(name)
    };
    match written {
        RawValue::NoText => Err(wrong("is not UTF-8 text").with_remedy(
            "nothing was sent; set the terminal or the script to UTF-8, or put the text in a file: \
             name=@file",
        )),
        RawValue::Text(_) if param.kind == Kind::File => Err(wrong("must be a file, not text")
            .with_remedy(format!("write {name}=@path/of/the/file"))),
        RawValue::Text(text) => Ok(Value::Text(text.to_owned())),
        RawValue::File(path) if path.as_os_str().is_empty() => Err(wrong(
            "there is no file name after the @",
        )
        .with_remedy(format!(
            "write {name}=@path/of/the/file, or {name}=@@ for the text @"
        ))),
        RawValue::File(path) => {
            let bytes = content(name, path)?;
            if param.kind == Kind::File {
                return Ok(Value::from((
                    endpoint_core::File::name_of(path),
                    bytes.into(),
                )));
            }
            as_text(bytes).map(Value::Text).ok_or_else(|| {
                let path = path_text(path);
                wrong(&format!("{path} is neither UTF-8 text nor a picture"))
            })
        }
    }
}

fn content(name: &str, path: &Path) -> Result<Vec<u8>, CommandError> {
    let unreadable = |cause: String| {
        CommandError::invalid(format!(
            "parameter `{name}`: cannot read the file {}",
            path_text(path)
        ))
        .with_parameter(name)
        .with_cause(cause)
        .with_remedy(format!(
            "nothing was sent; name a readable file, or write {name}=@@ for text that begins with @"
        ))
    };
    let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(error.to_string()))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
        return Err(unreadable(format!("it has more than {LARGEST} bytes")));
    }
    Ok(bytes)
}

/// The content of a file as text: pictures as base64 (OQ42), text without a byte order mark and
/// without the line end that editors append.
fn as_text(bytes: Vec<u8>) -> Option<String> {
    if is_picture(&bytes) {
        return Some(BASE64.encode(bytes));
    }
    let text = String::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.strip_suffix('\n').unwrap_or(text);
    Some(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// Recognises pictures by their first bytes; BMP by its four reserved bytes too, because many texts
/// begin with the same two letters.
fn is_picture(bytes: &[u8]) -> bool {
    match PictureKind::from_bytes(bytes) {
        PictureKind::Unknown => false,
        PictureKind::Bmp => matches!(bytes, [_, _, _, _, _, _, 0, 0, 0, 0, ..]),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::as_text;

    #[test]
    fn a_text_file_loses_its_mark_and_one_line_end_and_nothing_else() {
        let text = |bytes: &[u8]| as_text(bytes.to_vec()).unwrap();
        assert_eq!(text("\u{feff}样例\r\n".as_bytes()), "样例");
        assert_eq!(text(b"two\n\n"), "two\n");
        assert_eq!(text(b" BM is no picture"), " BM is no picture");
    }

    #[test]
    fn pictures_become_base64_without_a_prefix() {
        let text = |bytes: &[u8]| as_text(bytes.to_vec()).unwrap();
        assert_eq!(text(b"\x89PNG\r\n\x1a\n\0"), "iVBORw0KGgoA");
        assert_eq!(text(b"BM\x01\x02\x03\x04\0\0\0\0"), "Qk0BAgMEAAAAAA==");
        assert_eq!(as_text(b"\xff\xfe\x00".to_vec()), None);
    }
}
