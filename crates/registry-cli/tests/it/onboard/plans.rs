//! Plans of `onboard`, and the errors of invalid ones.

use std::fs;

use crate::bench::{Bench, write_files};
use crate::process::{Entreg, Run, entreg};

use super::PLAN;

/// A dry run of this plan, with all files that a run needs.
fn dry_run(plan: &str) -> Run {
    dry_run_with(plan, |entreg| {
        let entreg = entreg.with_credentials();
        entreg.env("ENTREG_LOGIN_PASSWORD", "a-password")
    })
}

fn dry_run_with(plan: &str, set: impl FnOnce(Entreg) -> Entreg) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("company.toml");
    fs::write(&path, plan).unwrap();
    write_files(folder.path());
    fs::write(folder.path().join("logo.png"), super::licence()).unwrap();
    set(Entreg::new([
        "onboard",
        path.to_str().unwrap(),
        "--dry-run",
    ]))
    .run()
}

#[test]
fn the_template_is_a_plan_and_its_dry_run_states_the_cost() {
    let template = entreg(["onboard", "--template"]).expect_code(0).stdout;
    let run = dry_run(&template).expect_code(0);
    assert!(run.stdout.contains("at most 1 paid query"), "{run:#?}");
    assert_eq!(run.stderr, "");
    // With every commented field that fits its way, it is a plan too.
    let all: String = template
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if is_field(rest) => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .filter(|line| !line.starts_with("main_code"))
        .filter(|line| !line.contains("# with way = \"licence\""))
        .collect();
    let run = dry_run(&all).expect_code(0);
    assert!(run.stdout.contains("the run sends at most"), "{run:#?}");
}

/// Matches `name = value`, possibly with a comment behind it.
fn is_field(line: &str) -> bool {
    line.split_once(" = ").is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    })
}

#[test]
fn a_dry_run_needs_no_credentials_and_counts_both_paid_queries() {
    let run = dry_run_with(PLAN, |entreg| entreg).expect_code(0);
    assert!(run.stdout.contains("at most 2 paid queries"), "{run:#?}");
    assert_eq!(
        run.stderr,
        "note: credentials of idcode are missing: IDCODE_ACCESS_TOKEN and IDCODE_AUTH_CODE; the \
         run needs them\nnote: credentials of ihuyi are missing: IHUYI_ACCOUNT and \
         IHUYI_API_KEY; the run needs them\n"
    );
    let quiet = dry_run_with(PLAN, |entreg| entreg.arg("--quiet")).expect_code(0);
    assert_eq!(quiet.stderr, "");
    for line in ["verify", "309", "entinfov2.Submit", "will be done"] {
        assert!(run.stdout.contains(line), "{line} in {run:#?}");
    }
}

