//! The made-up trademarks of the made-up companies.

use ihuyi_api::Embedded;
use ihuyi_api::products::{Announcement, Goods, Trademark, TrademarkStep};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::company::{COMPANIES, SampleCompany};

/// Made-up goods, with their group of similar goods.
const GOODS: [(&str, &str); 5] = [
    ("样例计算机软件", "0901"),
    ("样例服装", "2501"),
    ("样例非金属梯凳", "2003"),
    ("样例茶饮料", "3002"),
    ("样例广告服务", "3501"),
];
const AGENCY: &str = "样例知识产权代理有限公司";

/// The stage of a trademark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Registered,
    Pending,
    Refused,
}

/// A day in the calendar of trademarks: every month has at least 28 days.
#[derive(Debug, Clone, Copy)]
struct Day {
    year: u32,
    month: u32,
    day: u32,
}

impl Day {
    /// The day this many months later.
    fn months_later(self, months: u32) -> Self {
        let month = self.month - 1 + months;
        Self {
            year: self.year + month / 12,
            month: month % 12 + 1,
            ..self
        }
    }

    /// The last day of ten years that begin with this day, which is not the first of a month.
    fn ten_years(self) -> Self {
        Self {
            year: self.year + 10,
            day: self.day - 1,
            ..self
        }
    }

    fn text(self) -> String {
        let Self { year, month, day } = self;
        format!("{year}-{month:02}-{day:02}")
    }

    fn in_words(self) -> String {
        let Self { year, month, day } = self;
        format!("{year}年{month:02}月{day:02}日")
    }
}

/// All trademarks of a company, in the order of their application numbers.
pub(crate) fn for_company(company: &SampleCompany) -> Vec<Trademark> {
    let place = COMPANIES
        .iter()
        .position(|one| one.name == company.name)
        .unwrap_or_default();
    (1..=company.trademarks)
        .map(|count| mark(company, place, count))
        .collect()
}

fn mark(company: &SampleCompany, place: usize, count: u32) -> Trademark {
    // Real application numbers will not reach 90000000 for a long time.
    let number = format!("9{place}{count:06}");
    let class = (1 + (count * 7) % 45).to_string();
    let applied = Day {
        year: 2017 + count % 6,
        month: 1 + count % 12,
        day: 2 + (count * 5) % 27,
    };
    let approved = applied.months_later(5);
    let registered = applied.months_later(8);
    let fate = match count % 6 {
        4 => Fate::Pending,
        5 => Fate::Refused,
        _ => Fate::Registered,
    };
    let is_shared = count.is_multiple_of(9);
    let if_registered = |text: String| match fate {
        Fate::Registered => text,
        _ => String::new(),
    };
    let gazette = |day: Day| (1500 + (day.year - 2017) * 48 + day.month * 4).to_string();
    let text = |text: &str| Some(text.to_owned());
    Trademark {
        application_number: text(&number),
        applicant: Some(company.name.into()),
        class: Some(class.as_str().into()),
        is_history: Some(if fate == Fate::Refused { "1" } else { "0" }.into()),
        applied: Some(applied.text().into()),
        application_year: Some(applied.year.to_string().into()),
        name: Some(if count.is_multiple_of(8) {
            // Registers call a trademark without letters "picture".
            "图形".to_owned()
        } else {
            format!("样例牌{count:03}")
        }),
        applicant_english: Some("".into()),
        address: Some(company.address.into()),
        address_english: Some("".into()),
        agency: text(AGENCY),
        agency_id: text("990000001"),
        agency_kind: text("0"),
        is_shared: Some(if is_shared { "1" } else { "0" }.into()),
        co_applicants: Some(if is_shared { super::PERSON } else { "" }.into()),
        co_applicant_ids: text(if is_shared { "990000002" } else { "" }),
        approval_gazette: Some(if_registered(gazette(approved))),
        approved: Some(if_registered(approved.text()).into()),
        registration_gazette: Some(if_registered(gazette(registered))),
        registered: Some(if_registered(registered.text()).into()),
        kind: text("一般"),
        kind_tag: text("0"),
        exclusive_period: Some(
            if_registered(format!(
                "{}至{}",
                registered.in_words(),
                registered.ten_years().in_words()
            ))
            .into(),
        ),
        valid_from: Some(if_registered(registered.text()).into()),
        valid_to: Some(if_registered(registered.ten_years().text()).into()),
        form: text(""),
        registered_internationally: Some("".into()),
        designated: Some("".into()),
        priority: Some("".into()),
        status: text(match fate {
            Fate::Registered => "注册公告",
            Fate::Pending => "等待实质审查",
            Fate::Refused => "商标无效",
        }),
        current_status: text(""),
        is_three_dimensional: Some("0".into()),
        geographical_indication: text(""),
        colour: text(""),
        goods: embedded(goods(&number, &class, count, fate)),
        steps: embedded(steps(&number, &class, applied, fate)),
        announcements: embedded(match fate {
            Fate::Registered => announcements(company, &number, &class, count, registered),
            _ => Vec::new(),
        }),
    }
}

