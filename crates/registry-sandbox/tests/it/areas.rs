//! 101, 102 and 105: areas and organisation kinds.

use idcode_api::operations::{GetAllAreaInfo, GetAreaInfoByParentID, GetUnitType};
use idcode_api::{Area, AreaLevel};
use registry_model::DecimalId;

use crate::client::Client;

fn codes(areas: &[Area]) -> Vec<&str> {
    areas
        .iter()
        .map(|area| area.code.as_deref().unwrap())
        .collect()
}

async fn below(parent: u128, level: Option<AreaLevel>) -> Vec<Area> {
    let mut request = GetAreaInfoByParentID::new(DecimalId::new(parent));
    if let Some(level) = level {
        request = request.with_level(level);
    }
    Client::new().call(&request).await.unwrap()
}

#[tokio::test]
async fn all_areas_are_listed_with_their_parents() {
    let areas = Client::new().call(&GetAllAreaInfo::new()).await.unwrap();
    assert!(areas.len() > 3_200);
    let haidian = areas
        .iter()
        .find(|area| area.id == DecimalId::new(110_108))
        .unwrap();
    assert_eq!(haidian.name.as_deref(), Some("海淀区"));
    assert_eq!(haidian.level, Some(AreaLevel::District));
    assert_eq!(haidian.parent_id, Some(DecimalId::new(110_000)));
    let ids: std::collections::BTreeSet<_> = areas.iter().map(|area| area.id).collect();
    assert_eq!(ids.len(), areas.len());
    for area in &areas {
        let parent = area.parent_id.unwrap();
        assert!(
            parent == DecimalId::new(0) || ids.contains(&parent),
            "{area:?}"
        );
    }
}

#[tokio::test]
async fn without_a_level_the_areas_directly_below_are_listed() {
    assert_eq!(below(0, None).await.len(), 34);
    // Cities of Guangdong; districts of a municipality; nothing in a city without districts.
    assert_eq!(below(440_000, None).await.len(), 21);
    assert_eq!(below(110_000, None).await.len(), 16);
    assert_eq!(below(441_900, None).await, []);
}

#[tokio::test]
async fn with_a_level_the_areas_of_that_level_in_the_subtree_are_listed() {
    assert_eq!(
        codes(&below(440_000, Some(AreaLevel::Province)).await),
        ["440000"]
    );
    assert_eq!(below(440_000, Some(AreaLevel::City)).await.len(), 21);
    let districts = below(440_000, Some(AreaLevel::District)).await;
    assert!(districts.len() > 100);
    assert!(codes(&districts).iter().all(|code| code.starts_with("44")));
    assert_eq!(
        codes(&below(441_900, Some(AreaLevel::City)).await),
        ["441900"]
    );
    assert_eq!(below(110_000, Some(AreaLevel::City)).await, []);
    assert_eq!(below(0, Some(AreaLevel::Province)).await.len(), 34);
}

#[tokio::test]
async fn an_area_that_does_not_exist_is_a_wrong_parameter() {
    let client = Client::new();
    let path = "/AllInterFace/GetAreaInfoByParentID";
    for pairs in [
        &[("addressidparent", "990000")][..],
        &[("addressidparent", "99999999999999999999")],
        &[("addressidparent", "-1")],
        &[("addressidparent", "广东")],
        &[("addressidparent", "0"), ("level", "4")],
        &[("addressidparent", "0"), ("level", "x")],
    ] {
        let (code, message) = client.idcode(path, pairs).await;
        assert_eq!(code, 0, "{pairs:?}");
        assert!(message.starts_with("参数错误！"), "{message}");
    }
    // An empty level counts as absent.
    assert_eq!(
        client
            .idcode(path, &[("addressidparent", "0"), ("level", "")])
            .await
            .0,
        1
    );
}

#[tokio::test]
async fn the_kinds_of_organisation_have_the_one_that_clients_use() {
    let kinds = Client::new().call(&GetUnitType::new()).await.unwrap();
    let company = kinds
        .iter()
        .find(|kind| kind.code == DecimalId::new(1003))
        .unwrap();
    assert_eq!(company.name.as_deref(), Some("企业"));
}
