mod eras;
mod invariants;
mod successors;

use std::collections::BTreeSet;

use registry_model::divisions::{self, Division, DivisionState, by_names};
use registry_model::{DivisionLevel, Note, Verdict};

fn find(code: &str) -> Division {
    divisions::find(code.parse().unwrap()).unwrap_or_else(|| panic!("{code} is not there"))
}

fn path(code: &str) -> String {
    find(code).path().to_string()
}

#[test]
fn a_code_leads_from_the_province_down() {
    assert_eq!(path("440106"), "广东省广州市天河区");
    assert_eq!(path("440100"), "广东省广州市");
    assert_eq!(path("440000"), "广东省");
    assert_eq!(path("150202"), "内蒙古自治区包头市东河区");
    // A municipality has no cities, though the standard has a bracket there.
    assert_eq!(path("310116"), "上海市金山区");
    assert_eq!(find("310116").city(), None);
    assert_eq!(find("310116").parent(), Some(find("310000")));
    // What lies directly in a province has the bracket as its city, which is no name.
    assert_eq!(path("429004"), "湖北省仙桃市");
    assert_eq!(find("429004").city(), Some(find("429000")));
    assert_eq!(find("429000").state(), DivisionState::Bracket);
    assert_eq!(find("110100").state(), DivisionState::Bracket);
}

/// The codes of today that a code leads to, in a row.
fn today(code: &str) -> String {
    let today = find(code).current();
    let codes: Vec<String> = today.iter().map(|one| one.code().to_string()).collect();
    codes.join(" ")
}

#[test]
fn the_listed_divisions_are_consistent() {
    let provinces: Vec<_> = divisions::children(None).collect();
    assert_eq!(provinces.len(), 34);
    let mut seen = BTreeSet::new();
    let mut below: Vec<Division> = provinces;
    while let Some(division) = below.pop() {
        assert!(seen.insert(division.code()), "{division:?} is there twice");
        for child in divisions::children(Some(division.code())) {
            assert!(child.level() > division.level(), "{child:?}");
            assert_eq!(child.parent(), Some(division));
            below.push(child);
        }
    }
    let all: BTreeSet<_> = divisions::all().map(Division::code).collect();
    assert_eq!(
        seen, all,
        "every listed division can be reached from its province"
    );
    let of_level = |level| divisions::all().filter(|one| one.level() == level).count();
    assert_eq!(of_level(DivisionLevel::Province), 34);
    assert_eq!(of_level(DivisionLevel::City), 333 + 4);
    assert_eq!(of_level(DivisionLevel::County), 2847);
}

#[test]
fn three_levels_follow_the_note_under_101() {
    let three = |code: &str| {
        find(code)
            .three_levels()
            .map(|levels| levels.map(|code| code.to_string()).join("/"))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(three("320102"), some("320000/320100/320102"));
    assert_eq!(three("500101"), some("500000/500000/500101"));
    assert_eq!(three("429004"), some("420000/429000/429004"));
    assert_eq!(three("442000"), some("440000/442000/442000"));
    assert_eq!(three("820000"), some("820000/820000/820000"));
    for upper in ["110000", "440000", "440100", "429000", "110100", "310119"] {
        assert_eq!(three(upper), None, "{upper}");
    }
}

#[test]
fn codes_of_no_division_are_not_found() {
    for code in ["000000", "100000", "990101", "310141", "110199", "830000"] {
        assert_eq!(divisions::find(code.parse().unwrap()), None, "{code}");
    }
}

#[test]
fn names_mean_a_division_or_nothing() {
    let code = |province, city, district| {
        by_names(province, city, district).map(|one| one.code().to_string())
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(code("北京", "北京市", "海淀区"), some("110108"));
    assert_eq!(code("北京市", "", "海淀区"), some("110108"));
    assert_eq!(code("四川", "成都市", "锦江区"), some("510104"));
    assert_eq!(code("四川", "成都", "锦江"), some("510104"));
    assert_eq!(code("广东", "东莞市", "东莞市"), some("441900"));
    assert_eq!(code("海南省", "琼海市", ""), some("469002"));
    assert_eq!(
        code("新疆", "自治区直辖县级行政区划", "石河子市"),
        some("659001")
    );
    assert_eq!(code("内蒙古", "", ""), some("150000"));
    assert_eq!(code("吉林", "吉林市", "昌邑区"), some("220202"));
    assert_eq!(code("香港", "", ""), some("810000"));
    assert_eq!(code("上 海", "", "浦东新区"), some("310115"));
    for (province, city, district) in [
        ("", "", ""),
        ("", "广州市", ""),
        ("广东", "成都市", ""),
        ("广东", "广州市", "锦江区"),
        ("广东", "", "天河区"),
        ("山", "", ""),
        ("不存在", "", ""),
        // Withdrawn.
        ("上海", "", "南汇区"),
    ] {
        assert_eq!(
            code(province, city, district),
            None,
            "{province}{city}{district}"
        );
    }
}

#[test]
fn places_by_name_and_by_code_are_compared() {
    use registry_model::jiff::Timestamp;
    use registry_model::{Enterprise, Field, Provenance};

    let provenance = Provenance::new("test", "test", Timestamp::UNIX_EPOCH);
    let names = |province: &str, city: &str, district: &str| {
        let name = |name: &str| (!name.is_empty()).then(|| provenance.attribute(name.to_owned()));
        Enterprise {
            province: name(province),
            city: name(city),
            district: name(district),
            ..Enterprise::default()
        }
    };
    let code = |code: &str| Enterprise {
        division: Some(provenance.attribute(code.parse().unwrap())),
        ..Enterprise::default()
    };
    let judged = |left: &Enterprise, right: &Enterprise| {
        let comparison = left.compare(right);
        let finding = comparison.finding(Field::Division).unwrap();
        (finding.verdict(), finding.note())
    };
    let shanghai = names("上海", "上海市", "金山区");
    assert_eq!(
        judged(&shanghai, &code("310116")),
        (Verdict::Agrees, Some(Note::SameMeaning))
    );
    assert_eq!(judged(&shanghai, &code("310115")), (Verdict::Differs, None));
    assert_eq!(
        judged(&shanghai, &code("310000")),
        (Verdict::Undecided, Some(Note::LessExact))
    );
    assert_eq!(
        judged(&shanghai, &names("上海市", "", "金山区")),
        (Verdict::Agrees, Some(Note::SameMeaning))
    );
    assert_eq!(
        judged(&names("某省", "", ""), &code("310116")),
        (Verdict::Undecided, Some(Note::NotRead))
    );
    let comparison = shanghai.compare(&code("440106"));
    let right = comparison
        .finding(Field::Division)
        .unwrap()
        .right()
        .unwrap();
    assert_eq!(right.text(), "440106 广东省广州市天河区");
}
