//! Rows become requests: columns are found, values are cleaned, the rest is refused with a reason.

use registry_bulk::input::{
    Cell, ChangeKind, ColumnChoice, InputRow, Prepared, Preparer, ProblemKind, Target, ValidRow,
};

use super::ent3f;

const CODE: &str = "91310116761614322N";

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn row(cells: &[&str]) -> InputRow {
    let cells = cells.iter().map(|cell| Cell::from((*cell).to_owned()));
    InputRow::new(7, cells.collect())
}

fn choices(choices: &[&str]) -> Vec<ColumnChoice> {
    choices
        .iter()
        .map(|choice| choice.parse().unwrap())
        .collect()
}

fn valid(preparer: &Preparer, cells: &[&str]) -> ValidRow {
    match preparer.prepare(&row(cells)) {
        Prepared::Valid(valid) => valid,
        other => panic!("{cells:?}: {other:?}"),
    }
}

fn columns(
    target: Target,
    names: &[&str],
    chosen: &[&str],
) -> Result<Vec<(String, String)>, String> {
    let preparer = Preparer::new(target, &header(names), &choices(chosen));
    let preparer = preparer.map_err(|error| error.to_string())?;
    let columns = preparer.columns();
    let mut columns: Vec<_> = columns
        .map(|(name, column)| (name.into(), column.into()))
        .collect();
    columns.sort();
    Ok(columns)
}

fn pairs(pairs: &[(&str, &str)]) -> Result<Vec<(String, String)>, String> {
    Ok(pairs
        .iter()
        .map(|(a, b)| ((*a).into(), (*b).into()))
        .collect())
}

#[test]
fn columns_are_found_by_chinese_and_english_names() {
    for names in [
        ["企业名称", "统一社会信用代码", "法定代表人"],
        ["*公司名称（必填）", "信用代码", "法人姓名"],
        ["Company Name", "USCC", "Legal Representative"],
        ["name", "code", "person"],
        ["ent_name", "ent_code", "name"],
        ["ＮＡＭＥ", "credit_code", "负责人"],
    ] {
        let expected = [
            ("ent_code", names[1]),
            ("ent_name", names[0]),
            ("name", names[2]),
        ];
        assert_eq!(columns(ent3f(), &names, &[]), pairs(&expected), "{names:?}");
    }
}

#[test]
fn columns_are_chosen_by_name_and_number_and_mistakes_are_named() {
    let names = ["甲", "乙", "丙"];
    assert_eq!(
        columns(ent3f(), &names, &["name=甲", "code=2", "person=丙"]),
        pairs(&[("ent_code", "乙"), ("ent_name", "甲"), ("name", "丙")])
    );
    for (chosen, said) in [
        (
            &["name=丁"][..],
            "no column 丁; the file has column 1 (甲), 2 (乙), 3 (丙)",
        ),
        (&["name=0"], "no column 0"),
        (&["name=4"], "no column 4"),
        (
            &["vat=1"],
            "ent3f.Submit has no parameter \"vat\"; it has ent_name, ent_code, name",
        ),
        (
            &["name=1", "ent_name=2"],
            "two columns are chosen for ent_name",
        ),
        (
            &["name=1"],
            "no column for ent_code (统一社会信用代码 or code), name (法定代表人 or person); the file has \
             column 1 (甲), 2 (乙), 3 (丙). Choose one by name or number, for example ent_code=1",
        ),
    ] {
        let error = columns(ent3f(), &names, chosen).unwrap_err();
        assert!(error.contains(said), "{error}");
    }
    let error = columns(ent3f(), &["企业名称", "公司名称", "代码", "法人"], &[]).unwrap_err();
    assert!(
        error.contains("columns 1 (企业名称) and 2 (公司名称) are both named as ent_name"),
        "{error}"
    );
    let error = columns(ent3f(), &["a", "a"], &["name=a"]).unwrap_err();
    assert!(error.contains("several columns are named a"), "{error}");
}

