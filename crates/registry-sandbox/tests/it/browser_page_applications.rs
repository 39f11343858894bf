//! The browser pages 401 and 405: the application, and the redirect to the callback address.

use idcode_api::operations::{
    GetAllIndustryCategoryList, GetCodeUseList, GetIDcodeTypeInfo, InterfaceApply,
    ProductIDcodeApply, Selection,
};
use idcode_api::{Application, CategoryRegistration, callback};
use registry_sandbox::{SandboxResponse, sample};

use crate::browser_pages::{APPLICATION, filled, html, token};
use crate::client::Client;
use crate::samples::{code, registration};

const GOTO: &str = "http://scan.example/?c=";
const BACK: &str = "https://shop.example/back";
/// 稻谷, a product.
const RICE: &str = "10203";

fn apply(back: &str) -> InterfaceApply {
    InterfaceApply::new(code(sample::unit::MAIN_CODE), GOTO, GOTO, back)
}

fn apply_for(category: u64, kind: Application) -> ProductIDcodeApply {
    let unit = code(sample::unit::MAIN_CODE);
    ProductIDcodeApply::new(unit, category, kind, GOTO, GOTO, BACK)
}

async fn open(client: &Client, back: &str) -> String {
    let answer = client.sandbox.respond(client.signed(&apply(back))).await;
    html(&answer)
}

async fn submit(client: &Client, page: &str, fields: &[(&str, &str)]) -> SandboxResponse {
    let token = token(page);
    let mut fields = fields.to_vec();
    fields.push(("token", &token));
    client.sandbox.respond(filled(APPLICATION, &fields)).await
}

const UNFIT: &str = "The code of the model cannot be part of a code.";

const CHOSEN: [(&str, &str); 4] = [
    ("IndustryCategory_ID", RICE),
    ("CodePayType", "2"),
    ("ModelNumber", "东北大米 5kg"),
    ("ModelNumberCode", "a1"),
];

/// The registrations of the sample unit by 404.
async fn registered(client: &Client) -> Vec<CategoryRegistration> {
    let request = GetIDcodeTypeInfo::new(code(sample::unit::MAIN_CODE), Selection::All);
    client.call(&request).await.unwrap_or_default()
}

#[tokio::test]
async fn an_application_ends_at_the_callback_address_with_the_complete_code() {
    const CODE: &str = "i.86.110108.52/10.01110000.a1";
    for (back, location) in [
        (BACK, format!("{BACK}?CategoryIDcode={CODE}")),
        (
            "http://shop.example/?a=1",
            format!("http://shop.example/?a=1&CategoryIDcode={CODE}"),
        ),
        (
            "http://shop.example/b#end",
            format!("http://shop.example/b?CategoryIDcode={CODE}#end"),
        ),
        (
            "http://shop.example/回来 x",
            format!("http://shop.example/%E5%9B%9E%E6%9D%A5%20x?CategoryIDcode={CODE}"),
        ),
    ] {
        let client = Client::new();
        let page = open(&client, back).await;
        let answer = submit(&client, &page, &CHOSEN).await;
        assert_eq!(answer.status, 302);
        assert_eq!(answer.location.as_ref(), Some(&location));
        let given = callback::category_code(&location).unwrap();
        assert_eq!(given.as_str(), CODE);

        let rows = registered(&client).await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].complete_code.as_deref(), Some(CODE));
        assert_eq!(rows[0].model_name.as_deref(), Some("东北大米 5kg"));
        assert_eq!(rows[0].application, Some(Application::Registered));
    }
}

#[tokio::test]
async fn every_category_of_202_can_be_chosen_below_its_use() {
    let client = Client::new();
    let page = open(&client, BACK).await;
    for code_use in client.call(&GetCodeUseList::new()).await.unwrap() {
        let label = format!("<optgroup label=\"{}\">", code_use.name.unwrap());
        assert_eq!(page.matches(&label).count(), 1, "{label}");
    }
    let categories = GetAllIndustryCategoryList::new();
    let categories = client.call(&categories).await.unwrap();
    for category in &categories {
        let option = format!("<option value=\"{}\"", category.id);
        assert_eq!(page.matches(&option).count(), 1, "{option}");
    }
    // And the two kinds.
    assert_eq!(page.matches("<option ").count(), categories.len() + 2);
}

