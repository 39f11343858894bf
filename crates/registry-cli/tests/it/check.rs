//! `check` identifies codes and validates them.

use serde_json::json;

use crate::process::{Entreg, entreg};

#[test]
fn each_kind_is_recognised_by_its_form() {
    let run = entreg([
        "check",
        "91310116761614322N",
        "761614322",
        "310116002008277",
        "310116",
        "i.86.110108.52/91.12000000.1/",
        "--output",
        "json",
    ])
    .expect_code(0);
    let codes = run.json();
    let kinds: Vec<_> = codes
        .as_array()
        .unwrap()
        .iter()
        .map(|code| &code["kind"])
        .collect();
    assert_eq!(
        kinds,
        [
            "credit_code",
            "organization_code",
            "registration_number",
            "division_code",
            "id_code"
        ]
    );
}

#[test]
fn an_invalid_code_has_the_position_of_its_error_and_exit_code_1() {
    let run = entreg(["check", "9131011676161432ZN", "310116", "--output", "json"]).expect_code(1);
    assert_eq!(
        run.json(),
        json!([
            {
                "code": "9131011676161432ZN",
                "kind": "credit_code",
                "valid": false,
                "error": "unified social credit code: position 17: found 'Z', expected a digit or \
                          an upper-case letter other than I, O, S, V and Z",
                "position": 17,
                "expected": null,
                "corrections": [
                    {
                        "code": "91310116761614322N",
                        "position": 17,
                        "proposed": "2",
                        "lookalike": true
                    }
                ],
                "warnings": [],
                "holder": null,
                "department": null,
                "organization_code": null,
                "division": null
            },
            {
                "code": "310116",
                "kind": "division_code",
                "valid": true,
                "error": null,
                "position": null,
                "expected": null,
                "corrections": [],
                "warnings": [],
                "holder": null,
                "department": null,
                "organization_code": null,
                "division": {"code": "310116", "name": "上海市金山区", "standing": "current"}
            }
        ])
    );
}

#[test]
fn a_wrong_check_character_is_explained_with_the_right_one_and_all_corrections() {
    let run = entreg(["check", "91310116761614322A", "--output", "json"]).expect_code(1);
    let code = &run.json()[0];
    assert_eq!(code["position"], 18);
    assert_eq!(code["expected"], "N");
    let corrections = code["corrections"].as_array().unwrap();
    let codes: Vec<_> = corrections
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"91310116761614322N"), "{codes:?}");
    // Each proposal is valid.
    let words = ["check"].into_iter().chain(codes.iter().copied());
    Entreg::new(words).run().expect_code(0);
}

#[test]
fn a_valid_credit_code_is_split_into_its_parts() {
    let run = entreg(["check", "91310116761614322N", "--output", "json"]).expect_code(0);
    let code = &run.json()[0];
    assert_eq!(code["holder"], "enterprise");
    assert_eq!(code["department"], "market regulation");
    assert_eq!(code["organization_code"], "761614322");
    assert_eq!(code["division"]["name"], "上海市金山区");
}

#[test]
fn withdrawn_and_unknown_divisions_are_marked() {
    let run = entreg(["check", "310119", "310141", "--output", "json"]).expect_code(0);
    assert_eq!(
        run.json()[0]["division"],
        json!({
            "code": "310119",
            "name": "上海市南汇区",
            "standing": "withdrawn",
            "year": 2009,
            "today": ["310115"]
        })
    );
    assert_eq!(
        run.json()[1]["division"],
        json!({
            "code": "310141",
            "name": null,
            "standing": "unknown",
            "around": {"code": "310000", "name": "上海市"}
        })
    );
    let run = entreg(["check", "310119", "310141"]).expect_code(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines[0].ends_with("valid: 上海市南汇区 (withdrawn 2009, now 上海市浦东新区)"),
        "{run:#?}"
    );
    assert!(
        lines[1].ends_with("valid: division 310141 in 上海市, not in GB/T 2260"),
        "{run:#?}"
    );
}

