//! Tracks spending: the budget, reservations and charges.

mod balance_check;
pub(crate) mod charge;
pub(crate) mod spend_budget;
