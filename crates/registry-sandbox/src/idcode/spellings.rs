//! Which keys of answers do clients of the live service expect in another case than the tables?

/// Operation, key of the table, and key of a client that reads strictly (OQ29).
const OBSERVED: [(&str, &str, &str); 7] = [
    ("GetCompanyBaseInfo", "LinkMan", "Linkman"),
    ("GetCompanyBaseInfo", "LinkPhone", "Linkphone"),
    ("GetCompanyInfo", "LinkMan", "Linkman"),
    ("GetCompanyInfo", "LinkPhone", "Linkphone"),
    ("LoginVerify", "LinkMan", "Linkman"),
    ("LoginVerify", "LinkPhone", "Linkphone"),
    ("GetAllIndustryCategoryList", "Codeuse_ID", "CodeUse_ID"),
];

/// The answer with the keys of clients in the place of those of the tables.
pub(super) fn observed(operation: &str, mut response: String) -> String {
    for (_, documented, seen) in OBSERVED.iter().filter(|row| row.0 == operation) {
        // A quote that ends a text stands before a colon only where that text is a key; one
        // within a text has a backslash before it.
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