#[test]
fn divided_and_reused_division_codes_brackets_and_zones_are_explained() {
    for (code, about) in [
        (
            "130103",
            "河北省石家庄市桥东区 (withdrawn 2014, now 河北省石家庄市长安区 and 河北省石家庄市桥西区)",
        ),
        ("321301", "江苏省宿迁市市辖区; in 1983: 江苏省苏州市常熟市"),
        ("419001", "河南省济源市; 1986 to 1994: 河南省三门峡市义马市"),
        ("440101", "广东省广州市市辖区"),
        (
            "360122",
            "江西省南昌市新建县 (withdrawn 2015, now 江西省南昌市新建区 and 江西省南昌市红谷滩区)",
        ),
        (
            "332401",
            "浙江省金华地区金华市 (withdrawn 1985, now 浙江省金华市婺城区 and 浙江省金华市金东区)",
        ),
        (
            "460031",
            "海南省昌江黎族自治县 (withdrawn 2003, now 海南省昌江黎族自治县)",
        ),
        (
            "130272",
            "河北省唐山市汉沽管理区 (a zone, not in GB/T 2260)",
        ),
        (
            "320571",
            "江苏省苏州市苏州工业园区 (a zone, not in GB/T 2260)",
        ),
        (
            "320594",
            "division 320594 in 江苏省苏州市, not in GB/T 2260",
        ),
        ("990101", "division 990101 not in GB/T 2260"),
    ] {
        let run = entreg(["check", code]).expect_code(0);
        assert!(run.stdout.contains(&format!(": {about}")), "{run:#?}");
    }
    let codes = [
        "check", "130103", "321301", "320571", "440101", "--output", "json",
    ];
    let run = entreg(codes).expect_code(0);
    let division = |at: usize| run.json()[at]["division"].clone();
    assert_eq!(division(0)["today"], json!(["130102", "130104"]));
    assert_eq!(
        division(1)["other_meanings"],
        json!([{"name": "江苏省苏州市常熟市", "from": 1983, "until": 1984}])
    );
    assert_eq!(division(2)["standing"], "zone");
    assert_eq!(division(3)["standing"], "bracket");
}

#[test]
fn an_odd_valid_code_has_a_warning() {
    let run = entreg(["check", "990101", "--output", "json"]).expect_code(0);
    assert_eq!(run.json()[0]["warnings"], json!(["unknown_region"]));
}

#[test]
fn identity_card_numbers_are_never_shown() {
    for number in [
        "11010519491231002X",
        "110105194912310021",
        "11010519491231002x",
    ] {
        for format in ["table", "json", "csv"] {
            let run = entreg(["check", number, "--output", format]);
            assert!(run.stdout.contains("11****************"), "{run:#?}");
            assert!(run.stdout.contains("resident_id"), "{run:#?}");
            assert!(!run.stdout.contains("19491231"), "{run:#?}");
            assert!(!run.stdout.contains("would be"), "{run:#?}");
        }
    }
}

#[test]
fn stdin_is_read_by_lines_with_any_line_ending() {
    let lines = "\u{feff}91310116761614322N\r\n\n310116 \n  \n样例\"\n310117";
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(lines.as_bytes())
        .run()
        .expect_code(1);
    let found = run.json();
    let codes: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|code| &code["code"])
        .collect();
    assert_eq!(codes, ["91310116761614322N", "310116 ", "样例\"", "310117"]);
    let valid: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|code| &code["valid"])
        .collect();
    assert_eq!(valid, [true, false, false, true]);
}

#[test]
fn a_line_that_is_not_text_is_invalid_and_the_rest_is_read() {
    let run = Entreg::new(["check", "-", "--output", "csv"])
        .stdin(b"\xff\xfe\n310116\n")
        .run()
        .expect_code(1);
    assert_eq!(run.stdout.lines().count(), 3);
    assert_eq!(
        run.stdout.lines().last(),
        Some("310116,division_code,true,,,,,,,,,310116,上海市金山区,2")
    );
}

