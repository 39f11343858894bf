//! Tables of Chinese rows are aligned, and no wider than the terminal.

use unicode_width::UnicodeWidthStr as _;

use crate::process::{Entreg, Run, entreg};

const COMPANY: &str = "样例（北京）科技有限公司";

fn table(words: &[&str], columns: &str) -> Run {
    Entreg::new(["--sandbox"].into_iter().chain(words.iter().copied()))
        .env("COLUMNS", columns)
        .run()
        .expect_code(0)
}

/// The position of a text in a line, as a terminal shows it.
fn offset(line: &str, text: &str) -> Option<usize> {
    let (before, _) = line.split_once(text)?;
    Some(before.width())
}

#[test]
fn columns_behind_chinese_text_are_aligned() {
    let run = table(&["trademarks", COMPANY], "200");
    let mut lines = run.stdout.lines();
    let header = lines.next().unwrap();
    assert_eq!(
        header.split_whitespace().collect::<Vec<_>>(),
        [
            "number", "class", "name", "status", "applied", "valid_to", "past"
        ]
    );
    let first = run.stdout.lines().nth(2).unwrap();
    assert_eq!(
        first.split_whitespace().collect::<Vec<_>>(),
        [
            "90000001",
            "8",
            "样例牌001",
            "注册公告",
            "2018-02-07",
            "2028-10-06"
        ]
    );
    let status = offset(header, "status").unwrap();
    let applied = offset(header, "applied").unwrap();
    lines.next();
    let mut rows = 0;
    for line in lines {
        let words = ["注册公告", "等待实质审查", "商标无效"];
        let at = words.iter().find_map(|word| offset(line, word));
        assert_eq!(at, Some(status), "{line}");
        let at = ["2017-", "2018-", "2019-", "2020-", "2021-", "2022-"]
            .iter()
            .filter_map(|year| offset(line, year))
            .min();
        assert_eq!(at, Some(applied), "{line}");
        rows += 1;
    }
    assert_eq!(rows, 20);
}

#[test]
fn a_table_is_no_wider_than_the_terminal_and_numbers_stay_whole() {
    for command in ["trademarks", "copyrights", "lookup"] {
        for columns in ["60", "80"] {
            let run = table(&[command, COMPANY], columns);
            let most: usize = columns.parse().unwrap();
            for line in run.stdout.lines() {
                assert!(line.width() <= most, "{command} {columns}: {line}");
            }
        }
    }
    // Text is wrapped before numbers are.
    let run = table(&["copyrights", COMPANY, "--number", "2018SR9900001"], "60");
    assert!(run.stdout.contains("2018SR9900001"), "{run:#?}");
}

#[test]
fn nothing_is_wrapped_for_a_pipe() {
    let run = entreg(["--sandbox", "lookup", COMPANY]).expect_code(0);
    let line = run.stdout.lines().find(|line| line.contains("zsopscope"));
    assert!(
        line.unwrap().contains("技术开发、技术服务、技术咨询。"),
        "{run:#?}"
    );
}
