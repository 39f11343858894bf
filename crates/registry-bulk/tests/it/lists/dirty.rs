//! A list of 50,000 companies as people have them, of which the fate of each row is known.

use std::collections::HashMap;

use registry_bulk::export::JoinedRows;
use registry_bulk::input::{self, ChangeKind, InputOptions, Prepared, Preparer, ProblemKind};
use registry_model::UnifiedSocialCreditCode;
use test_support::SeededRng;

use super::{TestFile, ent3f};

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is sent as it is.
    Clean,
    /// It is sent with these changes.
    Changed(Vec<ChangeKind>),
    /// It is not sent.
    Invalid(ProblemKind),
    Empty,
}

/// A row of the list.
#[derive(Debug, Clone)]
pub(crate) struct DirtyRow {
    pub(crate) cells: [String; 3],
    pub(crate) fate: Fate,
    /// The code that is sent.
    pub(crate) code: String,
    /// The line of the first row that is the same query.
    pub(crate) duplicate_of: Option<u64>,
}

const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const DIVISIONS: [&str; 6] = ["310116", "110108", "440305", "330106", "320505", "510107"];

/// A valid credit code; of digits only, if so wanted.
pub(crate) fn credit_code(rng: &mut SeededRng, has_digits_only: bool) -> String {
    let value = |next: char| {
        ALPHABET
            .iter()
            .position(|byte| char::from(*byte) == next)
            .unwrap()
    };
    let letters = if has_digits_only { 10 } else { ALPHABET.len() };
    loop {
        let mut code = format!("91{}", DIVISIONS[rng.below(DIVISIONS.len())]);
        code.extend((0..8).map(|_| char::from(ALPHABET[rng.below(letters)])));
        let weights = [3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = code[8..]
            .chars()
            .zip(weights)
            .map(|(next, weight)| next.to_digit(36).unwrap() * weight)
            .sum();
        code.push(match 11 - sum % 11 {
            10 => 'X',
            11 => '0',
            digit => char::from_digit(digit, 10).unwrap(),
        });
        let mut weight = 1;
        let mut sum = 0;
        for next in code.chars() {
            sum += value(next) * weight;
            weight = weight * 3 % 31;
        }
        code.push(char::from(ALPHABET[(31 - sum % 31) % 31]));
        let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
        // Two zeros at the end of digits are what a program leaves of others.
        if is_number == has_digits_only && !code.ends_with("00") {
            assert!(code.parse::<UnifiedSocialCreditCode>().is_ok(), "{code}");
            return code;
        }
    }
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|next| char::from_u32(u32::from(next) + 0xfee0).unwrap())
        .collect()
}

/// The list, with a fixed seed.
pub(crate) fn list(count: usize) -> Vec<DirtyRow> {
    use ChangeKind as Kind;

    let mut rng = SeededRng::new(15);
    let surnames = ["张", "王", "李", "赵", "欧阳", "阿依古丽·买买"];
    let mut rows: Vec<DirtyRow> = Vec::with_capacity(count);
    let mut first_lines: HashMap<[String; 3], u64> = HashMap::new();
    while rows.len() < count {
        let line = rows.len() as u64 + 2;
        let number = rows.len();
        let draw = rng.below(1000);
        // 3 % repeat an earlier row that is sent.
        if draw < 30
            && let Some(earlier) = rows.get(rng.below(rows.len().max(1)))
            && matches!(earlier.fate, Fate::Clean | Fate::Changed(_))
        {
            let place = rows.len();
            let mut row = earlier.clone();
            let key = [
                row.cells[0].trim().to_owned(),
                row.code.clone(),
                row.cells[2].clone(),
            ];
            row.duplicate_of = first_lines.get(&key).copied();
            assert!(row.duplicate_of.is_some(), "row {place}");
            rows.push(row);
            continue;
        }
        let code = credit_code(&mut rng, (140..190).contains(&draw));
        let name = format!("上海样例第{number}号科技有限公司");
        let person = format!("{}某人", surnames[rng.below(surnames.len())]);
        let (cell, fate) = match draw {
            30..60 => (wide(&code), Fate::Changed(vec![Kind::Width])),
            60..90 => (code.to_ascii_lowercase(), Fate::Changed(vec![Kind::Case])),
            90..130 => match draw % 4 {
                0 => (format!(" {code}"), Fate::Changed(vec![Kind::Blanks])),
                1 => (
                    format!("{code}\u{3000}\t"),
                    Fate::Changed(vec![Kind::Blanks]),
                ),
                2 => (
                    format!("{} {}\u{a0}{}", &code[..4], &code[4..10], &code[10..]),
                    Fate::Changed(vec![Kind::Blanks]),
                ),
                _ => (format!("'{code}"), Fate::Changed(vec![Kind::Quotes])),
            },
            130..140 => (String::new(), Fate::Empty),
            // What Excel shows and saves.
            140..150 => (
                format!("{}.{}E+17", &code[..1], &code[1..6]),
                Fate::Invalid(ProblemKind::Destroyed),
            ),
            150..160 => (
                format!("{}000", &code[..15]),
                Fate::Invalid(ProblemKind::Destroyed),
            ),
            190..220 => {
                let wrong = ALPHABET
                    .iter()
                    .map(|byte| char::from(*byte))
                    .map(|check| format!("{}{check}", &code[..17]));
                let mut wrong =
                    wrong.filter(|code| code.parse::<UnifiedSocialCreditCode>().is_err());
                (
                    wrong.nth(rng.below(20)).unwrap(),
                    Fate::Invalid(ProblemKind::Code),
                )
            }
            _ => (code.clone(), Fate::Clean),
        };
        let cells = match fate {
            Fate::Empty => [String::new(), String::new(), String::new()],
            _ => [name.clone(), cell, person.clone()],
        };
        if matches!(fate, Fate::Clean | Fate::Changed(_)) {
            first_lines.insert([name, code.clone(), person], line);
        }
        rows.push(DirtyRow {
            cells,
            fate,
            code,
            duplicate_of: None,
        });
    }
    rows
}

