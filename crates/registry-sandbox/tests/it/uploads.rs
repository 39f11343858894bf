//! 501 uploads item codes, both ways; 502 and 503 find them.

use endpoint_core::File;
use idcode_api::ItemCodes;
use idcode_api::operations::{
    CodeKind, Conversion, GetUploadCodeInfo, GetUploadCodeRecord, UploadCodeFile, UploadCodeList,
    UploadKind, UploadRecord,
};
use registry_model::DecimalId;
use registry_sandbox::sample;
use serde_json::Value;

use crate::client::{Client, NOW_MS, get};
use crate::samples::{code, register, registration};

const UNIT: &str = sample::unit::MAIN_CODE;

fn list(registration_id: DecimalId, codes: &[&str]) -> UploadCodeList {
    UploadCodeList::new(
        code(UNIT),
        registration_id,
        ItemCodes::new(codes.iter().copied()).unwrap(),
    )
}

fn file(registration_id: DecimalId, content: &str) -> UploadCodeFile {
    let file = File::new("codes.txt", content.as_bytes().to_vec());
    UploadCodeFile::new(code(UNIT), registration_id, file)
}

async fn records(client: &Client, model: &str) -> Vec<UploadRecord> {
    client
        .call(&GetUploadCodeRecord::new(code(UNIT), "46100000", model))
        .await
        .unwrap()
}

async fn admin(client: &Client) -> Vec<(u64, u64)> {
    let answer = client.json(get("/_sandbox/uploads")).await;
    answer
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["codes"].as_u64().unwrap(),
                row["repeated"].as_u64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn an_upload_is_listed_with_its_category_and_found_by_its_id() {
    let client = Client::new();
    let id = register(&client, UNIT, "1").await;
    client.pass(5);
    client.call(&list(id, &["a", "b", "c"])).await.unwrap();
    client.call(&file(id, "d\r\ne\r\n")).await.unwrap();

    let rows = records(&client, "1").await;
    let [first, second] = rows.as_slice() else {
        panic!("{} rows", rows.len())
    };
    assert_eq!(first.count.unwrap().get(), 3);
    assert_eq!(first.kind, Some(UploadKind::List));
    assert_eq!(first.conversion, Some(Conversion::Converted));
    assert_eq!(first.uploaded, Some((NOW_MS + 5000).to_string().into()));
    assert_eq!(second.count.unwrap().get(), 2);
    assert_eq!(second.kind, Some(UploadKind::File));
    assert_eq!(second.file_name.as_deref(), Some("codes.txt"));
    let numbers = |row: &UploadRecord| {
        (
            row.first_number.unwrap().get(),
            row.last_number.unwrap().get(),
        )
    };
    assert_eq!((numbers(first), numbers(second)), ((1, 3), (4, 5)));

    let info = client
        .call(&GetUploadCodeInfo::new(code(UNIT), second.id))
        .await
        .unwrap();
    assert_eq!(info.id, second.id);
    assert_eq!(info.id.to_string().len(), 20);
    assert_eq!(info.count.unwrap().get(), 2);
    assert_eq!(info.conversion, Some(Conversion::Converted));
    assert_eq!(info.code_kind, Some(CodeKind::Product));
    assert_eq!(info.segment_id, Some(DecimalId::new(1)));
    assert!(info.qr_pictures.unwrap().ends_with(".zip"));
}

#[tokio::test]
async fn uploads_of_another_model_are_not_listed() {
    let client = Client::new();
    let one = register(&client, UNIT, "1").await;
    let two = register(&client, UNIT, "2").await;
    client.call(&list(one, &["a"])).await.unwrap();
    client.call(&list(two, &["a"])).await.unwrap();
    client.call(&list(two, &["b"])).await.unwrap();
    assert_eq!(records(&client, "1").await.len(), 1);
    assert_eq!(records(&client, "2").await.len(), 2);
    assert_eq!(records(&client, "3").await, []);
}

#[tokio::test]
async fn codes_that_are_there_already_are_accepted_and_counted() {
    let client = Client::new();
    let one = register(&client, UNIT, "1").await;
    let two = register(&client, UNIT, "2").await;
    client.call(&list(one, &["a", "b", "a"])).await.unwrap();
    client.call(&file(one, "b\nc\n")).await.unwrap();
    // Another registration has its own codes.
    client.call(&list(two, &["a"])).await.unwrap();
    assert_eq!(admin(&client).await, [(3, 1), (2, 1), (1, 0)]);
    let rows = records(&client, "1").await;
    assert_eq!(rows[0].count.unwrap().get(), 3);
    client.sandbox.reset();
    assert_eq!(admin(&client).await, []);
}

#[tokio::test]
async fn a_registration_of_another_unit_or_an_unknown_one_takes_no_codes() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    let of_another = register(&client, "i.86.110108.1", "1").await;
    for id in [of_another, DecimalId::new(7)] {
        for refusal in [
            client.call(&list(id, &["a"])).await.unwrap_err(),
            client.call(&file(id, "a\n")).await.unwrap_err(),
        ] {
            assert_eq!(
                (refusal.code, refusal.message.as_str()),
                (0, "品类注册不存在！")
            );
        }
    }
    assert_eq!(admin(&client).await, []);
}