#[tokio::test]
async fn a_form_that_is_wrong_comes_back_with_what_was_written_and_registers_nothing() {
    let client = Client::new();
    let mut page = open(&client, BACK).await;
    for (name, value, error) in [
        ("IndustryCategory_ID", "", "Choose a category."),
        ("IndustryCategory_ID", "1", "Choose a category."),
        ("IndustryCategory_ID", "<b>", "Choose a category."),
        ("CodePayType", "", "Choose a kind."),
        ("CodePayType", "3", "Choose a kind."),
        ("ModelNumberCode", "a/b", UNFIT),
        ("ModelNumberCode", "a&role=admin", UNFIT),
        ("ModelNumberCode", "a#", UNFIT),
        ("ModelNumberCode", "型号", UNFIT),
    ] {
        let fields =
            CHOSEN.map(|(given, right)| (given, if given == name { value } else { right }));
        let answer = submit(&client, &page, &fields).await;
        assert_eq!(
            (answer.status, &answer.location),
            (200, &None),
            "{name} {value}"
        );
        page = html(&answer);
        assert!(page.contains(error), "{page}");
        assert!(page.contains("value=\"东北大米 5kg\""), "{page}");
    }
    assert!(registered(&client).await.is_empty());

    let fields = CHOSEN.map(|(name, value)| match name {
        "CodePayType" => (name, "5"),
        "ModelNumberCode" => (name, ""),
        _ => (name, value),
    });
    let answer = submit(&client, &page, &fields).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("https://shop.example/back?CategoryIDcode=i.86.110108.52/10.01110000.1")
    );
    let rows = registered(&client).await;
    assert_eq!(rows[0].application, Some(Application::Filed));
}

#[tokio::test]
async fn a_model_that_is_taken_can_be_changed_on_the_page() {
    let client = Client::new();
    let page = open(&client, BACK).await;
    assert_eq!(submit(&client, &page, &CHOSEN).await.status, 302);
    let page = open(&client, BACK).await;
    let answer = submit(&client, &page, &CHOSEN).await;
    assert_eq!(answer.status, 200);
    let page = html(&answer);
    assert!(page.contains("型号编码已存在！"), "{page}");
    // The chosen values are kept.
    assert!(page.contains("<option value=\"10203\" selected>"), "{page}");
    let mut other = CHOSEN;
    other[3].1 = "a2";
    assert_eq!(submit(&client, &page, &other).await.status, 302);
    assert_eq!(registered(&client).await.len(), 2);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_registers_once() {
    let client = Client::new();
    let page = open(&client, BACK).await;
    let mut fields = CHOSEN;
    fields[3].1 = "";
    assert_eq!(submit(&client, &page, &fields).await.status, 302);
    let again = submit(&client, &page, &fields).await;
    assert_eq!((again.status, again.location), (403, None));
    assert_eq!(registered(&client).await.len(), 1);
}

#[tokio::test]
async fn category_and_kind_of_405_are_those_of_the_signed_request() {
    let client = Client::new();
    let request = client.signed(&apply_for(10203, Application::Filed));
    let page = html(&client.sandbox.respond(request).await);
    assert!(page.contains("稻谷"), "{page}");
    assert!(!page.contains("<select"), "{page}");
    // Another category in the form, another unit, another callback: all are ignored.
    let fields = [
        ("IndustryCategory_ID", "10127"),
        ("CodePayType", "2"),
        ("companyIDcode", "i.86.110108.1"),
        ("CallBackUrl", "https://evil.example/"),
        ("ModelNumberCode", "7"),
    ];
    let answer = submit(&client, &page, &fields).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("https://shop.example/back?CategoryIDcode=i.86.110108.52/10.01110000.7")
    );
    let rows = registered(&client).await;
    assert_eq!(rows[0].application, Some(Application::Filed));
}

#[tokio::test]
async fn markup_in_an_application_stays_text() {
    let client = Client::new();
    let name = "<script>alert(1)</script>";
    client.call(&registration(name, "user")).await.unwrap();
    let evil = "https://shop.example/'\"><script>alert(2)</script>";
    let request = InterfaceApply::new(code("i.86.110108.1"), evil, evil, evil);
    let page = html(&client.sandbox.respond(client.signed(&request)).await);
    let mut fields = CHOSEN;
    fields[2].1 = "\"><script>alert(3)</script>";
    fields[3].1 = "'><script>/";
    let again = html(&submit(&client, &page, &fields).await);
    fields[3].1 = "a1";
    let answer = submit(&client, &again, &fields).await;
    assert_eq!(answer.status, 302);
    for page in [page, again, html(&answer)] {
        assert!(page.contains("&lt;script&gt;"), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }
    let location = answer.location.unwrap();
    assert!(location.starts_with("https://shop.example/"), "{location}");
    assert!(location.bytes().all(|byte| byte.is_ascii_graphic()));
}
