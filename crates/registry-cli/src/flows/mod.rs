//! What the commands share that run a flow: `onboard` and `issue-codes`.

pub(crate) mod arguments;
pub(crate) mod asked;
pub(crate) mod driving;
pub(crate) mod ending;
pub(crate) mod preview;
pub(crate) mod state_file;
pub(crate) mod teller;
pub(crate) mod terminal;
pub(crate) mod waiting;
pub(crate) mod way_back;
