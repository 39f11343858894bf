//! How the identifiers behave, as others see them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot go on should stop, loudly"
)]

mod any_text;
mod as_written;
mod capital;
mod corrections;
mod credit_code;
mod damage;
mod date;
mod decimal_id;
mod division_code;
#[cfg(feature = "divisions")]
mod divisions;
mod enterprise;
mod id_code;
mod identify;
mod names;
mod no_names;
mod organization_code;
mod parsed_value;
mod public_codes;
mod register_spellings;
mod registration_number;
mod resident_id;
mod serde_text;
mod slips;
