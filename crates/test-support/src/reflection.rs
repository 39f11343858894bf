//! Makes responses that repeat the request, as faulty servers do.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use crate::{Request, response};

/// Responses that repeat the request: as an address, an error page, a message, a name, a value, a
/// header, in other encodings, and where it does not belong.
#[must_use]
pub fn reflections() -> Vec<fn(&Request) -> Vec<u8>> {
    vec![
        |request| {
            let head = "HTTP/1.1 302 Found\r\nConnection: close\r\n";
            format!("{head}Location: {}\r\n\r\n", request.target()).into_bytes()
        },
        |request| response("400 Bad Request", everything(request).as_bytes()),
        |request| {
            let status = format!("500 {}", request.target());
            response(&status, everything(request).as_bytes())
        },
        |request| ok(&format!("<html>{}</html>", everything(request))),
        |request| refusal(&everything(request)),
        |request| refusal(&STANDARD.encode(everything(request))),
        |request| refusal(&hex(&everything(request))),
        // As a name, as a code, and in place of another type.
        |request| ok(&format!("{{{}:[}}", quoted(&everything(request)))),
        |request| {
            let text = quoted(&everything(request));
            ok(&format!("{{\"ResultCode\":{text},\"code\":{text}}}"))
        },
        |request| {
            let text = quoted(&everything(request));
            let content = format!("{{{text}:{text}}}");
            ok(&format!(
                "{{\"ResultCode\":1,\"code\":2,\"OrganUnitName\":{content},\"num\":{text},\
                 \"OrganUnitIDcode\":{content},\"result\":{{\"status\":{content}}}}}"
            ))
        },
        |request| {
            let text = everything(request);
            ok(&format!("{{\"ResultCode\":1,\"code\":2,\"result\":{text}"))
        },
        // Within HTTP itself.
        |request| {
            let target = request.target();
            let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
            format!("{head}Content-Type: {target}\r\nDate: {target}\r\n\r\nzz;{target}\r\n").into()
        },
        |request| format!("{}\r\n\r\n", everything(request)).into_bytes(),
        |request| {
            let target = request.target();
            format!("HTTP/1.1 200 OK\r\n{target}\r\nContent-Length: {target}\r\n\r\n").into()
        },
    ]
}

/// The whole request in one text, as sent and decoded.
fn everything(request: &Request) -> String {
    let sent = format!("{} {}", request.target(), request.body);
    let plain = percent_decode_str(&sent).decode_utf8_lossy().into_owned();
    let lower = sent.to_ascii_lowercase();
    format!("{sent} {plain} {} {lower}", plain.replace(' ', "+"))
}

fn ok(body: &str) -> Vec<u8> {
    response("200 OK", body.as_bytes())
}

fn refusal(message: &str) -> Vec<u8> {
    let message = quoted(message);
    ok(&format!(
        "{{\"ResultCode\":-1,\"ResultMsg\":{message},\"code\":405,\"msg\":{message}}}"
    ))
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\r', "\\r").replace('\n', "\\n"))
}
