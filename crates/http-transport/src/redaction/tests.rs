//! Tests which secrets are found in a text, and that nothing else is hidden.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::redaction::redactor::Redactor;

#[test]
fn a_secret_of_which_each_letter_is_written_otherwise_is_found_whole() {
    let text = r"a %5C%75%30%30%33%37&percnt;u0038&amp;#X64%39&#53;&#X34\u0066\u0031 b";
    assert_eq!(Redactor::new(["78d954f1"]).redact(text), "a [redacted] b");
}

#[test]
fn a_letter_before_a_secret_that_looks_like_an_escape_hides_nothing() {
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
const PROOF: &str = "9f86d081884c7d659a2feaa0c55ad015";

fn of_each(write: impl Fn(char) -> String) -> String {
    PROOF.chars().map(write).collect()
}

fn list(between: &str, write: impl Fn(u32) -> String) -> String {
    let numbers: Vec<String> = PROOF.chars().map(|c| write(u32::from(c))).collect();
    numbers.join(between)
}

#[test]
fn a_secret_that_was_encoded_more_than_once_or_as_numbers_is_found() {
    let redactor = Redactor::for_values([PROOF]);
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

/// Digits of mathematics, circled small letters.
fn styled(letter: char) -> String {
    let code = u32::from(letter);
    let styled = match letter {
        '0'..='9' => 0x1d7d8 + code - u32::from('0'),
        _ => 0x24d0 + code - u32::from('a'),
    };
    char::from_u32(styled).into_iter().collect()
}

#[test]
fn what_companies_say_of_themselves_is_left_as_it_is() {
    let redactor = Redactor::new([PROOF, "a1b2c3d4", "secret99", "CanaryToken"]);
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

#[test]
fn what_is_too_hard_to_be_searched_is_left_out_from_there_on() {
    let redactor = Redactor::new(["%%%%%%%%%%%%secret"]);
    let hard = format!("before {}secret", "%2525".repeat(1_500));
    let redacted = redactor.redact(&hard);
    assert!(
        !redacted.contains("secret") && redacted.ends_with("[redacted]"),
        "{} bytes",
        redacted.len()
    );
}

#[test]
fn only_the_texts_of_an_answer_that_are_too_hard_are_left_out() {
    let redactor = Redactor::new(["%%%%%%%%%%%%secret"]);
    let hard = "%2525".repeat(4_000);
    let answer = format!(r#"{{"a":"x","b":"{hard}","c":"y","d":"z"}}"#);
    let redacted = redactor.redact_answer(answer.as_bytes(), false);
    assert_eq!(
        String::from_utf8(redacted.unwrap()).unwrap(),
        r#"{"a":"x","b":"[redacted]","c":"y","d":"z"}"#
    );
}

#[test]
fn texts_made_to_be_hard_are_searched_in_reasonable_time() {
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
fn signs_that_may_be_escapes_hide_nothing_where_there_is_no_secret() {
    let redactor = Redactor::new([PROOF, "CanaryKey+/=%&\"中文 4"]);
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
        let around = format!("{text} {PROOF}{text}");
        let expected = format!("{text} [redacted]{text}");
        assert!(redactor.redact(&around) == expected, "{sign}");
    }
}

#[test]
fn pictures_in_base64_are_left_as_they_are_unless_a_secret_is_in_them() {
    let redactor = Redactor::new([PROOF]);
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
        noise.splice(before..before, format!("\n{PROOF}\n").into_bytes());
        let redacted = redactor.redact(&STANDARD.encode(&noise)).into_owned();
        assert!(
            redacted.contains("[redacted]") && !redacted.contains("ZjA4MTg4NGM3ZDY1OWE"),
            "{before}"
        );
    }
}

#[test]
fn a_secret_before_or_in_what_is_too_hard_is_found_however_it_is_encoded() {
    let redactor = Redactor::new([PROOF, "%%%%%%%%%%%%secret"]);
    let base32 = "HFTDQNTEGA4DCOBYGRRTOZBWGU4WCMTGMVQWCMDDGU2WCZBQGE2Q";
    let hard = "%2525".repeat(1_500);
    for text in [format!("a {base32} {hard}"), format!("a {hard} {base32}")] {
        let redacted = redactor.redact(&text);
        assert!(!redacted.contains("HFTDQ") && redacted.starts_with("a "));
    }
}
