//! Parameters that IDcode refuses.

use registry_sandbox::sample;

use crate::client::{Client, TOKEN, get, idcode_outcome, post, post_form};

/// Its table lists neither -1 nor -2.
pub(crate) const BASE_INFO: &str = "/AllInterFace/GetCompanyBaseInfo";
/// Its table lists both.
pub(crate) const REGISTRATION: &str = "/AllInterFace/RegCompanyInfo";
pub(crate) const COMPANY: (&str, &str) = ("companyIDcode", sample::unit::MAIN_CODE);

/// A complete registration, in pairs.
pub(crate) const PAIRS: [(&str, &str); 8] = [
    ("loginName", "one"),
    ("loginPassword", "a-password"),
    ("organunitName", "甲公司"),
    ("code", "1003"),
    ("province_ID", "110000"),
    ("city_ID", "110000"),
    ("area_ID", "110108"),
    ("linkPhone", sample::PHONE),
];

/// The registration with one pair replaced, or left out.
fn with(name: &str, value: Option<&'static str>) -> Vec<(&'static str, &'static str)> {
    PAIRS
        .into_iter()
        .filter_map(|(given, old)| match (given == name, value) {
            (false, _) => Some((given, old)),
            (true, Some(new)) => Some((given, new)),
            (true, None) => None,
        })
        .collect()
}

#[tokio::test]
async fn wrong_parameters_are_named_where_the_table_has_no_code_for_them() {
    let client = Client::new();
    for (pairs, message) in [
        (&[][..], "参数错误！parameter `companyIDcode` is missing"),
        (
            &[("companyIDcode", " ")],
            "参数错误！parameter `companyIDcode` is missing",
        ),
        (
            &[COMPANY, COMPANY],
            "参数错误！parameter `companyIDcode` is given more than once",
        ),
        (
            &[("companyIdCode", sample::unit::MAIN_CODE)],
            "参数错误！unknown parameter `companyIdCode`, did you mean `companyIDcode`?",
        ),
        (
            &[COMPANY, ("level", "1")],
            "参数错误！unknown parameter `level`",
        ),
    ] {
        assert_eq!(
            client.idcode(BASE_INFO, pairs).await,
            (0, message.to_owned())
        );
    }
    let unknown = client.idcode(BASE_INFO, &[("companyIDcode", "52")]).await;
    assert_eq!(unknown, (0, "单位不存在！".to_owned()));
}

#[tokio::test]
async fn every_wrong_parameter_of_a_registration_is_a_parameter_error() {
    let client = Client::new();
    let name_of_501: &'static str = "长".repeat(501).leak();
    let mut wrong = Vec::new();
    for (name, _) in PAIRS {
        wrong.push((with(name, None), format!("`{name}` is missing")));
        wrong.push((with(name, Some("")), format!("`{name}` is missing")));
        let mut twice = PAIRS.to_vec();
        twice.push((name, "1"));
        wrong.push((twice, format!("`{name}` is given more than once")));
    }
    for (name, value) in [
        ("code", "1"),
        ("code", "one"),
        ("organunitName", name_of_501),
        ("area_ID", "110199"),
        ("area_ID", "110000"),
        ("area_ID", "11010"),
        ("city_ID", "110100"),
        ("province_ID", "120000"),
    ] {
        wrong.push((
            with(name, Some(value)),
            format!("the value of `{name}` is wrong"),
        ));
    }
    let mut unknown = PAIRS.to_vec();
    unknown.push(("LoginName", "x"));
    wrong.push((unknown, "a parameter is unknown".to_owned()));

    for (pairs, reason) in wrong {
        let outcome = client.idcode(REGISTRATION, &pairs).await;
        assert_eq!(outcome, (-1, "参数错误！".to_owned()), "{reason}");
        assert_eq!(client.last_reason(), reason);
    }
    // Not one of them was registered, and the untouched one is.
    assert_eq!(client.idcode(REGISTRATION, &PAIRS).await.0, 1);
}

