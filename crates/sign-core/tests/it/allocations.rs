//! A signature allocates its target and nothing else.

use allocation_counter::measure;
use sign_core::idcode::{Encoding, SignatureDialect, sign, verify};
use sign_core::ihuyi;

use crate::vectors::{AUTHORISATION_CODE, all};

#[test]
fn signing_allocates_the_returned_string_and_nothing_else() {
    for dialect in SignatureDialect::ALL {
        for vector in all() {
            let mut signed = None;
            let cost = measure(|| {
                let (path, params) = (vector.path, vector.params);
                signed = Some(sign(
                    path,
                    params,
                    AUTHORISATION_CODE,
                    vector.time_ms,
                    dialect,
                ));
            });
            assert_eq!(cost.count_total, 1, "{} {dialect:?}", vector.name);

            let target = signed.unwrap().into_target();
            if dialect.encoding == Encoding::Rfc3986 {
                assert_eq!(target.capacity(), target.len(), "{}", vector.name);
            }
        }
    }
}

#[test]
fn as_many_parameters_as_are_sorted_in_place_cost_no_more() {
    let names: Vec<String> = (0..23).rev().map(|n| format!("名{n:02}")).collect();
    let params: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "值")).collect();
    let cost = measure(|| {
        drop(sign("/p", &params, "code", 7, SignatureDialect::default()));
    });
    assert_eq!(cost.count_total, 1);
}

#[test]
fn verifying_and_passwords_allocate_nothing() {
    for dialect in SignatureDialect::ALL {
        for vector in all() {
            let (path, time) = (vector.path, vector.time_ms);
            let signed = sign(path, vector.params, AUTHORISATION_CODE, time, dialect);
            let time = time.to_string();
            let mut received = vector.params.to_vec();
            received.extend([("time", time.as_str()), ("hash", signed.hash())]);
            let cost = measure(|| {
                assert!(verify(path, &received, AUTHORISATION_CODE, dialect).is_ok());
            });
            assert_eq!(cost.count_total, 0, "{} {dialect:?}", vector.name);
        }
    }
    let cost = measure(|| {
        let fields = ["test", "key", "ent3f", "张三", "", ""];
        let password = ihuyi::dynamic_password(&fields, 1_651_544_941);
        assert!(ihuyi::verify(password.as_str(), &fields, "1651544941"));
    });
    assert_eq!(cost.count_total, 0);
}