#[test]
fn errors_of_a_plan_name_line_column_and_field() {
    for (from, to, place, about) in [
        (
            "credit_code = \"91110108MAXXXX015B\"",
            "credit_code = \"91110108MAXXXX016B\"",
            "line 4, column 1",
            "`company.credit_code`: unified social credit code: position 17",
        ),
        (
            "trade = 65",
            "trade = \"x\"",
            "line 17, column 1",
            "`completion.trade` must be a whole number",
        ),
        (
            "unit_type = 1003",
            "unit_typ = 1003",
            "line 7, column 2",
            "`registration.unit_type` is missing; the unknown field `unit_typ` may be meant",
        ),
        (
            "trade = 65",
            "trade = 65\ntraed = 6",
            "line 18, column 1",
            "unknown field `traed` of `completion`",
        ),
        (
            "\nphone",
            "\npassword = \"x\"\nphone",
            "line 11, column 1",
            "`registration.password` does not belong in a plan",
        ),
        (
            "phone = \"13800138000\"",
            "phone = 138",
            "line 11, column 1",
            "`registration.phone` must be a text in quotes",
        ),
        (
            "way = \"licence\"",
            "way = \"mail\"",
            "line 9, column 1",
            "must be \"login\" or \"licence\"",
        ),
        (
            "[waiting]",
            "[waiting",
            "line 21, column 9",
            "this is not TOML",
        ),
        (
            "address = \"北京市海淀区样例路1号\"\nfrom_register = true",
            "",
            "line 16, column 2",
            "`completion.address` is missing",
        ),
        (
            "phone = \"13800138000\"",
            "phone = \"13800138000\"\nsms = \"own\"",
            "line 12, column 1",
            "`registration.sms` needs way = \"login\"",
        ),
        (
            "way = \"licence\"",
            "login_name = \"a-user\"",
            "line 10, column 1",
            "`registration.licence_number` needs way = \"licence\"",
        ),
        (
            "[waiting]",
            "[verification]\nserial = \"17\"\n\n[waiting]",
            "line 22, column 1",
            "`verification.serial` needs `matched_on`",
        ),
        (
            "[waiting]",
            "[verification]\nhow = \"skip\"\nmatched_on = 2026-01-01\n\n[waiting]",
            "line 23, column 1",
            "`verification.matched_on`: contradicts how = \"skip\"",
        ),
        (
            "licence = \"licence.png\"",
            "licence = \"licence.png\"\nnumber = \"91310115MAXXXX023P\"",
            "line 15, column 1",
            "`certification.number`: belongs to another company",
        ),
        (
            "name = \"样例（北京）科技有限公司\"",
            "name = \"样例（北京）\\n科技有限公司\"",
            "line 3, column 1",
            "`company.name` has a line break",
        ),
        (
            "name = \"样例（北京）科技有限公司\"",
            "name = \"\"",
            "line 3, column 1",
            "`company.name` must not be empty",
        ),
    ] {
        let plan = PLAN.replace(from, to);
        assert_ne!(plan, PLAN, "{from}");
        let run = dry_run(&plan).expect_code(2);
        let first = run.stderr.lines().next().unwrap().to_owned();
        assert!(first.contains(place), "no {place} in {first}");
        assert!(first.contains(about), "no {about} in {first}");
        assert!(!run.stderr.contains("13800138000"), "{run:#?}");
    }
}

#[test]
fn a_missing_file_stops_a_run_before_anything_is_sent() {
    let bench = Bench::new(PLAN);
    fs::remove_file(bench.folder.path().join("licence.png")).unwrap();
    for words in [&[][..], &["--dry-run"]] {
        let run = bench.onboard(words).run().expect_code(2);
        let run = run.expect_on_stderr("line 14, column 1: `certification.licence`: the file ");
        // A dry run shows the steps all the same.
        assert_eq!(
            run.stdout.contains("the run sends at most"),
            !words.is_empty()
        );
    }
    assert_eq!(bench.gate.calls(), 0);
    assert!(!bench.state().exists());
}

#[test]
fn a_known_recent_match_saves_its_query() {
    let known = |date: &str, days: &str| {
        let known = format!(
            "[verification]\nmatched_on = {date}\nserial = \"17\"\nfresh_days = {days}\n\n[waiting]"
        );
        dry_run(&PLAN.replace("[waiting]", &known))
    };
    let future = known("2099-01-01", "30").expect_code(2);
    future.expect_on_stderr("line 22, column 1: `verification.matched_on` is in the future");
    for (date, days, queries) in [("2020-01-01", "36500", 1), ("2020-01-01", "30", 2)] {
        let run = known(date, days).expect_code(0);
        let counted = format!("at most {queries} paid quer");
        assert!(run.stdout.contains(&counted), "{date} {run:#?}");
    }
    dry_run(&PLAN.replace(
        "[waiting]",
        "[verification]\nmatched_on = \"today\"\n\n[waiting]",
    ))
    .expect_code(2)
    .expect_on_stderr("`verification.matched_on` must be a date");
}

#[test]
fn a_withdrawn_division_is_named_with_its_successor() {
    let plan = PLAN.replace("representative", "division = \"110103\"\nrepresentative");
    dry_run(&plan)
        .expect_code(2)
        .expect_on_stderr("line 5, column 1: `company.division`: 110103 (崇文区) was withdrawn in 2010: today it is 110101 (东城区)");
    let plan = PLAN.replace("representative", "division = \"360122\"\nrepresentative");
    dry_run(&plan).expect_code(2).expect_on_stderr(
        "360122 (新建县) was withdrawn in 2015: it was divided; today it is one of 360112 (新建区), 360113",
    );
}

