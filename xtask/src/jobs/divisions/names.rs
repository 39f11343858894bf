//! Finds the part of a name that stays when a county becomes a city or a district.

/// Rows of the standard that group divisions and are not divisions themselves.
const BRACKETS: [&str; 13] = [
    "市辖区",
    "县",
    "市",
    "市区",
    "直辖县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "省直辖县级行政单位",
    "自治区直辖县级行政单位",
    "省直辖行政单位",
    "省直辖行政区划",
    "省属虚拟市",
    "省直辖",
];

/// Longer ones first.
const ENDINGS: [&str; 21] = [
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "市市区",
    "矿区",
    "郊区",
    "新区",
    "林区",
    "特区",
    "市区",
    "省",
    "市",
    "县",
    "区",
    "旗",
];
const SHORTER_ENDINGS: [&str; 2] = ["盟", "镇"];

const PEOPLES: [&str; 55] = [
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "维吾尔",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯",
    "阿昌族",
    "普米族",
    "塔吉克",
    "怒族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "塔塔尔",
    "独龙族",
    "鄂伦春",
    "赫哲",
    "门巴族",
    "珞巴族",
    "基诺族",
    "各族",
    "俄罗斯族",
    "京族",
];

/// Names that many cities gave to a district: they say nothing without the city.
const COMMON: [&str; 25] = [
    "郊区",
    "城区",
    "市区",
    "新区",
    "矿区",
    "东区",
    "西区",
    "南区",
    "北区",
    "市中区",
    "市郊区",
    "城关区",
    "新城区",
    "桥东区",
    "桥西区",
    "新华区",
    "铁东区",
    "铁西区",
    "向阳区",
    "新市区",
    "南市区",
    "北市区",
    "东风区",
    "永红区",
    "和平区",
];

/// 市区 is a district of Puyang, and a bracket under the number 20 of a city before 1983.
pub(super) fn is_bracket(code: u32, name: &str) -> bool {
    BRACKETS.contains(&name) && (name != "市区" || code % 100 == 20)
}

pub(super) fn is_common(name: &str) -> bool {
    COMMON.contains(&name)
}

/// The name without the word for its kind: 通州 of 通州区 and of 通州市.
pub(super) fn stem(name: &str) -> &str {
    for ending in ENDINGS.into_iter().chain(SHORTER_ENDINGS) {
        let Some(mut stem) = name.strip_suffix(ending).filter(|stem| !stem.is_empty()) else {
            continue;
        };
        if ending.starts_with("自治") {
            let without = |stem: &'_ str| {
                PEOPLES
                    .iter()
                    .find_map(|people| stem.strip_suffix(people).map(str::len))
                    .filter(|length| *length > 0)
            };
            while let Some(length) = without(stem) {
                stem = stem.get(..length).unwrap_or(stem);
            }
        }
        return stem;
    }
    name
}

/// The first character, where the stem is no more than that: 蓟 of 蓟县, which became 蓟州区.
pub(super) fn short_stem(name: &str) -> Option<char> {
    let mut characters = stem(name).chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_stays_when_the_kind_of_division_changes() {
        for (name, wanted) in [
            ("通州区", "通州"),
            ("通州市", "通州"),
            ("鄂西土家族苗族自治州", "鄂西"),
            ("凤城满族自治县", "凤城"),
            ("杭州市", "杭州"),
            ("哲里木盟", "哲里木"),
            ("郊区", "郊"),
            ("县", "县"),
        ] {
            assert_eq!(stem(name), wanted, "{name}");
        }
        assert_eq!(short_stem("蓟县"), Some('蓟'));
        assert_eq!(short_stem("蓟州区"), None);
    }
}
