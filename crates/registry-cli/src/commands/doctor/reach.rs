//! Who is called with what, does the host answer, and what time is it there?

use core::time::Duration;
use std::time::Instant;

use enterprise_registry::{Client, Error};

use super::finding::{Finding, Report, State};
use crate::access::Access;
use crate::credentials::Configured;
use crate::setting::Origin;

/// A clock further off than this is worth a word. Neither vendor documents how far off it may be.
const NOTICED: Duration = Duration::from_secs(30);

/// Tells what is configured, and returns a client if that is enough for one.
pub(super) fn client<V: Configured>(
    access: &Access,
    is_wanted: bool,
    report: &mut Report,
) -> Option<Client<V>> {
    let settings: Vec<_> = access.settings().origins::<V>().collect();
    let is_untouched = settings
        .iter()
        .all(|(_, origin)| *origin == Origin::Nowhere);
    if is_untouched && !is_wanted {
        report.add(Finding::new(
            V::NAME,
            "configuration",
            State::Untried,
            "there is none",
        ));
        return None;
    }
    for (setting, origin) in settings {
        let (state, found) = match origin {
            Origin::Environment(variable) => (State::Good, format!("from {variable}")),
            Origin::Profile(name) => (State::Good, format!("from the profile {name}")),
            Origin::Sandbox => (State::Good, "of the sandbox".to_owned()),
            Origin::Nowhere if setting.is_credential => (State::Bad, "not set".to_owned()),
            Origin::Nowhere => (State::Good, "not set, so as by default".to_owned()),
        };
        report.add(Finding::new(V::NAME, setting.key, state, found));
    }
    let client = match access.client::<V>() {
        Ok(client) => client,
        Err(failure) => {
            report.add_failure(V::NAME, "configuration", failure);
            return None;
        }
    };
    let address = client.base_url();
    let finding = if address.is_readable_on_the_way() {
        Finding::new(V::NAME, "address", State::Notice, address.as_str())
            .with_help("without https anybody on the way can read and repeat what is sent")
    } else {
        Finding::new(V::NAME, "address", State::Good, address.as_str())
    };
    report.add(finding);
    Some(client)
}

/// Tells how a free call ended that `began` then, and what time the host has.
pub(super) fn tell<V: Configured, T>(
    client: &Client<V>,
    began: Instant,
    answer: Result<T, Error>,
    report: &mut Report,
) {
    match answer {
        Ok(_) => {
            let found = format!("accepted, after {} ms", began.elapsed().as_millis());
            report.add(Finding::new(V::NAME, "credentials", State::Good, found));
        }
        Err(error) => report.add_failure(V::NAME, "credentials", error.into()),
    }
    report.add(match client.clock_offset() {
        None => Finding::new(V::NAME, "clock", State::Untried, "no answer bore a date"),
        Some(offset) if offset.apart() > NOTICED => {
            Finding::new(V::NAME, "clock", State::Notice, offset.to_string())
                .with_help("set the clock of this machine: signatures bear its time")
        }
        Some(offset) => Finding::new(V::NAME, "clock", State::Good, offset.to_string()),
    });
}
