use proptest::prelude::*;
use registry_model::{Amount, Capital, Currency};

/// The amount in ten thousands and the code of the currency.
fn read(text: &str) -> (Option<String>, Option<&'static str>) {
    let capital = Capital::new(text);
    let amount = capital.ten_thousands().map(|amount| amount.to_string());
    (amount, capital.currency().and_then(Currency::code))
}

#[test]
fn a_number_without_unit_counts_ten_thousands() {
    for text in [
        "1000",
        "1000.0",
        "1000.000000",
        "1,000.00",
        "１０００",
        " 1000 ",
        "1.0E3",
    ] {
        assert_eq!(read(text), (Some("1000".to_owned()), None), "{text}");
    }
    assert_eq!(read("0.5"), (Some("0.5".to_owned()), None));
    assert_eq!(read("12345678.1234").0.as_deref(), Some("12345678.1234"));
}

#[test]
fn a_unit_in_the_text_counts_as_it_says() {
    for text in [
        "1000万",
        "1000万元",
        "1000(万元)",
        "1000（万元）",
        "0.1亿",
        "0.1亿元",
        "10百万元",
        "1000万圓",
        "1000万元正",
        "10000000元",
        "10,000,000元",
    ] {
        assert_eq!(read(text), (Some("1000".to_owned()), None), "{text}");
    }
}

#[test]
fn a_currency_before_or_behind_is_taken_off() {
    for text in [
        "1000万元人民币",
        "1000万人民币",
        "人民币1000万元",
        "RMB 1000万",
        "1000万 CNY",
        "1000万元整（人民币）",
        "1000万元整(人民币)",
        "1000万圓整(人民币)",
        "1000万人民币圓",
        "人民币：1000万元",
        "注册资本：人民币：1000万元",
        "注册资本（人民币）：1000万元整",
    ] {
        assert_eq!(read(text), (Some("1000".to_owned()), Some("CNY")), "{text}");
    }
    assert_eq!(read("50万美元"), (Some("50".to_owned()), Some("USD")));
    assert_eq!(read("50万EUR"), (Some("50".to_owned()), Some("EUR")));
}

#[test]
fn an_amount_whose_unit_is_not_certain_is_not_guessed() {
    assert_eq!(read("1000美元"), (None, Some("USD")));
    assert_eq!(read("人民币1000"), (None, Some("CNY")));
    assert_eq!(read("1000EUR"), (None, Some("EUR")));
}

#[test]
fn text_that_is_no_amount_is_kept_unread() {
    for text in [
        "",
        "无",
        "-1000",
        "1,00",
        "1,0000",
        "1.2.3",
        "1000万贝壳",
        "约1000万",
        "1000-2000万",
        "9999999999999999999999999999999999999999",
        "1E99",
    ] {
        assert_eq!(read(text), (None, None), "{text}");
        assert_eq!(Capital::new(text).to_string(), text);
    }
}

#[test]
fn the_currency_beside_the_amount_is_added_and_never_replaces_one() {
    let capital = Capital::new("1000.0").with_currency("人民币");
    assert_eq!(capital.currency().and_then(Currency::code), Some("CNY"));
    assert_eq!(capital.to_string(), "1000.0 人民币");
    assert_eq!(capital.amount(), Some(Amount::new(10_000_000)));
    let capital = Capital::new("1000万美元").with_currency("人民币");
    assert_eq!(capital.currency().and_then(Currency::code), Some("USD"));
    assert_eq!(capital.to_string(), "1000万美元");
}

#[test]
fn capitals_are_the_same_by_amount_and_currency() {
    let capital = |text: &str| Capital::new(text);
    assert!(capital("1000.0").is_same(&capital("1000")));
    assert!(capital("1000万元").is_same(&capital("10000000元")));
    assert!(!capital("1000").is_same(&capital("1000万元人民币")));
    assert!(
        capital("1000")
            .with_currency("CNY")
            .is_same(&capital("1000万元人民币"))
    );
    assert!(!capital("1000").is_same(&capital("100")));
    assert!(!capital("无").is_same(&capital("不详")));
    assert!(capital("无").is_same(&capital("无")));
    assert_ne!(capital("1000.0"), capital("1000"));
}

