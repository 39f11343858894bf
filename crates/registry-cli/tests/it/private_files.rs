//! Files of credentials that others can read, change or replace.

mod trust {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use test_support::promise;

    use crate::process::{ACCESS_TOKEN, AUTH_CODE, Entreg, Run};
    use crate::stand_in::{Reply, StandIn};

    /// Modes of the folder and of the file, and the expected warning.
    const MODES: [(u32, u32, Option<&str>); 10] = [
        (0o700, 0o600, None),
        (0o755, 0o700, None),
        (0o1777, 0o600, None),
        (
            0o700,
            0o644,
            Some("others can read it (mode 0644): chmod 600 "),
        ),
        (
            0o700,
            0o640,
            Some("others can read it (mode 0640): chmod 600 "),
        ),
        (
            0o700,
            0o604,
            Some("others can read it (mode 0604): chmod 600 "),
        ),
        (
            0o700,
            0o620,
            Some("others can change it (mode 0620): chmod 600 "),
        ),
        (
            0o700,
            0o666,
            Some("others can read and change it (mode 0666): chmod 600 "),
        ),
        (
            0o777,
            0o600,
            Some("others can replace it (mode 0777 of its folder): chmod go-w "),
        ),
        (
            0o770,
            0o600,
            Some("others can replace it (mode 0770 of its folder): chmod go-w "),
        ),
    ];

    fn config(path: &Path, words: &[&str]) -> Run {
        let vendor = StandIn::always(Reply::body(r#"{"UnitTypeList":[],"ResultCode":1}"#));
        fs::write(
            path,
            format!(
                "default_profile = \"a\"\n[profiles.a.idcode]\naccess_token = \"{ACCESS_TOKEN}\"\n\
                 auth_code = \"{AUTH_CODE}\"\nbase_url = \"{}\"\n",
                vendor.base_url()
            ),
        )
        .unwrap();
        Entreg::new(words.iter().copied())
            .arg("--config")
            .arg(path)
            .run()
    }

    /// Without credentials, nothing is called.
    fn doctor(path: &Path, words: &[&str]) -> Run {
        fs::write(path, "default_profile = \"a\"\n[profiles.a.idcode]\n").unwrap();
        Entreg::new(words.iter().copied())
            .arg("--config")
            .arg(path)
            .run()
    }

    fn accounts(path: &Path, words: &[&str]) -> Run {
        // The run ends there, after the warning.
        fs::write(path, "[[accounts]]\naccount = \"\"\n").unwrap();
        Entreg::new(words.iter().copied())
            .arg("--accounts")
            .arg(path)
            .run()
    }

    type Use = fn(&Path, &[&str]) -> Run;

    /// How often each use warns.
    const USES: [(Use, &[&str], usize); 6] = [
        (config, &["call", "idcode", "105"], 1),
        (config, &["call", "idcode", "105", "--output", "json"], 1),
        (config, &["call", "idcode", "105", "--quiet"], 0),
        (config, &["sign", "idcode", "/AllInterFace/GetUnitType"], 1),
        (doctor, &["doctor", "idcode", "--output", "csv"], 1),
        (accounts, &["sandbox"], 1),
    ];

    #[test]
    fn a_file_that_others_can_read_or_change_is_warned_of_once() {
        let root = tempfile::tempdir().unwrap();
        let mut faults = Vec::new();
        for (number, (folder_mode, mode, expected)) in MODES.into_iter().enumerate() {
            for (run_it, words, warnings) in USES {
                let folder = root.path().join(number.to_string());
                fs::create_dir_all(&folder).unwrap();
                let path = folder.join("config.toml");
                fs::write(&path, "").unwrap();
                let set = |path: &Path, mode| {
                    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
                };
                set(&folder, folder_mode);
                set(&path, mode);
                let run = run_it(&path, words);
                let found = run.stderr.matches("warning: the ").count();
                let is_told = expected.is_none_or(|text| run.stderr.contains(text));
                let wanted = expected.map_or(0, |_| warnings);
                if found != wanted || (wanted > 0 && !is_told) {
                    faults.push(format!("{folder_mode:o} {mode:o} {words:?}: {run:#?}"));
                }
                if words[0] == "doctor" && expected.is_some_and(|text| !run.stdout.contains(text)) {
                    faults.push(format!("doctor is silent: {run:#?}"));
                }
            }
        }
        for fault in faults.iter().take(5) {
            eprintln!("{fault}");
        }
        promise(
            "private files",
            faults.is_empty(),
            &format!(
                "{} wrong of {} runs: {} modes x {} uses",
                faults.len(),
                MODES.len() * USES.len(),
                MODES.len(),
                USES.len()
            ),
        );
    }
}
