use proptest::prelude::*;
use registry_model::RegistryDate;
use registry_model::jiff::civil::{date, time};

fn day(text: &str) -> Option<String> {
    RegistryDate::new(text).day().map(|day| day.to_string())
}

#[test]
fn every_form_that_registers_write_means_the_same_day() {
    for text in [
        "2004-04-20",
        "2004/4/20",
        "2004.4.20",
        "2004年4月20日",
        "2004年04月20号",
        "2004 年 4 月 20 日",
        "20040420",
        " 2004-04-20 ",
        "２００４－０４－２０",
        "2004-04-20 00:00:00",
        "2004-04-20T00:00:00",
        "2004-04-20T00:00:00.000",
        "2004/4/20 8:05",
        "2004年4月20日 8:05:00",
        "200404200805",
        "20040420080500",
        "2004-04-20T00:00:00+08:00",
        "2004-04-20T00:00:00+0800",
        "2004-04-19T16:00:00Z",
        "2004-04-19T16:00:00.000+00",
        "1082390400000",
        "/Date(1082390400000)/",
        "/Date(1082390400000+0800)/",
    ] {
        let found = RegistryDate::new(text);
        assert_eq!(found.day(), Some(date(2004, 4, 20)), "{text}");
        assert_eq!(found.as_str(), text);
        assert!(found.is_read() && !found.is_open_ended(), "{text}");
        assert!(
            found.is_same_day(&RegistryDate::new("2004-04-20")),
            "{text}"
        );
    }
}

#[test]
fn a_time_is_read_only_where_one_is_said() {
    let at = |text: &str| RegistryDate::new(text).time();
    assert_eq!(at("2017-03-08"), None);
    assert_eq!(at("2017-03-08T00:00:00"), Some(time(0, 0, 0, 0)));
    assert_eq!(at("2017-03-08 9:05"), Some(time(9, 5, 0, 0)));
    assert_eq!(at("20170308090501"), Some(time(9, 5, 1, 0)));
    assert_eq!(at("1516982400123"), Some(time(0, 0, 0, 123_000_000)));
}

#[test]
fn moments_of_early_years_and_of_summer_time_fall_on_their_day() {
    assert_eq!(day("991324800000").as_deref(), Some("2001-06-01"));
    assert_eq!(day("644166000000").as_deref(), Some("1990-06-01"));
    assert_eq!(day("/Date(-62035200000)/").as_deref(), Some("1968-01-14"));
}

#[test]
fn a_term_without_end_is_distinguished_from_a_missing_date() {
    for text in [
        "长期",
        "长期有效",
        "永久",
        "无固定期限",
        "9999-12-31",
        "9999年12月31日",
        "99991231",
        "9999-12-31T23:59:59Z",
        "253402185600000",
    ] {
        let found = RegistryDate::new(text);
        assert!(found.is_open_ended(), "{text}");
        assert!(found.is_read(), "{text}");
        assert_eq!(found.day(), None);
        assert!(found.is_same_day(&RegistryDate::new("长期")), "{text}");
    }
}

#[test]
fn text_that_is_no_day_is_kept_unread() {
    for text in [
        "",
        "-",
        "无",
        "2021-02-30",
        "2021-13-01",
        "2021-00-10",
        "2021-04",
        "2021",
        "2021年4月",
        "04/20/2004",
        "20-04-2004",
        "2004-4/20",
        "2004-04-20x",
        "2004-04-20 25:00",
        "2004-04-20T10:00:00 CST",
        "2004-04-20T10:00:00+8",
        "20041320",
        "2004420",
        "1082390400",
        "0001-01-01T00:00:00",
        "自2017年3月8日至2027年3月7日",
        "/Date()/",
        "/Date(99999999999999999999)/",
        "2004-004-20",
    ] {
        let found = RegistryDate::new(text);
        assert!(!found.is_read(), "{text}: {found:?}");
        assert_eq!(found.to_string(), text);
        assert!(found.is_same_day(&RegistryDate::new(text)));
        assert!(!found.is_same_day(&RegistryDate::new("2004-04-20")));
    }
}

#[test]
fn json_holds_the_text_and_numbers_are_read() {
    let read = |json: &str| serde_json::from_str::<RegistryDate>(json).unwrap();
    assert_eq!(read("20040420"), RegistryDate::new("20040420"));
    assert_eq!(read("1082390400000").day(), Some(date(2004, 4, 20)));
    assert_eq!(read("-1"), RegistryDate::new("-1"));
    let json = r#""2004年4月20日""#;
    assert_eq!(serde_json::to_string(&read(json)).unwrap(), json);
}

#[test]
fn debug_shows_what_was_read() {
    let shown = |text: &str| format!("{:?}", RegistryDate::new(text));
    assert_eq!(
        shown("2004年4月20日"),
        r#"RegistryDate("2004年4月20日", 2004-04-20)"#
    );
    assert_eq!(shown("长期"), r#"RegistryDate("长期", open-ended)"#);
    assert_eq!(shown("?"), r#"RegistryDate("?", not read)"#);
}

fn near_a_date() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9０-９年月日号/.TZ:+ -]{0,24}",
        "[12][0-9]{3}[年/.-][01]?[0-9][月/.-][0-3]?[0-9]日?[ T]?[0-9:.Z+-]{0,14}",
        "/Date\\(-?[0-9]{0,20}[+-]?[0-9]{0,4}\\)/",
        "[0-9]{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_makes_a_date_panic_and_all_are_kept(text in near_a_date()) {
        let found = RegistryDate::new(text.as_str());
        prop_assert_eq!(found.to_string().parse(), Ok(found.clone()));
        prop_assert_eq!(found.as_str(), text);
    }

    #[test]
    fn days_of_the_calendar_are_read_in_each_form(
        year in 1800_i16..2900, month in 1_i8..=12, day in 1_i8..=28,
    ) {
        let expected = Some(date(year, month, day));
        for text in [
            format!("{year}-{month:02}-{day:02}"),
            format!("{year}/{month}/{day}"),
            format!("{year}年{month}月{day}日"),
        ] {
            prop_assert_eq!(RegistryDate::new(text).day(), expected);
        }
        prop_assert_eq!(RegistryDate::from(date(year, month, day)).day(), expected);
    }
}
