//! Recognises HTML in the place of a response or around it: pages, and PHP's error messages.

/// The names of HTML elements that no XML response uses.
const ELEMENTS: &[&str] = &[
    "b", "body", "br", "center", "div", "font", "form", "h1", "h2", "h3", "head", "hr", "html",
    "iframe", "img", "link", "meta", "p", "pre", "script", "span", "style", "table", "title",
];

/// The bytes of a page that are read.
const LOOKED_AT: usize = 64 * 1024;

/// Whether a response is an HTML page, or the rest of a page, and not XML.
///
/// ```
/// use endpoint_core::lenient::is_html;
///
/// assert!(is_html(b"<!DOCTYPE html><title>502 Bad Gateway</title>"));
/// assert!(is_html(b"\n<br />\n<b>Warning</b>: mysql_connect()"));
/// assert!(!is_html(b"<?xml version=\"1.0\"?><result><code>2</code></result>"));
/// ```
#[must_use]
pub fn is_html(body: &[u8]) -> bool {
    let text = beginning(body);
    let mut rest = text.trim_start();
    loop {
        let skipped = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->")
        } else if let Some(instruction) = rest.strip_prefix("<?") {
            instruction.split_once('>')
        } else {
            break;
        };
        match skipped {
            Some((_, behind)) => rest = behind.trim_start(),
            None => return false,
        }
    }
    let Some(tag) = rest.strip_prefix('<') else {
        return false;
    };
    let name_end = tag
        .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '!')
        .unwrap_or(tag.len());
    let (name, behind) = tag.split_at(name_end);
    if name.eq_ignore_ascii_case("!doctype") {
        let kind = behind.trim_start().get(..4).unwrap_or_default();
        return kind.eq_ignore_ascii_case("html");
    }
    ELEMENTS
        .iter()
        .any(|element| element.eq_ignore_ascii_case(name))
}

/// The title of an HTML page, or else its first heading, on one line and without control
/// characters. It is a server's text: of any length, and it may repeat sent values.
///
/// ```
/// use endpoint_core::lenient::html_title;
///
/// let page = b"<html><head><TITLE>502\n Bad &amp; Gateway</TITLE></head></html>";
/// assert_eq!(html_title(page).as_deref(), Some("502 Bad & Gateway"));
/// ```
#[must_use]
pub fn html_title(body: &[u8]) -> Option<String> {
    let text = beginning(body);
    let lower = text.to_ascii_lowercase();
    let title = ["title", "h1", "h2"].into_iter().find_map(|element| {
        let begin = lower.find(&format!("<{element}"))?;
        let begin = begin + lower.get(begin..)?.find('>')? + 1;
        let end = begin + lower.get(begin..)?.find("</")?;
        let title = one_line(text.get(begin..end)?);
        (!title.is_empty()).then_some(title)
    })?;
    Some(title)
}

fn beginning(body: &[u8]) -> String {
    let beginning = body.get(..LOOKED_AT).unwrap_or(body);
    let text = String::from_utf8_lossy(beginning);
    text.trim_start_matches('\u{feff}').to_owned()
}

fn one_line(text: &str) -> String {
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    let words: Vec<String> = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .map(|word| {
            word.chars()
                .filter(|letter| !is_invisible(*letter))
                .collect()
        })
        .filter(|word: &String| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Whether it is invisible, or reverses the following text.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    )
}

/// The beginning of PHP's error messages.
const NOTICES: &[&str] = &[
    "<br",
    "<b>",
    "php ",
    "warning:",
    "notice:",
    "deprecated:",
    "strict standards:",
    "fatal error:",
    "parse error:",
];

/// The response between PHP's error messages, if there are any before or after it:
/// `<br />\n<b>Warning</b>: …<br />\n{"code":2}`.
#[must_use]
pub fn without_notices(body: &[u8]) -> Option<&[u8]> {
    let text = core::str::from_utf8(body).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let response = if is_notice(text) {
        let begin = text.match_indices(['{', '<']).find_map(|(at, _)| {
            let (before, from) = text.split_at(at);
            let is_answer = from.starts_with('{') || from.starts_with("<?xml");
            let is_at_begin = before
                .trim_end_matches([' ', '\t', '\u{feff}'])
                .ends_with(['\n', '>']);
            (is_answer && is_at_begin).then_some(at)
        })?;
        text.get(begin..)?
    } else {
        text
    };
    let close = if response.starts_with('{') { '}' } else { '>' };
    let end = response.match_indices(close).find_map(|(at, _)| {
        let behind = response.get(at + 1..)?;
        is_notice(behind.trim_start()).then_some(at + 1)
    });
    let response = response.get(..end.unwrap_or(response.len()))?;
    (response.len() < text.len()).then_some(response.as_bytes())
}

fn is_notice(text: &str) -> bool {
    NOTICES.iter().any(|notice| {
        let begin = text.get(..notice.len()).unwrap_or_default();
        begin.eq_ignore_ascii_case(notice)
    })
}
