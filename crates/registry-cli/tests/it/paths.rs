//! Paths of every kind in every place: not UTF-8, links, and too long names.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::bench::{Bench, sandbox_credentials, write_files};
use crate::issue_codes;
use crate::onboard::{PLAN, licence};
use crate::process::{Entreg, Run};
use crate::sandbox::Sandbox;
use crate::stand_in::{Reply, StandIn, unreachable_address};

const DONE: &str = r#"{"UnitTypeList":[],"ResultCode":1}"#;
const TORN: &str = r#"{"result":{"status":2,"legal":"张三"},"code":2,"ms"#;

/// A folder with an odd name, and files with odd names in it.
struct Odd {
    _root: tempfile::TempDir,
    folder: PathBuf,
    name: OsString,
}

impl Odd {
    fn new(name: &[u8]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let name = OsStr::from_bytes(name).to_owned();
        let folder = root.path().join(&name);
        fs::create_dir(&folder).unwrap();
        Self {
            _root: root,
            folder,
            name,
        }
    }

    /// A file with the odd name and this extension.
    fn path(&self, ending: &str) -> PathBuf {
        let mut name = self.name.clone();
        name.push(ending);
        self.folder.join(name)
    }

    fn file(&self, ending: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(ending);
        fs::write(&path, content).unwrap();
        path
    }
}

fn joined(words: &str, path: &Path) -> OsString {
    let mut joined = OsString::from(words);
    joined.push(path);
    joined
}

/// Runs a command with a path. Returns the run, and whether the path was used or named.
type Use = fn(&Odd, &str) -> (Run, bool);

fn onboard(odd: &Odd, format: &str) -> (Run, bool) {
    let plan = odd.file(".toml", PLAN);
    fs::write(odd.folder.join("licence.png"), licence()).unwrap();
    let mut sandbox = Sandbox::start([]);
    let run = sandbox_credentials(&sandbox.base_url(), Entreg::new(["onboard"]))
        .arg(&plan)
        .arg("--output")
        .arg(format)
        .run();
    let is_there = odd.path(".toml.state.json").exists();
    (run, is_there)
}

fn onboard_with_state(odd: &Odd, format: &str) -> (Run, bool) {
    let plan = odd.file(".toml", PLAN);
    fs::write(odd.folder.join("licence.png"), licence()).unwrap();
    let mut sandbox = Sandbox::start([]);
    let run = sandbox_credentials(&sandbox.base_url(), Entreg::new(["onboard"]))
        .arg(&plan)
        .arg("--state")
        .arg(odd.path(".kept"))
        .arg("--output")
        .arg(format)
        .run();
    let is_there = odd.path(".kept").exists();
    (run, is_there)
}

fn issue_codes(odd: &Odd, format: &str) -> (Run, bool) {
    let plan = odd.file(".toml", issue_codes::PLAN);
    write_files(&odd.folder);
    let mut sandbox = Sandbox::start([]);
    let run = sandbox_credentials(&sandbox.base_url(), Entreg::new(["issue-codes"]))
        .arg(&plan)
        .arg("--output")
        .arg(format)
        .run();
    let pictures = fs::read_dir(odd.folder.join("cards")).map_or(0, Iterator::count);
    (run, pictures == 2 && odd.path(".toml.state.json").exists())
}

