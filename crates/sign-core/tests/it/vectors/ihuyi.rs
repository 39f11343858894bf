//! Dynamic passwords of the documents' worked examples.
//!
//! The documents print the formula and the fields, never the resulting digest: the digests are
//! computed. The asterisks are the documents' own.

/// One password.
pub(crate) struct Vector {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [&'static str],
    pub(crate) time_s: u64,
    /// What the digest is taken over.
    pub(crate) concatenated: &'static str,
    /// The same with the API key masked.
    pub(crate) shown: &'static str,
    pub(crate) md5: &'static str,
}

/// Seven worked examples of the documents, then three of the same formula with identifiers that
/// are not sent.
pub(crate) const PASSWORDS: &[Vector] = &[
    Vector {
        name: "ent3f Submit",
        fields: &[
            "test",
            "1q784322b******",
            "ent3f",
            "张三",
            "上海xx信息技术有限公司",
            "91xxxxxxxxxxN",
        ],
        time_s: 1_651_544_941,
        concatenated: "test1q784322b******ent3f张三上海xx信息技术有限公司91xxxxxxxxxxN1651544941",
        shown: "test[redacted]ent3f张三上海xx信息技术有限公司91xxxxxxxxxxN1651544941",
        md5: "05b84dd02106a301e61ba1c5261be0a3",
    },
    Vector {
        name: "ent3f GetNum",
        fields: &["test", "1q784322ba1******", "ent3f"],
        time_s: 1_651_544_941,
        concatenated: "test1q784322ba1******ent3f1651544941",
        shown: "test[redacted]ent3f1651544941",
        md5: "f807887a36de765ba0b912e4d580225e",
    },
    Vector {
        name: "entinfov2 Submit",
        fields: &[
            "test",
            "1q784322b******",
            "entinfov2",
            "上海xx信息技术有限公司",
            "91xxxxxxxxxxN",
        ],
        time_s: 1_651_544_941,
        concatenated: "test1q784322b******entinfov2上海xx信息技术有限公司91xxxxxxxxxxN1651544941",
        shown: "test[redacted]entinfov2上海xx信息技术有限公司91xxxxxxxxxxN1651544941",
        md5: "a4519582a4d84a6a791a6d8e275171f6",
    },
    Vector {
        name: "entinfov2 GetNum",
        fields: &["test", "1q784322ba1******", "entinfov2"],
        time_s: 1_651_544_941,
        concatenated: "test1q784322ba1******entinfov21651544941",
        shown: "test[redacted]entinfov21651544941",
        md5: "517771c7e175dc78cb6b2adb01fdd979",
    },
    Vector {
        name: "entmark Submit",
        fields: &["test", "1q784322b******", "entmark", "上海**", "123**"],
        time_s: 1_651_544_941,
        concatenated: "test1q784322b******entmark上海**123**1651544941",
        shown: "test[redacted]entmark上海**123**1651544941",
        md5: "8b95b74bf5995c487166772b8e8f3b0e",
    },
    Vector {
        name: "entmark GetNum",
        fields: &["test", "1q784322ba1******", "entmark"],
        time_s: 1_651_544_941,
        concatenated: "test1q784322ba1******entmark1651544941",
        shown: "test[redacted]entmark1651544941",
        md5: "f83ba42658e3ad0ae25fa4e535ec2022",
    },
    Vector {
        name: "entcopy Submit",
        fields: &[
            "xxxxxxxx",
            "xxxxxxxxx",
            "entcopy",
            "上海************有限公司",
            "913******",
        ],
        time_s: 1_623_643_787,
        concatenated: "xxxxxxxxxxxxxxxxxentcopy上海************有限公司913******1623643787",
        shown: "xxxxxxxx[redacted]entcopy上海************有限公司913******1623643787",
        md5: "aed926d0b2177be41d1d73f2f6818d05",
    },
    Vector {
        name: "entinfov2 Submit, only ent_name sent",
        fields: &[
            "test",
            "1q784322b******",
            "entinfov2",
            "上海xx信息技术有限公司",
            "",
        ],
        time_s: 1_651_544_941,
        concatenated: "test1q784322b******entinfov2上海xx信息技术有限公司1651544941",
        shown: "test[redacted]entinfov2上海xx信息技术有限公司1651544941",
        md5: "322656d0c9b898ee600fc483f64de962",
    },
    Vector {
        name: "entinfov2 Submit, only ent_code sent",
        fields: &["test", "1q784322b******", "entinfov2", "", "91xxxxxxxxxxN"],
        time_s: 1_651_544_941,
        concatenated: "test1q784322b******entinfov291xxxxxxxxxxN1651544941",
        shown: "test[redacted]entinfov291xxxxxxxxxxN1651544941",
        md5: "deef2fb0cd155540b41fcc2e92243405",
    },
    Vector {
        name: "entinfov2 Submit, only reg_no or organization_code sent; neither is signed",
        fields: &["test", "1q784322b******", "entinfov2", "", ""],
        time_s: 1_651_544_941,
        concatenated: "test1q784322b******entinfov21651544941",
        shown: "test[redacted]entinfov21651544941",
        md5: "1053107c6cb17408584678963ee42288",
    },
];
