//! Every known dynamic password of ihuyi, and passwords that are refused.

use sign_core::ihuyi::{dynamic_password, verify, verify_static};

use crate::vectors::PASSWORDS;

#[test]
fn the_formulas_of_the_documents_give_the_computed_passwords() {
    for vector in PASSWORDS {
        let name = vector.name;
        let mut concatenated = vector.fields.concat();
        concatenated.push_str(&vector.time_s.to_string());
        assert_eq!(concatenated, vector.concatenated, "{name}");

        let password = dynamic_password(vector.fields, vector.time_s);
        assert_eq!(password.as_str(), vector.md5, "{name}");
        let time = vector.time_s.to_string();
        assert!(verify(vector.md5, vector.fields, &time), "{name}");
    }
}

#[test]
fn a_password_is_good_for_its_own_fields_and_time_only() {
    for vector in PASSWORDS {
        let time = vector.time_s.to_string();
        for position in 0..vector.fields.len() {
            let mut fields = vector.fields.to_vec();
            fields[position] = "changed";
            assert!(!verify(vector.md5, &fields, &time), "{}", vector.name);
        }
        for wrong_time in ["", "1651544940", "01651544941", "1651544941 "] {
            assert!(!verify(vector.md5, vector.fields, wrong_time));
        }
    }
}

#[test]
fn a_password_is_32_small_digits_or_refused() {
    let fields = ["test", "1q784322ba1******", "ent3f"];
    let time = "1651544941";
    assert!(verify("f807887a36de765ba0b912e4d580225e", &fields, time));
    for wrong in [
        "",
        "F807887A36DE765BA0B912E4D580225E",
        "f807887a36de765ba0b912e4d580225E",
        "f807887a36de765ba0b912e4d580225",
        "f807887a36de765ba0b912e4d580225e00",
        "f807887a36de765ba0b912e4d580225g",
        "f807887a36de765ba0b912e4d580225f",
        "1q784322ba1******",
    ] {
        assert!(!verify(wrong, &fields, time), "{wrong}");
    }
}

#[test]
fn time_is_hashed_as_received_whatever_it_is() {
    // MD5 of "testkeyent3fsoon"
    let fields = ["test", "key", "ent3f"];
    assert!(verify("2e34dc83183324d53eb3868a1193ca02", &fields, "soon"));
}

#[test]
fn nothing_stands_between_the_fields_so_text_can_move_from_one_to_the_next() {
    let one = ["test", "key", "entmark", "上海A", "B1"];
    let other = ["test", "key", "entmark", "上海", "AB1"];
    let password = dynamic_password(&one, 1_651_544_941);
    assert!(verify(password.as_str(), &other, "1651544941"));
}

#[test]
fn a_static_password_is_the_key_itself_and_nothing_else() {
    let key = "1q784322ba1密";
    assert!(verify_static(key, key));
    for wrong in ["", "1q784322ba1", "1Q784322ba1密", "1q784322ba1密 ", "x"] {
        assert!(!verify_static(wrong, key), "{wrong}");
    }
}
