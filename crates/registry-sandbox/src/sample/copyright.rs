//! The made-up copyrights of the made-up companies.

use ihuyi_api::products::{Copyright, CopyrightKind, RelatedEntity};

use super::company::{COMPANIES, SampleCompany};
use super::trademark::embedded;

/// All copyrights of a company: software, then works.
pub(crate) fn for_company(company: &SampleCompany) -> Vec<Copyright> {
    let place = COMPANIES
        .iter()
        .position(|one| one.name == company.name)
        .unwrap_or_default();
    let software = (1..=company.software).map(|count| (CopyrightKind::Software, count));
    let works = (1..=company.works).map(|count| (CopyrightKind::Work, count));
    software
        .chain(works)
        .map(|(kind, count)| copyright(company, place, kind, count))
        .collect()
}

fn copyright(company: &SampleCompany, place: usize, kind: CopyrightKind, count: u32) -> Copyright {
    let is_software = kind == CopyrightKind::Software;
    let text = |text: &str| Some(text.to_owned());
    let either = |software: &str, work: &str| text(if is_software { software } else { work });
    let year = 2016 + count % 8;
    let (month, day) = (1 + count % 12, 1 + count % 28);
    let at = |year: u32| format!("{year}-{month:02}-{day:02}T00:00:00");
    // Every seventh was never published.
    let is_published = !count.is_multiple_of(7);
    let if_published = |text: String| if is_published { text } else { String::new() };
    Copyright {
        company: text(company.name),
        kind_in_words: either("软件著作权证书", "作品登记证书"),
        kind: Some(kind),
        // Numbers that the register has not issued: they begin with 99.
        work_number: Some(if is_software {
            format!("{}SR99{place}{count:04}", year + 1)
        } else {
            format!("国作登字-{}-F-99{place}{count:05}", year + 1)
        }),
        category: either("30200-0000", "美术"),
        name: Some(if is_software {
            format!("样例管理软件{count:03}")
        } else {
            format!("样例美术作品{count:03}")
        }),
        short_name: Some(if is_software && count.is_multiple_of(4) {
            format!("样例软件{count:03}")
        } else {
            String::new()
        }),
        owner: Some(company.name.into()),
        owner_kind: text("E"),
        author: Some(
            if is_software {
                ""
            } else {
                company.representative
            }
            .into(),
        ),
        related: embedded(vec![RelatedEntity {
            item: Some(format!("99{place}000001")),
            name: Some(company.name.into()),
            by: text("ByName"),
            kind: text("E"),
        }]),
        version: Some(if is_software {
            format!("V{}.0", 1 + count % 3)
        } else {
            String::new()
        }),
        finished: Some(at(year).into()),
        published: Some(if_published(at(year)).into()),
        registered: Some(at(year + 1).into()),
        publication_year: Some(if_published(year.to_string()).into()),
        state: text("登记"),
        state_since: Some("".into()),
        scope: text("全部权利"),
        gained_by: text("原始取得"),
        is_history: Some(if count.is_multiple_of(20) { "1" } else { "0" }.into()),
    }
}