#[test]
fn an_empty_sms_code_is_no_code() {
    entreg(["onboard", "company.toml", "--resume", "--sms-code", ""])
        .expect_code(2)
        .expect_on_stderr("--sms-code");
}

#[test]
fn without_a_plan_it_says_how_to_get_one() {
    entreg(["onboard"])
        .expect_code(2)
        .expect_on_stderr("--template prints a template");
    entreg(["onboard", "nowhere.toml"])
        .expect_code(2)
        .expect_on_stderr("the plan nowhere.toml does not exist");
}

#[test]
fn a_dry_run_fails_if_the_run_would_lack_a_password() {
    let template = entreg(["onboard", "--template"]).expect_code(0).stdout;
    let run = dry_run_with(&template, |entreg| entreg).expect_code(2);
    assert!(run.stdout.contains("at most 1 paid query"), "{run:#?}");
    run.expect_on_stderr("`registration.password` is missing")
        .expect_on_stderr("ENTREG_LOGIN_PASSWORD");
    // A run in the sandbox has a made-up password; a dry run needs the one of the platform.
    dry_run_with(&template, |entreg| entreg.arg("--sandbox"))
        .expect_code(2)
        .expect_on_stderr("ENTREG_LOGIN_PASSWORD");
    // A registration by licence has no password.
    dry_run_with(PLAN, |entreg| entreg).expect_code(0);
}

/// The output from the error on: before it, a run prints what it has spent.
fn error_of(run: &Run) -> String {
    let at = run.stderr.find("error: ").unwrap();
    run.stderr.split_at(at).1.to_owned()
}

/// Invalid settings, by their variables.
const WRONG: [(&str, &str); 12] = [
    ("IDCODE_DIALECT", "nonsense"),
    ("IDCODE_BASE_URL", "nonsense"),
    ("IDCODE_BASE_URL", ""),
    ("IDCODE_CALLS_PER_SECOND", "0"),
    ("IDCODE_CORRECT_CLOCK", "soon"),
    ("IHUYI_BASE_URL", "http://api.ihuyi.example"),
    ("IHUYI_AUTH", "nonsense"),
    ("IHUYI_MAX_SPEND", "many"),
    ("IHUYI_MAX_SPEND", ""),
    ("IHUYI_CORRECT_CLOCK", "25h"),
    ("ENTREG_PROXY", "nonsense://"),
    ("ENTREG_ROOT_CERTIFICATES", "/nowhere.pem"),
];

#[test]
fn a_dry_run_refuses_every_setting_that_a_run_refuses_with_the_same_words() {
    let bench = Bench::new(PLAN);
    for (variable, value) in WRONG {
        let refused = |words: &[&str]| {
            let run = bench.onboard(words).env(variable, value).run();
            let run = run.expect_code(2).expect_on_stderr(variable);
            error_of(&run)
        };
        assert_eq!(refused(&["--dry-run"]), refused(&[]), "{variable}");
    }
    // Only of the vendors that the plan calls.
    let plan = PLAN.replace("from_register = true\n", "");
    let skipping = format!("{plan}\n[verification]\nhow = \"skip\"\n");
    let run = |words: &[&str]| {
        let bench = Bench::new(&skipping);
        bench.onboard(words).env("IHUYI_AUTH", "nonsense").run()
    };
    run(&["--dry-run"]).expect_code(0);
    run(&[]).expect_code(0);
    assert_eq!(bench.gate.calls(), 0);
}

