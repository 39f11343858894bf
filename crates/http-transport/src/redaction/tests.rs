//! Tests which secrets are found in a text, and that other text is unchanged.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::redaction::redactor::Redactor;

#[test]
fn a_secret_with_each_character_in_another_encoding_is_found_whole() {
    let text = r"a %5C%75%30%30%33%37&percnt;u0038&amp;#X64%39&#53;&#X34\u0066\u0031 b";
    assert_eq!(Redactor::new(["78d954f1"]).redact(text), "a [redacted] b");
}

#[test]
fn a_character_before_a_secret_that_looks_like_an_escape_does_not_hide_it() {
    let redactor = Redactor::new(["Abc%53d"]);
    for text in [
        "100%Abc%53d",
        "100%Abc%2553d",
        "\\\\Abc%53d",
        "&Abc&percnt;53d",
    ] {
        let redacted = redactor.redact(text);
        assert!(redacted.ends_with("[redacted]"), "{redacted}");
    }
}

#[test]
fn secrets_that_overlap_or_contain_each_other_leave_nothing_behind() {
    let redactor = Redactor::new(["abcdef", "cde", "efgh", " "]);
    assert_eq!(redactor.redact("xabcdefghx cde"), "x[redacted]x [redacted]");
    assert!(Redactor::new(["", "  "]).is_empty());
}

#[test]
fn a_secret_that_is_split_is_found_whole() {
    let redactor = Redactor::new(["s3cret"]);
    for text in [
        "a s3\ncret b",
        "a s\u{200b}3\u{200b}\u{200b}c\u{feff}ret b",
        r"a s3\ncr\u200bet b",
        "a s3%0Acret b",
        "a s3cr%E2%80%8Bet b",
        "a s3c&#8203;r&NewLine;et b",
        "a ｓ３ｃｒｅｔ b",
        "a ｓ3%EF%BD%83r&#xFF45;t b",
        r"a \163\63\143\162\145\164 b",
        "a =733c=72et b",
    ] {
        assert_eq!(redactor.redact(text), "a [redacted] b", "{text}");
    }
    assert_eq!(redactor.redact("s3 cret s3-cret"), "s3 cret s3-cret");
    let long = Redactor::new(["0123456789abcdef"]);
    for text in [
        "a 01234567 89abcdef b",
        "a 01:23:45:67:89:ab:cd:ef b",
        "a 0123-4567-89ab-cdef b",
        "a 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 b",
        "a MDEyMzQ1Njc4\n  OWFiY2RlZg== b",
    ] {
        let redacted = long.redact(text);
        assert!(redacted.starts_with("a [redacted]"), "{redacted}");
    }
}

/// The dynamic password of the document's example.
const PASSWORD: &str = "9f86d081884c7d659a2feaa0c55ad015";

fn of_each(write: impl Fn(char) -> String) -> String {
    PASSWORD.chars().map(write).collect()
}

fn list(between: &str, write: impl Fn(u32) -> String) -> String {
    let numbers: Vec<String> = PASSWORD.chars().map(|c| write(u32::from(c))).collect();
    numbers.join(between)
}

