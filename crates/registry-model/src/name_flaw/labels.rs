//! Recognises labels of forms, columns and programs in the place of a name or beside it.

use super::joined;
use crate::characters::is_quote;

/// The endings of labels in forms, licences and columns, in small letters.
const LABELS: [&str; 41] = [
    "名称",
    "姓名",
    "名字",
    "代表人",
    "法人",
    "负责人",
    "经营者",
    "联系人",
    "投资人",
    "合伙人",
    "法人代表",
    "字号",
    "户名",
    "抬头",
    "公司",
    "公司名",
    "企业",
    "企业名",
    "单位",
    "单位名",
    "注册号",
    "信用代码",
    "机构代码",
    "name",
    "company",
    "legal_person",
    "legal person",
    "representative",
    "电话",
    "手机",
    "手机号",
    "联系方式",
    "邮箱",
    "网址",
    "微信",
    "qq",
    "email",
    "e-mail",
    "tel",
    "phone",
    "mobile",
];

/// The longest label, in characters, that is recognised by its end.
const LONGEST_LABEL: usize = 12;

/// Labels that are no name by themselves, and may end one.
const WHOLE_LABELS: [&str; 14] = [
    "全称",
    "企业全称",
    "公司全称",
    "单位全称",
    "企业名称",
    "公司名称",
    "单位名称",
    "法人姓名",
    "法人名称",
    "法定代表人姓名",
    "负责人姓名",
    "经营者姓名",
    "纳税人",
    "纳税人名称",
];

/// Labels of codes, which are no name.
const CODE_LABELS: [&str; 4] = [
    "统一社会信用代码",
    "社会信用代码",
    "组织机构代码",
    "纳税人识别号",
];

/// Labels of a human, which are no word of a name.
const PERSON_LABELS: [&str; 6] = [
    "法定代表人",
    "法人代表",
    "代表人",
    "法人",
    "负责人",
    "经营者",
];

/// Labels in front of a name, even without a colon behind them.
const BARE_LABELS: [&str; 7] = [
    "法定代表人",
    "企业名称",
    "公司名称",
    "单位名称",
    "机构名称",
    "主体名称",
    "法人代表",
];

/// Keys of programs before an equals sign, in small letters.
const KEYS: [&str; 22] = [
    "name",
    "names",
    "entname",
    "ent",
    "companyname",
    "company",
    "corpname",
    "corp",
    "orgname",
    "org",
    "key",
    "keyword",
    "q",
    "query",
    "value",
    "title",
    "person",
    "legalperson",
    "oper",
    "opername",
    "linkman",
    "contact",
];

/// Forms of address behind the name of a human.
const TITLES: [&str; 8] = [
    "先生",
    "女士",
    "小姐",
    "经理",
    "总经理",
    "董事长",
    "老板",
    "老师",
];

const BRACKETS: [char; 8] = ['(', ')', '[', ']', '【', '】', '<', '>'];

/// The label that is the whole text, or in front of a name with a colon, or behind it in brackets.
pub(super) fn find(name: &str, small: &str) -> Option<String> {
    let is_label = |text: &str| {
        text.chars().count() <= LONGEST_LABEL && LABELS.iter().any(|label| text.ends_with(label))
    };
    if let Some(key) = key_before_value(name) {
        return Some(key);
    }
    if let Some((front, _)) = small.split_once(':') {
        let is_around = |next: char| BRACKETS.contains(&next) || is_quote(next) || next == ' ';
        let front = front.trim_matches(is_around);
        return is_label(front).then(|| format!("{front}："));
    }
    if let Some(number) = list_number(name) {
        return Some(number);
    }
    let bare = small.trim_matches(BRACKETS);
    let bare_name = name.trim_matches(BRACKETS);
    let is_whole = LABELS
        .iter()
        .chain(&WHOLE_LABELS)
        .chain(&CODE_LABELS)
        .chain(&BARE_LABELS)
        .any(|label| bare == *label);
    if is_whole || is_key(bare_name) {
        return Some(name.to_owned());
    }
    let mut words = small.split_whitespace();
    if let Some(word) = words.find(|word| PERSON_LABELS.contains(word)) {
        return Some(word.to_owned());
    }
    if let Some(title) = TITLES.iter().find(|title| {
        name.strip_suffix(**title)
            .is_some_and(|front| joined::may_be_person(front.trim()))
    }) {
        return Some((*title).to_owned());
    }
    let behind = small
        .strip_suffix([')', ']', '】'])
        .and_then(|text| text.rsplit_once(['(', '[', '【']));
    if let Some((_, behind)) = behind
        && (PERSON_LABELS.contains(&behind) && behind != "法人" || BARE_LABELS.contains(&behind))
    {
        return Some(behind.to_owned());
    }
    // `企业名称登记咨询中心` is a name.
    let bare = BARE_LABELS.iter().find(|label| {
        name.strip_prefix(**label).is_some_and(|rest| {
            rest.starts_with(char::is_whitespace) || joined::may_be_person(rest)
        })
    });
    bare.map(|label| (*label).to_owned())
}

/// The number of a row in front of a name: `1、样例`, `(2)样例`, `3. 样例`.
fn list_number(name: &str) -> Option<String> {
    let rest = name.trim_start_matches('(');
    let behind = rest.trim_start_matches(|next: char| next.is_ascii_digit());
    let digits = rest.len() - behind.len();
    let ends = ["、", ")", ". "];
    let end = ends.iter().find(|end| behind.starts_with(**end))?;
    let length = name.len() - behind.len() + end.trim().len();
    (1..=4)
        .contains(&digits)
        .then(|| name.get(..length).map(str::to_owned))?
}

/// Whether a text is a key of a program: `entName`, `company_name`.
fn is_key(name: &str) -> bool {
    let is_word = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_word
        && (name.to_ascii_lowercase().ends_with("_name")
            || name.starts_with(|next: char| next.is_ascii_lowercase()) && name.ends_with("Name"))
}

/// The key in front of an equals sign or a blank: `entName=`, `?name=`, `body[company_name]=`,
/// `entName 样例`.
fn key_before_value(name: &str) -> Option<String> {
    let is_of_key = |next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '-' | '.');
    if let Some((first, rest)) = name.split_once([' ', '|', '>'])
        && let first = first.trim_matches(|next| is_quote(next) || next == '-')
        && is_key(first)
        && !rest.is_ascii()
    {
        return Some(first.to_owned());
    }
    for (at, _) in name.match_indices('=') {
        let front = name.get(..at)?;
        let front = front.trim_end_matches(|next: char| {
            is_quote(next) || BRACKETS.contains(&next) || matches!(next, ' ' | ':' | '=' | '>')
        });
        let key = front.get(front.trim_end_matches(is_of_key).len()..)?;
        let key = key.trim_start_matches(['-', '.']);
        let last = key.rsplit('.').next().unwrap_or(key);
        let is_label = LABELS.iter().any(|label| front.ends_with(label));
        if is_label && front.chars().count() <= LONGEST_LABEL {
            return Some(format!("{front}="));
        }
        if is_key(&last.replace('-', "_"))
            || KEYS.contains(&last.to_ascii_lowercase().as_str())
            || last.len() > 1 && last.contains('_')
        {
            return Some(format!("{key}="));
        }
    }
    let is_encoded = |sign: &str| {
        let (key, _) = name.split_once(sign)?;
        is_key(key).then(|| format!("{key}{sign}"))
    };
    is_encoded("%3D").or_else(|| is_encoded("%3d"))
}
