//! Records what all calls of one run have sent, changed and cost.
//!
//! The session connects every client of the run to it, so the report at the end covers the whole
//! run, however it ended.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use enterprise_registry::{Knowledge, Outcome};
use serde::Serialize;

use crate::replies::Spool;

/// The effects of a run so far.
#[derive(Debug, Default)]
pub(crate) struct Record(Mutex<Calls>);

#[derive(Debug, Default)]
struct Calls {
    totals: Totals,
    products: BTreeMap<&'static str, Queries>,
    replies: Replies,
    summary: Summary,
}

/// The most bytes of replies in memory, besides the last one.
const HELD: usize = 4 * 1024 * 1024;

/// The replies to paid queries, which may not have been shown yet.
#[derive(Debug, Default)]
struct Replies {
    held: Vec<Reply>,
    /// The bytes of `held`.
    bytes: usize,
    /// Earlier replies.
    spool: Option<Spool>,
    /// Whether a spooled reply has an output that is in no state file.
    is_unsaved: bool,
}

impl Replies {
    fn add(&mut self, reply: Reply) {
        if self.bytes > HELD {
            self.spool();
        }
        self.bytes = self.bytes.saturating_add(reply.body.0.len());
        self.held.push(reply);
    }

    /// Moves the replies in memory to the spool. A reply that cannot be written stays in memory.
    fn spool(&mut self) {
        let mut moved = 0;
        for reply in &self.held {
            let spool = match &mut self.spool {
                Some(spool) => spool,
                none => match Spool::new(&reply.about) {
                    Ok(spool) => none.insert(spool),
                    Err(_) => break,
                },
            };
            if spool.add(&reply.body.0).is_err() {
                break;
            }
            self.is_unsaved |= reply.is_unsaved();
            self.bytes = self.bytes.saturating_sub(reply.body.0.len());
            moved += 1;
        }
        self.held.drain(..moved);
    }
}

/// The worst effects of all calls: unknown is worse than yes, and yes is worse than no.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Totals {
    pub(crate) sent: Knowledge,
    pub(crate) changed: Knowledge,
    pub(crate) queries: Queries,
}

impl Default for Totals {
    fn default() -> Self {
        Self {
            sent: Knowledge::No,
            changed: Knowledge::No,
            queries: Queries::default(),
        }
    }
}

impl Totals {
    pub(crate) fn charged(&self) -> Knowledge {
        match self.queries {
            Queries { unknown: 1.., .. } => Knowledge::Unknown,
            Queries { charged: 1.., .. } => Knowledge::Yes,
            _ => Knowledge::No,
        }
    }
}

/// Counts of paid queries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Queries {
    /// Queries that were charged, as far as is known.
    pub(crate) charged: u64,
    /// Queries that may have been charged.
    pub(crate) unknown: u64,
}

impl Queries {
    fn add(&mut self, charged: Knowledge) {
        match charged {
            Knowledge::No => {}
            Knowledge::Yes => self.charged += 1,
            Knowledge::Unknown => self.unknown += 1,
        }
    }
}

/// The reply to a paid query.
#[derive(Debug)]
struct Reply {
    about: String,
    body: Body,
    /// Whether it has an output; otherwise its error reports it.
    has_output: bool,
    /// Whether its output is in a state file.
    is_saved: bool,
}

impl Reply {
    fn is_unsaved(&self) -> bool {
        self.has_output && !self.is_saved
    }
}

/// The bytes of a reply. `Debug` shows how many.
struct Body(Bytes);

impl core::fmt::Debug for Body {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// Paid replies that were not shown.
pub(crate) struct UnseenReplies {
    pub(crate) about: String,
    /// Earlier replies that did not fit in memory.
    pub(crate) spool: Option<Spool>,
    pub(crate) bodies: Vec<Bytes>,
}

/// What the report at the end of a command contains besides the spend.
#[derive(Debug, Clone, Default)]
pub(crate) struct Summary {
    /// Whether to report a spend of zero too.
    pub(crate) always: bool,
    /// The product of the command.
    pub(crate) product: Option<&'static str>,
    /// Its balance before and after.
    pub(crate) balances: (Option<u64>, Option<u64>),
    /// The cursor of the next page of a list.
    pub(crate) cursor: Option<String>,
}

/// What happened to the output on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StdoutState {
    /// There was no output.
    Nothing,
    /// All of it was written.
    Whole,
    /// Some of it is lost: stdout is closed, or the disk is full.
    Broken,
}

