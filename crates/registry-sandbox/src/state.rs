//! The state and configuration that all parts of one sandbox share.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;

use crate::call::Calls;
use crate::config::Config;
use crate::{idcode, ihuyi};

/// Everything that changes.
#[derive(Debug)]
pub(crate) struct SandboxState {
    pub(crate) idcode: idcode::State,
    pub(crate) ihuyi: ihuyi::State,
    pub(crate) calls: Calls,
}

impl SandboxState {
    fn new(config: &Config) -> Self {
        Self {
            idcode: idcode::State::new(config),
            ihuyi: ihuyi::State::new(config),
            calls: Calls::default(),
        }
    }
}

/// Configuration and state of one sandbox.
pub(crate) struct Shared {
    config: Config,
    pub(crate) idcode_keys: idcode_api::IdcodeKeys,
    state: Mutex<SandboxState>,
    /// The address of the server, if any.
    base: OnceLock<String>,
    /// The constant responses by operation, each made on first use.
    constants: Mutex<BTreeMap<&'static str, Bytes>>,
}

impl Shared {
    pub(crate) fn new(config: Config) -> Self {
        let mut idcode_keys = idcode_api::IdcodeKeys::new(
            config.access_token.as_str(),
            config.authorisation_code.as_str(),
        )
        .with_dialect(config.dialect);
        if let Some(window) = config.time_window {
            idcode_keys = idcode_keys.with_time_window(window);
        }
        Self {
            idcode_keys,
            state: Mutex::new(SandboxState::new(&config)),
            base: OnceLock::new(),
            constants: Mutex::default(),
            config,
        }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.config.clock.now_ms()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, SandboxState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Restores the initial state.
    pub(crate) fn reset(&self) {
        let mut state = SandboxState::new(&self.config);
        if let Some(base) = self.base.get() {
            state.idcode.base.clone_from(base);
        }
        *self.state() = state;
    }

    /// Sets the base of this sandbox's addresses; only the first server counts.
    #[cfg(feature = "server")]
    pub(crate) fn serve_at(&self, base: String) {
        let base = self.base.get_or_init(|| base);
        self.state().idcode.base.clone_from(base);
    }

    /// The response of an operation that never changes, made once.
    pub(crate) fn constant(&self, operation: &'static str, make: impl FnOnce() -> Bytes) -> Bytes {
        let mut constants = self
            .constants
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        constants.entry(operation).or_insert_with(make).clone()
    }
}
