//! 103, 104 and 201 to 204: industries, uses and categories.

use idcode_api::Category;
use idcode_api::operations::{
    GetAllIndustryCategoryList, GetAllTradeInfo, GetCodeUseList, GetIndustryCategoryListByParentID,
    GetProductCategoryList, GetTradeInfoByParentID,
};
use registry_model::DecimalId;

use crate::client::Client;

#[tokio::test]
async fn industries_are_those_of_the_national_standard() {
    let industries = Client::new().call(&GetAllTradeInfo::new()).await.unwrap();
    assert_eq!(industries.len(), 20 + 97);
    let software = industries
        .iter()
        .find(|industry| industry.id == DecimalId::new(65))
        .unwrap();
    assert_eq!(software.name.as_deref(), Some("软件和信息技术服务业"));
    assert_eq!(software.level, Some(2));
    let section = industries
        .iter()
        .find(|industry| Some(industry.id) == software.parent_id)
        .unwrap();
    assert_eq!(
        section.name.as_deref(),
        Some("信息传输、软件和信息技术服务业")
    );
}

#[tokio::test]
async fn industries_below_another_are_listed() {
    let client = Client::new();
    let below = async |parent: u64| {
        client
            .call(&GetTradeInfoByParentID::new(parent))
            .await
            .unwrap()
    };
    assert_eq!(below(0).await.len(), 20);
    let manufacturing = below(103).await;
    let ids: Vec<_> = manufacturing.iter().map(|row| row.id.get()).collect();
    assert_eq!(ids, (13..=43).collect::<Vec<_>>());
    assert_eq!(below(65).await, []);
}

#[tokio::test]
async fn uses_have_the_ids_that_clients_know() {
    let uses = Client::new().call(&GetCodeUseList::new()).await.unwrap();
    let ids: Vec<_> = uses.iter().map(|row| row.id.get()).collect();
    assert_eq!(ids, [10, 32, 60, 73, 90]);
}

#[tokio::test]
async fn categories_have_the_ids_codes_and_uses_that_clients_know() {
    let categories = Client::new()
        .call(&GetAllIndustryCategoryList::new())
        .await
        .unwrap();
    for (id, code, code_use) in [
        (10127, "10000000", 73),
        (10166, "10000000", 60),
        (10167, "11000000", 60),
        (10222, "46100000", 10),
        (10133, "12000000", 90),
    ] {
        let category = categories
            .iter()
            .find(|category| category.id == DecimalId::new(id))
            .unwrap();
        assert_eq!(category.code.as_deref(), Some(code));
        assert_eq!(category.code_use_id, Some(DecimalId::new(code_use)));
    }
}

#[tokio::test]
async fn going_down_from_the_top_meets_every_category_once() {
    let client = Client::new();
    let mut all = client
        .call(&GetAllIndustryCategoryList::new())
        .await
        .unwrap();
    let mut met: Vec<Category> = Vec::new();
    let mut parents = vec![(DecimalId::new(0), 0)];
    while let Some((parent, level)) = parents.pop() {
        let request = GetIndustryCategoryListByParentID::new(parent);
        for category in client.call(&request).await.unwrap() {
            assert_eq!(category.parent_id, Some(parent));
            assert_eq!(category.level, Some(level + 1));
            parents.push((category.id, level + 1));
            met.push(category);
        }
    }
    met.sort_by_key(|category| category.id);
    all.sort_by_key(|category| category.id);
    assert_eq!(met, all);
}

#[tokio::test]
async fn product_categories_are_those_of_the_use_product() {
    let client = Client::new();
    let products = client.call(&GetProductCategoryList::new()).await.unwrap();
    let all = client
        .call(&GetAllIndustryCategoryList::new())
        .await
        .unwrap();
    let of_use_10: Vec<_> = all
        .into_iter()
        .filter(|category| category.code_use_id == Some(DecimalId::new(10)))
        .collect();
    assert!(products.len() > 10);
    assert_eq!(products, of_use_10);
}

#[tokio::test]
async fn a_parent_that_does_not_exist_is_a_wrong_parameter() {
    let client = Client::new();
    for (path, name) in [
        ("GetTradeInfoByParentID", "tradeidparent"),
        (
            "GetIndustryCategoryListByParentID",
            "industryCategory_ID_Parent",
        ),
    ] {
        let path = format!("/AllInterFace/{path}");
        for value in ["998", "-1", "x"] {
            let (code, message) = client.idcode(&path, &[(name, value)]).await;
            assert_eq!(code, 0, "{value}");
            assert!(
                message.starts_with(&format!("参数错误！parameter `{name}`")),
                "{message}"
            );
        }
    }
}