#[test]
fn empty_input_is_2_and_still_a_document() {
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(b"\n\n")
        .run()
        .expect_code(2);
    assert_eq!(run.json(), json!([]));
    assert_eq!(run.error()["message"], "stdin contains no codes");
}

#[test]
fn lines_and_csv_agree() {
    let words = [
        "check",
        "91310116761614322N",
        "9131O116761614322N",
        "76161432A",
    ];
    let run = entreg(words).expect_code(1);
    assert_eq!(
        run.stdout,
        "91310116761614322N        credit_code          valid: enterprise, market regulation, \
         上海市金山区\n\
         9131O116761614322N        credit_code          invalid: unified social credit code: \
         position 5: found 'O', expected a digit; would be valid: 91310116761614322N\n\
         76161432A                 organization_code    invalid: organisation code: position 9: \
         found 'A', expected a digit or X; would be valid: 761614322\n"
    );

    let run = Entreg::new(words.into_iter().chain(["--output", "csv"]))
        .run()
        .expect_code(1);
    assert_eq!(
        run.stdout,
        "code,kind,valid,error,position,warnings,expected,corrections,holder,department,\
         organization_code,division,division_name\n\
         91310116761614322N,credit_code,true,,,,,,enterprise,market regulation,761614322,310116,\
         上海市金山区\n\
         9131O116761614322N,credit_code,false,\"unified social credit code: position 5: found \
         'O', expected a digit\",5,,,91310116761614322N,,,,,\n\
         76161432A,organization_code,false,\"organisation code: position 9: found 'A', expected a \
         digit or X\",9,,,761614322,,,,,\n"
    );
}

#[test]
fn the_division_of_the_whole_country_is_not_unknown() {
    let run = entreg(["check", "12100000400000624D"]).expect_code(0);
    assert!(
        run.stdout
            .ends_with("valid: public institution, public establishment, the whole country\n"),
        "{run:#?}"
    );
    let run = entreg(["check", "100000", "--output", "json"]).expect_code(0);
    assert_eq!(run.json()[0]["division"]["standing"], "nation");
}

#[test]
fn codes_of_unassigned_kinds_are_not_proposed() {
    let run = entreg(["check", "91310116761614322A"]).expect_code(1);
    let (_, proposals) = run.stdout.split_once("would be valid: ").unwrap();
    // M is no department, and 95 no organisation kind.
    assert_eq!(proposals, "9131011676Y614322A, 91310116761614322N\n");
}

#[test]
fn a_line_shows_three_corrections_at_most() {
    let run = entreg(["check", "310116002008278"]).expect_code(1);
    let (_, proposals) = run.stdout.split_once("would be valid: ").unwrap();
    assert_eq!(proposals.matches(", ").count(), 2, "{run:#?}");
    assert!(proposals.trim_end().ends_with(" and 12 more"), "{run:#?}");
}

#[test]
fn csv_quotes_what_would_break_a_row() {
    let run = entreg(["check", "a,\"b\"\nc", "--output", "csv"]).expect_code(1);
    let mut rows = csv::Reader::from_reader(run.stdout.as_bytes());
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    // A record is one line: the line break is escaped.
    assert_eq!(&rows[0][0], "a,\"b\"\\nc");
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(&rows[0][1], "unknown");
}

#[test]
fn text_that_could_rewrite_the_terminal_is_escaped() {
    let run = entreg(["check", "\u{1b}[2J"]).expect_code(1);
    assert!(run.stdout.starts_with("\\u001b[2J"), "{run:#?}");
}

#[test]
fn every_line_of_a_long_list_is_checked() {
    let lines = "91310116761614322N\n".repeat(20_000);
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(lines.as_bytes())
        .run()
        .expect_code(0);
    assert_eq!(run.json().as_array().unwrap().len(), 20_000);
}

