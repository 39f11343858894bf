//! Literal signatures.

mod bodies;
mod clients;
mod ihuyi;
mod queries;
mod queries_later;

pub(crate) use bodies::BODIES;
pub(crate) use clients::CLIENTS;
pub(crate) use ihuyi::PASSWORDS;
use queries::QUERIES;
use queries_later::LATER_QUERIES;

/// The credentials of the document's worked example.
pub(crate) const ACCESS_TOKEN: &str = "J7X4LuOOfURXeAAEAAAAAABSK";
pub(crate) const AUTHORISATION_CODE: &str = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";
/// The time of the document's worked example: 2017-06-16 12:34:56.789 at UTC+8.
pub(crate) const TIME_MS: u64 = 1_497_587_696_789;

/// One signed request of IDcode, made after the rules of the document, which has one example.
pub(crate) struct Vector {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    /// Without time and hash.
    pub(crate) params: &'static [(&'static str, &'static str)],
    pub(crate) time_ms: u64,
    pub(crate) string_to_hash: &'static str,
    pub(crate) hash: &'static str,
    pub(crate) sent: Sent,
    /// `None` where it is the same hash.
    pub(crate) hash_ignoring_case: Option<&'static str>,
    /// Over values encoded as in RFC 3986; `None` where it is the same hash.
    pub(crate) hash_of_encoded: Option<&'static str>,
}

/// Where the parameters travel.
pub(crate) enum Sent {
    /// In the query of this target. (A multipart request may send them there too.)
    Target(&'static str),
    /// In a form.
    Body(&'static str),
}

/// A signature made by the code of a public client.
pub(crate) struct ClientVector {
    pub(crate) client: &'static str,
    pub(crate) path: &'static str,
    /// Without time and hash.
    pub(crate) params: &'static [(&'static str, &'static str)],
    pub(crate) time_ms: u64,
    pub(crate) string_to_hash: &'static str,
    pub(crate) hash: &'static str,
}

/// All signed requests.
pub(crate) fn all() -> impl Iterator<Item = &'static Vector> {
    QUERIES.iter().chain(LATER_QUERIES).chain(BODIES)
}

/// The one with this name.
pub(crate) fn named(name: &str) -> &'static Vector {
    all().find(|vector| vector.name == name).unwrap()
}
