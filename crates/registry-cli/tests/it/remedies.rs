//! The remedies of refusals, for every code of every operation.

mod trust {
    use std::collections::BTreeMap;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use serde_json::Value;
    use test_support::promise;

    use crate::process::{Entreg, entreg};
    use crate::stand_in::{Reply, StandIn};
    use crate::trust::words;

    const AT_ONCE: usize = 8;

    /// A code of an operation.
    struct Case {
        words: Vec<String>,
        operation: String,
        kind: String,
        code: i64,
        message: String,
        /// `paid`, `read` or `write`.
        effect: &'static str,
        vendor: String,
        /// Whether the operation has parameters of its own.
        has_parameters: bool,
    }

    fn cases(picture: &str) -> Vec<Case> {
        let operations = entreg(["operations", "--output", "json"])
            .expect_code(0)
            .json();
        let mut cases = Vec::new();
        // A browser page sends nothing.
        let operations = operations.as_array().unwrap().iter();
        for operation in operations.filter(|operation| operation["body"] != "page") {
            let text = |name: &str| operation[name].as_str().unwrap().to_owned();
            let effect = match (&operation["billed"], &operation["idempotent"]) {
                (Value::Bool(true), _) => "paid",
                (_, Value::Bool(true)) => "read",
                _ => "write",
            };
            let parameters = operation["parameters"].as_array().unwrap();
            let has_parameters = parameters.iter().any(|one| one["common"] != true);
            let codes = ["result_codes", "observed_codes"];
            let codes = codes.map(|name| operation[name].as_array().unwrap());
            for code in codes.into_iter().flatten() {
                if code["kind"] != "success" {
                    cases.push(Case {
                        words: words(operation, picture),
                        operation: text("name"),
                        kind: code["kind"].as_str().unwrap().to_owned(),
                        code: code["code"].as_i64().unwrap(),
                        message: code["message"].as_str().unwrap().to_owned(),
                        effect,
                        vendor: text("vendor"),
                        has_parameters,
                    });
                }
            }
            // A code that is in no table.
            cases.push(Case {
                words: words(operation, picture),
                operation: text("name"),
                kind: "unknown".to_owned(),
                code: 98_765,
                message: "?".to_owned(),
                effect,
                vendor: text("vendor"),
                has_parameters,
            });
        }
        cases
    }

    /// The fault of a remedy.
    fn fault(case: &Case, refused: &Value) -> Option<String> {
        let remedy = refused["remedy"].as_str().unwrap_or_default();
        let says = |words: &[&str]| words.iter().any(|word| remedy.contains(word));
        let wrong = if refused["refusal_kind"] != case.kind.as_str() {
            "another kind"
        } else if remedy.is_empty() || says(&["nothing was sent"]) {
            "no remedy, or that of something that was not sent"
        } else if case.kind != "auth" && says(&["clock", "API_KEY", "ACCESS_TOKEN"]) {
            "about credentials, which are right"
        } else if case.vendor == "idcode" && says(&["balance", "IHUYI", "paid"]) {
            "about money, of a vendor that takes none"
        } else if case.vendor == "ihuyi" && says(&["IDCODE", "GetCompanyInfo", "logo"]) {
            "of the other vendor"
        } else if case.effect == "read" && says(&["before you", "on its way", "carried"]) {
            "about a change, of a call that reads"
        } else if case.effect == "write"
            && ["vendor_fault", "unknown"].contains(&case.kind.as_str())
            && !says(&[
                "look the unit up",
                "look the category up",
                "look the registration up",
                "look the upload up",
                "wait for it",
                "ask the platform",
            ])
        {
            "does not say how to look up the outcome"
        } else if case.effect == "paid"
            && ["not_found", "unknown"].contains(&case.kind.as_str())
            && !says(&["paid again", "balance"])
        {
            "does not say that a repeated query costs"
        } else if case.effect == "paid"
            && case.kind == "vendor_fault"
            && (refused["charged"] != "no" || !says(&["not charged"]))
        {
            "does not say that it is taken as not charged"
        } else if case.kind == "parameter" && says(&["try again later", "the vendor failed"]) {
            "blames the vendor"
        } else if !case.has_parameters && says(&["correct the", "give "]) {
            "about parameters, which it does not have"
        } else if case.kind == "balance" && !says(&["top the account up"]) {
            "does not say that the account is empty"
        } else {
            return None;
        };
        let Case {
            operation, code, ..
        } = case;
        Some(format!("{operation} {code}: {wrong}: {refused}"))
    }

    #[test]
    fn the_remedy_of_every_refusal_fits_the_operation() {
        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("file.png");
        std::fs::write(&picture, b"\x89PNG\r\n\x1a\n1\n2\n3\n").unwrap();
        let cases = cases(picture.to_str().unwrap());
        let bodies: BTreeMap<(&str, i64), StandIn> = cases
            .iter()
            .map(|case| {
                let (code, message) = (case.code, case.message.as_str());
                let body = match case.vendor.as_str() {
                    "ihuyi" => serde_json::json!({ "code": code, "msg": message }),
                    _ => serde_json::json!({ "ResultCode": code, "ResultMsg": message }),
                };
                let vendor = StandIn::always(Reply::body(&body.to_string()));
                ((case.operation.as_str(), code), vendor)
            })
            .collect();
        let next = AtomicUsize::new(0);
        let faults = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(|| {
                    while let Some(case) = cases.get(next.fetch_add(1, Relaxed)) {
                        let vendor = &bodies[&(case.operation.as_str(), case.code)];
                        let run = Entreg::new(case.words.iter().map(String::as_str))
                            .arg("--output")
                            .arg("json")
                            .at(&vendor.base_url())
                            .run();
                        let fault = match run.code {
                            Some(1) => fault(case, &run.error()),
                            _ => Some(format!("{run:#?}")),
                        };
                        faults.lock().unwrap().extend(fault);
                    }
                });
            }
        });
        let faults = faults.into_inner().unwrap();
        for fault in &faults {
            eprintln!("{fault}");
        }
        let operations: std::collections::BTreeSet<_> =
            cases.iter().map(|case| &case.operation).collect();
        promise(
            "remedies",
            faults.is_empty() && operations.len() >= 42,
            &format!(
                "{} of {} refusals have a remedy that does not fit: {} operations x their codes",
                faults.len(),
                cases.len(),
                operations.len()
            ),
        );
    }
}