#[test]
fn a_dry_run_fails_if_the_spend_budget_is_less_than_the_cost() {
    let bench = Bench::new(PLAN);
    for (limit, code) in [("0", 2), ("1", 2), ("2", 0)] {
        let dry = bench
            .onboard(&["--dry-run"])
            .env("IHUYI_MAX_SPEND", limit)
            .run();
        let dry = dry.expect_code(code);
        let says = format!("IHUYI_MAX_SPEND: allows {limit} paid queries, but 2 queries will be");
        assert_eq!(dry.stderr.contains(&says), code == 2, "{dry:#?}");
    }
    let run = bench.onboard(&[]).env("IHUYI_MAX_SPEND", "0").run();
    run.expect_code(2);
    assert_eq!(bench.gate.calls(), 0);
    bench
        .onboard(&["--resume"])
        .env("IHUYI_MAX_SPEND", "2")
        .run()
        .expect_code(0);
    // A query that is paid is not counted again, unless it is to be repeated.
    for (words, code) in [
        (&["--dry-run", "--resume"][..], 0),
        (&["--dry-run", "--resume", "--repeat", "verify"], 2),
    ] {
        let dry = bench.onboard(words).env("IHUYI_MAX_SPEND", "0").run();
        dry.expect_code(code);
    }
}

#[test]
fn a_dry_run_fails_if_the_run_would_fail_on_its_state() {
    let bench = Bench::new(PLAN);
    let nowhere = bench.folder.path().join("none").join("a.state.json");
    let words = ["--dry-run", "--state", nowhere.to_str().unwrap()];
    let run = bench.onboard(&words).run().expect_code(2);
    run.expect_on_stderr("a.state.json does not exist");
    bench.onboard(&[]).run().expect_code(0);
    let run = bench.onboard(&["--dry-run"]).run().expect_code(2);
    run.expect_on_stderr("a state file exists");
    let before = fs::read(bench.state()).unwrap();
    let dry = |words: &[&str], base_url: &str| {
        let words: Vec<_> = ["--dry-run", "--resume"].iter().chain(words).collect();
        let words: Vec<&str> = words.into_iter().copied().collect();
        let entreg = bench.onboard(&words);
        entreg.env("IDCODE_BASE_URL", base_url).run()
    };
    let here = bench.gate.base_url();
    dry(&[], &here).expect_code(0);
    // Its answers are tried on a copy.
    let run = dry(&["--repeat", "verify"], &here).expect_code(0);
    assert!(run.stdout.contains("at most 1 paid query"), "{run:#?}");
    for (words, base_url, why) in [
        (&["--repeat", "apply"][..], &here, "no such step"),
        (
            &["--repeat", "register"],
            &here,
            "301 and 309 are not repeated",
        ),
        (
            &[],
            &"http://127.0.0.1:1".to_owned(),
            "to http://127.0.0.1:",
        ),
    ] {
        dry(words, base_url).expect_code(2).expect_on_stderr(why);
    }
    assert_eq!(fs::read(bench.state()).unwrap(), before);
}

#[test]
fn a_dry_run_fails_if_no_state_can_be_written_and_leaves_nothing_behind() {
    let bench = Bench::new(PLAN);
    let names = || fs::read_dir(bench.folder.path()).unwrap().count();
    let before = names();
    let long = "x".repeat(251);
    for state in [long.as_str(), "/proc/state.json", "licence.png/state.json"] {
        let refused = |words: &[&str]| {
            let words: Vec<&str> = ["--state", state].iter().chain(words).copied().collect();
            let run = bench.onboard(&words).within(bench.folder.path()).run();
            run.expect_code(2).expect_on_stderr("nothing was sent");
        };
        refused(&["--dry-run"]);
        refused(&[]);
    }
    bench.onboard(&["--dry-run"]).run().expect_code(0);
    assert_eq!((names(), bench.gate.calls()), (before, 0));
}

#[test]
fn an_address_of_a_plan_that_a_scan_may_not_reach_is_warned_of() {
    let with_address = |address: &str| {
        let line = format!("way = \"licence\"\ngoto_url = \"{address}\"");
        dry_run(&PLAN.replace("way = \"licence\"", &line)).expect_code(0)
    };
    let run = with_address("http://a.example/m?to=http://b.example/x?id=1");
    run.expect_on_stderr("warning: parameter `registration.goto_url`: contains another address");
    assert_eq!(with_address("http://a.example/m?id=").stderr, "");
}

