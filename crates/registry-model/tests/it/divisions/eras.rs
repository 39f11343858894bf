use registry_model::divisions::{self, DivisionState};

use super::{find, path};

/// Path and years of each era.
fn eras(code: &str) -> Vec<String> {
    let told = find(code).eras().map(|era| {
        let (from, until) = era.years();
        let until = until.map_or_else(String::new, |until| until.to_string());
        format!("{} {from}-{until}", era.path())
    });
    told.collect()
}

#[test]
fn a_code_means_another_division_in_another_period() {
    assert_eq!(
        eras("321301"),
        ["江苏省苏州市常熟市 1983-1984", "江苏省宿迁市市辖区 2002-"]
    );
    assert_eq!(
        eras("419001"),
        ["河南省三门峡市义马市 1986-1995", "河南省济源市 1997-"]
    );
    assert_eq!(
        eras("130123"),
        [
            "河北省石家庄市栾城县 1986-1993",
            "河北省石家庄市正定县 1993-"
        ]
    );
    assert_eq!(
        eras("370901"),
        ["山东省烟台市威海市 1983-1985", "山东省泰安市市辖区 2002-"]
    );
    assert_eq!(
        eras("410307"),
        ["河南省洛阳市洛龙区 2002-2007", "河南省洛阳市偃师区 2021-"]
    );
}

#[test]
fn other_meanings_are_those_of_other_divisions_and_not_older_names() {
    let others =
        |code: &str| -> Vec<&str> { find(code).other_meanings().map(|era| era.name()).collect() };
    assert_eq!(others("321301"), ["常熟市"]);
    assert_eq!(others("419001"), ["义马市"]);
    // Renamed: Dongling district is Hunnan district, Xiangfan is Xiangyang.
    assert_eq!(eras("210112").len(), 2);
    assert_eq!(others("210112"), [] as [&str; 0]);
    assert_eq!(others("420600"), [] as [&str; 0]);
    assert_eq!(others("110101"), [] as [&str; 0]);
}

#[test]
fn a_path_is_that_of_its_period() {
    let in_year = |code: &str, year| {
        let era = find(code).era_in(year);
        era.map(|era| era.path_in(year).to_string())
    };
    assert_eq!(
        in_year("321301", 1983).as_deref(),
        Some("江苏省苏州市常熟市")
    );
    assert_eq!(in_year("321301", 1984), None);
    assert_eq!(
        in_year("420602", 2000).as_deref(),
        Some("湖北省襄樊市襄城区")
    );
    assert_eq!(path("420602"), "湖北省襄阳市襄城区");
    assert_eq!(
        in_year("510202", 1996).as_deref(),
        Some("四川省重庆市渝中区")
    );
    assert_eq!(
        in_year("340521", 2011).as_deref(),
        Some("安徽省马鞍山市当涂县")
    );
    // Towns with numbers outside their city.
    assert_eq!(
        in_year("339005", 1990).as_deref(),
        Some("浙江省杭州市萧山市")
    );
    assert_eq!(
        in_year("379012", 1990).as_deref(),
        Some("山东省威海市荣成市")
    );
}

#[test]
fn brackets_of_cities_are_there_and_cannot_be_registered() {
    for code in ["440101", "130101", "320501", "510101", "650101", "321301"] {
        let division = find(code);
        assert_eq!(division.state(), DivisionState::Bracket, "{code}");
        assert_eq!(division.name(), "市辖区", "{code}");
        assert_eq!(division.three_levels(), None, "{code}");
        assert!(divisions::all().all(|one| one != division), "{code}");
    }
    assert_eq!(path("440101"), "广东省广州市市辖区");
    let brackets =
        divisions::all_codes().filter(|one| one.name() == "市辖区" && one.code().is_county());
    assert!(brackets.count() >= 272);
    // Of a city that is gone.
    assert_eq!(
        find("371201").state(),
        DivisionState::Withdrawn { year: 2018 }
    );
}

#[test]
fn zones_are_recognised_with_their_city() {
    let zone = find("130171");
    assert_eq!(zone.state(), DivisionState::Zone);
    assert_eq!(path("130171"), "河北省石家庄市石家庄高新技术产业开发区");
    assert!(!zone.is_current());
    assert_eq!(zone.three_levels(), None);
    assert_eq!(path("320571"), "江苏省苏州市苏州工业园区");
    let around =
        |code: &str| divisions::enclosing(code.parse().unwrap()).map(|one| one.path().to_string());
    assert_eq!(divisions::find("320594".parse().unwrap()), None);
    assert_eq!(around("320594").as_deref(), Some("江苏省苏州市"));
    assert_eq!(around("440391").as_deref(), Some("广东省深圳市"));
    assert_eq!(around("310141").as_deref(), Some("上海市"));
    assert_eq!(around("429099").as_deref(), Some("湖北省"));
    assert_eq!(around("440000"), None);
    assert_eq!(around("000000"), None);
}