impl Record {
    /// Records the outcome of a call.
    pub(crate) fn note(&self, outcome: Outcome) {
        self.note_without_reply(&outcome);
        if let Some(body) = outcome.reply {
            self.calls().replies.add(Reply {
                about: format!("{}-{}", outcome.vendor, outcome.spec.name),
                body: Body(body),
                has_output: outcome.has_output,
                is_saved: false,
            });
        }
    }

    /// Records the outcome of a call whose reply is kept elsewhere.
    pub(crate) fn note_without_reply(&self, outcome: &Outcome) {
        let mut calls = self.calls();
        let Calls {
            totals, products, ..
        } = &mut *calls;
        totals.sent = worse(totals.sent, outcome.sent);
        totals.changed = worse(totals.changed, outcome.changed);
        totals.queries.add(outcome.charged);
        if outcome.charged != Knowledge::No {
            let product = products.entry(outcome.spec.product()).or_default();
            product.add(outcome.charged);
        }
    }

    /// Records a paid reply that could not be kept where it belongs.
    pub(crate) fn note_unsaved(&self, about: &str, body: Bytes) {
        self.calls().replies.add(Reply {
            about: about.to_owned(),
            body: Body(body),
            has_output: true,
            is_saved: false,
        });
    }

    pub(crate) fn totals(&self) -> Totals {
        self.calls().totals
    }

    /// The queries of each product.
    pub(crate) fn products(&self) -> BTreeMap<&'static str, Queries> {
        self.calls().products.clone()
    }

    /// Marks all replies so far as saved in a state file.
    pub(crate) fn mark_replies_saved(&self) {
        let replies = &mut self.calls().replies;
        replies.is_unsaved = false;
        for reply in &mut replies.held {
            reply.is_saved = true;
        }
    }

    /// Takes the paid replies whose output was neither shown nor saved.
    pub(crate) fn take_unseen_replies(&self, written: StdoutState) -> Option<UnseenReplies> {
        let Replies {
            held,
            spool,
            is_unsaved,
            ..
        } = core::mem::take(&mut self.calls().replies);
        let is_unseen = |is_unsaved: bool| match written {
            StdoutState::Broken => true,
            StdoutState::Nothing => is_unsaved,
            StdoutState::Whole => false,
        };
        let spool = spool.filter(|_| is_unseen(is_unsaved));
        let mut about = None;
        let mut bodies = Vec::new();
        for reply in held {
            if is_unseen(reply.is_unsaved()) {
                about.get_or_insert(reply.about);
                bodies.push(reply.body.0);
            }
        }
        let about = match (about, &spool) {
            (Some(about), _) => about,
            (None, Some(_)) => String::new(),
            (None, None) => return None,
        };
        Some(UnseenReplies {
            about,
            spool,
            bodies,
        })
    }

    pub(crate) fn summary(&self) -> Summary {
        self.calls().summary.clone()
    }

    /// Changes the report at the end.
    pub(crate) fn update_summary(&self, change: impl FnOnce(&mut Summary)) {
        change(&mut self.calls().summary);
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        // No change can panic halfway.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The worse of two effects.
pub(crate) fn worse(one: Knowledge, other: Knowledge) -> Knowledge {
    match (one, other) {
        (Knowledge::Unknown, _) | (_, Knowledge::Unknown) => Knowledge::Unknown,
        (Knowledge::Yes, _) | (_, Knowledge::Yes) => Knowledge::Yes,
        (Knowledge::No, Knowledge::No) => Knowledge::No,
    }
}

/// A number of queries as text.
pub(crate) fn queries(count: u64) -> String {
    match count {
        1 => "1 query".to_owned(),
        more => format!("{more} queries"),
    }
}
