//! The calls that a sandbox received.

use std::collections::VecDeque;

use serde::Serialize;

/// How many calls are remembered; the oldest are forgotten first.
const KEPT: usize = 100_000;

/// One received call and its result. Holds no parameter value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Call {
    /// `idcode` or `ihuyi`.
    pub vendor: &'static str,
    /// The operation's name in the catalogue: `RegCompanyInfo`, `ent3f.Submit`.
    pub operation: &'static str,
    /// The code in the response.
    pub code: i64,
    /// Whether the account was charged for it.
    pub charged: bool,
    /// Why it was refused, in words that hold nothing of the request; `None` for a success.
    pub reason: Option<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Calls(VecDeque<Call>);

impl Calls {
    pub(crate) fn record(&mut self, call: Call) {
        tracing::debug!(
            vendor = call.vendor,
            operation = call.operation,
            code = call.code,
            charged = call.charged,
            reason = call.reason.as_deref().unwrap_or_default(),
            "call"
        );
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(call);
    }

    pub(crate) fn to_vec(&self) -> Vec<Call> {
        self.0.iter().cloned().collect()
    }
}
