//! The products that list rows, called over a socket as their documents say: requests are written
//! by hand, passwords come from `printf … | md5sum`.

use std::net::SocketAddr;

use registry_sandbox::server::Running;
use registry_sandbox::{Account, Config, Sandbox, Server};
use serde_json::Value;

use crate::server::exchange;

const CREDENTIALS: &str = "account=sandbox-account&password=sandbox-key-0000";
const CODE: &str = "ent_code=91110108MAXXXX015B";
/// 样例（北京）科技有限公司
const NAME: &str = "ent_name=%E6%A0%B7%E4%BE%8B%EF%BC%88%E5%8C%97%E4%BA%AC%EF%BC%89\
    %E7%A7%91%E6%8A%80%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8";
const MARKS: &str = "/idcard/entmark/Submit.json";
const COPIES: &str = "/idcard/entcopy/Submit.json";

async fn start(config: Config) -> Running {
    let config = config.with_clock(|| 1_700_000_000_000);
    let address = ([127, 0, 0, 1], 0).into();
    Server::bind(address, Sandbox::new(config))
        .await
        .unwrap()
        .spawn()
}

fn posted(path: &str, form: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: api.ihuyi.com\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    )
}

fn got(path: &str, query: &str) -> String {
    format!("GET {path}?{query} HTTP/1.1\r\nHost: api.ihuyi.com\r\nConnection: close\r\n\r\n")
}

