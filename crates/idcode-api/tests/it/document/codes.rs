//! What the document says of chapters 9 and 10: category codes and item codes.

use endpoint_core::Need::{Optional, Required};
use endpoint_core::{Method, Placement, Shape};

use super::Declared;

pub(crate) const OPERATIONS: &[Declared] = &[
    Declared {
        number: Some("401"),
        name: "Interface_Apply",
        method: Method::Get,
        placement: Placement::Page,
        path: "/AllInterFace/Interface_Apply",
        reply: Shape::Object,
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("GoToUrl", "string", Required, None, &[]),
            ("SampleUrl", "string", Required, None, &[]),
            ("CallBackUrl", "string", Required, None, &[]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("402"),
        name: "BatchRegistIDcode",
        method: Method::Post,
        placement: Placement::JsonText("jsonStr"),
        path: "/AllInterFace/BatchRegistIDcode",
        reply: Shape::List("BatchRegist"),
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("CategoryRegList", "json", Required, None, &[]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("403"),
        name: "GetBaseIDcodeInfo",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetBaseIDcodeInfo",
        reply: Shape::List("BaseIDcodeList"),
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("IDcodeofCategory", "string", Optional, None, &[]),
            ("ModelNumberCode", "string", Optional, None, &[]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("404"),
        name: "GetIDcodeTypeInfo",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetIDcodeTypeInfo",
        reply: Shape::List("BaseIDcodeList"),
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("SearchType", "int", Optional, None, &["0", "1", "2"]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("405"),
        name: "ProductIDcodeApply",
        method: Method::Get,
        placement: Placement::Page,
        path: "/AllInterFace/ProductIDcodeApply",
        reply: Shape::Object,
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("industryCategory_ID", "string", Required, None, &[]),
            ("codePayType", "string", Required, None, &["2", "5"]),
            ("GoToUrl", "string", Required, None, &[]),
            ("SampleUrl", "string", Required, None, &[]),
            ("CallBackUrl", "string", Required, None, &[]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("501"),
        name: "UploadCodeFile",
        method: Method::Post,
        placement: Placement::Multipart,
        path: "/AllInterFace/UploadCodeFile",
        reply: Shape::Object,
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("CategoryReg_ID", "string", Required, None, &[]),
            ("CodeFileName", "file", Required, None, &[]),
            ("generateType", "string", Optional, Some("1"), &["1", "0"]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("501"),
        name: "UploadCodeList",
        method: Method::Post,
        placement: Placement::Form,
        path: "/AllInterFace/UploadCodeList",
        reply: Shape::Object,
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("CategoryReg_ID", "string", Required, None, &[]),
            ("CodeListStr", "string", Required, None, &[]),
            ("generateType", "string", Optional, Some("1"), &["1", "0"]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("502"),
        name: "GetUploadCodeRecord",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetUploadCodeRecord",
        reply: Shape::List("Coderecordlist"),
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("IDcodeofCategory", "string", Required, None, &[]),
            ("ModelNumberCode", "string", Required, None, &[]),
        ],
        codes: &[(1, "成功")],
    },
    Declared {
        number: Some("503"),
        name: "GetUploadCodeInfo",
        method: Method::Get,
        placement: Placement::Query,
        path: "/AllInterFace/GetUploadCodeInfo",
        reply: Shape::Entity("Coderecordtab"),
        params: &[
            ("companyIDcode", "string", Required, None, &[]),
            ("UploadCodeID", "string", Required, None, &[]),
        ],
        codes: &[(1, "成功")],
    },
];
