//! What may be spent, what is reserved, and what was charged.

mod balance_check;
pub(crate) mod charge;
pub(crate) mod spend_budget;