#[test]
fn a_secret_that_was_encoded_more_than_once_or_as_numbers_is_found() {
    let redactor = Redactor::for_values([PASSWORD]);
    let base64 = "OWY4NmQwODE4ODRjN2Q2NTlhMmZlYWEwYzU1YWQwMTU=";
    for encoded in [
        // Base64 of base64, hexadecimal of hexadecimal, in pairs too, and each of the other.
        "T1dZNE5tUXdPREU0T0RSak4yUTJOVGxoTW1abFlXRXdZelUxWVdRd01UVT0=",
        "33393636333833363634333033383331333833383334363333373634333633353339363133323636363536313631333036333335333536313634333033313335",
        "33 39 36 36 33 38 33 36 36 34 33 30 33 38 33 31 33 38 33 38 33 34 36 33 33 37 36 34 33 36 33 35 33 39 36 31 33 32 36 36 36 35 36 31 36 31 33 30 36 33 33 35 33 35 36 31 36 34 33 30 33 31 33 35",
        "Mzk2NjM4MzY2NDMwMzgzMTM4MzgzNDYzMzc2NDM2MzUzOTYxMzI2NjY1NjE2MTMwNjMzNTM1NjE2NDMwMzEzNQ==",
        "4f5759344e6d51774f4445344f44526a4e3251324e546c684d6d5a6c59574577597a5531595751774d54553d",
        // Base32 in base64, base32 alone, and three times base64.
        "SEZURFFOVEVHQTREQ09CWUdSUlRPWkJXR1U0V0NNVEdNVlFXQ01EREdVMldDWkJRR0UyUT09PT0=",
        "HFTDQNTEGA4DCOBYGRRTOZBWGU4WCMTGMVQWCMDDGU2WCZBQGE2Q====",
        "VDFkWk5FNXRVWGRQUkVVMFQwUlNhazR5VVRKT1ZHeG9UVzFhYkZsWFJYZFplbFV4V1ZkUmQwMVVWVDA9",
        // UTF-16 in base64, in both orders, and UTF-7.
        "OQBmADgANgBkADAAOAAxADgAOAA0AGMANwBkADYANQA5AGEAMgBmAGUAYQBhADAAYwA1ADUAYQBkADAAMQA1AA==",
        "+ADkAZgA4ADYAZAAwADgAMQA4ADgANABjADcAZAA2ADUAOQBhADIAZgBlAGEAYQAwAGMANQA1AGEAZAAwADEANQ-",
    ] {
        let redacted = redactor.redact(encoded);
        let left: String = redacted.replace("[redacted]", "");
        assert!(
            redacted.contains("[redacted]") && left.len() <= 6,
            "{encoded}: {redacted}"
        );
    }
    let lists = [
        list(", ", |code| code.to_string()),
        list(",", |code| format!("0x{code:x}")),
        list(" ", |code| format!("U+{code:04X}")),
        list(")&Chr(", |code| code.to_string()),
        list(";", |code| format!("0{code:o}")),
        list(" ", |code| format!("{code:08b}")),
        list(", ", |code| format!("0x{code:02X}")),
        of_each(|c| format!("\\U{:08x}", u32::from(c))),
        of_each(|c| format!("\\{:06x}", u32::from(c))),
        of_each(|c| format!("\\{:x} ", u32::from(c))),
        of_each(|c| format!("\\x{{{:x}}}", u32::from(c))),
        of_each(|c| format!("\\u{{{:06x}}}", u32::from(c))),
        of_each(|c| format!("\\N{{U+{:04x}}}", u32::from(c))),
        of_each(|c| format!("{c}/")),
        of_each(|c| format!("{c} | ")),
        of_each(|c| format!("{c}*")),
        of_each(|c| format!("<b>{c}</b>")),
        of_each(|c| format!("{c}<span style=\"color: red\"></span>")),
        of_each(|c| format!("{c}&lt;wbr&gt;")),
        of_each(|c| format!("{c}\u{336}")),
        of_each(styled),
        base64.replace('Y', "Y<br>"),
    ];
    for written in lists {
        let text = format!("前 {written} 后");
        let redacted = redactor.redact(&text);
        let left = redacted.chars().count();
        assert!(
            redacted.starts_with("前 ") && redacted.contains("[redacted]") && left <= 60,
            "{text}: {redacted}"
        );
    }
}

/// Digits of mathematics, circled small characters.
fn styled(ch: char) -> String {
    let code = u32::from(ch);
    let styled = match ch {
        '0'..='9' => 0x1d7d8 + code - u32::from('0'),
        _ => 0x24d0 + code - u32::from('a'),
    };
    char::from_u32(styled).into_iter().collect()
}

#[test]
fn data_of_companies_is_unchanged() {
    let redactor = Redactor::new([PASSWORD, "a1b2c3d4", "secret99", "CanaryToken"]);
    for text in [
        "北京样例科技有限公司（海淀区中关村大街 27 号 15 层 1501-1508）",
        "统一社会信用代码 91110108MA0000015T，注册号 110108000000016，注册资本 1000.00 万元",
        "电话 010-66668888 转 8001; 2019-03-08 至 2049-03-07; 12:30:59",
        "第 9、35、36、38、41、42、43、44、45 类；申请号 12345670, 12345671, 12345672, 12345673",
        "https://www.example.com/a/b?c=110108000000016&d=%E5%90%8D%E7%A7%B0#e",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "d41d8cd98f00b204e9800998ecf8427e 0cc175b9c0f1b6a831c399e269772661",
        "{\"list\":[1,2,3,4,5,49,50,51,57,102,56,54,100,48,56,49],\"x\":[0.5,1e3]}",
        "<p class=\"a1b2\">A1 B2 C3 D4</p> Ⅸ ① ② ③ 𝟙",
        "i.86.110108.52/91.12000000.1/11010519491231002X",
    ] {
        assert_eq!(redactor.redact(text), text);
    }
}

/// A text that exceeds the limit of the full search for [`HARD_SECRET`].
fn hard() -> String {
    "%2525".repeat(1_500)
}

const HARD_SECRET: &str = "%%%%%%%%%%%%secret";

