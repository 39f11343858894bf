//! `-v`, `-vv` and `-vvv` each log more than the one before, and never a value that was sent.

use crate::process::{ACCESS_TOKEN, Entreg, Run, write_private};
use crate::stand_in::{Reply, StandIn};

fn run(vendor: &StandIn, folder: &std::path::Path, loudness: &[&str]) -> Run {
    let file = folder.join("config.toml");
    let text = format!(
        "[profiles.p.idcode]\nauth_code = \"CANARYCODEw8LhYs4NbGu1D\"\nbase_url = \"{}\"\n",
        vendor.base_url()
    );
    write_private(&file, &text);
    let words = ["call", "idcode", "306", "companyIDcode=i.86.110108.52"];
    let config = ["--config", file.to_str().unwrap(), "--profile", "p"];
    Entreg::new(
        words
            .into_iter()
            .chain(config)
            .chain(loudness.iter().copied()),
    )
    .env("IDCODE_ACCESS_TOKEN", ACCESS_TOKEN)
    .run()
    .expect_code(0)
}

#[test]
fn each_level_adds_to_the_one_before() {
    let vendor = StandIn::always(Reply::body(r#"{"OrganUnitName":"样例","ResultCode":1}"#));
    let folder = tempfile::tempdir().unwrap();
    let levels = [
        // The settings, the request, the outcome.
        (
            "-v",
            [
                "calling vendor=\"idcode\" base=http://127.0.0.1:",
                "sending",
                "response received",
            ]
            .as_slice(),
        ),
        // The origin of each setting.
        (
            "-vv",
            &[
                "variable=\"IDCODE_ACCESS_TOKEN\"",
                "reading the configuration",
            ],
        ),
        // Names and sizes of all values sent and received.
        (
            "-vvv",
            &[
                "name=\"companyIDcode\" kind=\"text\" bytes=14",
                "understood",
            ],
        ),
    ];
    let silent = run(&vendor, folder.path(), &[]);
    assert_eq!(silent.stderr, "");
    for (at, (level, _)) in levels.iter().enumerate() {
        let run = run(&vendor, folder.path(), &[level]);
        for (other, (_, said)) in levels.iter().enumerate() {
            for words in *said {
                assert_eq!(
                    run.stderr.contains(words),
                    other <= at,
                    "{level} {words}: {run:#?}"
                );
            }
        }
        assert!(!run.stderr.contains("CANARY"), "{run:#?}");
    }
}
