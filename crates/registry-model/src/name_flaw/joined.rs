//! Finds a second name in a text that should hold one.
//!
//! Names of organisations have blanks, brackets and family names in them, and nothing in a text
//! tells a family name from a word. Only a sure second name is reported.

use crate::characters::is_dash;

/// What an organisation's name ends in if a legal form is its end.
const LEGAL_FORMS: [&str; 8] = [
    "有限公司",
    "有限责任公司",
    "集团公司",
    "合伙企业",
    "合伙)",
    "合作社",
    "个人独资企业",
    "个体工商户)",
];

/// The commonest family names, without those that words begin with more often than names.
const FAMILY_NAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘\
杜戴夏汪田姜范姚谭廖邹熊陆郝孔崔毛邱秦顾侯邵孟钱汤尹黎乔贺赖龚高";

/// What places, shops and departments end in, and hardly a human's name.
const NO_ENDS: &str = "店路区部会厂县市省院社所局处站室组队馆楼园校村庄镇乡街道桥屯寨沟湾坝埠堡家井汇嘴业化品司行铺坊场";

/// Places and words that begin as humans' names do.
const NO_PERSONS: &str = "丁青 乔家 于家 于洪 于田 于都 何仙姑 何家 余姚 余干 余庆 余料 余杭 余江 余热 侯马 \
    卢氏 卢湾 卢龙 叶城 叶集 吕梁 吴中 吴兴 吴堡 吴川 吴忠 吴旗 吴桥 吴江 吴淞 吴起 \
    周刊 周口 周宁 周年 周庄 周村 周浦 周至 唐山 唐朝 唐河 唐海 唐都 夏令营 夏季 夏河 \
    夏津 夏邑 姚安 姜堰 姜母鸭 孔府 孔雀 孙吴 孟州 孟津 宋都 尹家 张北 张家口 张家港 \
    张家界 张店 张掖 张江 张湾 彭山 彭州 彭水 彭泽 彭阳 徐家汇 徐州 徐水 徐汇 徐闻 \
    曹妃甸 曹操 曹路 曾都 朱家角 朱雀 李沧 李渡 杜集 杨梅 杨浦 杨陵 林业 林口 林周 林州 \
    林木 林甸 林芝 林西 梁园 梁子湖 梁山 梁平 梁柱 梁河 梁溪 毛巾 毛纺 毛织 汤原 汤料 \
    汤旺 汤旺河 汤泉 汤阴 汪清 汽车 沈丘 沈北 沈河 沈阳 潘集 王子 王府井 王朝 王牌 王益 \
    田东 田园 田家庵 田径 田林 田间 田阳 白酒 秦城 秦安 秦岭 秦州 秦淮 秦皇岛 秦腔 秦都 \
    程序 罗兰 罗城 罗定 罗山 罗平 罗庄 罗江 罗湖 罗湖口 罗源 罗田 罗甸 罗马 胡同 胡杨河 \
    苏仙 苏家屯 苏州 范本 萧山 蔡甸 薛城 袁州 许可 许愿 许昌 谢家集 谢通门 贺兰 贺卡 \
    贺州 贾汪 邓州 邵东 邵武 邵阳 邹城 邹平 郑东 郑州 郭氏 钱塘 钱币 阎良 陆丰 陆军 \
    陆家嘴 陆川 陆河 陆良 陈仓 陈列 陈设 韩城 韩国 韩式 顾客 顾问 马关 马塘 马尔康 马尾 马山 马村 \
    马来 马边 马达 马陆 马鞍山 马龙 高中 高台 高唐 高坪 高安 高密 高尔夫 高州 高平 高新 \
    高昌 高明 高校 高桥 高淳 高港 高碑店 高科 高级 高行 高要 高速 高邑 高邮 高铁 高阳 \
    高陵 高青 高鹤 魏蜀吴 魏都 黄冈 黄埔 黄埔港 黄山 黄岛 黄岩 黄州 黄平 黄梅 黄河 黄浦 \
    黄海 黄石 黄石港 黄酒 黄金 黄陂 黄陵 黄骅 黄龙 黎城 黎川 黎平 龚家";

/// The ends of names of organisations without a legal form.
const ORGANISATIONS: [&str; 34] = [
    "公司",
    "厂",
    "店",
    "商行",
    "经营部",
    "门市部",
    "营业部",
    "事务所",
    "中心",
    "工作室",
    "超市",
    "商场",
    "酒店",
    "饭店",
    "餐厅",
    "宾馆",
    "学校",
    "大学",
    "学院",
    "医院",
    "诊所",
    "门诊部",
    "药房",
    "幼儿园",
    "研究院",
    "研究所",
    "协会",
    "学会",
    "基金会",
    "委员会",
    "农场",
    "集团",
    "银行",
    "支行",
];

/// Family names of two characters that begin no word.
const DOUBLE_FAMILY_NAMES: &str = "欧阳 司马 上官 诸葛 皇甫 尉迟 慕容 令狐 夏侯 司徒 端木 公孙";

/// The characters of foreign names in Chinese, of which `马丁` and `罗斯` consist behind the first.
const OF_FOREIGN_NAMES: &str = "丁斯克特尔德姆维卡蒂奥利罗巴尼拉曼索诺兹塔里达莱纳莎娜拜恩伦兰普布加菲洛基伯蒙森顿逊契娅亚雷吉佐托瓦蕾妮丝米";

/// The sign between two names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Blank,
    /// `,`, `、`, `;`.
    List,
    /// `/`, `|`, `+`, `&`.
    Joiner,
    Dash,
    /// `和`, `与`.
    And,
}

