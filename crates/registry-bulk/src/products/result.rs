//! Reads what became of a row from its state and its stored responses.

use std::collections::BTreeMap;

use endpoint_core::{OpenError, Query, QueryOutcome, Refusal, RefusalKind, Vendor as _};
use ihuyi_api::Ihuyi;
use ihuyi_api::products::{
    Ent3fSubmit, EntcopySubmit, Entinfov2Submit, EntmarkSubmit, MatchStatus, Matched,
};
use serde_json::Value;

use super::BulkProduct;
use crate::export::{RowOutcome, RowStatus};
use crate::ledger::StoredResponse;
use crate::ledger::machine::{Row, State};

/// The columns of entinfov2: the members of `result.info.basic`, and the officers as JSON.
const RECORD: &[&str] = &[
    "entname",
    "creditcode",
    "entstatus",
    "frname",
    "esdate",
    "regcap",
    "regcapcur",
    "enttype",
    "regno",
    "orgcodes",
    "dom",
    "regorg",
    "opfrom",
    "opto",
    "candate",
    "revdate",
    "entname_old",
];

impl BulkProduct {
    /// The names of its own columns in an export.
    #[must_use]
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Ent3f => &["serial"],
            Self::Entinfov2 => RECORD,
            Self::Entmark | Self::Entcopy => &["count", "rows"],
        }
    }

    /// What became of a row, with the values of its [columns](Self::columns).
    #[must_use]
    pub fn outcome(self, row: &Row, responses: &[StoredResponse]) -> RowOutcome {
        let cost = row.totals.spent.saturating_add(row.totals.possible);
        let of = |status, message: &str| RowOutcome {
            status,
            message: message.to_owned(),
            cost,
            values: Vec::new(),
        };
        match row.state {
            State::Pending | State::Claimed { .. } => of(RowStatus::Pending, ""),
            State::Sending { .. } => of(RowStatus::Unknown, "a worker is sending it"),
            State::Unknown { .. } => of(
                RowStatus::Unknown,
                "it may be charged; decide with `entreg bulk resolve`",
            ),
            State::Settled => of(RowStatus::Settled, "settled by a decision"),
            State::Done | State::NotCharged => {
                let in_time = latest(row, responses).into_iter();
                let read = match self {
                    Self::Ent3f => of_one::<Ent3fSubmit>(in_time, matched),
                    Self::Entinfov2 => of_one::<Entinfov2Submit>(in_time, |output| {
                        (RowStatus::Found, "", record(&json(output)))
                    }),
                    Self::Entmark => of_pages::<EntmarkSubmit>(in_time),
                    Self::Entcopy => of_pages::<EntcopySubmit>(in_time),
                };
                RowOutcome { cost, ..read }
            }
        }
    }
}

/// The last response of each part. A row may have been asked for again, and its pages may have come
/// under several claims.
fn latest<'a>(row: &Row, responses: &'a [StoredResponse]) -> Vec<&'a StoredResponse> {
    let in_time = responses.iter().filter(|response| !response.is_late);
    let parts: BTreeMap<u32, &StoredResponse> = in_time
        .filter(|response| response.part <= row.part)
        .map(|response| (response.part, response))
        .collect();
    parts.into_values().collect()
}

/// The status, the message and the values of a successful reply.
type Read = (RowStatus, &'static str, Vec<String>);

fn matched(output: &Matched) -> Read {
    let serial = output.serial.as_ref().map(ToString::to_string);
    let (status, message) = match output.result.status {
        MatchStatus::Match => (RowStatus::Match, ""),
        MatchStatus::Mismatch => (RowStatus::Mismatch, ""),
        _ => (
            RowStatus::Found,
            "undetermined: this says nothing about the company",
        ),
    };
    (status, message, serial.into_iter().collect())
}

fn record(output: &Value) -> Vec<String> {
    let basic = output.pointer("/result/info/basic");
    let text = |name: &&str| match basic.and_then(|basic| basic.get(*name)) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    RECORD.iter().map(text).collect()
}

fn json<T: serde::Serialize>(output: &T) -> Value {
    serde_json::to_value(output).unwrap_or_default()
}

/// What one stored body says.
enum Reading<T> {
    Found(T),
    Nothing(String),
    Refused(String),
    Unreadable,
}

fn open<Q: Query<Vendor = Ihuyi>>(response: &StoredResponse) -> Reading<Q::Output> {
    match Ihuyi::open::<Q>(&response.body) {
        Ok(output) => match QueryOutcome::from_output::<Q>(output) {
            QueryOutcome::Found(output) => Reading::Found(output),
            QueryOutcome::NotFound(_) => Reading::Nothing(String::new()),
        },
        Err(OpenError::Refused(refusal)) => {
            let Refusal {
                kind,
                code,
                message,
                ..
            } = &*refusal;
            let said = format!("{message} ({code})");
            match kind {
                RefusalKind::NotFound => Reading::Nothing(said),
                _ => Reading::Refused(said),
            }
        }
        Err(OpenError::Malformed(_)) => Reading::Unreadable,
    }
}

fn outcome(status: RowStatus, message: impl Into<String>, values: Vec<String>) -> RowOutcome {
    RowOutcome {
        status,
        message: message.into(),
        cost: 0,
        values,
    }
}

fn of_one<'a, Q: Query<Vendor = Ihuyi>>(
    responses: impl Iterator<Item = &'a StoredResponse>,
    read: impl FnOnce(&Q::Output) -> Read,
) -> RowOutcome {
    match responses.last().map(open::<Q>) {
        Some(Reading::Found(output)) => {
            let (status, message, values) = read(&output);
            outcome(status, message, values)
        }
        Some(Reading::Nothing(said)) => outcome(RowStatus::NotFound, said, Vec::new()),
        Some(Reading::Refused(said)) => outcome(RowStatus::Refused, said, Vec::new()),
        Some(Reading::Unreadable) | None => outcome(
            RowStatus::Unknown,
            "the stored response cannot be read",
            Vec::new(),
        ),
    }
}

/// The rows of all pages, as one JSON array.
fn of_pages<'a, Q>(responses: impl Iterator<Item = &'a StoredResponse>) -> RowOutcome
where
    Q: Query<Vendor = Ihuyi> + endpoint_core::pages::Paged,
{
    let mut rows = Vec::new();
    let mut last = String::new();
    for response in responses {
        match open::<Q>(response) {
            Reading::Found(output) => {
                rows.extend(Q::rows(output).iter().map(json));
            }
            Reading::Nothing(said) => last = said,
            Reading::Refused(said) => {
                return outcome(RowStatus::Refused, said, Vec::new());
            }
            Reading::Unreadable => {
                return outcome(
                    RowStatus::Unknown,
                    "a stored page cannot be read",
                    Vec::new(),
                );
            }
        }
    }
    if rows.is_empty() {
        return outcome(RowStatus::NotFound, last, Vec::new());
    }
    let count = rows.len().to_string();
    let rows = Value::Array(rows).to_string();
    outcome(RowStatus::Found, "", vec![count, rows])
}