#[test]
fn a_doubtful_credit_code_is_warned_of_once() {
    for (with, words) in [
        ("credit_code = \"91350203M0001FUE2P\"", "(observed)"),
        (
            "credit_code = \"411481NA000138X\"\nas_written = true\ndivision = \"411481\"",
            "sent as written;",
        ),
    ] {
        let plan = PLAN.replace("credit_code = \"91110108MAXXXX015B\"", with);
        let run = dry_run(&plan).expect_code(0);
        assert_eq!(run.stderr.matches(words).count(), 1, "{run:#?}");
        assert!(run.stderr.contains("`company.credit_code`"), "{run:#?}");
    }
    assert_eq!(dry_run(PLAN).expect_code(0).stderr, "");
}

const NAME: &str = "name = \"样例（北京）科技有限公司\"";

#[test]
fn a_name_of_a_plan_is_sent_without_unseen_characters_and_with_a_note() {
    for (name, words) in [
        ("样例（北京）科技\u{200b}有限公司", "character 9 is U+200B"),
        (
            "样例（北京）科技 有限公司",
            "a blank beside Chinese characters",
        ),
        (
            "“样例（北京）科技有限公司”",
            "a quotation mark around the name",
        ),
    ] {
        let plan = PLAN.replace(NAME, &format!("name = \"{name}\""));
        let bench = Bench::new(&plan);
        let run = bench.onboard(&["--output", "json"]).run().expect_code(0);
        assert!(run.stderr.contains(words), "{run:#?}");
        assert!(
            run.stderr.contains("`company.name` is sent corrected"),
            "{run:#?}"
        );
        assert_eq!(
            run.json()["company"]["name"],
            "样例（北京）科技有限公司",
            "{run:#?}"
        );
    }
    let plan = PLAN.replace("\"张三\"", "\"艾力•买买提\"");
    let run = dry_run(&plan).expect_code(0);
    run.expect_on_stderr("`company.representative` is sent corrected");
}

#[test]
fn a_name_that_cannot_be_mended_is_refused_and_the_error_names_as_written() {
    for (line, key) in [
        ("name = \"样例\u{e000}科技有限公司\"", "company.name"),
        ("name = \"样例\u{fffd}科技有限公司\"", "company.name"),
    ] {
        let plan = PLAN.replace(NAME, line);
        let run = dry_run(&plan).expect_code(2);
        assert!(
            run.stderr.contains(key) && run.stderr.contains("company.toml, line"),
            "{run:#?}"
        );
        run.expect_on_stderr("add `as_written = true` to [company]");
        let plan = PLAN.replace(NAME, &format!("{line}\nas_written = true"));
        let run = dry_run(&plan).expect_code(0);
        run.expect_on_stderr("sent as written; character 3");
    }
}

#[test]
fn the_error_of_every_identifier_of_a_plan_names_as_written_and_a_proposal() {
    for (from, to, section) in [
        (
            "credit_code = \"91110108MAXXXX015B\"",
            "credit_code = \"91110108MAXXXX015C\"",
            "[company]",
        ),
        (
            "phone = \"13800138000\"",
            "phone = \"13800138000\"\nexisting = \"adopt\"\nmain_code = \"unit 52\"",
            "[registration]",
        ),
        (
            "licence = \"licence.png\"",
            "licence = \"licence.png\"\ncertificate = \"organization_code\"\nnumber = \"MAXXXX016\"",
            "[certification]",
        ),
    ] {
        let plan = PLAN.replace(from, to);
        assert_ne!(plan, PLAN);
        let run = dry_run(&plan).expect_code(2);
        run.expect_on_stderr(&format!("add `as_written = true` to {section}"));
        let with = format!("{section}\nas_written = true");
        let run = dry_run(&plan.replace(section, &with));
        assert!(run.code == Some(0), "{run:#?}");
    }
    for (damaged, meant) in [
        ("91110108MAXXXX015B（1-1）", "write 91110108MAXXXX015B"),
        (
            "统一社会信用代码：91110108MAXXXX015B",
            "write 91110108MAXXXX015B",
        ),
    ] {
        let plan = PLAN.replace("\"91110108MAXXXX015B\"", &format!("\"{damaged}\""));
        dry_run(&plan).expect_code(2).expect_on_stderr(meant);
    }
}

