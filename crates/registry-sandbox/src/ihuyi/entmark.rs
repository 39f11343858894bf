//! entmark: the trademarks of a company.

use endpoint_core::Invalid;
use ihuyi_api::Embedded;
use ihuyi_api::products::{
    Balance, EntmarkGetNum, EntmarkSubmit, Goods, Step, Trademark, Trademarks,
};

use super::companies::{check_identifiers, page};
use super::{Bureau, NO_NUM, NO_SERIAL, nothing_found};
use crate::denial::Denial;
use crate::office::Serve;

/// How many marks a company has: two pages of the largest size.
const MARKS: u32 = 25;

impl Serve for EntmarkSubmit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        check_identifiers(&self.identifiers())?;
        if self.page_size() == 0 || self.page_size() > Self::MOST_ROWS {
            return Err(Invalid::value("page_size", "must be from 1 to 20"));
        }
        Ok(())
    }

    fn serve(self, bureau: &mut Bureau, now_ms: u64) -> Result<Trademarks, Denial> {
        let company = bureau
            .companies
            .identified(&self.identifiers())
            .and_then(|company| company.basic.as_ref())
            .ok_or_else(nothing_found)?;
        let name = company.name.as_deref().unwrap_or_default();
        let marks = (1..=MARKS)
            .map(|count| mark(name, count))
            .filter(|mark| {
                let applied = mark.applied.as_ref().and_then(|day| day.day());
                let class = mark.class.as_ref().and_then(|class| class.value());
                let number = mark.application_number.as_deref();
                self.applied_from().is_none_or(|from| applied >= Some(from))
                    && self.applied_to().is_none_or(|to| applied <= Some(to))
                    && self.class().is_none_or(|wanted| class == Some(&wanted))
                    && self
                        .application_number()
                        .is_none_or(|wanted| number == Some(wanted))
            })
            .collect();
        let result = page(marks, self.page(), self.page_size());
        Ok(Trademarks {
            serial: Some(bureau.next_serial(now_ms)),
            result,
        })
    }
}

/// The mark of this count.
fn mark(company: &str, count: u32) -> Trademark {
    let number = (81_477_700 + count).to_string();
    let year = 2000 + count % 25;
    let class = count % 45 + 1;
    let day = format!("{year}-01-02");
    let goods = Goods {
        application_number: Some(number.clone()),
        class: Some(class.to_string().into()),
        is_refused: Some("0".into()),
        name: Some("样例商品".to_owned()),
        group: Some(format!("{class:02}01")),
    };
    let step = Step {
        application_number: Some(number.clone()),
        business: Some("商标注册申请".to_owned()),
        class: Some(class.to_string().into()),
        conclusion: Some("结束".to_owned()),
        on: Some(day.as_str().into()),
        name: Some("申请收文".to_owned()),
    };
    Trademark {
        application_number: Some(number),
        applicant: Some(company.into()),
        class: Some(class.to_string().into()),
        is_history: Some("0".into()),
        applied: Some(day.as_str().into()),
        application_year: Some(year.to_string().into()),
        name: Some(format!("样例{count}")),
        status: Some("注册公告".to_owned()),
        goods: Embedded::of(vec![goods]).unwrap_or_default(),
        steps: Embedded::of(vec![step]).unwrap_or_default(),
        ..Trademark::default()
    }
}

impl Serve for EntmarkGetNum {
    const ON_REFUSAL: &'static str = NO_NUM;

    fn serve(self, bureau: &mut Bureau, _: u64) -> Result<Balance, Denial> {
        Ok(bureau.left("entmark"))
    }
}