#[test]
fn values_are_cleaned_where_one_reading_is_possible_and_each_change_is_said() {
    let names = header(&["name", "code", "person"]);
    let preparer = Preparer::new(ent3f(), &names, &[]).unwrap();
    for (value, kinds) in [
        (
            "９１３１０１１６７６１６１４３２２Ｎ",
            &[ChangeKind::Width][..],
        ),
        ("91310116761614322n", &[ChangeKind::Case]),
        ("9131 0116 7616 1432 2N", &[ChangeKind::Blanks]),
        ("\u{3000}91310116761614322N\t", &[ChangeKind::Blanks]),
        ("'91310116761614322N", &[ChangeKind::Quotes]),
        ("=\"91310116761614322N\"", &[ChangeKind::Quotes]),
        ("\u{feff}91310116761614322N", &[ChangeKind::Invisible]),
        ("9131011676\u{200b}1614322N", &[ChangeKind::Invisible]),
        ("91310116-761614322-N", &[ChangeKind::Hyphens]),
        (
            "９131-0116 761614322n",
            &[
                ChangeKind::Width,
                ChangeKind::Hyphens,
                ChangeKind::Blanks,
                ChangeKind::Case,
            ],
        ),
    ] {
        let valid = valid(&preparer, &["样例有限公司", value, "样例人"]);
        assert_eq!(valid.fields[1].1, CODE);
        let [change] = valid.changes.as_slice() else {
            panic!("{value}")
        };
        assert_eq!((change.from.as_str(), change.to.as_str()), (value, CODE));
        assert_eq!(change.kinds, kinds, "{value}");
    }
    for (value, cleaned, kind) in [
        (" 样例有限公司 ", "样例有限公司", ChangeKind::Blanks),
        ("样例 有限公司", "样例有限公司", ChangeKind::Blanks),
        (
            "样例\u{200b}有限公司",
            "样例有限公司",
            ChangeKind::Invisible,
        ),
        ("“样例有限公司”", "样例有限公司", ChangeKind::Quotes),
        ("样例⼭有限公司", "样例山有限公司", ChangeKind::LookAlikes),
    ] {
        let valid = valid(&preparer, &[value, CODE, "样例人"]);
        assert_eq!(valid.fields[0].1, cleaned);
        assert_eq!(valid.changes[0].kinds, [kind], "{value}");
    }
}

#[test]
fn the_same_query_has_the_same_key_however_it_is_written() {
    let names = header(&["name", "code", "person"]);
    let preparer = Preparer::new(ent3f(), &names, &[]).unwrap();
    let key = valid(&preparer, &["样例有限公司", CODE, "样例人"]).key;
    let same = valid(
        &preparer,
        &[" 样例有限公司", "91310116761614322n", "样例人 "],
    )
    .key;
    let other = valid(&preparer, &["样例有限公司", CODE, "样例人乙"]).key;
    assert_eq!(key, same);
    assert_ne!(key, other);
    let swapped = header(&["person", "code", "name"]);
    let preparer = Preparer::new(ent3f(), &swapped, &[]).unwrap();
    assert_eq!(key, valid(&preparer, &["样例人", CODE, "样例有限公司"]).key);
}

#[test]
fn what_cannot_be_sent_is_refused_with_line_column_and_reason() {
    use ProblemKind as Kind;

    let names = header(&["公司", "代码证", "法人"]);
    let preparer = Preparer::new(ent3f(), &names, &choices(&["code=代码证"])).unwrap();
    for (cells, kind, column, said) in [
        (
            &["样例公司", "9.1310E+17", "样例人"][..],
            Kind::Destroyed,
            "代码证",
            "spreadsheet",
        ),
        (
            &["样例公司", "913101167616140000", "样例人"],
            Kind::Destroyed,
            "代码证",
            "",
        ),
        (
            &["样例公司", "#N/A", "样例人"],
            Kind::Destroyed,
            "代码证",
            "",
        ),
        (
            &["样例公司", "91310116761614323N", "样例人"],
            Kind::Code,
            "代码证",
            "position 17",
        ),
        (
            &["样例公司", "310116002008277", "样例人"],
            Kind::Code,
            "代码证",
            "",
        ),
        (
            &["样例公司", "", "样例人"],
            Kind::Missing,
            "代码证",
            "ent_code is empty",
        ),
        (
            &["样例\u{fffd}公司", CODE, "样例人"],
            Kind::Encoding,
            "公司",
            "lost",
        ),
        (
            &["样例公司\n乙公司", CODE, "样例人"],
            Kind::Cells,
            "公司",
            "line break",
        ),
        (&["无", CODE, "样例人"], Kind::Name, "公司", ""),
        (&[CODE, CODE, "样例人"], Kind::Name, "公司", "ent_code"),
        (
            &["样例公司", CODE, "11010519491231002X"],
            Kind::Personal,
            "法人",
            "",
        ),
        (&["样例公司", CODE, "样\0例人"], Kind::Name, "法人", ""),
    ] {
        let Prepared::Invalid(problem) = preparer.prepare(&row(cells)) else {
            panic!("{cells:?} is valid")
        };
        assert_eq!(problem.kind, kind, "{cells:?}: {problem}");
        assert_eq!(
            (problem.line, problem.column.as_deref()),
            (7, Some(column)),
            "{cells:?}"
        );
        assert!(problem.reason.contains(said), "{cells:?}: {problem}");
        for cell in cells.iter().filter(|cell| cell.len() > 8) {
            assert!(!problem.to_string().contains(cell), "{problem}");
        }
    }
    for (cells, said) in [
        (&["样例公司", CODE][..], "broken off"),
        (&["样例", "公司", CODE, "样例人"], "not quoted"),
        (&["公司", "代码证", "法人"], "repeats the header"),
    ] {
        let Prepared::Invalid(problem) = preparer.prepare(&row(cells)) else {
            panic!("{cells:?}")
        };
        assert_eq!(problem.kind, Kind::Cells);
        assert!(problem.reason.contains(said), "{problem}");
    }
    assert_eq!(
        preparer.prepare(&row(&["", " ", "\u{3000}"])),
        Prepared::Empty
    );
    assert_eq!(preparer.prepare(&row(&[])), Prepared::Empty);
    // Delimiters behind the last cell are no cells.
    valid(&preparer, &["样例公司", CODE, "样例人", "", ""]);
}