#[test]
fn a_placeholder_in_any_text_of_a_plan_is_warned_of_by_field() {
    let registration = ["email", "name_en", "contact", "contact_en"];
    let completion = [
        "name_en",
        "address_en",
        "email",
        "contact",
        "contact_en",
        "office_phone",
        "work_address",
        "work_address_en",
    ];
    let lines = |section: &str, keys: &[&str], value: &str| {
        let lines = keys.iter().map(|key| format!("{key} = \"{value}\"\n"));
        format!("[{section}]\n{}", lines.collect::<String>())
    };
    for value in ["#N/A", "NULL", "undefined", "-", "{{value}}"] {
        let plan = PLAN
            .replace(
                "way = \"licence\"\nlicence_number = \"110108999999017\"",
                &format!("login_name = \"{value}\""),
            )
            .replace("北京市海淀区样例路1号", value)
            .replace(
                "[registration]\n",
                &lines("registration", &registration, value),
            )
            .replace("[completion]\n", &lines("completion", &completion, value));
        let run = dry_run(&plan).expect_code(0);
        let registration = registration.iter().chain(&["login_name"]);
        let completion = completion.iter().chain(&["address"]);
        let fields = registration
            .map(|key| format!("registration.{key}"))
            .chain(completion.map(|key| format!("completion.{key}")));
        for field in fields {
            let warning = format!("`{field}`: sent as written;");
            assert!(run.stderr.contains(&warning), "{field} {value}: {run:#?}");
        }
    }
}

#[test]
fn a_plan_in_another_encoding_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.toml");
    let wide: Vec<u8> = PLAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe".as_slice(), &wide].concat();
    for (bytes, encoding) in [
        (wide.as_slice(), "UTF-16LE"),
        (&marked, "UTF-16LE"),
        (b"[company]\nname = \"\xd1\xf9\xc0\xfd\"\n", "GBK"),
    ] {
        fs::write(&path, bytes).unwrap();
        let words = ["onboard", path.to_str().unwrap(), "--dry-run"];
        let run = entreg(words).expect_code(2);
        run.expect_on_stderr(&format!("it is {encoding} text, not UTF-8"));
    }
}

#[test]
fn values_sent_as_written_or_damaged_are_warned_of_by_field() {
    for (from, to, words) in [
        (
            "[registration]",
            "[registration]\nexisting = \"adopt\"\nmain_code = \"foo\"\nas_written = true",
            "`registration.main_code`: sent as written;",
        ),
        (
            "[registration]",
            "[registration]\ncontact = \"张\u{fffd}三\"",
            "`registration.contact`: sent as written; character 2",
        ),
        (
            "[completion]",
            "[completion]\nwork_address = \"样例\u{200b}路\"",
            "`completion.work_address`: sent as written; character 3",
        ),
        (
            "licence = \"licence.png\"",
            "licence = \"licence.png\"\ncertificate = \"other\"\nnumber = \"916201055811843000\"",
            "`certification.number`: sent as written;",
        ),
    ] {
        let plan = PLAN.replace(from, to);
        assert_ne!(plan, PLAN);
        let run = dry_run(&plan).expect_code(0);
        run.expect_on_stderr(words);
    }
}

#[test]
fn a_text_that_cannot_be_a_name_is_refused_in_a_plan_unless_as_written() {
    for name in [
        "#N/A",
        "NULL",
        "企业名称",
        "样例有限公司 张三",
        "名称：样例有限公司",
        "13800138000",
    ] {
        let line = format!("name = \"{name}\"");
        let run = dry_run(&PLAN.replace(NAME, &line)).expect_code(2);
        run.expect_on_stderr("add `as_written = true` to [company]");
    }
}
