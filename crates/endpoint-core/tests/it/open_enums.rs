//! Enumerations keep unknown values.

use endpoint_core::lenient::decode;
use proptest::prelude::*;

use crate::depot::Matching;

endpoint_core::open_enum! {
    /// A state with a negative code, written as text.
    pub enum Audit as text {
        /// Failed.
        Failed = -1 => "review failed",
        /// Passed.
        Passed = 100 => "a full user",
    }
}

#[test]
fn known_codes_are_variants_and_others_are_kept() {
    assert_eq!(Matching::from(0), Matching::Fuzzy);
    assert_eq!(Matching::from(1), Matching::Exact);
    assert_eq!(Matching::from(2), Matching::Other(2));
    assert_eq!(Audit::from(-1), Audit::Failed);
    assert_eq!(Audit::Passed.code(), 100);
}

#[test]
fn documented_values_are_listed_as_they_are_written() {
    assert_eq!(
        Matching::VALUES,
        [("0", "part of the name"), ("1", "the whole name")]
    );
    assert_eq!(
        Audit::VALUES,
        [("-1", "review failed"), ("100", "a full user")]
    );
}

#[test]
fn codes_are_written_as_the_document_types_them() {
    assert_eq!(serde_json::to_string(&Matching::Exact).unwrap(), "1");
    assert_eq!(serde_json::to_string(&Audit::Failed).unwrap(), r#""-1""#);
    assert_eq!(serde_json::to_string(&Audit::Other(7)).unwrap(), r#""7""#);
}

#[test]
fn codes_are_read_from_numbers_and_texts_and_nothing_else() {
    for body in ["1", r#""1""#, r#"" 1 ""#, "1.0"] {
        assert_eq!(
            decode::<Matching>(body.as_bytes()).unwrap(),
            Matching::Exact
        );
    }
    assert_eq!(decode::<Option<Matching>>(br#""""#).unwrap(), None);
    assert!(decode::<Matching>(br#""exact""#).is_err());
    assert!(decode::<Matching>(b"9223372036854775808").is_err());
}

proptest! {
    #[test]
    fn every_code_survives_a_round_trip(code: i64) {
        prop_assert_eq!(Matching::from(code).code(), code);
        let written = serde_json::to_vec(&Audit::from(code)).unwrap();
        prop_assert_eq!(decode::<Audit>(&written).unwrap(), Audit::from(code));
    }
}
