//! The sample rows of ihuyi's own documents (entmark, entcopy), as irregular as printed there.
//!
//! Both have the totals of the samples, which do not match (`total-vs-rows`): 25 with one
//! trademark, 1 with three copyrights. They expose clients that rely on totals.

use ihuyi_api::products::{
    Announcement, Copyright, CopyrightKind, Goods, RelatedEntity, Trademark, TrademarkStep,
};

use super::trademark::embedded;
use super::vendor::NAME;

/// The total in the sample of entmark.
pub(crate) const TRADEMARKS_TOTAL: u64 = 25;

/// The total in the sample of entcopy.
pub(crate) const COPYRIGHTS_TOTAL: u64 = 1;

const NUMBER: &str = "81477709";
const CLASS: &str = "20";

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn step(name: &str, day: &str) -> TrademarkStep {
    TrademarkStep {
        application_number: text(NUMBER),
        business: text("商标注册申请"),
        class: Some(CLASS.into()),
        conclusion: text("结束"),
        on: Some(day.into()),
        name: text(name),
    }
}

/// The one trademark of the sample.
pub(crate) fn trademarks() -> Vec<Trademark> {
    let goods = Goods {
        application_number: text(NUMBER),
        class: Some(CLASS.into()),
        is_refused: Some("0".into()),
        name: text("非金属梯凳"),
        group: text("2003"),
    };
    let announcement = Announcement {
        content: text("2025-06-13 商标注册公告(一) 第1939期"),
        picture: text(
            "https://sbggwj.sbj.cnipa.gov.cn:9443/tmann/group3/M00/AC/EF/\
             CgoDIWhKTKuAdImoAAF6CTMR73U098.pdf",
        ),
        gazette: text("1939"),
        kind: text("商标注册公告(一)"),
        application_number: text(NUMBER),
        assignee: Some("".into()),
        class: Some(CLASS.into()),
        published: Some("2025-06-13".into()),
        transferor: Some("".into()),
    };
    vec![Trademark {
        application_number: text(NUMBER),
        applicant: Some(NAME.into()),
        class: Some(CLASS.into()),
        is_history: Some("0".into()),
        applied: Some("2024-10-19".into()),
        application_year: Some("2024".into()),
        name: text("图形"),
        applicant_english: Some("".into()),
        address: Some("上海市金山区亭林镇寺平南路16号444室".into()),
        address_english: Some("".into()),
        agency: text("郑州凯派尔知识产权代理有限公司"),
        agency_id: text("195164394"),
        agency_kind: text("0"),
        is_shared: Some("0".into()),
        co_applicants: Some("".into()),
        co_applicant_ids: text(""),
        approval_gazette: text("1927"),
        approved: Some("2025-03-13".into()),
        registration_gazette: text("1939"),
        registered: Some("2025-06-14".into()),
        kind: text("一般"),
        kind_tag: text("0"),
        exclusive_period: Some("2025年06月14日至2035年06月13日".into()),
        valid_from: Some("2025-06-14".into()),
        valid_to: Some("2035-06-13".into()),
        form: text(""),
        registered_internationally: Some("".into()),
        designated: Some("".into()),
        priority: Some("".into()),
        status: text("注册公告"),
        current_status: text(""),
        is_three_dimensional: Some("0".into()),
        geographical_indication: text(""),
        colour: text(""),
        goods: embedded(vec![goods]),
        steps: embedded(vec![
            step("申请收文", "2024-10-19"),
            step("等待受理通知书发文", "2024-11-08"),
        ]),
        announcements: embedded(vec![announcement]),
    }]
}

/// The three copyrights of the sample, which are all the same.
pub(crate) fn copyrights() -> Vec<Copyright> {
    let related = RelatedEntity {
        item: text("2141***"),
        name: Some("上海******公司".into()),
        by: text("ByName"),
        kind: text("E"),
    };
    let one = Copyright {
        company: text("上海市************"),
        kind_in_words: text("软件著作权证书"),
        kind: Some(CopyrightKind::Software),
        work_number: text("2017*******"),
        category: text(""),
        name: text("***软件"),
        short_name: text(""),
        owner: Some("上海市***********公司".into()),
        owner_kind: text("E"),
        author: Some("".into()),
        related: embedded(vec![related]),
        version: text("V1.0"),
        finished: Some("2017-03-08T00:00:00".into()),
        published: Some("2017-07-12T00:00:00".into()),
        registered: Some("2017-12-13T00:00:00".into()),
        publication_year: Some("2017".into()),
        state: text("登记"),
        state_since: Some("".into()),
        scope: text("全部权利"),
        gained_by: text("原始取得"),
        is_history: Some("0".into()),
    };
    vec![one.clone(), one.clone(), one]
}
