use Note::{FormerName, ImpliedByCreditCode, LessExact, Masked, Normalised, NotRead, SameMeaning};
use Verdict::{Agrees, Differs, OnlyLeft, OnlyRight, Undecided};
use registry_model::jiff::Timestamp;
use registry_model::{
    Capital, Comparison, Enterprise, Field, Finding, Note, Officer, PersonalText, Provenance,
    RegistryDate, Sourced, Verdict,
};

fn ihuyi() -> Provenance {
    Provenance::new("ihuyi", "entinfov2.Submit", Timestamp::UNIX_EPOCH)
}

fn idcode() -> Provenance {
    Provenance::new("idcode", "GetCompanyBaseInfo", Timestamp::UNIX_EPOCH)
}

/// A record with one value, as a field of `Enterprise` that `set` fills.
fn record(set: impl FnOnce(&mut Enterprise)) -> Enterprise {
    let mut enterprise = Enterprise::default();
    set(&mut enterprise);
    enterprise
}

/// What two records with one value each say of their one field.
fn judged(left: &Enterprise, right: &Enterprise) -> (Verdict, Option<Note>) {
    let there = left.compare(right);
    let back = right.compare(left);
    let one = |comparison: &Comparison| -> (Verdict, Option<Note>) {
        assert_eq!(comparison.findings().len(), 1, "{comparison:?}");
        let finding = &comparison.findings()[0];
        (finding.verdict(), finding.note())
    };
    assert_eq!(one(&there), one(&back), "comparing is symmetric");
    one(&there)
}

fn names(left: &str, right: &str) -> (Verdict, Option<Note>) {
    let named = |name: &str| record(|of| of.name = Some(ihuyi().attribute(name.into())));
    judged(&named(left), &named(right))
}

#[test]
fn names_agree_by_the_letter_or_are_said_to_agree_otherwise() {
    let name = "样例（北京）科技有限公司";
    assert_eq!(names(name, name), (Agrees, None));
    for other in [
        "样例(北京)科技有限公司",
        "样例〔北京〕科技有限公司",
        " 样例（北京） 科技有限公司\u{3000}",
        "样例\u{200b}（北京）科技有限公司",
        "样例【北京】科技有限公司",
    ] {
        assert_eq!(names(name, other), (Agrees, Some(Normalised)), "{other}");
    }
    assert_eq!(
        names("ＡＢc有限公司", "abC有限公司"),
        (Agrees, Some(Normalised))
    );
    assert_eq!(
        names("阿里·木百货店", "阿里•木百货店"),
        (Agrees, Some(Normalised))
    );
}

#[test]
fn names_that_only_resemble_each_other_differ() {
    for other in [
        "样例科技（北京）有限公司",
        "样例北京科技有限公司",
        "样例（北京）科技股份有限公司",
        "樣例（北京）科技有限公司",
        "样例（北京）科技有限公司分公司",
        "",
    ] {
        assert_eq!(
            names("样例（北京）科技有限公司", other),
            (Differs, None),
            "{other}"
        );
    }
}

#[test]
fn a_former_name_is_a_difference_that_is_explained() {
    let mut left = record(|of| of.name = Some(ihuyi().attribute("新样例有限公司".into())));
    left.former_names = vec![ihuyi().attribute("老样例(北京)有限公司".into())];
    let right = record(|of| of.name = Some(idcode().attribute("老样例（北京）有限公司".into())));
    let comparison = left.compare(&right);
    let name = comparison.finding(Field::Name).unwrap();
    assert_eq!((name.verdict(), name.note()), (Differs, Some(FormerName)));
    assert!(!comparison.agrees());
    assert_eq!(
        comparison.finding(Field::FormerNames).unwrap().verdict(),
        OnlyLeft
    );
}

#[test]
fn a_field_of_one_record_only_is_not_a_difference() {
    let left = record(|of| of.scope = Some(ihuyi().attribute("样例经营范围".into())));
    let right = record(|of| of.postal_code = Some(idcode().attribute("100080".into())));
    let comparison = left.compare(&right);
    assert!(comparison.agrees());
    let fields = |of: Vec<&Finding>| of.into_iter().map(Finding::field).collect::<Vec<_>>();
    assert_eq!(fields(comparison.only_left().collect()), [Field::Scope]);
    assert_eq!(
        fields(comparison.only_right().collect()),
        [Field::PostalCode]
    );
    let finding = comparison.finding(Field::PostalCode).unwrap();
    assert_eq!(finding.verdict(), OnlyRight);
    assert_eq!(finding.left(), None);
    assert_eq!(finding.right().unwrap().text(), "100080");
    assert_eq!(finding.right().unwrap().provenance(), &idcode());
    assert_eq!(
        Enterprise::default()
            .compare(&Enterprise::default())
            .findings(),
        []
    );
}

