//! The open browser pages and their verified requests.

use std::collections::VecDeque;
use std::hash::{BuildHasher as _, RandomState};

use idcode_api::Application;
use registry_model::{DecimalId, IdCode};

/// How long a form can be sent, in milliseconds: a choice of the sandbox.
const LIFETIME_MS: u64 = 10 * 60 * 1000;

/// How many pages can be open; the oldest are forgotten first.
const OPEN: usize = 1000;

/// The verified request that opened a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::idcode) enum PageRequest {
    Login { call_back_url: String },
    Application(PendingApplication),
}

/// The request behind an application for a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::idcode) struct PendingApplication {
    pub(in crate::idcode) company: IdCode,
    /// Category and kind, if the request fixes them: 405.
    pub(in crate::idcode) fixed: Option<(DecimalId, Application)>,
    pub(in crate::idcode) goto_url: String,
    pub(in crate::idcode) sample_url: String,
    pub(in crate::idcode) call_back_url: String,
}

/// The open pages, oldest first.
#[derive(Default)]
pub(crate) struct OpenPages(VecDeque<OpenPage>);

struct OpenPage {
    token: String,
    request: PageRequest,
    since_ms: u64,
}

impl OpenPages {
    /// Opens a page, and returns a token that can be redeemed once.
    pub(super) fn begin(&mut self, request: PageRequest, now_ms: u64) -> String {
        if self.0.len() == OPEN {
            self.0.pop_front();
        }
        let token = token();
        self.0.push_back(OpenPage {
            token: token.clone(),
            request,
            since_ms: now_ms,
        });
        token
    }

    /// The request of this token. The token is invalid from now on.
    pub(super) fn redeem(&mut self, token: &str, now_ms: u64) -> Option<PageRequest> {
        let at = self.0.iter().position(|page| page.token == token)?;
        let page = self.0.remove(at)?;
        (now_ms.saturating_sub(page.since_ms) <= LIFETIME_MS).then_some(page.request)
    }
}

impl core::fmt::Debug for OpenPages {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "OpenPages({} open)", self.0.len())
    }
}

/// 128 unpredictable bits: the keys of the standard library's hash maps are random.
fn token() -> String {
    let half = |salt: u8| RandomState::new().hash_one(salt);
    format!("{:016x}{:016x}", half(0), half(1))
}