#[test]
fn only_the_beginning_of_an_overlong_line_is_kept() {
    let lines = "1".repeat(200_000) + "\n91310116761614322N\n";
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(lines.as_bytes())
        .run()
        .expect_code(1);
    let codes = run.json();
    assert_eq!(codes.as_array().unwrap().len(), 2);
    assert_eq!(codes[0]["code"].as_str().unwrap().len(), 64 * 1024);
    assert_eq!(codes[0]["valid"], false);
    assert_eq!(codes[1]["valid"], true);
}

#[test]
fn identity_card_numbers_are_masked_in_every_notation() {
    for number in [
        "110101900307803",
        "110101 19900307 803X",
        "110101-19900307-803X",
    ] {
        for format in ["table", "json", "csv"] {
            let run = entreg(["check", number, "--output", format]).expect_code(1);
            assert!(!run.stdout.contains("9003"), "{run:#?}");
            assert!(run.stdout.contains("11****"), "{run:#?}");
        }
    }
}

#[test]
fn codes_of_the_pilot_are_valid_with_a_warning_and_no_others_are_proposed() {
    for code in [
        "91350203M0001QKT19",
        "91350100M0001TGQXM",
        "91350200M000000510",
    ] {
        let run = entreg(["check", code, "--output", "json"]).expect_code(0);
        let found = &run.json()[0];
        assert_eq!(found["warnings"], json!(["pilot_check_character"]));
        assert_eq!(found["corrections"], json!([]));
        let run = entreg(["check", code]).expect_code(0);
        assert!(run.stdout.contains("(observed)"), "{run:#?}");
        assert!(!run.stdout.contains("would be"), "{run:#?}");
    }
    entreg(["check", "91350100M000100Y43"]).expect_code(0);
}

#[test]
fn what_cleaning_makes_valid_is_the_first_proposal() {
    for damaged in [
        "'91310116761614322N",
        "91310116761614322N\u{a0}",
        "9131 0116 7616 1432 2N",
        "9131011676I6I4322N",
        "９１３１０１１６７６１６１４３２２Ｎ",
        "91310116761614322N（1-1）",
        "统一社会信用代码：91310116761614322N",
        "No.91310116761614322N",
        "9131_0116_7616_1432_2N",
        "91310116/761614322/N",
    ] {
        let run = entreg(["check", damaged, "--output", "json"]).expect_code(1);
        let found = &run.json()[0];
        assert_eq!(found["kind"], "credit_code", "{run:#?}");
        assert_eq!(found["corrections"][0]["code"], "91310116761614322N");
        let run = entreg(["check", damaged]).expect_code(1);
        assert!(
            run.stdout.ends_with("would be valid: 91310116761614322N\n"),
            "{run:#?}"
        );
    }
}

#[test]
fn a_code_truncated_by_a_spreadsheet_is_explained_without_a_proposal() {
    for damaged in [
        "916201055811843000",
        "916201055811843000.00",
        "913,101,167,616,143,000",
        "9.1310E+17",
        "9.1310116761614E+0017",
        "310116002008000",
    ] {
        let run = entreg(["check", damaged]).expect_code(1);
        assert!(run.stdout.contains("spreadsheet"), "{run:#?}");
        assert!(!run.stdout.contains("would be"), "{run:#?}");
    }
}

#[test]
fn an_identity_card_number_is_masked_inside_any_other_text() {
    for number in [
        "'11010519491231002X",
        "11010519491231002×",
        "110105194902300021",
        "110105194913450021",
        "110105491231002",
        "110105491231002.0",
        "13800138000 110105491231002",
        "2026-01-01,110105491231002",
        "1.1010519491231E+17",
        "身份证11010519491231002X",
        "i.86.110108.52/91.12000000.1/11010519491231002X",
        "110105a19491231b002X",
        "1101019491231002X",
    ] {
        for format in ["table", "json", "csv"] {
            let run = entreg(["check", number, "--output", format]);
            assert!(!run.stdout.contains("4912"), "{run:#?}");
            assert!(!run.stdout.contains("194"), "{run:#?}");
        }
    }
}

