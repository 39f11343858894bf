//! entcopy: the copyrights of a company.

use endpoint_core::Invalid;
use ihuyi_api::products::{
    Balance, Copyright, CopyrightKind, Copyrights, EntcopyGetNum, EntcopySubmit,
};

use super::companies::{check_identifiers, page};
use super::{Bureau, NO_NUM, NO_SERIAL};
use crate::denial::Denial;
use crate::office::Serve;

/// How many works a company has: two pages of the largest size.
const WORKS: u32 = 60;

impl Serve for EntcopySubmit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        check_identifiers(&self.identifiers())?;
        if self.page_size() == 0 || self.page_size() > Self::MOST_ROWS {
            return Err(Invalid::value("page_size", "must be from 1 to 50"));
        }
        Ok(())
    }

    /// A company that is not known has an empty list, since the document has no code for it.
    fn serve(self, bureau: &mut Bureau, now_ms: u64) -> Result<Copyrights, Denial> {
        let company = bureau.companies.identified(&self.identifiers());
        let name = company.and_then(|company| company.basic.as_ref()?.name.as_deref());
        let works = name.map_or_else(Vec::new, |name| {
            let works = (1..=WORKS).map(|count| work(name, count));
            works.filter(|work| self.wants(work)).collect()
        });
        let result = page(works, self.page(), self.page_size());
        Ok(Copyrights {
            serial: Some(bureau.next_serial(now_ms)),
            result,
        })
    }
}

trait Wants {
    fn wants(&self, work: &Copyright) -> bool;
}

impl Wants for EntcopySubmit {
    fn wants(&self, work: &Copyright) -> bool {
        let year = work.publication_year.as_ref().and_then(|year| year.value());
        let name = work.name.as_deref().unwrap_or_default();
        let owner = work.owner.as_ref().map_or("", |owner| owner.expose());
        self.year().is_none_or(|wanted| year == Some(&wanted))
            && self
                .kind()
                .is_none_or(|kind| work.kind.as_ref() == Some(kind))
            && self
                .work_number()
                .is_none_or(|number| work.work_number.as_deref() == Some(number))
            && self.work_name().is_none_or(|part| name.contains(part))
            && self.owner().is_none_or(|part| owner.contains(part))
    }
}

/// The work of this count.
fn work(company: &str, count: u32) -> Copyright {
    let year = 2000 + count % 25;
    let day = format!("{year}-03-08T00:00:00");
    Copyright {
        company: Some(company.to_owned()),
        kind_in_words: Some("软件著作权证书".to_owned()),
        kind: Some(CopyrightKind::Software),
        work_number: Some(format!("{year}SR{count:06}")),
        name: Some(format!("样例软件{count}")),
        owner: Some(company.into()),
        owner_kind: Some("E".to_owned()),
        version: Some("V1.0".to_owned()),
        finished: Some(day.as_str().into()),
        registered: Some(day.as_str().into()),
        publication_year: Some(year.to_string().into()),
        state: Some("登记".to_owned()),
        is_history: Some("0".into()),
        ..Copyright::default()
    }
}

impl Serve for EntcopyGetNum {
    const ON_REFUSAL: &'static str = NO_NUM;

    fn serve(self, bureau: &mut Bureau, _: u64) -> Result<Balance, Denial> {
        Ok(bureau.left("entcopy"))
    }
}