#[test]
fn an_organisation_code_is_found_in_the_credit_code() {
    let by_credit_code =
        record(|of| of.credit_code = Some(idcode().attribute("91310116761614322N".into_stated())));
    let both = |code: &str| {
        let stated =
            record(|of| of.organization_code = Some(ihuyi().attribute(code.into_stated())));
        let comparison = stated.compare(&by_credit_code);
        let finding = comparison.finding(Field::OrganizationCode).unwrap();
        (finding.verdict(), finding.note())
    };
    assert_eq!(both("761614322"), (Agrees, Some(ImpliedByCreditCode)));
    assert_eq!(both("76161432-2"), (Agrees, Some(Normalised)));
    assert_eq!(both("MA0000015"), (Differs, None));
}

/// Reads a text as the identifier that is asked for.
trait IntoParsed {
    fn into_stated<T>(self) -> registry_model::ParsedIdentifier<T>
    where
        T: core::str::FromStr<Err = registry_model::ParseIdentifierError>;
}

impl IntoParsed for &str {
    fn into_stated<T>(self) -> registry_model::ParsedIdentifier<T>
    where
        T: core::str::FromStr<Err = registry_model::ParseIdentifierError>,
    {
        registry_model::ParsedIdentifier::new(self)
    }
}

#[test]
fn a_register_s_mistake_is_kept_and_compared_as_text() {
    let code =
        |text: &str| record(|of| of.credit_code = Some(ihuyi().attribute(text.into_stated())));
    let slip = code("91310116761614322A");
    assert_eq!(slip.credit_code.as_ref().unwrap().get(), None);
    let of = |left: &str, right: &str| {
        let comparison = code(left).compare(&code(right));
        let finding = comparison.finding(Field::CreditCode).unwrap();
        (finding.verdict(), finding.note())
    };
    assert_eq!(
        of("91310116761614322A", "91310116761614322A"),
        (Agrees, None)
    );
    assert_eq!(
        of("91310116761614322A", "91310116761614322N"),
        (Differs, None)
    );
    assert_eq!(
        of("91310116761614322n", "91310116761614322N"),
        (Agrees, Some(Normalised))
    );
}

#[test]
fn dates_capital_and_status_agree_by_what_they_mean() {
    let date = |text: &str| record(|of| of.established = Some(ihuyi().attribute(text.into())));
    let dates = |left, right| judged(&date(left), &date(right));
    assert_eq!(dates("2004-04-20", "2004-04-20"), (Agrees, None));
    assert_eq!(
        dates("2004-04-20", "2004年4月20日"),
        (Agrees, Some(SameMeaning))
    );
    assert_eq!(dates("2004-04-20", "2004-04-21"), (Differs, None));
    assert_eq!(dates("2004-04-20", "不详"), (Undecided, Some(NotRead)));
    assert_eq!(dates("长期", "9999-12-31"), (Agrees, Some(SameMeaning)));
    assert_eq!(dates("长期", "2034-04-19"), (Differs, None));

    let capital = |text: &str, currency: &str| {
        let mut capital = Capital::new(text);
        if !currency.is_empty() {
            capital = capital.with_currency(currency);
        }
        record(|of| of.capital = Some(ihuyi().attribute(capital)))
    };
    let capitals = |(a, b), (c, d)| judged(&capital(a, b), &capital(c, d));
    assert_eq!(
        capitals(("1000", "人民币"), ("1000", "人民币")),
        (Agrees, None)
    );
    assert_eq!(
        capitals(("1000.0", "人民币"), ("1000万元人民币", "")),
        (Agrees, Some(SameMeaning))
    );
    assert_eq!(
        capitals(("1000", "人民币"), ("1000", "美元")),
        (Differs, None)
    );
    assert_eq!(capitals(("1000", "人民币"), ("100", "")), (Differs, None));
    assert_eq!(
        capitals(("1000", "人民币"), ("1000", "")),
        (Undecided, Some(LessExact))
    );
    assert_eq!(
        capitals(("1000", "人民币"), ("1000美元", "")),
        (Undecided, Some(NotRead))
    );

    let status = |text: &str| record(|of| of.status = Some(ihuyi().attribute(text.into())));
    let statuses = |left, right| judged(&status(left), &status(right));
    assert_eq!(statuses("存续", "存续"), (Agrees, None));
    assert_eq!(statuses("存续", "在业"), (Agrees, Some(SameMeaning)));
    assert_eq!(statuses("存续", "吊销"), (Differs, None));
    assert_eq!(statuses("存续", "不正常"), (Undecided, Some(NotRead)));
}