#[tokio::test]
async fn an_upload_of_another_unit_or_an_unknown_one_is_not_shown() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    let id = register(&client, UNIT, "1").await;
    client.call(&list(id, &["a"])).await.unwrap();
    let upload = records(&client, "1").await[0].id;
    for (unit, upload) in [("i.86.110108.1", upload), (UNIT, DecimalId::new(7))] {
        let request = GetUploadCodeInfo::new(code(unit), upload);
        let refusal = client.call(&request).await.unwrap_err();
        assert_eq!(
            (refusal.code, refusal.message.as_str()),
            (0, "上传记录不存在！")
        );
    }
}

#[tokio::test]
async fn files_that_are_no_list_of_codes_are_wrong_parameters() {
    let client = Client::new();
    let id = register(&client, UNIT, "1").await;
    let send = async |content: &[u8]| {
        let file = File::new("codes.txt", content.to_vec());
        let request = UploadCodeFile::new(code(UNIT), id, file);
        client.call(&request).await.unwrap_err().message
    };
    for (content, why) in [
        (&b"a\n\nb\n"[..], "code 2 is empty"),
        (b"a\nb,c\n", "code 2 contains a comma"),
        (b"\n", "contains no codes"),
        (b"", "must not be empty"),
        (
            b"\xb1\xe0\xc2\xeb",
            "line 1 is not a code in UTF-8 of at most 64 KiB",
        ),
    ] {
        assert_eq!(
            send(content).await,
            format!("参数错误！parameter `CodeFileName`: {why}")
        );
    }
    assert_eq!(admin(&client).await, []);
}

#[tokio::test]
async fn lists_with_an_empty_code_and_odd_ways_of_generation_are_wrong_parameters() {
    let client = Client::new();
    let id = register(&client, UNIT, "1").await.to_string();
    let path = "/AllInterFace/UploadCodeList";
    for (name, value) in [("CodeListStr", "a,,b"), ("generateType", "2")] {
        let mut pairs = vec![
            ("companyIDcode", UNIT),
            ("CategoryReg_ID", id.as_str()),
            ("CodeListStr", "a,b"),
        ];
        pairs.retain(|pair| pair.0 != name);
        pairs.push((name, value));
        let outcome = client.idcode_form(path, &pairs).await;
        assert_eq!(outcome.0, 0);
        assert!(
            outcome
                .1
                .starts_with(&format!("参数错误！parameter `{name}`")),
            "{}",
            outcome.1
        );
    }
    assert_eq!(admin(&client).await, []);
}

#[tokio::test]
async fn the_admin_interface_tells_the_uploads_apart() {
    let client = Client::new();
    let id = register(&client, UNIT, "1").await;
    client.call(&list(id, &["a"])).await.unwrap();
    let answer = client.json(get("/_sandbox/uploads")).await;
    assert_eq!(answer[0]["registration"], id.to_string());
    assert_eq!(
        answer[0]["upload"],
        Value::from(records(&client, "1").await[0].id.to_string())
    );
}