#[test]
fn no_other_codes_are_proposed_if_cleaning_has_one_result_or_a_letter_is_meant() {
    for (damaged, meant) in [
        ("91350203M0001QKT1９", Some("91350203M0001QKT19")),
        ("9135020３M0001QKT19", Some("91350203M0001QKT19")),
        ("7616143２2", Some("761614322")),
        ("14010700A001338", None),
    ] {
        let run = entreg(["check", damaged]).expect_code(1);
        let proposed = run.stdout.split_once("would be valid: ");
        assert_eq!(proposed.map(|(_, codes)| codes.trim()), meant, "{run:#?}");
    }
}

#[test]
fn a_list_on_stdin_keeps_its_line_numbers() {
    let lines = "91310116761614322N\r\n\r\n 310116\r\n\r\n310117\r\n\u{1a}";
    let of = |format| {
        Entreg::new(["check", "-", "--output", format])
            .stdin(lines.as_bytes())
            .run()
            .expect_code(1)
    };
    let found = of("json").json();
    let numbers: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code["line"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, [1, 3, 5]);
    let run = of("csv");
    let mut rows = csv::Reader::from_reader(run.stdout.as_bytes());
    assert_eq!(rows.headers().unwrap().iter().next_back(), Some("line"));
    let numbers: Vec<_> = rows
        .records()
        .map(|row| row.unwrap().iter().next_back().unwrap().to_owned())
        .collect();
    assert_eq!(numbers, ["1", "3", "5"]);
    let run = of("table");
    let starts: Vec<_> = run.stdout.lines().map(|line| line[..6].trim()).collect();
    assert_eq!(starts, ["1", "3", "5"]);
    assert!(
        entreg(["check", "310116", "--output", "json"]).json()[0]
            .get("line")
            .is_none()
    );
}

#[test]
fn utf16_input_is_reported_as_such() {
    let lines: Vec<u8> = "\u{feff}91310116761614322N\r\n310116\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let run = Entreg::new(["check", "-"])
        .stdin(&lines)
        .run()
        .expect_code(2);
    assert!(run.stderr.contains("UTF-16LE"), "{run:#?}");
}

#[test]
fn gbk_input_is_checked_with_a_warning_that_names_it() {
    // 样例 in GBK on the second line.
    let lines = b"91310116761614322N\n\xd1\xf9\xc0\xfd\n\xd1\xf9\n310116\n";
    let run = Entreg::new(["check", "-"])
        .stdin(lines)
        .run()
        .expect_code(1);
    let warning = "warning: line 2 is GBK text, not UTF-8";
    assert_eq!(run.stderr.matches("not UTF-8").count(), 1, "{run:#?}");
    assert!(run.stderr.contains(warning), "{run:#?}");
    assert!(run.stderr.contains("iconv -f GBK -t UTF-8"), "{run:#?}");
    assert_eq!(run.stdout.lines().count(), 4);
    let quiet = Entreg::new(["check", "-", "--quiet"]).stdin(lines).run();
    assert_eq!(quiet.stderr, "");
}