#[test]
fn a_status_is_read_in_the_registers_words_only() {
    use registry_model::{OperatingStatus, RegistrationState};
    let registration_state = |text: &str| OperatingStatus::new(text).registration_state();
    for text in ["存续", "在业", "存续（在营、开业、在册）", " 正常 "] {
        assert_eq!(
            registration_state(text),
            RegistrationState::InBusiness,
            "{text}"
        );
    }
    assert_eq!(
        registration_state("吊销，未注销"),
        RegistrationState::Revoked
    );
    assert_eq!(
        registration_state("吊销，已注销"),
        RegistrationState::Deregistered
    );
    assert_eq!(registration_state("吊销未注销"), RegistrationState::Revoked);
    assert_eq!(registration_state("注销"), RegistrationState::Deregistered);
    assert_eq!(registration_state("迁出"), RegistrationState::MovedAway);
    for text in ["", "拟注销", "注销备案", "不正常", "存续、注销", "未注销"] {
        assert_eq!(
            registration_state(text),
            RegistrationState::NotRead,
            "{text}"
        );
    }
}

#[test]
fn a_masked_name_of_a_person_is_neither_the_same_nor_another() {
    let person = |name: &str| record(|of| of.representative = Some(ihuyi().attribute(name.into())));
    let persons = |left, right| judged(&person(left), &person(right));
    assert_eq!(persons("张三", "张三"), (Agrees, None));
    assert_eq!(persons("张三", "张 三"), (Agrees, Some(Normalised)));
    assert_eq!(persons("张三", "李四"), (Differs, None));
    assert_eq!(persons("张*", "张三"), (Undecided, Some(Masked)));
    assert_eq!(persons("谢**", "谢**"), (Undecided, Some(Masked)));
    assert_eq!(persons("谢**", "程样例"), (Differs, None));

    let officers = |list: &[(&str, &str)]| {
        record(|of| {
            of.officers = list
                .iter()
                .map(|(name, position)| {
                    ihuyi().attribute(Officer {
                        name: (*name).into(),
                        position: Some((*position).to_owned()),
                    })
                })
                .collect();
        })
    };
    let both = [("张三", "执行董事"), ("李四", "监事")];
    let back = [("李四", "监事"), ("张三", "执行董事")];
    assert_eq!(judged(&officers(&both), &officers(&back)), (Agrees, None));
    assert_eq!(
        judged(&officers(&both), &officers(&both[..1])),
        (Differs, None)
    );
    let masked = [("张*", "执行董事"), ("李*", "监事")];
    assert_eq!(
        judged(&officers(&both), &officers(&masked)),
        (Undecided, Some(Masked))
    );
}

#[test]
fn a_place_is_compared_by_code_as_far_as_it_is_stated() {
    let place =
        |code: &str| record(|of| of.division = Some(idcode().attribute(code.parse().unwrap())));
    let places = |left, right| judged(&place(left), &place(right));
    assert_eq!(places("310116", "310116"), (Agrees, None));
    assert_eq!(places("310116", "310115"), (Differs, None));
    assert_eq!(places("310116", "310000"), (Undecided, Some(LessExact)));
    assert_eq!(places("320100", "320102"), (Undecided, Some(LessExact)));
    assert_eq!(places("320100", "320200"), (Differs, None));
}

fn full() -> Enterprise {
    record(|of| {
        of.name = Some(ihuyi().attribute("样例（北京）科技有限公司".into()));
        of.representative = Some(ihuyi().attribute("张三丰".into()));
        of.contact_phone = Some(idcode().attribute("13800000000".into()));
        of.email = Some(idcode().attribute("sample@example.com".into()));
        of.established = Some(ihuyi().attribute("2020-01-02".into()));
        of.credit_code = Some(ihuyi().attribute("91310116761614322N".into_stated()));
        of.officers = vec![ihuyi().attribute(Officer {
            name: "李四光".into(),
            position: Some("监事".to_owned()),
        })];
    })
}

