//! Invisible and look-alike characters in names.

use registry_model::{
    CompanyName, IdentifierKind, NameFlaw, NameRemedy, name_flaw, name_issues, normalised,
    repaired_name,
};

#[test]
fn unseen_and_look_alike_characters_are_found_with_their_place() {
    for (name, position, remedy) in [
        ("样例\u{200b}有限公司", 3, NameRemedy::Drop),
        ("\u{feff}样例有限公司", 1, NameRemedy::Drop),
        ("样\u{ad}例", 2, NameRemedy::Drop),
        ("样\u{fe00}例", 2, NameRemedy::Drop),
        ("样\u{e0100}例", 2, NameRemedy::Drop),
        ("⼭样例", 1, NameRemedy::Write('山')),
        ("样例⻢", 3, NameRemedy::Write('马')),
        ("样例⻓", 3, NameRemedy::Write('长')),
        ("样例㇐", 3, NameRemedy::Write('一')),
        ("\u{f98e}样例", 1, NameRemedy::Write('年')),
        ("\u{2f83f}样例", 1, NameRemedy::Write('周')),
        ("样\u{a0}例", 2, NameRemedy::Drop),
        ("样A\u{a0}B例", 3, NameRemedy::Write(' ')),
        ("样例有限公司\u{2800}", 7, NameRemedy::Drop),
        ("上海 思锐", 3, NameRemedy::Drop),
        ("谢 **", 2, NameRemedy::Drop),
        ("样例 （北京）", 3, NameRemedy::Drop),
        ("“样例有限公司", 1, NameRemedy::Drop),
        ("艾力\u{25e6}买买提", 3, NameRemedy::Write('·')),
        ("艾力\u{2218}买买提", 3, NameRemedy::Write('·')),
        ("艾力\u{2981}买买提", 3, NameRemedy::Write('·')),
        ("艾力\u{2b24}买买提", 3, NameRemedy::Write('·')),
        ("艾力\u{5bc}买买提", 3, NameRemedy::Write('·')),
        ("艾力\u{fe52}买买提", 3, NameRemedy::Write('·')),
        ("艾力\u{ff0e}买买提", 3, NameRemedy::Write('·')),
        ("艾力\u{ff61}买买提", 3, NameRemedy::Write('·')),
        ("艾力\u{1f784}买买提", 3, NameRemedy::Write('·')),
        ("样例?有限公司", 3, NameRemedy::LookUp),
        ("样例？有限公司", 3, NameRemedy::LookUp),
        ("样例□有限公司", 3, NameRemedy::LookUp),
        ("样例■有限公司", 3, NameRemedy::LookUp),
        ("样例\u{301}", 3, NameRemedy::LookUp),
        ("样例\u{2e80}", 3, NameRemedy::LookUp),
        ("样例\u{303f}", 3, NameRemedy::LookUp),
        ("艾力•买买提", 3, NameRemedy::Write('·')),
        ("艾力・买买提", 3, NameRemedy::Write('·')),
        ("艾力‧买买提", 3, NameRemedy::Write('·')),
        ("艾力∙买买提", 3, NameRemedy::Write('·')),
        ("艾力⋅买买提", 3, NameRemedy::Write('·')),
        ("样例\u{e000}", 3, NameRemedy::LookUp),
        ("样例\u{f0001}", 3, NameRemedy::LookUp),
        ("样例\u{fffd}", 3, NameRemedy::LookUp),
        ("样\n例", 2, NameRemedy::LookUp),
    ] {
        let faults: Vec<_> = name_issues(name).collect();
        let found: Vec<_> = faults
            .iter()
            .map(|one| (one.position(), one.remedy()))
            .collect();
        assert_eq!(found, [(position, remedy)], "{name:?}");
        let words = faults[0].to_string();
        assert!(
            words.starts_with(&format!("character {position} is U+")),
            "{words}"
        );
    }
    for name in [
        "样例（北京）科技有限公司",
        "艾力·买买提",
        "A.B.样例",
        " 样例 ",
        "﨑样例",
        "㐀𠀀",
        "样例 ABC 有限公司",
        "Ａ．Ｂ样例",
        "“样例”有限公司",
        "“甲”与“乙”",
        "谢**",
    ] {
        assert_eq!(name_issues(name).count(), 0, "{name:?}");
    }
}

