//! Tests that nothing secret or personal is shown.

use endpoint_core::{Params, Sensitivity, Vendor};
use idcode_api::operations::{Login, RegCompanyInfo};
use idcode_api::{Idcode, IdcodeKeys, Locality};

use crate::received::received;
use crate::requests::{TIME_MS, full, keys};

fn assert_hidden(context: &str, shown: &str, canary: &str) {
    assert!(
        !shown.contains(canary),
        "{context} shows {canary:?}: {shown}"
    );
}

#[test]
fn keys_show_no_credential() {
    let keys = IdcodeKeys::new("canary-token", "canary-code");
    for shown in [
        format!("{keys:?}"),
        format!("{keys:#?}"),
        format!("{:?}", keys.clone()),
    ] {
        assert_hidden("IdcodeKeys", &shown, "canary");
        assert!(shown.contains("[redacted]"));
        assert!(
            shown.contains("SendEmpty") || shown.contains("LeaveOut"),
            "{shown}"
        );
    }
}

#[test]
fn the_secrets_of_the_keys_are_reported_for_redaction() {
    let keys = IdcodeKeys::new("canary-token", "canary-code");
    assert_eq!(Idcode::secrets(&keys), ["canary-token", "canary-code"]);
}

/// The values of a full request that its declaration calls secret or personal.
fn canaries(spec: &endpoint_core::Spec, params: &Params) -> Vec<String> {
    let hidden = spec
        .params
        .iter()
        .filter(|param| param.sensitivity != Sensitivity::Open);
    hidden
        .map(|param| params.text(param.name).unwrap().to_owned())
        .collect()
}

#[test]
fn typed_requests_show_neither_secrets_nor_personal_data() {
    for sample in full() {
        for canary in canaries(&sample.spec, &sample.params) {
            assert_hidden(sample.spec.name, &sample.debug, &canary);
        }
    }
}

#[test]
fn requests_on_the_wire_show_no_signed_value() {
    for sample in full() {
        let request = Idcode::sign(&keys(), &sample.spec, &sample.params, TIME_MS).unwrap();
        let received = received(&request);
        let shown = [
            format!("{request:?}"),
            format!("{:?}", request.body),
            format!("{received:?}"),
            format!("{:?}", sample.params),
            request.masked::<Idcode>(&sample.spec),
        ];
        let mut canaries = canaries(&sample.spec, &sample.params);
        canaries.push("J7X4LuOOfURXeAAEAAAAAABSK".to_owned());
        canaries.push("RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7".to_owned());
        let hash = received
            .params()
            .find(|(name, _)| *name == "hash")
            .unwrap()
            .1;
        let endpoint_core::Value::Text(hash) = hash else {
            panic!("a hash is a text")
        };
        canaries.push(hash.clone());
        for shown in shown {
            for canary in &canaries {
                assert_hidden(sample.spec.name, &shown, canary);
            }
        }
    }
}

#[test]
fn a_masked_request_still_shows_public_values() {
    let samples = full();
    let sample = samples
        .iter()
        .find(|sample| sample.spec.name == "ModifyCompanyInfo")
        .unwrap();
    let request = Idcode::sign(&keys(), &sample.spec, &sample.params, TIME_MS).unwrap();
    let masked = request.masked::<Idcode>(&sample.spec);
    for shown in [
        "companyIDcode=i.86.120103.1021",
        "email=[redacted]",
        "hash=[redacted]",
    ] {
        assert!(masked.contains(shown), "{masked}");
    }
}

#[test]
fn a_login_shows_neither_name_nor_password() {
    let login = Login {
        name: "canary-name".to_owned(),
        password: "canary-password".into(),
    };
    assert_hidden("Login", &format!("{login:?}"), "canary");
}

#[test]
fn the_public_values_of_a_registration_are_shown() {
    let login = Login {
        name: "canary-name".to_owned(),
        password: "canary-password".into(),
    };
    let locality = Locality::from_division("120103".parse().unwrap());
    let request = RegCompanyInfo::new(login, "样例", 1003_u64, locality, "canary-phone");
    let shown = format!("{request:?}");
    assert_hidden("RegCompanyInfo", &shown, "canary");
    for open in ["样例", "1003", "120103"] {
        assert!(shown.contains(open), "{shown}");
    }
}
