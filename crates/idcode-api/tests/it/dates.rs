//! Tests that the dates of replies are read in every form (OQ44).

use bytes::Bytes;
use endpoint_core::{Endpoint, Vendor};
use idcode_api::Idcode;
use idcode_api::operations::{GetCompanyBaseInfo, GetUploadCodeInfo, LoginVerify};
use registry_model::RegistryDate;
use registry_model::jiff::civil::date;

fn open<E: Endpoint<Vendor = Idcode>>(body: String) -> E::Output {
    Idcode::open::<E>(&Bytes::from(body)).unwrap()
}

#[test]
fn text_and_milliseconds_are_the_same_day_and_kept_as_received() {
    for (written, text) in [
        ("\"2019-11-01 10:03:00\"", "2019-11-01 10:03:00"),
        ("\"2019/11/1\"", "2019/11/1"),
        ("1572573780000", "1572573780000"),
        ("\"1572573780000\"", "1572573780000"),
        ("\"/Date(1572573780000)/\"", "/Date(1572573780000)/"),
    ] {
        let unit = open::<GetCompanyBaseInfo>(format!(
            r#"{{"FinallyExamDate":{written},"ResultCode":1}}"#
        ));
        let login =
            open::<LoginVerify>(format!(r#"{{"FinallyExamDate":{written},"ResultCode":1}}"#));
        let upload = open::<GetUploadCodeInfo>(format!(
            r#"{{"Coderecordtab":{{"UPloadCode_ID":1,"CreateCode":{written}}},"ResultCode":1}}"#
        ));
        for found in [unit.last_reviewed, login.last_reviewed, upload.uploaded] {
            let found = found.unwrap();
            assert_eq!(found.as_str(), text);
            assert_eq!(found.day(), Some(date(2019, 11, 1)), "{text}");
        }
    }
}

#[test]
fn an_invalid_date_leaves_the_response_readable() {
    for (written, expected) in [
        ("\"not yet\"", Some("not yet")),
        ("0", Some("0")),
        ("\"\"", None),
        ("null", None),
    ] {
        let unit = open::<GetCompanyBaseInfo>(format!(
            r#"{{"FinallyExamDate":{written},"OrganUnitName":"样例","ResultCode":1}}"#
        ));
        assert_eq!(unit.name.as_deref(), Some("样例"));
        let found = unit.last_reviewed.as_ref().map(RegistryDate::as_str);
        assert_eq!(found, expected, "{written}");
        assert_eq!(unit.last_reviewed.and_then(|found| found.day()), None);
    }
}