#[test]
fn a_product_that_takes_one_identifier_gets_the_first_that_a_row_has() {
    let target = Target::for_endpoint::<ihuyi_api::products::Entinfov2Submit>();
    let names = header(&["企业名称", "统一社会信用代码", "注册号"]);
    let preparer = Preparer::new(target, &names, &[]).unwrap();
    for (cells, name, value) in [
        (["样例公司", CODE, ""], "ent_code", CODE),
        (
            ["样例公司", "", "310116002008277"],
            "reg_no",
            "310116002008277",
        ),
        (["样例公司", "", ""], "ent_name", "样例公司"),
    ] {
        assert_eq!(
            valid(&preparer, &cells).fields,
            [(name.to_owned(), value.to_owned())]
        );
    }
    // A wrong code is not passed over.
    let wrong = preparer.prepare(&row(&["样例公司", "91310116761614323N", ""]));
    assert!(matches!(wrong, Prepared::Invalid(_)));
    // A chosen column leaves the others out.
    let preparer = Preparer::new(target, &names, &choices(&["name=企业名称"])).unwrap();
    assert_eq!(
        valid(&preparer, &["样例公司", CODE, ""]).fields[0].0,
        "ent_name"
    );
}

#[test]
fn one_column_may_hold_identifiers_of_all_kinds() {
    let target = Target::for_endpoint::<ihuyi_api::products::Entinfov2Submit>();
    let preparer = Preparer::new(target, &header(&["1"]), &[]).unwrap();
    for (value, name, sent) in [
        (CODE, "ent_code", CODE),
        ("91310116761614322n ", "ent_code", CODE),
        ("761614322", "organization_code", "761614322"),
        ("310116002008277", "reg_no", "310116002008277"),
        ("样例有限公司", "ent_name", "样例有限公司"),
    ] {
        assert_eq!(
            valid(&preparer, &[value]).fields,
            [(name.to_owned(), sent.to_owned())]
        );
    }
    let wrong = preparer.prepare(&row(&["91310116761614323N"]));
    let Prepared::Invalid(problem) = wrong else {
        panic!("{wrong:?}")
    };
    assert_eq!(problem.kind, ProblemKind::Code);
}

#[test]
fn any_operation_of_the_catalogue_can_be_the_target() {
    let target = Target::for_endpoint::<idcode_api::operations::GetCompanyBaseInfo>();
    let preparer = Preparer::new(target, &header(&["1"]), &[]).unwrap();
    let valid = valid(&preparer, &["MA.156.M0.100098"]);
    assert_eq!(valid.operation, "GetCompanyBaseInfo");
    assert_eq!(valid.fields[0].0, "companyIDcode");
}

#[test]
fn nothing_that_debug_shows_holds_a_value() {
    let names = header(&["name", "code", "person"]);
    let preparer = Preparer::new(ent3f(), &names, &[]).unwrap();
    let row = row(&["样例有限公司", "91310116761614322n", "样例人"]);
    let shown = format!("{row:?} {:?}", preparer.prepare(&row));
    assert!(
        !shown.contains("样例") && !shown.contains("91310116"),
        "{shown}"
    );
}