#[test]
fn no_variant_of_an_identity_card_number_is_printed_in_full() {
    /// Made for this test, with their check characters.
    const NUMBERS: [&str; 4] = [
        "11010519491231002X",
        "310101198007150010",
        "440305200002290026",
        "650102199912310034",
    ];
    const AROUND: [(&str, &str); 30] = [
        ("", ""),
        ("'", ""),
        ("\"", "\""),
        ("“", "”"),
        ("=\"", "\""),
        ("张三", ""),
        ("张三 ", " 13800138000"),
        ("", "张三"),
        ("身份证：", ""),
        ("居民身份证", "（正面）"),
        ("统一社会信用代码：", ""),
        ("纳税人识别号", ""),
        ("{\"id\":\"", "\"}"),
        ("<b>", "</b>"),
        ("ID", ""),
        ("CN", ""),
        ("P", ""),
        ("sfz_", ".jpg"),
        ("", "（1-1）"),
        ("", ","),
        ("\u{202e}", ""),
        ("", "\u{200b}"),
        ("", "\u{301}"),
        ("i.86.110108.52/", ""),
        ("i.86.110108.", ""),
        ("0", ""),
        ("", "0"),
        ("MA", ""),
        ("", "CN"),
        ("%27", "%27"),
    ];
    let mut variants = Vec::new();
    for number in NUMBERS {
        variants.extend(AROUND.map(|(before, behind)| format!("{before}{number}{behind}")));
        for sign in [
            " ", "-", "\u{a0}", "\u{ad}", "_", ".", "/", "　", "·", "，", "|", "*",
        ] {
            for sizes in [&[6, 8, 4][..], &[3, 3, 4, 4, 4], &[9, 9]] {
                let mut rest = number;
                let parts = sizes.iter().map(|size| {
                    let (part, behind) = rest.split_at(*size);
                    rest = behind;
                    part
                });
                variants.push(parts.collect::<Vec<_>>().join(sign));
            }
        }
        let wide = number
            .chars()
            .map(|next| char::from_u32(u32::from(next) + 0xfee0).unwrap());
        variants.push(wide.collect());
        let old = format!("{}{}", &number[..6], &number[8..17]);
        variants.extend([old.clone(), format!("张三{old}"), number.to_lowercase()]);
        for last in ["×", "*", "Ⅹ", "Х", "", "7", "***?"] {
            variants.push(format!("{}{last}", &number[..17]));
        }
        variants.push(format!("{}****", &number[..14]));
        variants.push(number.replace('0', "O"));
        variants.push(number.replace('1', "l"));
    }
    assert!(variants.len() >= 200, "{}", variants.len());
    let list = variants.join("\n");
    for format in ["table", "json", "csv"] {
        let run = Entreg::new(["check", "-", "--output", format])
            .stdin(list.as_bytes())
            .run();
        assert_eq!(run.code, Some(1));
        for number in NUMBERS {
            for part in [&number[6..14], &number[8..14]] {
                let lines = || run.stdout.lines().chain(run.stderr.lines());
                let leak = lines().find(|line| {
                    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
                    digits.contains(part)
                });
                assert_eq!(leak, None, "{format}");
            }
        }
    }
}

/// The corpus of `registry-model`, in one process: 459 public codes.
#[test]
fn every_public_code_of_the_corpus_is_identified() {
    let corpus = include_str!("../../../registry-model/tests/data/public_codes.txt");
    let codes: Vec<(&str, &str)> = corpus
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.rsplit_once(' ').unwrap())
        .collect();
    let list: String = codes.iter().map(|(_, code)| format!("{code}\n")).collect();
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(list.as_bytes())
        .run()
        .expect_code(1);
    let found = run.json();
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), codes.len());
    assert!(codes.len() >= 400);
    for ((kind, code), found) in codes.into_iter().zip(found) {
        let (kind, valid, warnings) = match kind {
            "pilot" => ("credit_code", true, vec!["pilot_check_character"]),
            "as_written registration_number" => ("registration_number", false, vec![]),
            kind => (kind, true, vec![]),
        };
        let is_warned_of =
            |name: &str| found["warnings"].as_array().unwrap().contains(&json!(name));
        // A number that may be of an identity card is masked, though it is valid.
        if !is_warned_of("may_be_resident_id") {
            assert_eq!(found["code"], code);
        }
        assert_eq!(
            (&found["kind"], &found["valid"]),
            (&json!(kind), &json!(valid)),
            "{code}"
        );
        assert!(warnings.into_iter().all(is_warned_of), "{code}: {found}");
        if valid {
            assert_eq!(found["error"], json!(null), "{code}");
            assert_eq!(found["corrections"], json!([]), "{code}");
        }
    }
}

#[test]
fn carriage_returns_alone_end_lines() {
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(b"91310116761614322N\r\r310116\r")
        .run()
        .expect_code(0);
    let found = run.json();
    assert_eq!(found[0]["line"], 1);
    assert_eq!(found[1]["code"], "310116");
    assert_eq!(found[1]["line"], 3);
}
