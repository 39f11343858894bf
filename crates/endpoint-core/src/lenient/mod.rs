//! Reads the vendors' responses: JSON that strays from the document in known ways.
//!
//! All leniency is here. The reader forgives, whatever the type expects:
//!
//! | the response has | it is read as |
//! |---|---|
//! | a key with blanks around it, or in another case | the expected key (an exact one is tried first) |
//! | a number as text, text as a number | the expected one, digit by digit: no float in between |
//! | empty text or null for an optional value | nothing |
//! | null for a text | empty text |
//! | null or empty text for a list | the empty list |
//! | one object, or one value, for a list | a list of one |
//! | a list of one for an object; the empty list for an object | that object; the empty object |
//! | a list of equal objects for one | that object |
//! | members the type does not know | ignored, whatever they hold and however deep |
//! | a declared member in its own spelling and in another | the member in its own spelling |
//! | a declared member twice, with one value | that value |
//! | the message of the envelope twice, or as a list | the first one |
//! | a byte order mark, a comma before a closing bracket, raw control characters in text | passed over |
//! | half a surrogate pair | the replacement character |
//! | a number with leading zeros, or with a fraction of zeros for a whole number | that number |
//! | `1`, `0`, `"true"`, `"False"` for a flag | that flag |
//!
//! It does not forgive missing required members, declared members or result codes that come twice
//! and contradict each other, texts without a number where numbers are needed, anything that is not
//! JSON or not UTF-8, and typed nesting beyond 128 levels. Errors give the path
//! (`OrganUnitList[3].OrganUnit_ID`) and never a value. Behind `#[serde(flatten)]` and in untagged
//! enumerations serde itself buffers the values, so that only the row about JSON itself holds
//! there: do not declare responses with them.
//!
//! The memory of the decoded values is bounded, not the body: at most [`MEMORY`], and in the list
//! of an [`Endpoint`](crate::Endpoint) at most [`ROW_LIMIT`](crate::Endpoint::ROW_LIMIT) rows. More
//! is an error that says so.
//!
//! The reader has its own scanner instead of `serde_json`, because three of these rules need the
//! next byte before the target type is asked (empty text for `None`, one object for a list, numbers
//! of 20 digits exact both as number and as text), and a `serde` adapter around another reader
//! would have to buffer every value. A property test compares it with `serde_json`: this reader
//! reads everything that `serde_json` accepts as the same value.

mod access;
mod budget;
mod charset;
mod de;
mod error;
mod html;
mod keys;
mod number;
mod reader;
mod repeated;
mod root;
mod scan;
mod text;
mod written;

pub use self::budget::{MEMORY, charge, left, within_budget};
pub use self::charset::to_utf8;
pub use self::error::DecodeError;
pub use self::html::{html_title, is_html, without_notices};
pub(crate) use self::root::{Head, decode_enveloped, decode_head};
pub use self::root::{decode, decode_reporting};
pub use self::written::Written;
