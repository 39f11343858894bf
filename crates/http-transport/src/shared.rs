//! Holds what the clones of a client share.

use std::sync::Arc;

use endpoint_core::Vendor;

use crate::clock_reading::ClockReading;
use crate::limits::rate_limit::RateLimit;
use crate::money::spend_budget::SpendBudget;
use crate::outcome::Observer;
use crate::retry::budget::RetryBudget;
use crate::{BaseUrl, Clock, HttpService, Limits, RetryPolicy};

/// What the clones of a client share.
pub(crate) struct Shared<V: Vendor> {
    pub(crate) keys: V::Keys,
    pub(crate) service: Arc<dyn HttpService>,
    pub(crate) base: BaseUrl,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) clock_reading: ClockReading,
    pub(crate) rate_limit: RateLimit,
    pub(crate) spend_budget: Option<SpendBudget>,
    pub(crate) observer: Option<Observer>,
}