async fn body(address: SocketAddr, request: String) -> String {
    let answer = exchange(address, request).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

async fn asked(running: &Running, path: &str, pairs: &str) -> Value {
    let form = format!("{CREDENTIALS}&{pairs}");
    let body = body(running.local_addr(), posted(path, &form)).await;
    serde_json::from_str(&body).unwrap()
}

async fn code_of(running: &Running, path: &str, pairs: &str) -> (i64, String) {
    let answer = asked(running, path, pairs).await;
    (
        answer["code"].as_i64().unwrap(),
        answer["msg"].as_str().unwrap().to_owned(),
    )
}

#[tokio::test]
async fn dynamic_passwords_of_the_formulas_pass_by_get_and_by_post() {
    let running = start(Config::default()).await;
    let address = running.local_addr();
    // printf 'sandbox-accountsandbox-key-0000entmark91110108MAXXXX015B1700000000' | md5sum
    for (path, identifiers, password) in [
        (MARKS, CODE.to_owned(), "ea833b98e3bc3f1edb81c3b06604dd20"),
        (MARKS, NAME.to_owned(), "c081d0d7b1124b41077b024df56e3954"),
        (
            MARKS,
            format!("{NAME}&{CODE}"),
            "fd44d9f7f9f2e96bc30e141a627bd4e0",
        ),
        // Neither of these two is signed, nor are pages.
        (
            MARKS,
            "reg_no=110108999999017&page_index=1&page_size=20".to_owned(),
            "ad695cd3d50cef23fdde42bb14bdf8a3",
        ),
        (
            MARKS,
            "organization_code=MAXXXX015".to_owned(),
            "ad695cd3d50cef23fdde42bb14bdf8a3",
        ),
        (COPIES, CODE.to_owned(), "e546cb582c8411f70bae8c5a1ce0042e"),
        (COPIES, NAME.to_owned(), "075cdd8e3585e55e80ccac81031e84a7"),
        (
            COPIES,
            format!("{NAME}&{CODE}"),
            "05215475a3813de43e84dcb06e079e77",
        ),
        (
            COPIES,
            "organization_code=MAXXXX015&year=2020&copyright_type=S".to_owned(),
            "f4e9dc9015999b442a9ec57e76001c32",
        ),
    ] {
        let pairs =
            format!("account=sandbox-account&password={password}&{identifiers}&time=1700000000");
        for request in [got(path, &pairs), posted(path, &pairs)] {
            let body = body(address, request).await;
            assert!(body.contains(r#""code":2"#), "{identifiers}: {body}");
        }
        // The same at another time.
        let late = pairs.replace("time=1700000000", "time=1700000601");
        let body = body(address, posted(path, &late)).await;
        assert!(body.contains(r#""code":40502"#), "{body}");
    }
    // Right for an expired time.
    // printf 'sandbox-accountsandbox-key-0000entmark1699999399' | md5sum
    let pairs = "account=sandbox-account&password=a447199750739bb2add9b4f460cde9c8&time=1699999399";
    let body = body(address, posted("/idcard/entmark/GetNum.json", pairs)).await;
    assert!(body.contains(r#""code":40501"#), "{body}");
    running.stop().await;
}

#[tokio::test]
async fn trademarks_come_in_pages_of_20_and_no_page_has_a_row_of_another() {
    let running = start(Config::default()).await;
    let mut numbers = Vec::new();
    for (page, rows) in [(1, 20), (2, 20), (3, 7), (4, 0)] {
        let answer = asked(&running, MARKS, &format!("{CODE}&page_index={page}")).await;
        assert_eq!(answer["code"], 2, "{answer}");
        assert_eq!(answer["result"]["total"], 47);
        let list = answer["result"]["list"].as_array().unwrap();
        assert_eq!(list.len(), rows);
        numbers.extend(list.iter().map(|row| row["applicationNumber"].to_string()));
    }
    assert_eq!(numbers.len(), 47);
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 47);
    // Smaller pages, and every page was charged, the empty one too.
    let answer = asked(
        &running,
        MARKS,
        &format!("{CODE}&page_index=24&page_size=2"),
    )
    .await;
    assert_eq!(
        answer["result"]["list"].as_array().map(Vec::len),
        Some(1),
        "{answer}"
    );
    assert_eq!(running.handle().balance("entmark"), Some(95));
    running.stop().await;
}

#[tokio::test]
async fn copyrights_come_in_pages_of_50_under_another_key() {
    let running = start(Config::default()).await;
    let mut numbers = Vec::new();
    for (page, rows) in [(1, 50), (2, 50), (3, 7), (4, 0)] {
        let answer = asked(&running, COPIES, &format!("{NAME}&page_index={page}")).await;
        assert_eq!(answer["code"], 2, "{answer}");
        assert_eq!(answer["result"]["total"], 107);
        let list = answer["result"]["lists"].as_array().unwrap();
        assert_eq!(list.len(), rows);
        numbers.extend(list.iter().map(|row| row["registrationNum"].to_string()));
    }
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 107);
    running.stop().await;
}

#[tokio::test]
async fn rows_have_every_key_of_the_tables_and_lists_within_as_json_texts() {
    let running = start(Config::default()).await;
    let row = asked(&running, MARKS, CODE).await["result"]["list"][0].take();
    assert_eq!(row.as_object().map(serde_json::Map::len), Some(37));
    for (member, key) in [
        ("product", "productName"),
        ("flow", "stepName"),
        ("announce", "announcementNumber"),
    ] {
        let inner: Value = serde_json::from_str(row[member].as_str().unwrap()).unwrap();
        assert!(inner[0][key].is_string(), "{inner}");
    }
    let row = asked(&running, COPIES, CODE).await["result"]["lists"][0].take();
    assert_eq!(row.as_object().map(serde_json::Map::len), Some(21));
    let inner: Value = serde_json::from_str(row["relatedEntity"].as_str().unwrap()).unwrap();
    assert_eq!(inner[0]["by"], "ByName");
    assert!(row.as_object().unwrap().values().all(Value::is_string));
    running.stop().await;
}

#[tokio::test]
async fn invalid_queries_get_the_code_of_the_tables_and_cost_nothing() {
    let running = start(Config::default()).await;
    let four = "企业名称、统代、组织机构代码、工商注册号四选一";
    for (path, pairs, code, message) in [
        (MARKS, "", 406, four),
        (MARKS, "ent_name=+&page_index=1", 406, four),
        (COPIES, "year=2020", 406, four),
        (
            MARKS,
            "ent_code=91110108MAXXXX015B&page_size=21",
            407,
            "每页条数最大20",
        ),
        (
            MARKS,
            "ent_code=91110108MAXXXX015B&page_size=0",
            407,
            "每页条数最大20",
        ),
        (
            MARKS,
            "ent_code=91110108MAXXXX015B&page_size=all",
            407,
            "每页条数最大20",
        ),
        (
            COPIES,
            "ent_code=91110108MAXXXX015B&page_size=51",
            407,
            "每页条数最大50",
        ),
        (MARKS, "ent_code=91110108MA0000015T", 408, "查询无结果"),
        // A wrong check character: no document says that the vendor reads it.
        (MARKS, "ent_code=91110108MAXXXX0150", 408, "查询无结果"),
        (
            MARKS,
            "ent_code=91110108MAXXXX015B&int_category=45&application_number=1",
            408,
            "查询无结果",
        ),
        // The identifiers of two companies.
        (
            MARKS,
            "ent_code=91110108MAXXXX015B&reg_no=310115999999028",
            408,
            "查询无结果",
        ),
    ] {
        let outcome = code_of(&running, path, pairs).await;
        assert_eq!(outcome, (code, message.to_owned()), "{path} {pairs}");
    }
    for (path, pairs) in [
        (MARKS, "ent_code=91110108MAXXXX015B&page_index=0"),
        (MARKS, "ent_code=91110108MAXXXX015B&page_index=-1"),
        (MARKS, "ent_code=91110108MAXXXX015B&page_index=one"),
        (MARKS, "ent_code=91110108MAXXXX015B&begin_date=2025/01/01"),
        (MARKS, "ent_code=91110108MAXXXX015B&begin_date=2025-02-30"),
        (
            MARKS,
            "ent_code=91110108MAXXXX015B&begin_date=2025-01-02&end_date=2025-01-01",
        ),
        (MARKS, "ent_code=91110108MAXXXX015B&int_category=46"),
        (MARKS, "ent_code=91110108MAXXXX015B&year=2020"),
        (COPIES, "ent_code=91110108MAXXXX015B&copyright_type=X"),
        (COPIES, "ent_code=91110108MAXXXX015B&year=20"),
        (COPIES, "ent_code=91110108MAXXXX015B&reg_num=1&reg_num=1"),
    ] {
        let (code, message) = code_of(&running, path, pairs).await;
        assert_eq!(code, 1, "{path} {pairs}: {message}");
        assert!(message.starts_with("提交失败："), "{message}");
    }
    let sandbox = running.handle();
    for product in ["entmark", "entcopy"] {
        assert_eq!(sandbox.balance(product), Some(100));
    }
    running.stop().await;
}

#[tokio::test]
async fn a_refusal_of_entcopy_has_no_serial_number_as_in_its_sample() {
    let running = start(Config::default()).await;
    let form = "account=xxxxxxxx&password=xxxxxxxxx";
    let body = body(running.local_addr(), posted(COPIES, form)).await;
    assert_eq!(body, r#"{"code":405,"msg":"API ID 或 API KEY 不正确"}"#);
    running.stop().await;
}

#[tokio::test]
async fn nothing_found_by_entcopy_is_an_empty_list_that_is_paid_for() {
    let running = start(Config::default()).await;
    for pairs in [
        "ent_code=91110108MA0000015T",
        "ent_code=91440106MAXXXX031L&owner=nobody",
    ] {
        let answer = asked(&running, COPIES, pairs).await;
        assert_eq!(answer["code"], 2, "{answer}");
        assert_eq!(
            answer["result"],
            serde_json::json!({"total": 0, "lists": []})
        );
    }
    assert_eq!(running.handle().balance("entcopy"), Some(98));
    running.stop().await;
}

#[tokio::test]
async fn filters_take_what_they_name() {
    let running = start(Config::default()).await;
    let total = async |path: &str, pairs: &str| {
        let answer = asked(&running, path, &format!("{CODE}&{pairs}")).await;
        answer["result"]["total"].as_u64().unwrap_or_default()
    };
    assert_eq!(total(MARKS, "application_number=90000001").await, 1);
    assert_eq!(total(MARKS, "int_category=8").await, 2);
    // The application date of trademark 90000001; both ends are inclusive.
    assert_eq!(
        total(MARKS, "begin_date=2018-02-07&end_date=2018-02-07").await,
        1
    );
    assert_eq!(
        total(MARKS, "end_date=2018-02-06&application_number=90000001").await,
        0
    );
    assert_eq!(total(COPIES, "copyright_type=S").await, 95);
    assert_eq!(total(COPIES, "copyright_type=P").await, 12);
    // 软件001
    assert_eq!(
        total(COPIES, "copyright_name=%E8%BD%AF%E4%BB%B6001").await,
        1
    );
    // 科技
    assert_eq!(total(COPIES, "owner=%E7%A7%91%E6%8A%80").await, 107);
    assert_eq!(total(COPIES, "reg_num=2018SR9900001").await, 1);
    assert_eq!(total(COPIES, "year=1999").await, 0);
    running.stop().await;
}

#[tokio::test]
async fn the_documents_own_samples_are_there_with_totals_that_fit_nothing() {
    let running = start(Config::default()).await;
    // 上海思锐信息技术有限公司
    let code = "ent_code=91310116761614322N";
    insta::assert_json_snapshot!(
        "sample_of_entmark",
        asked(&running, MARKS, code).await["result"]
    );
    insta::assert_json_snapshot!(
        "sample_of_entcopy",
        asked(&running, COPIES, code).await["result"]
    );
    running.stop().await;
}

#[tokio::test]
async fn entcopy_responses_in_xml_where_that_is_configured() {
    let running = start(Config::default().with_copyrights_in_xml(true)).await;
    let address = running.local_addr();
    let form = format!("{CREDENTIALS}&ent_code=91310116761614322N");
    let answer = exchange(address, posted(COPIES, &form)).await;
    assert!(
        answer.contains("content-type: text/xml; charset=utf-8\r\n"),
        "{answer}"
    );
    insta::assert_snapshot!(
        "sample_of_entcopy_in_xml",
        answer.split_once("\r\n\r\n").unwrap().1
    );
    let refused = body(address, posted(COPIES, "account=x&password=y")).await;
    assert_eq!(
        refused,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><SubmitResult><code>405</code>\
         <msg>API ID 或 API KEY 不正确</msg></SubmitResult>"
    );
    // The other products have only JSON.
    let look = body(address, posted("/idcard/entcopy/GetNum.json", CREDENTIALS)).await;
    assert_eq!(look, r#"{"num":99,"code":2,"msg":"查询成功"}"#);
    running.stop().await;
}

#[tokio::test]
async fn names_are_masked_as_in_the_samples_where_that_is_configured() {
    let running = start(Config::default().with_masked_names(true)).await;
    let record = asked(&running, "/idcard/entinfov2/Submit.json", CODE).await;
    let info = &record["result"]["info"];
    assert_eq!(info["basic"]["frname"], "张**");
    assert_eq!(info["person"][1]["pername"], "李**");
    assert_eq!(info["basic"]["entname"], "样例（北京）科技有限公司");
    let row = asked(&running, COPIES, CODE).await["result"]["lists"][0].take();
    assert_eq!(row["entityName"], "样例（************");
    assert_eq!(row["copyrightName"], "***01");
    assert_eq!(row["registrationNum"], "2018*******");
    // ent3f still knows the person's name.
    let verified = format!("{NAME}&{CODE}&name=%E5%BC%A0%E4%B8%89");
    let answer = asked(&running, "/idcard/ent3f/Submit.json", &verified).await;
    assert_eq!(answer["result"]["status"], 2);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn exactly_what_there_is_can_be_spent_however_many_ask_at_once() {
    let account = Account::new("sandbox-account", "sandbox-key-0000")
        .with_starting_balance(0)
        .with_balance("entmark", 37)
        .with_balance("entcopy", 11);
    let running = start(Config::default().with_account(account)).await;
    let address = running.local_addr();
    let asking: Vec<_> = (0..120)
        .map(|count| {
            let path = if count % 2 == 0 { MARKS } else { COPIES };
            let request = posted(path, &format!("{CREDENTIALS}&{CODE}"));
            tokio::spawn(async move { (path, body(address, request).await) })
        })
        .collect();
    let (mut marks, mut copies) = (0, 0);
    for asked in asking {
        let (path, body) = asked.await.unwrap();
        match (path, body.contains(r#""code":2"#)) {
            (MARKS, true) => marks += 1,
            (_, true) => copies += 1,
            _ => assert!(body.contains(r#""code":4051"#), "{body}"),
        }
    }
    assert_eq!((marks, copies), (37, 11));
    let sandbox = running.handle();
    assert_eq!(sandbox.balance("entmark"), Some(0));
    assert_eq!(sandbox.balance("entcopy"), Some(0));
    let charged = sandbox.calls().iter().filter(|call| call.charged).count();
    assert_eq!(charged, 48);
    running.stop().await;
}
