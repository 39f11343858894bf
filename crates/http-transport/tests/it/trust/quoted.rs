//! Tests that no error and no result contains a secret that a vendor repeats, in any encoding.

use std::collections::HashSet;
use std::error::Error as _;
use std::fmt::Write as _;

use endpoint_core::Secret;
use http_transport::Client;
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;
use test_support::{SeededRng, promise};

use crate::calls::{Setup, free, paid, write};
use crate::scripted::{Server, Step, respond_once, response};

const TOKEN: &str = "CanaryToken+/=%&\"中文 1";
const CODE: &str = "CanaryCode+/=%41&\"中文 2";
const KEY: &str = "CanaryKey+/=%&\"中文 4";
const PASSWORD: &str = "CanaryPrivate+/=%&\"中文 5";
const PHONE: &str = "13912345678";

fn by_byte(text: &str, mut write: impl FnMut(&mut String, u8)) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        write(&mut out, byte);
    }
    out
}

fn by_letter(text: &str, mut write: impl FnMut(&mut String, char)) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        write(&mut out, letter);
    }
    out
}

fn percent(text: &str) -> String {
    by_byte(text, |out, byte| write!(out, "%{byte:02X}").unwrap())
}

fn percent_small(text: &str) -> String {
    by_byte(text, |out, byte| write!(out, "%{byte:02x}").unwrap())
}

fn escaped(text: &str) -> String {
    let units = text.encode_utf16();
    units.fold(String::new(), |out, unit| out + &format!("\\u{unit:04x}"))
}

fn percent_u(text: &str) -> String {
    escaped(text).replace('\\', "%")
}

fn decimal(text: &str) -> String {
    by_letter(text, |out, letter| {
        write!(out, "&#{};", u32::from(letter)).unwrap()
    })
}

fn hexadecimal(text: &str) -> String {
    by_letter(text, |out, letter| {
        write!(out, "&#X{:X}", u32::from(letter)).unwrap()
    })
}

fn named(text: &str) -> String {
    by_letter(text, |out, letter| match letter {
        '+' => out.push_str("&plus;"),
        '/' => out.push_str("&sol;"),
        '=' => out.push_str("&equals;"),
        '%' => out.push_str("&percnt;"),
        '&' => out.push_str("&amp;"),
        '"' => out.push_str("&quot;"),
        ' ' => out.push_str("&nbsp;"),
        other => out.push(other),
    })
}

fn octal(text: &str) -> String {
    by_byte(text, |out, byte| write!(out, "\\{byte:03o}").unwrap())
}

fn printable(text: &str) -> String {
    by_byte(text, |out, byte| write!(out, "={byte:02X}").unwrap())
}

fn wide(text: &str) -> String {
    by_letter(text, |out, letter| {
        let wide = match letter {
            '!'..='~' => char::from_u32(u32::from(letter) + 0xFEE0).unwrap(),
            ' ' => '\u{3000}',
            other => other,
        };
        out.push(wide);
    })
}

/// Split behind each third letter by something that is not seen.
fn split(text: &str) -> String {
    let mut dice = SeededRng::new(3);
    let invisible = [
        "\n",
        "\r\n",
        "\t",
        "\u{200b}",
        "\u{feff}\u{2060}",
        "\u{ad}",
        "\u{202e}",
    ];
    let mut letters = 0;
    by_letter(text, |out, letter| {
        out.push(letter);
        letters += 1;
        if letters % 3 == 0 {
            out.push_str(invisible[dice.below(invisible.len())]);
        }
    })
}

fn hex(text: &str) -> String {
    by_byte(text, |out, byte| write!(out, "{byte:02X}").unwrap())
}

fn hex_in_pairs(text: &str) -> String {
    by_byte(text, |out, byte| write!(out, "{byte:02x}:").unwrap())
}

/// With a byte before it, so that nothing is where it would be alone.
fn base64(text: &str) -> String {
    base64_of(&[b":", text.as_bytes()].concat())
}