#[test]
fn debug_of_a_record_and_of_a_comparison_masks_persons() {
    let enterprise = full();
    let mut other = full();
    other.representative = Some(idcode().attribute("王五六".into()));
    // The number of an identity card in the place of a code is masked too.
    other.registration_number = Some(idcode().attribute("11010519491231002X".into_stated()));
    let shown = format!("{enterprise:?}{other:?}{:?}", enterprise.compare(&other));
    for secret in ["三丰", "13800000000", "sample@", "四光", "五六", "19491231"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("张**"), "{shown}");
    assert!(shown.contains("样例（北京）科技有限公司"), "{shown}");
}

#[test]
fn a_record_survives_json_with_its_sources() {
    let enterprise = full();
    let json = serde_json::to_string(&enterprise).unwrap();
    assert_eq!(
        serde_json::from_str::<Enterprise>(&json).unwrap(),
        enterprise
    );
    assert_eq!(
        serde_json::from_str::<Enterprise>("{}").unwrap(),
        Enterprise::default()
    );
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        value["representative"],
        serde_json::json!({
            "value": "张三丰",
            "source": {
                "vendor": "ihuyi",
                "operation": "entinfov2.Submit",
                "at": "1970-01-01T00:00:00Z",
            },
        })
    );
}

#[test]
fn every_field_of_a_record_is_compared_under_its_own_name() {
    let enterprise = serde_json::to_value(Enterprise::default()).unwrap();
    let members: Vec<&str> = enterprise
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        // Province, city and district are compared as the division.
        .filter(|name| !matches!(*name, "province" | "city" | "district"))
        .collect();
    let mut fields: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, members);
}

#[test]
fn records_of_one_company_are_merged_and_the_first_value_stays() {
    let first = record(|of| {
        of.name = Some(ihuyi().attribute("一".into()));
        of.former_names = vec![ihuyi().attribute("零".into())];
    });
    let second = record(|of| {
        of.name = Some(idcode().attribute("二".into()));
        of.former_names = vec![idcode().attribute("负".into())];
        of.email = Some(idcode().attribute("a@example.com".into()));
    });
    let both = first.clone().completed_by(second.clone());
    assert_eq!(both.name, first.name);
    assert_eq!(both.former_names, first.former_names);
    assert_eq!(both.email, second.email);
    assert_eq!(Enterprise::default().completed_by(second.clone()), second);
    assert_eq!(
        both.email
            .as_ref()
            .map(|email| email.provenance.vendor.as_ref()),
        Some("idcode")
    );
}

#[test]
fn the_way_a_value_is_written_never_matters_to_its_reader() {
    let day: Sourced<RegistryDate> = ihuyi().attribute("2004年4月20日".into());
    assert_eq!(day.day(), "2004-04-20".parse().ok());
    assert_eq!(
        format!("{day:?}")
            .matches("from ihuyi entinfov2.Submit")
            .count(),
        1
    );
    let person: Sourced<PersonalText> = ihuyi().attribute("张三".into());
    assert_eq!(person.expose(), "张三");
}

#[test]
fn only_a_liquidation_in_progress_is_read_as_a_status() {
    use registry_model::{OperatingStatus, RegistrationState as State};

    let state = |text: &str| OperatingStatus::new(text).registration_state();
    for text in [
        "注销中",
        "简易注销中",
        "吊销中",
        "迁出中",
        "撤销中",
        "正在注销",
        "注销中状态",
        "企业注销中",
        "註銷中",
        "注销（中）",
    ] {
        assert_eq!(state(text), State::NotRead, "{text}");
    }
    for text in ["清算中", "破产清算中", "企业清算中"] {
        assert_eq!(state(text), State::InLiquidation, "{text}");
    }
}

#[test]
fn a_status_in_traditional_characters_is_the_same() {
    use registry_model::{OperatingStatus, RegistrationState as State};

    for (text, state) in [
        ("存續", State::InBusiness),
        ("在營", State::InBusiness),
        ("在營（開業）企業", State::InBusiness),
        ("註銷", State::Deregistered),
        ("吊銷", State::Revoked),
        ("遷出", State::MovedAway),
    ] {
        let read = OperatingStatus::new(text).registration_state();
        assert_eq!(read, state, "{text}");
    }
}
