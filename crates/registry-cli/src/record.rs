//! The record of one run: what all its calls together have sent, changed and cost.
//!
//! Every client of the run feeds it ([`Session`](crate::session::Session) sees to that), so that what
//! is said at the end is true of the whole run, whatever ended it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use enterprise_registry::{Knowledge, Outcome};
use serde::Serialize;

use crate::replies::Spool;

/// What a run has done so far.
#[derive(Debug, Default)]
pub(crate) struct Record(Mutex<Calls>);

#[derive(Debug, Default)]
struct Calls {
    totals: Totals,
    products: BTreeMap<&'static str, Queries>,
    replies: Replies,
    summary: Summary,
}

/// How many bytes of replies are held in memory beside the last one.
const HELD: usize = 4 * 1024 * 1024;

/// The answers to paid queries, which nobody may have seen yet.
#[derive(Debug, Default)]
struct Replies {
    held: Vec<Reply>,
    /// How many bytes these are.
    bytes: usize,
    /// Those before them.
    spool: Option<Spool>,
    /// Whether one of those brought an output that stands in no state file.
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

    /// Moves what is held into the file. What no file takes is held on.
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

/// The worst of all calls: unknown is worse than yes, and yes than no.
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

/// Paid queries, by what is known of their price.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Queries {
    /// Answered, and so charged as far as is known.
    pub(crate) charged: u64,
    /// Of which nobody knows whether they were charged.
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

/// The answer to a paid query, which nobody may have seen yet.
#[derive(Debug)]
struct Reply {
    about: String,
    body: Body,
    /// Whether it brought an output; what else there is to a reply is told by the error.
    has_output: bool,
    /// Whether what it brought stands in a state file.
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

/// Answers that were paid for and that nobody has seen.
pub(crate) struct UnseenReplies {
    pub(crate) about: String,
    /// Those that came first, where they are more than is held in memory.
    pub(crate) spool: Option<Spool>,
    pub(crate) bodies: Vec<Bytes>,
}

/// What a command wants said at its end beside what was spent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Summary {
    /// Say it also where nothing was spent.
    pub(crate) always: bool,
    /// The one product that a command is about.
    pub(crate) product: Option<&'static str>,
    /// What was left of it before and after.
    pub(crate) balances: (Option<u64>, Option<u64>),
    /// Where a list goes on whose rows were written.
    pub(crate) cursor: Option<String>,
}

/// What became of what was to be written to stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StdoutState {
    /// Nothing was to be.
    Nothing,
    /// All of it is written.
    Whole,
    /// Some of it is lost: nobody reads it, or there was no room.
    Broken,
}

impl Record {
    /// Takes note of a call that has ended.
    pub(crate) fn note(&self, outcome: Outcome) {
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
        if let Some(body) = outcome.reply {
            calls.replies.add(Reply {
                about: format!("{}-{}", outcome.vendor, outcome.spec.name),
                body: Body(body),
                has_output: outcome.has_output,
                is_saved: false,
            });
        }
    }

    pub(crate) fn totals(&self) -> Totals {
        self.calls().totals
    }

    /// What was spent, by product.
    pub(crate) fn products(&self) -> BTreeMap<&'static str, Queries> {
        self.calls().products.clone()
    }

    /// What the answers so far have brought stands in a state file.
    pub(crate) fn mark_replies_saved(&self) {
        let replies = &mut self.calls().replies;
        replies.is_unsaved = false;
        for reply in &mut replies.held {
            reply.is_saved = true;
        }
    }

    /// The answers that are seen nowhere else, and what they are about.
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

    /// Changes what is said at the end.
    pub(crate) fn update_summary(&self, change: impl FnOnce(&mut Summary)) {
        change(&mut self.calls().summary);
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        // Every change is made whole before anything could panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The worse of what is known of two calls.
pub(crate) fn worse(one: Knowledge, other: Knowledge) -> Knowledge {
    match (one, other) {
        (Knowledge::Unknown, _) | (_, Knowledge::Unknown) => Knowledge::Unknown,
        (Knowledge::Yes, _) | (_, Knowledge::Yes) => Knowledge::Yes,
        (Knowledge::No, Knowledge::No) => Knowledge::No,
    }
}

/// A number of queries in words.
pub(crate) fn queries(count: u64) -> String {
    match count {
        1 => "1 query".to_owned(),
        more => format!("{more} queries"),
    }
}