fn base64_of(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| {
            bits << 8 | usize::from(three.get(at).copied().unwrap_or_default())
        });
        for at in 0..4 {
            if at <= three.len() {
                out.push(char::from(LETTERS[bits >> (18 - 6 * at) & 63]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// Each letter in another way, some of them twice.
fn mixed(text: &str) -> String {
    let mut dice = SeededRng::new(7);
    let ways = [
        percent,
        percent_small,
        escaped,
        percent_u,
        decimal,
        hexadecimal,
        named,
        octal,
        printable,
        wide,
    ];
    by_letter(text, |out, letter| {
        let once = ways[dice.below(ways.len())](&letter.to_string());
        let is_twice = dice.below(2) == 0;
        let way = ways[dice.below(ways.len())];
        out.push_str(&if is_twice { way(&once) } else { once });
    })
}

/// The codes of the letters, or of the bytes.
fn codes(text: &str, between: &str, write: impl Fn(u32) -> String) -> String {
    let codes: Vec<String> = text
        .chars()
        .map(|letter| write(u32::from(letter)))
        .collect();
    codes.join(between)
}

fn bytes(text: &str, between: &str, write: impl Fn(u8) -> String) -> String {
    text.bytes().map(write).collect::<Vec<_>>().join(between)
}

fn base32(text: &str) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = text
        .bytes()
        .flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1));
    let bits: Vec<u8> = bits.collect();
    let fives = bits.chunks(5);
    let value = |five: &[u8]| (0..5).fold(0, |value, at| value << 1 | five.get(at).unwrap_or(&0));
    fives
        .map(|five| char::from(LETTERS[usize::from(value(five))]))
        .collect()
}

fn base64_of_utf16(text: &str) -> String {
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    base64_of(&bytes)
}

fn styled(text: &str) -> String {
    by_letter(text, |out, letter| {
        let begin = match letter {
            '0'..='9' => 0x1d7d8 - u32::from('0'),
            'a'..='z' => 0x1d44e - u32::from('a'),
            'A'..='Z' => 0x24b6 - u32::from('A'),
            _ => 0,
        };
        // The mathematical h was there before its alphabet.
        let styled = char::from_u32(u32::from(letter) + begin).filter(|_| letter != 'h');
        out.push(styled.unwrap_or('\u{210e}'));
    })
}

/// Whether an encoding separates letters only in long secrets.
fn needs_length(way: &str) -> bool {
    way.starts_with("split by")
}

type Way = (&'static str, fn(&str) -> String);

/// Ways of writing a text.
const WAYS: [Way; 54] = [
    ("as it is", str::to_owned),
    ("in capitals", str::to_uppercase),
    ("percent", percent),
    ("percent, small", percent_small),
    ("percent twice", |text| percent(&percent_small(text))),
    ("percent of percent signs", |text| {
        percent(text).replace('%', "%25")
    }),
    ("percent three times", |text| {
        percent(text).replace('%', "%2525")
    }),
    ("escaped", escaped),
    ("escaped twice", |text| escaped(&escaped(text))),
    ("%u", percent_u),
    ("decimal references", decimal),
    ("hexadecimal references", hexadecimal),
    ("named references", named),
    ("references of percent", |text| decimal(&percent(text))),
    ("percent of references", |text| percent(&hexadecimal(text))),
    ("escaped references of percent", |text| {
        escaped(&decimal(&percent(text)))
    }),
    ("mixed", mixed),
    ("mixed and split", |text| split(&mixed(text))),
    ("octal", octal),
    ("octal, escaped", |text| escaped(&octal(text))),
    ("quoted-printable", printable),
    ("wide", wide),
    ("wide, in percent", |text| percent(&wide(text))),
    ("split", split),
    ("split, in percent", |text| percent(&split(text))),
    ("split and escaped", |text| escaped(&split(text))),
    ("hexadecimal", hex),
    ("hexadecimal in pairs", hex_in_pairs),
    ("base64", base64),
    ("base64 in lines", |text| split(&base64(text))),
    ("base64 in percent", |text| percent(&base64(text))),
    ("base64 twice", |text| base64(&base64(text))),
    ("base64 three times", |text| base64(&base64(&base64(text)))),
    ("base64 twice in percent", |text| {
        percent(&base64(&base64(text)))
    }),
    ("hexadecimal twice", |text| hex(&hex(text))),
    ("hexadecimal in base64", |text| base64(&hex(text))),
    ("base64 in hexadecimal", |text| hex(&base64(text))),
    ("base32", base32),
    ("base32 in base64", |text| base64(&base32(text))),
    ("base64 of UTF-16", base64_of_utf16),
    ("list of letters", |text| {
        codes(text, ", ", |code| code.to_string())
    }),
    ("list of bytes", |text| {
        format!("[{}]", bytes(text, ",", |byte| byte.to_string()))
    }),
    ("list of signed bytes", |text| {
        bytes(text, ", ", |byte| byte.cast_signed().to_string())
    }),
    ("list of bytes in hexadecimal", |text| {
        bytes(text, ",", |byte| format!("0x{byte:x}"))
    }),
    ("list of octal numbers", |text| {
        bytes(text, " ", |byte| format!("{byte:03o}"))
    }),
    ("list of bits", |text| {
        bytes(text, " ", |byte| format!("{byte:08b}"))
    }),
    ("code points", |text| {
        codes(text, " ", |code| format!("U+{code:04X}"))
    }),
    ("calls", |text| {
        codes(text, ".", |code| format!("chr({code})"))
    }),
    ("long escapes", |text| {
        codes(text, "", |code| format!("\\U{code:08x}"))
    }),
    ("CSS", |text| {
        codes(text, "", |code| format!("\\{code:06x}"))
    }),
    ("braces", |text| {
        codes(text, "", |code| format!("\\x{{{code:x}}}"))
    }),
    ("split by bars", |text| {
        by_letter(text, |out, letter| write!(out, "{letter} | ").unwrap())
    }),
    ("tags", |text| {
        by_letter(text, |out, letter| write!(out, "{letter}<b></b>").unwrap())
    }),
    ("styled", styled),
];

/// Whether a text holds a secret, once everything in it is undone that can be undone.
fn tells(said: &str, secrets: &[String]) -> bool {
    // The rest of a secret is found by any six consecutive letters of it.
    let mut text = narrow(said);
    let encoded = |secret: &String| [hex(secret), hex_in_pairs(secret), base64(secret)];
    let encoded: Vec<String> = secrets.iter().flat_map(encoded).collect();
    let secrets: Vec<String> = secrets
        .iter()
        .chain(&encoded)
        .map(|secret| narrow(secret))
        .collect();
    let sixes = |text: &str| -> HashSet<String> {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(6).map(|six| six.iter().collect()).collect()
    };
    let wanted: HashSet<String> = secrets.iter().flat_map(|secret| sixes(secret)).collect();
    for _ in 0..6 {
        if !sixes(&text).is_disjoint(&wanted) {
            return true;
        }
        text = narrow(&undone(&text));
    }
    false
}

/// The same; and whether it holds a secret in this way, which need not be undone for that.
fn tells_in(encode: fn(&str) -> String, said: &str, secrets: &[String]) -> bool {
    let said_parts = |length: usize| -> HashSet<String> {
        let letters: Vec<char> = said.chars().collect();
        letters
            .windows(length)
            .map(|part| part.iter().collect())
            .collect()
    };
    let holds = |secret: &String| {
        let encoded: Vec<char> = encode(secret).chars().collect();
        // As much as twelve letters of it.
        let length = encoded.len() * 12 / secret.chars().count();
        let said = said_parts(length);
        let mut parts = encoded.windows(length);
        parts.any(|part| said.contains(&part.iter().collect::<String>()))
    };
    tells(said, secrets) || secrets.iter().any(holds)
}

/// A text in lower case and plain width, without invisible characters.
fn narrow(text: &str) -> String {
    let seen = |letter: &char| {
        !letter.is_control()
            && !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
    };
    let narrow = |letter| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap(),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars()
        .filter(seen)
        .map(narrow)
        .collect::<String>()
        .to_lowercase()
}

/// A text in small letters without one layer of percent-encoding, escapes and references.
fn undone(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let take = |begin: &str, digits: usize, radix: u32| {
            let hex = rest.strip_prefix(begin)?.get(..digits)?;
            let code = u32::from_str_radix(hex, radix).ok()?;
            Some((code, begin.len() + digits))
        };
        let reference = |begin: &str, radix: u32| {
            let digits = rest.strip_prefix(begin)?;
            let length = digits.find(|digit: char| !digit.is_digit(radix))?;
            let (code, length) = take(begin, length, radix)?;
            let semicolon = usize::from(rest.get(length..)?.starts_with(';'));
            Some((code, length + semicolon))
        };
        let found = take("\\u", 4, 16)
            .or_else(|| take("%u", 4, 16))
            .or_else(|| reference("&#x", 16))
            .or_else(|| reference("&#", 10));
        let byte = take("%", 2, 16).or_else(|| take("=", 2, 16));
        if let Some((byte, length)) = byte.or_else(|| take("\\", 3, 8)) {
            out.push(u8::try_from(byte & 0xff).unwrap());
            rest = rest.get(length..).unwrap();
        } else if let Some(behind) = rest.strip_prefix("\\n") {
            rest = behind;
        } else if let Some((code, length)) = found {
            let letter = char::from_u32(code).unwrap_or(' ').to_string();
            out.extend_from_slice(letter.to_lowercase().as_bytes());
            rest = rest.get(length..).unwrap();
        } else {
            out.extend_from_slice(letter.to_string().as_bytes());
            rest = rest.get(letter.len_utf8()..).unwrap();
        }
    }
    String::from_utf8_lossy(&out).to_lowercase()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn said(error: &http_transport::Error) -> String {
    let mut said = format!("{error}\n{error:?}\n{error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        said.push_str(&format!("\n{error}\n{error:?}"));
        cause = error.source();
    }
    said
}

/// What a vendor says where its text is this.
fn replies(text: &str) -> [Vec<u8>; 4] {
    let text = format!("前 {text} 后");
    let json = quoted(&text);
    [
        response(
            "200 OK",
            format!(r#"{{"ResultCode":-1,"ResultMsg":{json},"code":405,"msg":{json}}}"#).as_bytes(),
        ),
        response(
            "200 OK",
            format!("<html><title>{text}</title></html>").as_bytes(),
        ),
        response(
            "500 No",
            format!("<html><title>{text}</title></html>").as_bytes(),
        ),
        response("200 OK", format!("{{{json}:[1,").as_bytes()),
    ]
}

#[tokio::test]
async fn no_error_and_no_result_repeats_a_secret_however_it_is_written() {
    let mut found = Vec::new();
    let mut texts = 0;
    for (way, encode) in WAYS {
        for vendor in ["idcode", "ihuyi"] {
            let mut secrets = match vendor {
                "idcode" => vec![TOKEN, CODE, PASSWORD, PHONE],
                _ => vec![KEY],
            };
            let is_long = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() >= 12;
            secrets.retain(|secret| !needs_length(way) || is_long(secret));
            let text: Vec<String> = secrets.iter().map(|secret| encode(secret)).collect();
            let text = text.join(" ");
            let secrets: Vec<String> = secrets.into_iter().map(str::to_owned).collect();
            assert!(
                way == "mixed" || tells_in(encode, &text, &secrets),
                "the test finds nothing in {way}"
            );
            for reply in replies(&text) {
                let server = Server::start([respond_once(reply)]).await;
                let setup = Setup::to(server.url());
                let error = if vendor == "idcode" {
                    let idcode: Client<Idcode> =
                        setup.client(idcode_api::IdcodeKeys::new(TOKEN, CODE));
                    let mut registration = write();
                    registration.login_password = Secret::from(PASSWORD);
                    registration.contact_phone = PHONE.to_owned();
                    idcode.call(registration).await.unwrap_err()
                } else {
                    let ihuyi: Client<Ihuyi> =
                        setup.client(ihuyi_api::IhuyiKeys::new("account", KEY));
                    ihuyi.call(paid()).await.unwrap_err()
                };
                texts += 1;
                let said = said(&error);
                if tells_in(encode, &said, &secrets) {
                    found.push(format!("{way}: {said}"));
                }
            }
        }
        for place in ["message", "result"] {
            let script = vec![
                Step::Read,
                Step::then(move |request| {
                    let proof = request.param("hash").or(request.param("password")).unwrap();
                    let json = quoted(&encode(proof));
                    let body = if place == "message" {
                        format!(r#"{{"ResultCode":-1,"ResultMsg":{json},"code":405,"msg":{json}}}"#)
                    } else {
                        format!(
                            r#"{{"ResultCode":1,"OrganUnitName":{json},"LinkMan":{json},"code":2,"msg":"","idcardid":{json},"result":{{"status":{json}}}}}"#
                        )
                    };
                    vec![Step::Write(response("200 OK", body.as_bytes()))]
                }),
            ];
            let server = Server::start([script]).await;
            let setup = Setup::to(server.url());
            let unit = setup.idcode().call(free()).await;
            let matched = setup
                .client::<Ihuyi>(crate::calls::ihuyi_keys())
                .call(paid())
                .await;
            let said = match (unit, matched) {
                (Ok(unit), Ok(matched)) => {
                    let json = [
                        serde_json::to_string(&unit),
                        serde_json::to_string(&matched),
                    ];
                    format!(
                        "{unit:?} {matched:?} {}",
                        json.map(Result::unwrap).join(" ")
                    )
                }
                (Err(one), Err(other)) => said(&one) + &said(&other),
                other => panic!("{other:?}"),
            };
            assert!(said.contains("[redacted]"), "{way} {place}: {said}");
            let proofs: Vec<String> = server
                .requests()
                .await
                .iter()
                .filter_map(|request| request.param("hash").or(request.param("password")))
                .map(str::to_owned)
                .collect();
            assert_eq!(proofs.len(), 2);
            texts += 2;
            if tells_in(encode, &said, &proofs) {
                found.push(format!("{way} {place}: {said}"));
            }
        }
    }
    promise(
        "quoted secrets",
        found.is_empty() && texts == WAYS.len() * 12,
        &format!(
            "{} ways of writing, {texts} texts, {} secrets found: {found:?}",
            WAYS.len(),
            found.len()
        ),
    );
}

#[tokio::test]
async fn responses_made_to_be_hard_to_search_show_no_secret() {
    let hards = [
        "%2525",
        "\\\\u0025",
        "&amp;",
        "=3D",
        "\\\\\\\\134",
        "a\u{200b}0\u{200b}",
    ];
    let mut found = Vec::new();
    for hard in hards {
        let script = vec![
            Step::Read,
            Step::then(move |request| {
                let proof = request.param("hash").or(request.param("password")).unwrap();
                let hard = hard.repeat(10_000);
                let body = format!(
                    r#"{{"ResultCode":1,"OrganUnitName":"{hard}{proof}","LinkMan":"{proof}","code":2,"msg":"","idcardid":"{hard} {proof}","result":{{"status":"{proof}"}}}}"#
                );
                vec![Step::Write(response("200 OK", body.as_bytes()))]
            }),
        ];
        let server = Server::start([script]).await;
        let mut setup = Setup::to(server.url()).attempt(std::time::Duration::from_secs(20));
        setup.limits.body = 8 * 1024 * 1024;
        let unit = setup.idcode().call(free()).await.unwrap();
        let ihuyi = setup.client::<Ihuyi>(crate::calls::ihuyi_keys());
        let matched = ihuyi.call(paid()).await.unwrap();
        let said = format!("{unit:?} {matched:?}");
        assert!(said.contains("[redacted]"));
        for request in server.requests().await {
            let proof = request.param("hash").or(request.param("password")).unwrap();
            if said.contains(proof) {
                found.push(hard);
            }
        }
    }
    promise(
        "quoted secrets",
        found.is_empty(),
        &format!(
            "{} responses made to be hard, secrets found in {found:?}",
            hards.len()
        ),
    );
}

#[tokio::test]
async fn escaped_telephone_numbers_in_messages_are_masked() {
    for number in [
        percent(PHONE),
        escaped(PHONE),
        decimal(PHONE),
        wide(PHONE),
        octal(PHONE),
        split(PHONE),
    ] {
        let message = quoted(&format!("手机号 {number} 已注册"));
        let body = format!(r#"{{"ResultCode":-1,"ResultMsg":{message}}}"#);
        let server = Server::start([respond_once(response("200 OK", body.as_bytes()))]).await;
        let error = Setup::to(server.url())
            .idcode()
            .call(free())
            .await
            .unwrap_err();
        let said = said(&error);
        assert!(
            said.contains('*') && !tells(&said, &["9123456".to_owned()]),
            "{said}"
        );
    }
}

#[tokio::test]
async fn telephone_numbers_in_messages_are_masked() {
    let body = r#"{"ResultCode":-1,"ResultMsg":"手机号 138-0013-8000 已注册, 或 010-66668888"}"#;
    let server = Server::start([respond_once(response("200 OK", body.as_bytes()))]).await;
    let error = Setup::to(server.url())
        .idcode()
        .call(free())
        .await
        .unwrap_err();
    let http_transport::Error::Refused(refusal) = error else {
        panic!("{error:?}");
    };
    assert_eq!(
        refusal.message,
        "手机号 138-****-8000 已注册, 或 010-****8888"
    );
}
