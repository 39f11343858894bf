//! The names under which people write the columns of a list.

use endpoint_core::Spec;
use registry_model::normalised;

/// The parameter of a name, among those that one company can be queried by. A product that
/// requires none of them takes exactly one of them; a row is queried by the first that it has.
pub(super) const IDENTIFIERS: [&str; 4] = ["ent_code", "organization_code", "reg_no", "ent_name"];

/// The common name of a column that holds any of [`IDENTIFIERS`].
pub(super) const ANY_IDENTIFIER: &str = "company";

/// Names of companies and people.
pub(super) const NAMES: [&str; 4] = ["ent_name", "name", "organunitName", "owner"];

/// Codes with check characters, or that a spreadsheet may have taken for numbers.
pub(super) const CODES: [&str; 3] = ["ent_code", "organization_code", "reg_no"];

/// Parameters that mean the same at different operations, and the common names of their columns,
/// in the form of [`plain`].
const GROUPS: [(&[&str], &[&str]); 5] = [
    (
        &["ent_name", "organunitName"],
        &[
            "NAME",
            "COMPANY",
            "COMPANYNAME",
            "ENTERPRISE",
            "ENTERPRISENAME",
            "ENTNAME",
            "CORPNAME",
            "ORGANIZATIONNAME",
            "ORGANISATIONNAME",
            "企业名称",
            "公司名称",
            "单位名称",
            "机构名称",
            "主体名称",
            "企业名",
            "公司名",
            "企业",
            "公司",
            "单位",
            "名称",
            "企业全称",
            "公司全称",
            "单位全称",
            "全称",
            "客户名称",
            "供应商名称",
            "商户名称",
            "商家名称",
            "经销商名称",
            "合作方名称",
            "纳税人名称",
            "组织名称",
            "户名",
            "公司名稱",
            "企業名稱",
        ],
    ),
    (
        &["ent_code"],
        &[
            "CODE",
            "CREDITCODE",
            "USCC",
            "USCI",
            "UNIFIEDSOCIALCREDITCODE",
            "SOCIALCREDITCODE",
            "ENTCODE",
            "统一社会信用代码",
            "社会信用代码",
            "统一信用代码",
            "信用代码",
            "统一代码",
            "统一社会信用代码证号",
            "统一社会信用编码",
            "社会统一信用代码",
            "信用代码证号",
            "税号",
            "纳税人识别号",
            "统一社会信用代码纳税人识别号",
            "統一社會信用代碼",
        ],
    ),
    (
        &["name"],
        &[
            "PERSON",
            "LEGALPERSON",
            "LEGALREPRESENTATIVE",
            "LEGALREP",
            "REPRESENTATIVE",
            "LEGALPERSONNAME",
            "法定代表人",
            "法人",
            "法人代表",
            "法人姓名",
            "法定代表人姓名",
            "法人代表姓名",
            "负责人",
            "负责人姓名",
            "经营者",
            "经营者姓名",
            "代表人",
            "姓名",
            "法人名称",
            "法定代表人名称",
            "法定代表人负责人",
            "法人负责人",
            "法定代表人经营者",
            "企业法人",
            "法定代表",
        ],
    ),
    (
        &["organization_code"],
        &[
            "ORGANIZATIONCODE",
            "ORGANISATIONCODE",
            "ORGCODE",
            "组织机构代码",
            "机构代码",
            "组织代码",
            "组织机构代码证号",
        ],
    ),
    (
        &["reg_no"],
        &[
            "REGNO",
            "REGISTRATIONNUMBER",
            "REGISTRATIONNO",
            "注册号",
            "工商注册号",
            "营业执照注册号",
            "注册号码",
            "工商登记号",
            "登记号",
        ],
    ),
];

/// The name of a column without what does not count: case, width, blanks, signs, and a remark in
/// brackets behind (`*企业名称（必填）`).
pub(super) fn plain(name: &str) -> String {
    let name = normalised(name);
    let name = match name.find('(') {
        Some(at) if at > 0 && name.ends_with(')') => name.get(..at).unwrap_or(&name),
        _ => &name,
    };
    name.chars().filter(|next| next.is_alphanumeric()).collect()
}

/// Whether a cell is the common name of a column.
pub(super) fn is_known(cell: &str) -> bool {
    let cell = plain(cell);
    GROUPS.iter().any(|(parameters, names)| {
        names.contains(&cell.as_str()) || parameters.iter().any(|one| plain(one) == cell)
    })
}

/// The parameter that a name stands for at an operation: `NAME` is that of the company.
pub(super) fn parameter(spec: &Spec, name: &str) -> Option<&'static str> {
    let plain_name = plain(name);
    let of_group = GROUPS
        .iter()
        .filter(|(_, names)| names.contains(&plain_name.as_str()))
        .flat_map(|(parameters, _)| parameters.iter())
        .find_map(|parameter| spec.param(parameter));
    of_group
        .or_else(|| {
            spec.params
                .iter()
                .find(|param| plain(param.name) == plain_name)
        })
        .map(|param| param.name)
}

/// Whether a name is that of a company or, as the vendor uses it, that of a representative.
pub(super) fn is_ambiguous(name: &str) -> bool {
    plain(name) == "NAME"
}

/// The common names of a parameter, for messages.
pub(super) fn examples(parameter: &str) -> &'static str {
    match parameter {
        "ent_name" | "organunitName" => "企业名称, company or name",
        "ent_code" => "统一社会信用代码 or code",
        "name" => "法定代表人 or person",
        "organization_code" => "组织机构代码",
        "reg_no" => "注册号",
        _ => "the parameter's own name",
    }
}
