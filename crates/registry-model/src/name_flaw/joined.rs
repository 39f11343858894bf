//! Finds a second name in a text that should hold one.

/// The endings of organisation names.
const ORGANISATIONS: [&str; 26] = [
    "公司",
    "集团",
    "企业",
    "工厂",
    "厂",
    "商店",
    "店",
    "商行",
    "行",
    "中心",
    "合作社",
    "社",
    "事务所",
    "所",
    "部",
    "院",
    "会",
    "站",
    "馆",
    "校",
    "学校",
    "局",
    "园",
    "户",
    "合伙)",
    "个体工商户)",
];

/// The family names of one character that nearly everybody has one of.
const FAMILY_NAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许\
傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯\
邵孟龙万段章钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞鲁葛韦申尤毕聂丛焦向柳邢\
路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋\
植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖\
符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原\
官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺肖闫付邝麦买";

/// Family names of two characters.
const DOUBLE_FAMILY_NAMES: [&str; 14] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯",
    "端木", "呼延",
];

/// Provinces and cities whose names begin as those of humans do: `江苏 样例有限公司` is one name with a
/// blank in it.
const PLACES: &str = "万县 乐山 保定 保山 兰州 包头 台州 台湾 吉安 吉林 吕梁 吴忠 周口 和田 唐山 商丘 商洛 \
                      娄底 宁夏 宁德 宁波 安庆 安康 安徽 安阳 安顺 岳阳 常州 常德 常熟 张家口 张家界 张家港 \
                      张掖 徐州 成都 扬州 揭阳 晋中 晋城 晋江 景德镇 曲靖 来宾 林芝 柳州 桂林 梅州 武威 武汉 \
                      毕节 江孜 江津 江苏 江西 江门 江阴 池州 沈阳 沙市 温州 温江 温岭 焦作 甘肃 白城 白山 \
                      白银 石嘴山 石家庄 石河子 秦皇岛 苏州 荆州 荆门 许昌 贺州 连云港 邢台 邵阳 郑州 金华 \
                      金昌 金山 银川 阳江 阳泉 余姚 余杭 萧山 钱塘 滕州 马鞍山 黄冈 黄山 黄石 齐齐哈尔 龙岩";

/// Where a second name begins, in bytes of the text.
pub(super) fn second_name(text: &str) -> Option<usize> {
    if let Some(at) = in_brackets(text) {
        return Some(at);
    }
    let parts = parts(text);
    parts.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        is_pair(first, second).then_some(second.at)
    })
}

/// The name of a human in brackets behind that of a company: `样例有限公司(张三)`.
fn in_brackets(text: &str) -> Option<usize> {
    let (company, human) = text.strip_suffix(')')?.rsplit_once('(')?;
    let is_one = company.trim_end().ends_with("公司") && may_be_person(human) && !is_place(human);
    is_one.then_some(company.len() + 1)
}

struct Part<'a> {
    at: usize,
    text: &'a str,
    /// Whether only blanks separate it from the part before it.
    is_after_blank: bool,
}

/// The parts of a text between blanks and the signs that separate names in lists.
fn parts(text: &str) -> Vec<Part<'_>> {
    let is_separator = |next: char| {
        next.is_whitespace() || matches!(next, ',' | '、' | ';' | '/' | '|' | '+' | '_')
    };
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut end = 0;
    for part in text.split(is_separator).filter(|part| !part.is_empty()) {
        let Some(at) = text
            .get(end..)
            .and_then(|rest| rest.find(part))
            .map(|at| at + end)
        else {
            break;
        };
        let between = text.get(end..at).unwrap_or_default();
        parts.push(Part {
            at,
            text: part,
            is_after_blank: between.chars().all(char::is_whitespace),
        });
        end = at + part.len();
    }
    parts
}

fn is_pair(first: &Part<'_>, second: &Part<'_>) -> bool {
    match (is_organisation(first.text), is_organisation(second.text)) {
        // `样例有限公司 北京分公司` is one name with a blank in it.
        (true, true) => is_whole_company(second.text),
        (true, false) => is_short(second.text),
        (false, true) => may_be_person(first.text) && !is_place(first.text),
        (false, false) if second.is_after_blank => {
            may_be_person(first.text) && may_be_person(second.text)
        }
        (false, false) => is_short(first.text) && is_short(second.text),
    }
}

fn is_organisation(text: &str) -> bool {
    text.chars().count() > 3 && ORGANISATIONS.iter().any(|ending| text.ends_with(ending))
}

fn is_whole_company(text: &str) -> bool {
    text.ends_with("有限公司") && text.chars().count() > 5 || text.ends_with("有限责任公司")
}

/// Two to four Chinese characters, or the parts of a name with middle dots between them.
fn is_short(text: &str) -> bool {
    let is_chinese =
        |next: char| matches!(next, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let length = text.chars().count();
    text.chars()
        .all(|next| is_chinese(next) || next == '·' || next == '*')
        && ((2..=4).contains(&length) || length <= 20 && text.contains('·'))
}

/// A family name and at least one character more.
fn may_be_person(text: &str) -> bool {
    let is_family_name = text
        .chars()
        .next()
        .is_some_and(|one| FAMILY_NAMES.contains(one));
    let is_double = DOUBLE_FAMILY_NAMES
        .iter()
        .any(|name| text.starts_with(name));
    is_short(text) && (is_family_name || is_double) && !DOUBLE_FAMILY_NAMES.contains(&text)
}

fn is_place(text: &str) -> bool {
    PLACES.split(' ').any(|place| place.starts_with(text))
}
