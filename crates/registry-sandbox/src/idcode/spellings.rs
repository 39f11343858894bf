//! Spells keys of responses as clients of the live service expect them.

/// Operation, key in the table, and key of a strict client (OQ29).
const OBSERVED: [(&str, &str, &str); 7] = [
    ("GetCompanyBaseInfo", "LinkMan", "Linkman"),
    ("GetCompanyBaseInfo", "LinkPhone", "Linkphone"),
    ("GetCompanyInfo", "LinkMan", "Linkman"),
    ("GetCompanyInfo", "LinkPhone", "Linkphone"),
    ("LoginVerify", "LinkMan", "Linkman"),
    ("LoginVerify", "LinkPhone", "Linkphone"),
    ("GetAllIndustryCategoryList", "Codeuse_ID", "CodeUse_ID"),
];

/// Replaces the table's keys by those of clients.
pub(super) fn observed(operation: &str, mut response: String) -> String {
    for (_, documented, seen) in OBSERVED.iter().filter(|row| row.0 == operation) {
        // A quote that ends a text precedes a colon only if the text is a key; a quote within a
        // text has a backslash before it.
        response = response.replace(&format!("\"{documented}\":"), &format!("\"{seen}\":"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::observed;

    #[test]
    fn keys_are_spelt_anew_and_texts_are_left_alone() {
        let response = r#"{"LinkMan":"LinkMan","LinkPhone":"\"LinkMan\":","x":[{"LinkMan":""}]}"#;
        assert_eq!(
            observed("LoginVerify", response.to_owned()),
            r#"{"Linkman":"LinkMan","Linkphone":"\"LinkMan\":","x":[{"Linkman":""}]}"#
        );
        assert_eq!(observed("GetUnitType", response.to_owned()), response);
    }
}
