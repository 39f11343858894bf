//! Tests that nothing secret or personal is shown.

use endpoint_core::Vendor;
use ihuyi_api::products::{Ent3fSubmit, EntcopySubmit, Entinfov2Submit, EntmarkSubmit};
use ihuyi_api::{Auth, Ihuyi, IhuyiKeys, SendBy};

use crate::received::received;
use crate::requests::{TIME_MS, all, credit_code, keys};

fn assert_hidden(context: &str, shown: &str, canary: &str) {
    assert!(
        !shown.contains(canary),
        "{context} shows {canary:?}: {shown}"
    );
}

#[test]
fn keys_show_no_credential() {
    let keys = IhuyiKeys::new("canary-account", "canary-key");
    for shown in [
        format!("{keys:?}"),
        format!("{keys:#?}"),
        format!("{:?}", keys.clone()),
    ] {
        assert_hidden("IhuyiKeys", &shown, "canary");
        assert!(
            shown.contains("[redacted]") && shown.contains("Dynamic"),
            "{shown}"
        );
    }
}

#[test]
fn the_secrets_of_the_keys_are_reported_for_redaction() {
    let keys = IhuyiKeys::new("canary-account", "canary-key");
    assert_eq!(Ihuyi::secrets(&keys), ["canary-account", "canary-key"]);
}

#[test]
fn a_query_does_not_show_personal_data() {
    let shown = format!(
        "{:?}",
        Ent3fSubmit::new("样例公司", credit_code(), "canary-person")
    );
    assert_hidden("Ent3fSubmit", &shown, "canary");
    for open in ["样例公司", "91110108MA0000015T", "[redacted]"] {
        assert!(shown.contains(open), "{shown}");
    }
}

#[test]
fn requests_on_the_wire_show_neither_credentials_nor_personal_data() {
    for auth in [Auth::Dynamic, Auth::Static] {
        for send_by in [SendBy::Post, SendBy::Get] {
            let keys = keys().with_auth(auth).with_send_by(send_by);
            for sample in all() {
                let request = Ihuyi::sign(&keys, &sample.spec, &sample.params, TIME_MS).unwrap();
                let received = received(&request);
                let (_, password) = received
                    .params()
                    .find(|(name, _)| *name == "password")
                    .unwrap();
                let endpoint_core::Value::Text(password) = password else {
                    panic!("a password is a text")
                };
                let shown = [
                    format!("{request:?}"),
                    format!("{:?}", request.body),
                    format!("{received:?}"),
                    format!("{:?}", sample.params),
                    sample.debug.clone(),
                    request.masked::<Ihuyi>(&sample.spec),
                ];
                for shown in &shown {
                    for canary in [password.as_str(), "1q784322b", "=test", "样例人"] {
                        assert_hidden(sample.spec.name, shown, canary);
                    }
                }
            }
        }
    }
}

#[test]
fn replies_show_no_name_in_full() {
    let company = r#"{"code":2,"msg":"","idcardid":"1","result":{"info":{
        "basic":{"entname":"样例公司","frname":"甲canary"},
        "person":[{"pername":"乙canary","position":"监事"}]}}}"#;
    let matched = r#"{"code":2,"msg":"","result":{"status":2,"info":{"name":"canary"}}}"#;
    let marks = r#"{"code":2,"msg":"","result":{"list":[{"trademarkName":"图形",
        "applicant":"甲canary","applicantEn":"Xcanary","applicantAddressCn":"路canary",
        "applicantAddressEn":"Rcanary","applicantShare":"乙canary",
        "announce":"[{\"assignee\":\"丙canary\",\"transferor\":\"丁canary\"}]"}]}}"#;
    let works = r#"{"code":2,"msg":"","result":{"lists":[{"copyrightName":"软件",
        "copyrightOwner":"甲canary","author":"乙canary","relatedEntity":"[{\"name\":\"丙canary\"}]"}]}}"#;
    let marks = Ihuyi::open::<EntmarkSubmit>(&marks.into()).unwrap();
    let works = Ihuyi::open::<EntcopySubmit>(&works.into()).unwrap();
    let row = &marks.result.rows[0];
    for shown in [
        format!(
            "{:?}",
            Ihuyi::open::<Entinfov2Submit>(&company.into()).unwrap()
        ),
        format!("{:?}", Ihuyi::open::<Ent3fSubmit>(&matched.into()).unwrap()),
        format!("{marks:#?} {:?}", row.announcements.items().unwrap()),
        format!(
            "{works:?} {:?}",
            works.result.rows[0].related.items().unwrap()
        ),
    ] {
        assert_hidden("a reply", &shown, "canary");
    }
    for open in ["图形", "Embedded(1 elements)"] {
        assert!(format!("{marks:?}").contains(open), "{marks:?}");
    }
}