fn text_parameter(odd: &Odd, format: &str) -> (Run, bool) {
    let vendor = StandIn::always(Reply::body(r#"{"OrganUnitList":[],"ResultCode":1}"#));
    let file = odd.file(".txt", "EXACTLY\n");
    let run = Entreg::new(["call", "idcode", "307", "searchType=1"])
        .arg(joined("companyName=@", &file))
        .arg("--output")
        .arg(format)
        .at(&vendor.base_url())
        .run();
    (run, vendor.request().contains("companyName=EXACTLY&"))
}

fn file_parameter(odd: &Odd, format: &str) -> (Run, bool) {
    let vendor = StandIn::always(Reply::body(DONE));
    let file = odd.file(".png", licence());
    let words = ["companyIDcode=i.86.110108.52", "codePayType=2"];
    let run = Entreg::new([
        "call",
        "idcode",
        "304",
        "Organizationcode=91310116761614322N",
    ])
    .arg(words[0])
    .arg(words[1])
    .arg(joined("file1=@", &file))
    .arg("--output")
    .arg(format)
    .at(&vendor.base_url())
    .run();
    (run, vendor.request().contains("name=\"file1\"; filename="))
}

fn upload(odd: &Odd, format: &str) -> (Run, bool) {
    let vendor = StandIn::always(Reply::body(DONE));
    let file = odd.file(".txt", "A-1\n");
    let run = Entreg::new(["upload", "--company", "i.86.110108.52", "--category", "9"])
        .arg(&file)
        .arg("--output")
        .arg(format)
        .at(&vendor.base_url())
        .run();
    (run, vendor.request().contains("A-1"))
}

fn save(odd: &Odd, format: &str) -> (Run, bool) {
    let file = odd.path(".png");
    let run = Entreg::new([
        "--sandbox",
        "qr",
        "i.86.110108.52/91.12000000.1/x",
        "--save",
    ])
    .arg(&file)
    .arg("--output")
    .arg(format)
    .run();
    (run, file.exists())
}

fn save_reply(odd: &Odd, format: &str) -> (Run, bool) {
    let vendor = StandIn::always(Reply::body(TORN));
    let file = odd.path(".reply");
    let words = "call ihuyi ent3f.Submit ent_name=样例有限公司 ent_code=91310116761614322N name=谢";
    let run = Entreg::new(words.split(' '))
        .arg("--save-reply")
        .arg(&file)
        .arg("--output")
        .arg(format)
        .at(&vendor.base_url())
        .run();
    let is_told = tells(&run, &file);
    (run, is_told && fs::read(&file).unwrap() == TORN.as_bytes())
}

fn reply_of_its_own(odd: &Odd, format: &str) -> (Run, bool) {
    let vendor = StandIn::always(Reply::body(TORN));
    let words = "call ihuyi ent3f.Submit ent_name=样例有限公司 ent_code=91310116761614322N name=谢";
    let run = Entreg::new(words.split(' '))
        .arg("--output")
        .arg(format)
        .at(&vendor.base_url())
        .env_path("XDG_STATE_HOME", &odd.folder)
        .run();
    let is_told = tells(&run, &odd.folder);
    (run, is_told && odd.folder.join("entreg/replies").is_dir())
}

fn config(odd: &Odd, format: &str) -> (Run, bool) {
    let vendor = StandIn::always(Reply::body(DONE));
    let text = format!(
        "default_profile = \"a\"\n[profiles.a.idcode]\naccess_token = \"tokentoken\"\n\
         auth_code = \"codecode\"\nbase_url = \"{}\"\n",
        vendor.base_url()
    );
    let run = Entreg::new(["call", "idcode", "105", "-vv", "--config"])
        .arg(odd.file(".toml", text))
        .arg("--output")
        .arg(format)
        .run();
    let is_told = run.stderr.contains("reading the configuration");
    (
        run,
        is_told && vendor.request().contains("access_token=tokentoken&"),
    )
}

fn wrong_config(odd: &Odd, format: &str) -> (Run, bool) {
    let file = odd.file(".toml", "default_profil = 1\n");
    let run = Entreg::new(["call", "idcode", "105", "--config"])
        .arg(&file)
        .arg("--output")
        .arg(format)
        .run();
    let is_told = tells(&run, &file);
    (run, is_told)
}

fn wrong_accounts(odd: &Odd, format: &str) -> (Run, bool) {
    let file = odd.file(".toml", "[[accounts]]\naccount = 1\n");
    let run = Entreg::new(["sandbox", "--accounts"])
        .arg(&file)
        .arg("--output")
        .arg(format)
        .run();
    let is_told = tells(&run, &file);
    (run, is_told)
}

fn wrong_certificates(odd: &Odd, format: &str) -> (Run, bool) {
    let file = odd.file(".pem", "no certificate\n");
    let run = Entreg::new(["call", "idcode", "105"])
        .arg("--output")
        .arg(format)
        .at(&unreachable_address())
        .env_path("ENTREG_ROOT_CERTIFICATES", &file)
        .run();
    let is_told = tells(&run, &file);
    (run, is_told)
}

/// Each use, with the exit code that it has with any other path.
const USES: [(&str, Use, i32); 13] = [
    ("onboard", onboard, 0),
    ("onboard --state", onboard_with_state, 0),
    ("issue-codes", issue_codes, 0),
    ("call name=@text", text_parameter, 0),
    ("call name=@picture", file_parameter, 0),
    ("upload", upload, 0),
    ("qr --save", save, 0),
    ("call --save-reply", save_reply, 5),
    ("XDG_STATE_HOME", reply_of_its_own, 5),
    ("call --config", config, 0),
    ("wrong --config", wrong_config, 2),
    ("sandbox --accounts", wrong_accounts, 2),
    ("ENTREG_ROOT_CERTIFICATES", wrong_certificates, 2),
];

/// Whether stderr names a path. JSON doubles the backslashes of bytes that are not UTF-8.
fn tells(run: &Run, path: &Path) -> bool {
    run.stderr.replace(r"\\", r"\").contains(&shown(path))
}

/// The last part of a path as it is shown, alike in a table and in JSON: no name here has a
/// quotation mark or a backslash.
fn shown(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.file_name().unwrap().as_bytes().utf8_chunks() {
        for next in chunk.valid().chars() {
            match next {
                '\n' => text += "\\n",
                '\u{1b}' => text += "\\u001b",
                '\u{202e}' => text += "\\u202e",
                next => text.push(next),
            }
        }
        for byte in chunk.invalid() {
            text += &format!("\\x{byte:02x}");
        }
    }
    text
}

mod trust {
    use test_support::promise;

    use super::{Odd, USES};

    const NAMES: [&[u8]; 2] = [b"pl\xffan", "样 \u{1b}[31m\n\u{202e}例".as_bytes()];

    #[test]
    fn a_path_of_any_bytes_works_wherever_a_path_is_given() {
        let mut runs = 0;
        let mut broken = Vec::new();
        std::thread::scope(|scope| {
            let all: Vec<_> = NAMES
                .iter()
                .map(|name| {
                    scope.spawn(move || {
                        let mut broken = Vec::new();
                        for (what, run_it, code) in USES {
                            for format in ["table", "json", "csv"] {
                                let odd = Odd::new(name);
                                let (run, is_done) = run_it(&odd, format);
                                let is_json = format != "json"
                                    || run.stdout.is_empty()
                                    || serde_json::from_str::<serde_json::Value>(&run.stdout)
                                        .is_ok();
                                if run.code != Some(code) || !is_done || !is_json {
                                    broken.push(format!(
                                        "{what} as {format}, {:?}: {run:#?}",
                                        odd.name
                                    ));
                                }
                            }
                        }
                        broken
                    })
                })
                .collect();
            for thread in all {
                broken.extend(thread.join().unwrap());
                runs += USES.len() * 3;
            }
        });
        for one in broken.iter().take(5) {
            eprintln!("{one}");
        }
        promise(
            "paths",
            broken.is_empty(),
            &format!(
                "{} broken of {runs} runs: {} names x {} places x 3 formats",
                broken.len(),
                NAMES.len(),
                USES.len()
            ),
        );
    }
}

/// Runs the flow within its folder, by relative paths.
fn onboard_within(bench: &Bench, words: &[&str]) -> Run {
    let words = ["onboard", "plan.toml"].iter().chain(words).copied();
    sandbox_credentials(&bench.gate.base_url(), Entreg::new(words))
        .within(bench.folder.path())
        .run()
}

#[test]
fn a_state_behind_links_is_locked_and_replaced_at_their_target() {
    let bench = Bench::new(PLAN);
    fs::create_dir(bench.at("kept")).unwrap();
    symlink("kept/second", bench.at("first")).unwrap();
    symlink("state.json", bench.at("kept/second")).unwrap();
    onboard_within(&bench, &["--state", "first"]).expect_code(0);
    for link in ["first", "kept/second"] {
        assert!(bench.at(link).symlink_metadata().unwrap().is_symlink());
    }
    let found = bench.at("kept/state.json").symlink_metadata().unwrap();
    assert!(found.is_file());
    assert!(bench.at("kept/state.json.lock").exists());
    assert!(!bench.at("first.lock").exists());
    // Its other name is the same state.
    let calls = bench.gate.calls();
    let run = onboard_within(&bench, &["--state", "kept/state.json"]);
    run.expect_code(2).expect_on_stderr("a state file exists");
    assert_eq!(bench.gate.calls(), calls);
    onboard_within(&bench, &["--state", "first", "--resume"]).expect_code(0);
}

#[test]
fn a_state_that_cannot_be_replaced_safely_is_refused_before_anything_is_sent() {
    let bench = Bench::new(PLAN);
    fs::write(bench.at("state.json"), "{}").unwrap();
    fs::hard_link(bench.at("state.json"), bench.at("other")).unwrap();
    symlink("a", bench.at("b")).unwrap();
    symlink("b", bench.at("a")).unwrap();
    let long = "x".repeat(256);
    let with_lock = "x".repeat(251);
    let with_new = "x".repeat(252);
    for (state, resume, why) in [
        ("state.json", true, "it has 2 names (hard links)"),
        ("other", false, "it has 2 names (hard links)"),
        ("a", false, "its symbolic links form a circle"),
        (&long, false, "its name is too long for this system"),
        (&with_new, false, "its name is too long for this system"),
        (&with_lock, false, "with `.lock` is too long"),
        ("licence.png/state", false, "cannot be used"),
        ("/dev/null", true, "it is not a regular file"),
    ] {
        let words = ["--state", state, "--resume"];
        let run = onboard_within(&bench, if resume { &words } else { &words[..2] });
        let run = run.expect_code(2).expect_on_stderr(why);
        let run = run.expect_on_stderr("nothing was sent");
        assert!(!run.stderr.contains("of an earlier run"), "{run:#?}");
    }
    assert_eq!(bench.gate.calls(), 0);
}

#[test]
fn a_picture_whose_file_cannot_be_created_is_not_requested() {
    let folder = tempfile::tempdir().unwrap();
    symlink("nowhere/at-all.png", folder.path().join("link.png")).unwrap();
    let vendor = StandIn::always(Reply::body(DONE));
    let long = format!("{}.png", "x".repeat(251));
    let second = format!("{}.png", "x".repeat(250));
    for (name, why) in [
        (long.as_str(), "is too long"),
        (&second, "is too long"),
        ("link.png", "exists"),
    ] {
        Entreg::new(["qr", "i.86.110108.52/91.12000000.1/x", "--save", name])
            .within(folder.path())
            .at(&vendor.base_url())
            .run()
            .expect_code(2)
            .expect_on_stderr(why);
    }
    assert_eq!(vendor.requests().len(), 0);
}

#[test]
fn a_text_that_is_not_utf8_is_refused_by_the_name_of_its_parameter() {
    let run = Entreg::new(["call", "idcode", "307", "searchType=1"])
        .arg(OsStr::from_bytes(b"companyName=\xff"))
        .at(&unreachable_address())
        .run()
        .expect_code(2);
    let run = run.expect_on_stderr("parameter `companyName`: is not UTF-8 text");
    run.expect_on_stderr("nothing was sent");
}
