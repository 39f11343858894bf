//! entmark: lists the trademarks of a company.

use endpoint_core::{Param, ResultCode};

use crate::codes::{ENTMARK, ENTMARK_BALANCE, ONE_OF_FOUR};
use crate::company_query::{CompanyProduct, CompanyQuery, ListProduct, ListReply};
use crate::product::GetNum;

mod filter;
mod trademark;

pub use self::filter::*;
pub use self::trademark::*;

/// `POST /idcard/entmark/Submit.json`: returns the trademarks of a company, page by page
/// (企业商标信息核查). **Each page costs one query.**
pub type EntmarkSubmit = CompanyQuery<TrademarkFilter>;

/// What entmark returns.
pub type Trademarks = ListReply<Trademark>;

impl CompanyProduct for TrademarkFilter {
    const APP: &'static str = "entmark";
    const SUMMARY: &'static str = "Return the trademarks of a company, a page at a time.";
    const PARAMS: &'static [Param] = &[
        Param::text("ent_name"),
        Param::text("ent_code"),
        Param::text("organization_code"),
        Param::text("reg_no"),
        Param::text("begin_date"),
        Param::text("end_date"),
        Param::text("int_category"),
        Param::text("application_number"),
        Param::text("page_index").default("1"),
        Param::text("page_size").default("20"),
    ];
    const CODES: &'static [ResultCode] = ENTMARK;
    // The document has it in the table of GetNum, which takes no parameters
    // (`entmark-getnum-table`).
    const OBSERVED_CODES: &'static [ResultCode] = &[ONE_OF_FOUR];
    const BALANCE_CODES: &'static [ResultCode] = ENTMARK_BALANCE;
    const MOST_ROWS: u32 = 20;

    type Output = Trademarks;
}

impl ListProduct for TrademarkFilter {
    type Row = Trademark;
}

/// `POST /idcard/entmark/GetNum.json`: returns how many queries of entmark are left. Free of
/// charge.
pub type EntmarkGetNum = GetNum<EntmarkSubmit>;

samples!(
    EntmarkSubmit,
    Self::new(name())
        .with_applied_from(date(2020, 1, 31))
        .with_applied_to(date(2025, 12, 1))
        .with_class(9)
        .with_application_number("81477709")
        .with_page(2)
        .with_page_size(20),
    Self::new(credit_code()),
    Self::new(organization_code()),
    Self::new(registration_number())
);