#[tokio::test]
async fn values_outside_a_documented_list_are_wrong() {
    let client = Client::new();
    let pairs = [("companyName", "x"), ("searchType", "2")];
    let (code, message) = client.idcode("/AllInterFace/GetCompanyInfo", &pairs).await;
    assert_eq!(
        (code, message.as_str()),
        (0, "参数错误！parameter `searchType`: must be 0 or 1")
    );

    let completion = [
        COMPANY,
        ("trade_ID", "65"),
        ("organunitAddress", "x"),
        ("unitSizeType", "5"),
    ];
    let path = "/AllInterFace/ModifyCompanyInfo";
    let (code, message) = client.idcode(path, &completion).await;
    assert_eq!(code, 0);
    assert_eq!(
        message,
        "参数错误！parameter `unitSizeType`: must be one of 1 (up to 50 people), 2 (51 to 100 \
         people), 3 (101 to 500 people), 4 (more than 500 people)"
    );
    let mut no_industry = completion;
    no_industry[1].1 = "98";
    no_industry[3].1 = "1";
    assert_eq!(
        client.idcode(path, &no_industry).await,
        (
            0,
            "参数错误！parameter `trade_ID`: 103 does not list this industry".to_owned()
        )
    );
    // Left out or empty it is 1 (OQ24).
    assert_eq!(client.idcode(path, &completion[..3]).await.0, 1);
    let mut empty = completion;
    empty[3].1 = "";
    assert_eq!(client.idcode(path, &empty).await.0, 1);
}

#[tokio::test]
async fn only_the_documented_method_is_taken() {
    let client = Client::new();
    let target = client.target(BASE_INFO, &[("access_token", TOKEN), COMPANY]);
    let (path, query) = target.split_once('?').unwrap();
    let posted = client.json(post_form(path, query.to_owned())).await;
    assert_eq!(
        idcode_outcome(&posted),
        (
            0,
            "参数错误！the method is not that of the document".to_owned()
        )
    );
    let mut put = get(&target);
    put.method = "PUT".to_owned();
    assert_eq!(
        idcode_outcome(&client.json(put).await),
        (0, "参数错误！the method is not supported".to_owned())
    );
    let upload = client.target(
        "/AllInterFace/VerifyCompanyInfo",
        &[("access_token", TOKEN)],
    );
    assert_eq!(client.json(get(&upload)).await["ResultCode"], 0);
    assert_eq!(
        client.last_reason(),
        "the method is not that of the document"
    );
}

#[tokio::test]
async fn a_broken_multipart_is_a_wrong_parameter() {
    let client = Client::new();
    for (content_type, body) in [
        ("multipart/form-data", "--x\r\n"),
        ("multipart/form-data; boundary=x", "no boundary at all"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
        ),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut",
        ),
    ] {
        let request = post("/AllInterFace/VerifyCompanyInfo", content_type, body);
        let outcome = idcode_outcome(&client.json(request).await);
        assert_eq!(
            outcome,
            (0, "参数错误！the multipart body is broken".to_owned())
        );
    }
}

#[tokio::test]
async fn a_text_in_the_place_of_a_file_is_wrong_and_so_is_the_reverse() {
    let client = Client::new();
    let time = client.now_ms().to_string();
    let send = async |file: (&str, Option<&str>), number: Option<&str>| {
        let texts = [
            ("access_token", TOKEN),
            COMPANY,
            ("Organizationcode", "1"),
            ("codePayType", "0"),
        ];
        let mut covered = texts.to_vec();
        if number.is_some() {
            covered.retain(|(name, _)| *name != "Organizationcode");
        }
        if file.1.is_none() {
            covered.push(("file1", file.0));
        }
        let target = client.target("/AllInterFace/VerifyCompanyInfo", &covered);
        let (path, query) = target.split_once('?').unwrap();
        let (_, hash) = query.split_once("&hash=").unwrap();
        let mut body = String::new();
        let mut part = |name: &str, file_name: Option<&str>, content: &str| {
            let file_name = file_name.map_or(String::new(), |n| format!("; filename=\"{n}\""));
            body.push_str(&format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"{file_name}\r\n\r\n{content}\r\n"
            ));
        };
        for (name, value) in texts
            .into_iter()
            .chain([("time", time.as_str()), ("hash", hash)])
        {
            let file_name = if name == "Organizationcode" {
                number
            } else {
                None
            };
            part(name, file_name, value);
        }
        part("file1", file.1, file.0);
        body.push_str("--x--\r\n");
        let request = post(path, "multipart/form-data; boundary=x", body);
        idcode_outcome(&client.json(request).await)
    };
    assert_eq!(send(("GIF89a", Some("a.gif")), None).await.0, 1);
    assert_eq!(
        send(("GIF89a", None), None).await.1,
        "参数错误！parameter `file1`: must be a file, not a text"
    );
    assert_eq!(
        send(("GIF89a", Some("a.gif")), Some("number.txt")).await.1,
        "参数错误！parameter `Organizationcode`: must be a text, not a file"
    );
}