#[test]
fn currencies_are_known_by_name_code_and_number() {
    let code = |text: &str| Currency::new(text).code();
    for text in [
        "人民币",
        "人民币元",
        "rmb",
        "CNY",
        "ＣＮＹ",
        "156",
        " 人民币 ",
    ] {
        assert_eq!(code(text), Some("CNY"), "{text}");
    }
    assert_eq!(code("美元"), Some("USD"));
    assert_eq!(code("港币"), Some("HKD"));
    assert_eq!(code("元"), None);
    assert_eq!(code(""), None);
    assert!(Currency::new("港元").is_same(&Currency::new("HKD")));
    assert!(!Currency::new("元").is_same(&Currency::new("HKD")));
    assert!(!Currency::new("元").is_same(&Currency::new("圆")));
}

#[test]
fn amounts_are_exact_and_ordered_as_numbers() {
    let amount = |text: &str| text.parse::<Amount>().unwrap();
    assert_eq!(amount("1000.10").to_string(), "1000.1");
    assert_eq!(amount("007").to_string(), "7");
    assert_eq!(amount(".5"), amount("0.50"));
    assert_eq!(amount("5."), Amount::new(5));
    assert!(amount("9.9") < amount("10"));
    assert!(amount("0.000000000000000001") > amount("0"));
    assert_eq!(
        amount("1.23").checked_times_power_of_ten(1),
        Some(amount("12.3"))
    );
    assert_eq!(
        amount("1.23").checked_times_power_of_ten(4),
        Some(amount("12300"))
    );
    assert_eq!(
        amount("12300").checked_times_power_of_ten(-4),
        Some(amount("1.23"))
    );
    assert_eq!(amount("1").checked_times_power_of_ten(39), None);
    assert_eq!(amount("1").checked_times_power_of_ten(-19), None);
    for text in [
        "",
        ".",
        "-1",
        "+1",
        "1e3",
        "1,000",
        "1 ",
        "0.0000000000000000001",
    ] {
        assert!(text.parse::<Amount>().is_err(), "{text}");
    }
}

#[test]
fn capital_and_currency_are_text_in_json() {
    let json = r#"["1000.0","人民币"]"#;
    let both: (Capital, Currency) = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&both).unwrap(), json);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_makes_a_capital_panic_and_all_are_kept(
        text in prop_oneof![
            any::<String>(),
            "[人民币美元]{0,3}[0-9,.Ee]{0,45}[( （]?[百千万亿元]{0,3}[)）]?[人民币美元USD]{0,3}",
        ],
    ) {
        let capital = Capital::new(text.as_str());
        let _ = capital.amount();
        prop_assert_eq!(capital.as_str(), text.as_str());
        prop_assert_eq!(capital.to_string().parse(), Ok(capital));
        let _ = Currency::new(text);
    }

    #[test]
    fn amounts_survive_their_display(digits in 0_u64.., power in -18_i8..=18) {
        let amount = Amount::new(digits).checked_times_power_of_ten(power);
        if let Some(amount) = amount {
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
            let back = amount.checked_times_power_of_ten(-power);
            prop_assert_eq!(back, Some(Amount::new(digits)));
        }
    }

    #[test]
    fn amounts_compare_as_whole_numbers_do(a in any::<u32>(), b in any::<u32>(), places in 0_i8..9) {
        let shift = |number: u32| {
            Amount::new(number.into()).checked_times_power_of_ten(-places).unwrap()
        };
        prop_assert_eq!(shift(a).cmp(&shift(b)), a.cmp(&b));
    }
}
