//! The codes sent by SMS and their lifetime.

use std::collections::HashMap;

/// How long a code is valid, in milliseconds: a choice of the sandbox; the document is silent.
const LIFETIME_MS: u64 = 10 * 60 * 1000;

/// The sent codes, the last one for each phone.
#[derive(Default)]
pub(crate) struct SmsCodes {
    sent: HashMap<String, Sent>,
    count: u64,
}

struct Sent {
    code: String,
    at_ms: u64,
}

/// The result of checking a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Right,
    Wrong,
    Expired,
}

impl SmsCodes {
    /// Makes a code of six digits for a phone; the previous one is no longer valid.
    pub(super) fn send(&mut self, phone: &str, now_ms: u64) -> String {
        self.count = self.count.wrapping_add(1);
        // Scattered, so that consecutive codes look different; not random, so that a test sees the
        // same codes in every run.
        let scattered = self.count.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        let code = format!("{:06}", scattered % 1_000_000);
        self.sent.insert(
            plain(phone).to_owned(),
            Sent {
                code: code.clone(),
                at_ms: now_ms,
            },
        );
        code
    }

    /// The last code that was sent to a phone.
    pub(crate) fn code_for(&self, phone: &str) -> Option<String> {
        self.sent.get(plain(phone)).map(|sent| sent.code.clone())
    }

    pub(super) fn check(&self, phone: &str, code: &str, now_ms: u64) -> Verdict {
        match self.sent.get(plain(phone)) {
            Some(sent) if sent.code == code => {
                if now_ms.saturating_sub(sent.at_ms) > LIFETIME_MS {
                    Verdict::Expired
                } else {
                    Verdict::Right
                }
            }
            _ => Verdict::Wrong,
        }
    }

    /// Invalidates a used code.
    pub(super) fn spend(&mut self, phone: &str) {
        self.sent.remove(plain(phone));
    }
}

impl core::fmt::Debug for SmsCodes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { sent, count: _ } = self;
        write!(f, "SmsCodes({} phones)", sent.len())
    }
}

/// The number without the country code, which clients may omit.
fn plain(phone: &str) -> &str {
    let phone = phone.trim();
    phone.strip_prefix("+86").unwrap_or(phone)
}