#[test]
fn a_name_is_repaired_if_it_can_be() {
    assert_eq!(
        repaired_name(" 样例⼭\u{200b}•⻢科技有限公司\u{a0}").unwrap(),
        "样例山·马科技有限公司"
    );
    assert_eq!(repaired_name("样例\u{e000}").unwrap_err().position(), 3);
    for quoted in [
        "“样例有限公司”",
        "\"样例有限公司\"",
        "‘样例 有限公司’",
        " 「样例有限公司」 ",
    ] {
        assert_eq!(repaired_name(quoted).unwrap(), "样例有限公司", "{quoted}");
    }
    assert_eq!(repaired_name("谢 **").unwrap(), "谢**");
    for name in ["样例（北京）科技有限公司", "样例⼭", "\u{200b}样例"] {
        let mended = repaired_name(name).unwrap();
        assert_eq!(name_issues(&mended).count(), 0, "{name:?}");
        assert!(CompanyName::new(name).is_respelling_of(&CompanyName::new(mended)));
    }
}

#[test]
fn names_and_codes_are_normalised_in_the_same_way() {
    for (one, other) in [
        ("样例⼭\u{200b}科技", "样例山科技"),
        ("艾力•买买提", "艾力·买买提"),
        ("艾力⸱买买提", "艾力·买买提"),
        ("⻓城⻢车", "长城马车"),
        ("\u{f98e}华", "年华"),
        ("二○一五", "二〇一五"),
        ("“样例”", "样例"),
        ("'样例有限公司", "样例有限公司"),
        ("'91310116761614322N", "91310116761614322N"),
        ("9131 0116 7616 1432 2n", "91310116761614322N"),
        ("9131011676I6I4322N", "91310116761614322N"),
    ] {
        assert_eq!(normalised(one), normalised(other), "{one:?}");
    }
    assert_ne!(normalised("样例山"), normalised("样例出"));
}

#[test]
fn dots_and_letters_of_other_scripts_beside_chinese_are_the_ordinary_ones() {
    for (name, mended) in [
        ("阿里木.艾山", "阿里木·艾山"),
        ("样例А有限公司", "样例A有限公司"),
        ("样例\u{39f}K有限公司", "样例OK有限公司"),
        ("ТСL样例", "TCL样例"),
    ] {
        assert_eq!(repaired_name(name).unwrap(), mended, "{name}");
    }
    for name in ["A.B.样例", "А.С.Пушкин", "Ж样例", "阿尔法α样例"] {
        assert_eq!(name_issues(name).count(), 0, "{name}");
    }
}