#[test]
fn beyond_the_limit_simply_encoded_secrets_are_hidden_and_the_rest_is_kept() {
    let redactor = Redactor::new([HARD_SECRET, PASSWORD, "Canary+/=\"中文"]);
    let hard = hard();
    let percent = |text: &str| -> String {
        let bytes = text.bytes();
        bytes.map(|byte| format!("%{byte:02x}")).collect()
    };
    let secrets = [
        PASSWORD,
        "9F86D081884C7D659A2FEAA0C55AD015",
        &percent(PASSWORD),
        &percent(&percent(PASSWORD)),
        &of_each(|c| format!("\\u{:04x}", u32::from(c))),
        &of_each(|c| format!("&#{};", u32::from(c))),
        "9f86d081\\n884c7d65\\n9a2feaa0c55ad015",
        "OWY4NmQwODE4ODRjN2Q2NTlhMmZlYWEwYzU1YWQwMTU=",
        "OWY4NmQwODE4ODRjN2Q2NTlhMmZlYWEwYzU1YWQwMTU%3D",
        "3966383664303831383834633764363539613266656161306335356164303135",
        "HFTDQNTEGA4DCOBYGRRTOZBWGU4WCMTGMVQWCMDDGU2WCZBQGE2Q",
        "Canary+/=\"中文",
        "Canary%2B%2F%3D%22%E4%B8%AD%E6%96%87",
        r#"canary+\/=\"\u4e2d\u6587"#,
    ];
    let text = format!("{hard} a {} b", secrets.join(" | "));
    let redacted = redactor.redact(&text).replace("%3D", "").replace('=', "");
    let expected = format!("{hard} a {} b", secrets.map(|_| "[redacted]").join(" | "));
    assert!(redacted == expected, "{}", redacted.replace(&hard, ""));
    let with_secret = format!("before {hard}secret");
    assert_eq!(
        redactor.redact(&with_secret),
        format!("before {}[redacted]", "%2525".repeat(1_488))
    );
}

#[test]
fn no_text_of_a_response_beyond_the_limit_is_lost() {
    let redactor = Redactor::new([HARD_SECRET, PASSWORD]);
    let hard = hard();
    let response = format!(r#"{{"a":"x","b":"{hard}","c":"y","d":"z"}}"#);
    assert_eq!(redactor.redact_response(response.as_bytes(), false), None);
    let response = format!(r#"{{"a":"x","b":"{hard} {PASSWORD}.","c":"y"}}"#);
    let redacted = redactor.redact_response(response.as_bytes(), false);
    assert_eq!(
        String::from_utf8(redacted.unwrap()).unwrap(),
        format!(r#"{{"a":"x","b":"{hard} [redacted].","c":"y"}}"#)
    );
}

#[test]
fn json_stays_valid_where_a_secret_begins_after_a_backslash() {
    let redactor = Redactor::new(["name1234", "u4e2d99"]);
    for text in [
        r#"["a\name1234 b"]"#,
        r#"["a\\\name1234"]"#,
        r#"["a\\name1234"]"#,
        r#"["\u4e2d99"]"#,
    ] {
        let redacted = redactor.redact(text);
        assert!(redacted.contains("[redacted]"), "{redacted}");
        let parsed: Result<Vec<String>, _> = serde_json::from_str(&redacted);
        assert!(parsed.is_ok(), "{redacted}");
    }
}

#[test]
fn texts_made_to_be_hard_to_search_do_not_grow() {
    let redactor = Redactor::new(["%".repeat(64), "secret".to_owned(), "\\".repeat(64)]);
    for hard in [
        "%",
        "\\",
        "&#",
        "&amp;",
        "%25",
        "\\u0025",
        "%5c",
        "s\u{200b}",
        "s\n",
    ] {
        let text = hard.repeat(500 / hard.len());
        let redacted = redactor.redact(&text);
        assert!(redacted.len() <= text.len() + 10, "{hard}");
    }
}

#[test]
fn text_full_of_possible_escapes_is_unchanged_around_a_secret() {
    let redactor = Redactor::new([PASSWORD, "CanaryKey+/=%&\"中文 4"]);
    for sign in [
        "=3D",
        "=",
        "=E4=B8=AD",
        "\\134",
        "\\",
        "\\\\u0025",
        "&amp;",
        "&#",
        "&#x26;",
        "&lt;b&gt;",
        "%25",
        "%2539",
        "9=",
        "d=3D",
        "<b>",
        "9<b></b>",
        "57,102,",
        "- ",
    ] {
        let text = sign.repeat(1_500 / sign.len());
        assert!(redactor.redact(&text) == text, "{sign}");
        let around = format!("{text} {PASSWORD}{text}");
        let expected = format!("{text} [redacted]{text}");
        assert!(redactor.redact(&around) == expected, "{sign}");
    }
}

#[test]
fn base64_pictures_are_unchanged_unless_they_contain_a_secret() {
    let redactor = Redactor::new([PASSWORD]);
    // The bytes of a picture hardly ever repeat.
    let mut state = 1_u64;
    let noise: Vec<u8> = core::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        state.to_be_bytes()[0]
    })
    .take(60_000)
    .collect();
    let picture = STANDARD.encode(&noise);
    assert!(redactor.redact(&picture) == picture);
    for before in [0, 1, 50_000] {
        let mut noise = noise.clone();
        noise.splice(before..before, format!("\n{PASSWORD}\n").into_bytes());
        let redacted = redactor.redact(&STANDARD.encode(&noise)).into_owned();
        assert!(
            redacted.contains("[redacted]") && !redacted.contains("ZjA4MTg4NGM3ZDY1OWE"),
            "{before}"
        );
    }
}