impl Separator {
    fn from_character(next: char) -> Option<Self> {
        match next {
            ',' | '、' | ';' | '，' | '；' => Some(Self::List),
            '/' | '|' | '+' | '&' | '_' | '\\' | ':' | '@' => Some(Self::Joiner),
            '和' | '与' | '及' | '暨' => Some(Self::And),
            '—' | '~' => Some(Self::Dash),
            next if is_dash(next) => Some(Self::Dash),
            next if next.is_whitespace() => Some(Self::Blank),
            _ => None,
        }
    }
}

/// Where a second name begins, in bytes of the text: behind an organisation's name and a blank or
/// another sign, between two names of humans, or in brackets behind a name.
pub(super) fn second_name(text: &str) -> Option<usize> {
    in_brackets(text)
        .or_else(|| right_behind(text))
        .or_else(|| {
            let mut signs = text.char_indices();
            signs.find_map(|(at, next)| {
                let first_sign = Separator::from_character(next)?;
                let first = text.get(..at)?;
                let rest = text.get(at + next.len_utf8()..)?;
                let second = match first_sign {
                    Separator::And => rest,
                    _ => rest.trim_start_matches(|next| {
                        Separator::from_character(next).is_some_and(|sign| sign != Separator::And)
                    }),
                };
                let between = text.get(at..text.len() - second.len())?;
                let sign = between
                    .chars()
                    .filter_map(Separator::from_character)
                    .find(|sign| *sign != Separator::Blank)
                    .unwrap_or(Separator::Blank);
                is_second(first, second, sign).then_some(text.len() - second.len())
            })
        })
}

fn is_second(first: &str, second: &str, sign: Separator) -> bool {
    let is_end =
        |next: char| Separator::from_character(next).is_some_and(|sign| sign != Separator::And);
    // Of three names, the next one.
    let next = second.split(is_end).next().unwrap_or(second);
    let has_sign = matches!(sign, Separator::List | Separator::Joiner);
    let is_after_organisation = sign != Separator::And
        && (has_legal_form(first) || is_organisation(first))
        && (may_be_person(next) || has_sign && has_legal_form(first) && has_legal_form(next));
    let are_companies = sign == Separator::And && has_legal_form(first) && has_legal_form(second);
    let is_after_person = may_be_person(first)
        && match sign {
            Separator::List => {
                may_be_person(next) || is_short_chinese(next) || has_legal_form(next)
            }
            Separator::Joiner => may_be_person(next) || has_legal_form(next),
            Separator::Blank => may_be_person(next),
            Separator::And => may_be_person(second),
            Separator::Dash => {
                may_be_person(second)
                    && !(is_like_foreign_name(first) && is_like_foreign_name(second))
            }
        };
    is_after_organisation || are_companies || is_after_person
}

/// Where a human's name begins in brackets behind a company's, or the other way round.
fn in_brackets(text: &str) -> Option<usize> {
    let (first, second) = text.strip_suffix(')')?.rsplit_once('(')?;
    let is_one = has_legal_form(first) && (may_be_person(second) || has_legal_form(second))
        || may_be_person(first) && (has_legal_form(second) || may_be_person(second));
    is_one.then_some(first.len() + 1)
}

/// Where the name of a human follows a company without a sign: `样例有限公司张三`,
/// `样例有限公司法人张三`.
fn right_behind(text: &str) -> Option<usize> {
    const BETWEEN: [&str; 6] = ["法定代表人", "法人代表", "负责人", "总经理", "经理", "法人"];

    let (first, behind) = text
        .rsplit_once("有限公司")
        .or_else(|| text.rsplit_once("有限责任公司"))?;
    let person = BETWEEN
        .iter()
        .find_map(|label| behind.strip_prefix(label))
        .unwrap_or(behind);
    (!first.is_empty() && may_be_person(person)).then_some(text.len() - person.len())
}

fn has_legal_form(text: &str) -> bool {
    LEGAL_FORMS
        .iter()
        .any(|form| text.strip_suffix(form).is_some_and(|name| !name.is_empty()))
}

fn is_organisation(text: &str) -> bool {
    ORGANISATIONS.iter().any(|end| {
        text.strip_suffix(end)
            .is_some_and(|name| name.chars().count() > 1)
    })
}

fn is_short_chinese(text: &str) -> bool {
    let ends = !text.ends_with(|next| NO_ENDS.contains(next));
    (2..=4).contains(&text.chars().count()) && ends && text.chars().all(is_chinese)
}

const fn is_chinese(next: char) -> bool {
    matches!(next, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_like_foreign_name(text: &str) -> bool {
    text.chars()
        .skip(1)
        .all(|next| OF_FOREIGN_NAMES.contains(next))
}

/// Two or three Chinese characters that begin with a common family name, and are no place or word;
/// one or two more behind a family name of two characters.
pub(super) fn may_be_person(text: &str) -> bool {
    let length = text.chars().count();
    let begins = text.starts_with(|next| FAMILY_NAMES.contains(next)) && matches!(length, 2 | 3);
    let is_double = (3..=4).contains(&length)
        && DOUBLE_FAMILY_NAMES
            .split(' ')
            .any(|name| text.starts_with(name));
    let ends = !text.ends_with(|next| NO_ENDS.contains(next));
    let is_word = NO_PERSONS
        .split_whitespace()
        .any(|word| text.starts_with(word));
    (begins || is_double) && ends && !is_word && text.chars().all(is_chinese)
}
