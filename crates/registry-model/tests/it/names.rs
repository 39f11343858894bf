//! Invisible and look-alike characters in names.

use registry_model::{CompanyName, NameRemedy, mended_name, name_faults, respelt};

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
        let faults: Vec<_> = name_faults(name).collect();
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
        assert_eq!(name_faults(name).count(), 0, "{name:?}");
    }
}

#[test]
fn a_name_is_mended_where_it_can_be() {
    assert_eq!(
        mended_name(" 样例⼭\u{200b}•⻢科技有限公司\u{a0}").unwrap(),
        "样例山·马科技有限公司"
    );
    assert_eq!(mended_name("样例\u{e000}").unwrap_err().position(), 3);
    for quoted in [
        "“样例有限公司”",
        "\"样例有限公司\"",
        "‘样例 有限公司’",
        " 「样例有限公司」 ",
    ] {
        assert_eq!(mended_name(quoted).unwrap(), "样例有限公司", "{quoted}");
    }
    assert_eq!(mended_name("谢 **").unwrap(), "谢**");
    for name in ["样例（北京）科技有限公司", "样例⼭", "\u{200b}样例"] {
        let mended = mended_name(name).unwrap();
        assert_eq!(name_faults(&mended).count(), 0, "{name:?}");
        assert!(CompanyName::new(name).is_respelling_of(&CompanyName::new(mended)));
    }
}

#[test]
fn names_and_codes_are_folded_alike() {
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
        assert_eq!(respelt(one), respelt(other), "{one:?}");
    }
    assert_ne!(respelt("样例山"), respelt("样例出"));
}
