//! Tests that the three areas of a registration follow the note under 101.

use endpoint_core::Invalid;
use idcode_api::Locality;

fn locality(province: &str, city: &str, district: &str) -> Result<Locality, Invalid> {
    Locality::new(
        province.parse().unwrap(),
        city.parse().unwrap(),
        district.parse().unwrap(),
    )
}

fn not_here(province: &str, city: &str, district: &str, parameter: &str) -> String {
    let invalid = locality(province, city, district).unwrap_err();
    assert_eq!(invalid.names(), [parameter]);
    invalid.to_string()
}

#[test]
fn the_documents_own_examples_of_localities_pass() {
    for [province, city, district] in [
        ["110000", "110000", "110105"],
        ["440000", "441900", "441900"],
        ["440000", "442000", "442000"],
        ["440000", "440300", "440305"],
        ["710000", "710000", "710000"],
        ["810000", "810000", "810000"],
        ["820000", "820000", "820000"],
    ] {
        let locality = locality(province, city, district).unwrap();
        assert_eq!(
            locality.to_string(),
            format!("{province}/{city}/{district}")
        );
        assert_eq!(locality, Locality::from_division(district.parse().unwrap()));
    }
}

#[test]
fn without_cities_the_province_is_repeated() {
    for province in ["110000", "120000", "310000", "500000"] {
        let city = format!("{}0100", &province[..2]);
        let district = format!("{}0101", &province[..2]);
        assert_eq!(
            not_here(province, &city, &district, "city_ID"),
            format!("parameter `city_ID`: {district} requires {province} here, not {city}")
        );
    }
}

#[test]
fn without_districts_the_value_above_is_repeated() {
    assert_eq!(
        not_here("440000", "441900", "441901", "area_ID"),
        "parameter `area_ID`: has no districts: repeat 441900"
    );
    assert_eq!(
        not_here("440000", "442000", "442001", "area_ID"),
        "parameter `area_ID`: has no districts: repeat 442000"
    );
    for province in ["710000", "810000", "820000"] {
        let district = format!("{}0101", &province[..2]);
        assert_eq!(
            not_here(province, province, &district, "area_ID"),
            format!("parameter `area_ID`: has no districts: repeat {province}")
        );
    }
}

#[test]
fn a_province_with_cities_or_districts_is_not_a_district() {
    for province in ["110000", "440000"] {
        assert_eq!(
            not_here(province, province, province, "area_ID"),
            format!("parameter `area_ID`: {province} is a province: name a district or city in it")
        );
    }
}

#[test]
fn the_country_and_an_unknown_province_are_not_called_a_province() {
    for (code, about) in [
        (
            "100000",
            "stands for the whole country: name a district or city",
        ),
        ("990000", "begins with no province of GB/T 2260"),
    ] {
        assert_eq!(
            not_here(code, code, code, "area_ID"),
            format!("parameter `area_ID`: {code} {about}")
        );
    }
}

#[test]
fn a_city_may_be_the_lowest_area_because_some_have_no_districts() {
    assert!(locality("620000", "620200", "620200").is_ok());
}

#[test]
fn province_and_city_must_be_those_of_the_district() {
    assert_eq!(
        not_here("310000", "440300", "440305", "province_ID"),
        "parameter `province_ID`: 440305 is in 440000, not in 310000"
    );
    assert_eq!(
        not_here("440000", "440100", "440305", "city_ID"),
        "parameter `city_ID`: 440305 requires 440300 here, not 440100"
    );
}
