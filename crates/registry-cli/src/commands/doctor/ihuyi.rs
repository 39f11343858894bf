//! Examines the configuration of ihuyi with free calls, and its balances.

use std::time::Instant;

use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::Ent3fGetNum;

use super::finding::{Finding, Report, State};
use super::reach;
use crate::commands::balance;
use crate::session::Session;

pub(super) async fn examine(session: &Session, is_wanted: bool, report: &mut Report) {
    let Some(client) = reach::client::<Ihuyi>(session, is_wanted, report) else {
        return;
    };
    let began = Instant::now();
    // Only whether ihuyi responds counts here; the balances below report on each product.
    let answer = client.call(Ent3fGetNum::new()).await;
    let is_reached = answer.is_ok();
    reach::tell(session, &client, began, answer, report);
    if is_reached {
        balances(session, report).await;
    }
}

async fn balances(session: &Session, report: &mut Report) {
    for answer in balance::query_all(session).await {
        let subject = format!("balance of {}", answer.product());
        let is_documented = answer.is_documented();
        match answer.left {
            Ok(balance) if balance.num == 0 => report.add(
                Finding::new(NAME, subject, State::Notice, "0")
                    .with_help("ihuyi refuses queries of this product until you top it up"),
            ),
            Ok(balance) => {
                report.add(Finding::new(
                    NAME,
                    subject,
                    State::Good,
                    balance.num.to_string(),
                ));
            }
            Err(failure) if is_documented => report.add_failure(NAME, subject, failure),
            Err(failure) => report.add(
                Finding::new(NAME, subject, State::Notice, failure.summary())
                    .with_help("the vendor's document has no such call for this product"),
            ),
        }
    }
}

const NAME: &str = <Ihuyi as enterprise_registry::Vendor>::NAME;