/// One to three of the goods.
fn goods(number: &str, class: &str, count: u32, fate: Fate) -> Vec<Goods> {
    let first = usize::try_from(count).unwrap_or_default();
    GOODS
        .iter()
        .cycle()
        .skip(first % GOODS.len())
        .take(1 + first % 3)
        .map(|(name, group)| Goods {
            application_number: Some(number.to_owned()),
            class: Some(class.into()),
            is_refused: Some(if fate == Fate::Refused { "1" } else { "0" }.into()),
            name: Some((*name).to_owned()),
            group: Some((*group).to_owned()),
        })
        .collect()
}

fn steps(number: &str, class: &str, applied: Day, fate: Fate) -> Vec<TrademarkStep> {
    let all: [(&str, u32); 4] = [
        ("申请收文", 0),
        ("等待受理通知书发文", 1),
        ("初审公告", 5),
        ("注册公告", 8),
    ];
    let taken = match fate {
        Fate::Registered => 4,
        Fate::Pending => 2,
        Fate::Refused => 3,
    };
    all.iter()
        .take(taken)
        .map(|(name, months)| TrademarkStep {
            application_number: Some(number.to_owned()),
            business: Some("商标注册申请".to_owned()),
            class: Some(class.into()),
            conclusion: Some("结束".to_owned()),
            on: Some(applied.months_later(*months).text().into()),
            name: Some((*name).to_owned()),
        })
        .collect()
}

/// The registration, followed by a transfer for some trademarks.
fn announcements(
    company: &SampleCompany,
    number: &str,
    class: &str,
    count: u32,
    registered: Day,
) -> Vec<Announcement> {
    let announcement = |kind: &str, day: Day, from: &str, to: &str| {
        let gazette = (1500 + (day.year - 2017) * 48 + day.month * 4).to_string();
        Announcement {
            content: Some(format!("{} {kind} 第{gazette}期", day.text())),
            // A host that cannot exist.
            picture: Some(format!("https://gazette.invalid/{gazette}/{number}.pdf")),
            gazette: Some(gazette),
            kind: Some(kind.to_owned()),
            application_number: Some(number.to_owned()),
            assignee: Some(to.into()),
            class: Some(class.into()),
            published: Some(day.text().into()),
            transferor: Some(from.into()),
        }
    };
    let registration = announcement("商标注册公告（一）", registered, "", "");
    let transfer = (count.is_multiple_of(10)).then(|| {
        announcement(
            "商标转让公告",
            registered.months_later(14),
            super::PERSON,
            company.name,
        )
    });
    core::iter::once(registration).chain(transfer).collect()
}

/// The list as the vendor sends it: a JSON text, empty for no rows (`json-in-string`).
pub(crate) fn embedded<T: Serialize + DeserializeOwned>(items: Vec<T>) -> Embedded<T> {
    if items.is_empty() {
        return Embedded::default();
    }
    Embedded::new(serde_json::to_string(&items).unwrap_or_default())
}