/// The list as CSV.
pub(crate) fn csv(rows: &[DirtyRow]) -> String {
    let mut text = "公司名称,统一社会信用代码,法定代表人\r\n".to_owned();
    for row in rows {
        text.push_str(&row.cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// The list in UTF-8 with a byte order mark, and in GBK.
pub(crate) fn encoded(text: &str) -> [(&'static str, Vec<u8>); 2] {
    let (gbk, _, has_errors) = encoding_rs::GB18030.encode(text);
    assert!(!has_errors);
    [
        ("UTF-8", format!("\u{feff}{text}").into_bytes()),
        ("gb18030", gbk.into_owned()),
    ]
}

#[test]
fn every_row_of_the_dirty_list_has_the_fate_it_should_have() {
    assert_every_fate(2_000);
}

/// Compares the fate of each row of a list of so many rows, in each encoding.
pub(crate) fn assert_every_fate(count: usize) {
    let rows = list(count);
    let text = csv(&rows);
    for (encoding, bytes) in encoded(&text) {
        let file = TestFile::new("dirty.csv", &bytes);
        let options = InputOptions::default();
        let joined = JoinedRows::open(&file.path, &options, ent3f(), None).unwrap();
        let mut seen = 0;
        for (joined, expected) in joined.zip(&rows) {
            let joined = joined.unwrap();
            let line = seen + 2;
            assert_eq!(joined.row.line, line, "{encoding}");
            assert_eq!(joined.duplicate_of, expected.duplicate_of, "line {line}");
            let fate = match &joined.prepared {
                Prepared::Empty => Fate::Empty,
                Prepared::Invalid(problem) => Fate::Invalid(problem.kind),
                Prepared::Valid(row) => {
                    let fields: Vec<&str> = row.fields.iter().map(|(_, value)| &**value).collect();
                    let [name, _, person] = &expected.cells;
                    assert_eq!(fields, [name, &expected.code, person], "line {line}");
                    match row.changes.as_slice() {
                        [] => Fate::Clean,
                        [change] => {
                            assert_eq!(change.from, expected.cells[1]);
                            Fate::Changed(change.kinds.clone())
                        }
                        more => panic!("line {line}: {more:?}"),
                    }
                }
            };
            assert_eq!(fate, expected.fate, "line {line} in {encoding}");
            seen += 1;
        }
        assert_eq!(seen, count as u64);
    }
}

#[test]
fn the_report_of_the_dirty_list_counts_every_row_and_says_the_encoding() {
    let rows = list(1_000);
    let text = csv(&rows);
    let count =
        |wanted: fn(&Fate) -> bool| rows.iter().filter(|row| wanted(&row.fate)).count() as u64;
    for (encoding, bytes) in encoded(&text) {
        let file = TestFile::new("dirty.csv", &bytes);
        let mut file = file.open();
        let preparer = Preparer::new(ent3f(), file.header(), &[]).unwrap();
        let report = input::check(&mut file, &preparer).unwrap();
        assert_eq!(report.encoding, Some(encoding));
        assert_eq!(report.rows, 1_000);
        assert_eq!(report.empty, count(|fate| *fate == Fate::Empty));
        assert_eq!(
            report.invalid,
            count(|fate| matches!(fate, Fate::Invalid(_)))
        );
        assert_eq!(
            report.changed,
            count(|fate| matches!(fate, Fate::Changed(_)))
        );
        let duplicates = rows.iter().filter(|row| row.duplicate_of.is_some()).count() as u64;
        assert_eq!(report.duplicates, duplicates);
        assert_eq!(report.queries + duplicates, report.valid);
        assert!(report.is_billed);
        let text = report.to_string();
        assert!(
            text.contains("destroyed") && text.contains("and "),
            "{text}"
        );
    }
}