#[test]
fn a_text_that_stands_for_no_name_or_holds_more_than_one_is_distinguished_from_names() {
    use NameFlaw::{Joined, Label, Markup, Masked, Number, Placeholder};

    for (text, flaw) in [
        ("#N/A", Placeholder),
        ("#REF!", Placeholder),
        ("######", Placeholder),
        ("NULL", Placeholder),
        ("null", Placeholder),
        (" - ", Placeholder),
        ("——", Placeholder),
        ("/", Placeholder),
        ("无", Placeholder),
        ("#ref!", Placeholder),
        ("#GETTING_DATA", Placeholder),
        ("Err:502", Placeholder),
        ("NaN", Placeholder),
        ("<NA>", Placeholder),
        ("（空）", Placeholder),
        ("[object Object]", Placeholder),
        ("！！", Placeholder),
        ("《》", Placeholder),
        ("***", Placeholder),
        ("&nbsp;", Markup(1)),
        ("样例&amp;有限公司", Markup(3)),
        ("<br>样例", Markup(1)),
        ("样例**公司", Masked(3)),
        ("张**", Masked(2)),
        ("张＊", Masked(2)),
        ("张××", Masked(2)),
        ("13800138000", Number),
        ("+86 138-0013-8000", Number),
        ("名称：样例有限公司", Label("名称：".to_owned())),
        ("法定代表人：张三", Label("法定代表人：".to_owned())),
        ("法定代表人 张三", Label("法定代表人".to_owned())),
        ("Name: 样例", Label("name：".to_owned())),
        ("企业名称", Label("企业名称".to_owned())),
        ("姓名", Label("姓名".to_owned())),
        ("法人", Label("法人".to_owned())),
        ("张三（法定代表人）", Label("法定代表人".to_owned())),
        ("样例有限公司 张三", Joined(8)),
        ("样例有限公司，张三", Joined(8)),
        ("样例有限公司\u{3000}张三丰", Joined(8)),
        ("张三、样例有限公司", Joined(4)),
        ("样例有限公司、示范有限公司", Joined(8)),
        (
            "样例有限公司 法定代表人 张三",
            Label("法定代表人".to_owned()),
        ),
        ("统一社会信用代码", Label("统一社会信用代码".to_owned())),
        ("张三、李四", Joined(4)),
        ("样例合作社 王小明", Joined(7)),
        ("张●●", Masked(2)),
        ("李•", Masked(2)),
        ("样例●●公司", Masked(3)),
        ("张○○", Masked(2)),
        ("王〇〇", Masked(2)),
        ("张XX", Masked(2)),
        ("样例ＸＸ有限公司", Masked(3)),
        ("张##", Masked(2)),
        ("样例__公司", Masked(3)),
        ("【无】", Placeholder),
        ("无。", Placeholder),
        ("None.", Placeholder),
        ("N/A N/A", Placeholder),
        ("不适用", Placeholder),
        ("请填写", Placeholder),
        ("entName", Label("entName".to_owned())),
        ("company_name", Label("company_name".to_owned())),
        ("企业全称", Label("企业全称".to_owned())),
        ("法人姓名", Label("法人姓名".to_owned())),
        ("纳税人名称", Label("纳税人名称".to_owned())),
        ("法定代表人张三", Label("法定代表人".to_owned())),
        ("企业名称 样例有限公司", Label("企业名称".to_owned())),
        (
            "样例有限公司 91310116761614322N",
            NameFlaw::Code(IdentifierKind::CreditCode),
        ),
        (
            "样例有限公司（91310116761614322N）",
            NameFlaw::Code(IdentifierKind::CreditCode),
        ),
    ] {
        assert_eq!(name_flaw(text), Some(flaw), "{text}");
    }
    for name in [
        "",
        " ",
        "样例（北京）科技有限公司",
        "张三",
        "A&B样例有限公司",
        "3M中国有限公司",
        "58同城",
        "无锡样例有限公司",
        "样例?有限公司",
        "样例有限公司 北京分公司",
        "上海 样例有限公司",
        "样例有限公司（安徽）",
        "样例会计师事务所（普通合伙）",
        "样例 公司",
        "江苏 样例有限公司",
        "样例 有限公司",
        "张 三",
        "欧阳 娜娜",
        "A/S样例有限公司",
        "？？？",
        "无忧有限公司",
        "John Smith",
        "样例商贸有限公司（成都路店）",
        "三星电子有限公司（韩国）",
        "样例有限公司（黄浦）",
        "样例有限公司（华东）",
        "样例有限公司（全民所有）",
        "样例有限公司（项目部）",
        "样例有限公司（石化）",
        "样例有限公司（高新区）",
        "样例有限公司（马来西亚）",
        "样例有限公司（企业）",
        "样例有限公司 黄浦",
        "样例有限公司 高新区",
        "样例有限公司 张江店",
        "样例有限公司 黄金海岸",
        "样例有限公司 石化",
        "Na",
        "Nat",
        "Nil",
        "True",
        "企业名称登记咨询中心",
        "法人代表律师事务所",
        "R&D;中心",
        "XXL服饰店",
        "二〇〇八酒吧",
        "1314酒吧",
        "2008奥运",
        "12345678店",
    ] {
        assert_eq!(name_flaw(name), None, "{name}");
    }
}

#[test]
fn a_blank_within_one_name_is_removed_and_no_sign_of_two() {
    for (name, mended) in [
        ("安永 会计师事务所", "安永会计师事务所"),
        ("麦当劳 食品有限公司", "麦当劳食品有限公司"),
        ("全聚德烤鸭店 前门店", "全聚德烤鸭店前门店"),
        ("上海市第六人民医院 东院", "上海市第六人民医院东院"),
        ("样例有限公司 工会", "样例有限公司工会"),
        ("金杜 律师事务所", "金杜律师事务所"),
        ("万科 企业股份有限公司", "万科企业股份有限公司"),
        ("乐清 正泰电器有限公司", "乐清正泰电器有限公司"),
        ("施耐德 电气有限公司", "施耐德电气有限公司"),
        ("新华书店 北京", "新华书店北京"),
        ("苏宁 易购", "苏宁易购"),
        ("华为 技术有限公司", "华为技术有限公司"),
        ("安倍 晋三", "安倍晋三"),
        ("史蒂夫 乔布斯", "史蒂夫乔布斯"),
        ("安田 成美", "安田成美"),
        ("宇文 成都", "宇文成都"),
        ("司空 明月", "司空明月"),
    ] {
        assert_eq!(name_flaw(name), None, "{name}");
        assert_eq!(repaired_name(name).unwrap(), mended, "{name}");
    }
    for mask in ["张●●", "李•", "样例●●公司", "张○○", "样例有限公司・"]
    {
        assert_eq!(repaired_name(mask).unwrap(), mask);
    }
    assert_eq!(repaired_name("艾力●买买提").unwrap(), "艾力·买买提");
}
