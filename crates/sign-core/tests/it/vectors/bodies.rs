//! Signatures of forms and multipart requests.

use super::{ACCESS_TOKEN, Sent, Vector};

pub(crate) const BODIES: &[Vector] = &[
    Vector {
        name: "304, multipart",
        path: "/AllInterFace/VerifyCompanyInfo",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            ("Organizationcode", "91110108MA0000015T"),
            ("codePayType", "2"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/VerifyCompanyInfo?Organizationcode=91110108MA0000015T&access_token=J7X4LuOOfURXeAAEAAAAAABSK&codePayType=2&companyIDcode=i.86.120103.1021&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "1AA04F550F56FE0918020589B500248F",
        sent: Sent::Target(
            "/AllInterFace/VerifyCompanyInfo?Organizationcode=91110108MA0000015T&access_token=J7X4LuOOfURXeAAEAAAAAABSK&codePayType=2&companyIDcode=i.86.120103.1021&time=1497587696789&hash=1AA04F550F56FE0918020589B500248F",
        ),
        hash_ignoring_case: Some("19DDCBA7EE2CFEABF768DD64CB314F1B"),
        hash_of_encoded: None,
    },
    Vector {
        name: "501, TXT file, multipart",
        path: "/AllInterFace/UploadCodeFile",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            ("CategoryReg_ID", "10030000000000001923"),
            ("generateType", "1"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/UploadCodeFile?CategoryReg_ID=10030000000000001923&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&generateType=1&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "F9700F7AF080330E44DED63D1B2FC1F3",
        sent: Sent::Target(
            "/AllInterFace/UploadCodeFile?CategoryReg_ID=10030000000000001923&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&generateType=1&time=1497587696789&hash=F9700F7AF080330E44DED63D1B2FC1F3",
        ),
        hash_ignoring_case: Some("73EA4FFC2EEB3F8EE6AE25E8DBA76251"),
        hash_of_encoded: None,
    },
    Vector {
        name: "501, code list, form",
        path: "/AllInterFace/UploadCodeList",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            ("CategoryReg_ID", "10030000000000001923"),
            ("CodeListStr", "1,2,3"),
            ("generateType", "0"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/UploadCodeList?CategoryReg_ID=10030000000000001923&CodeListStr=1,2,3&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&generateType=0&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "0BFC344009C4FA01ED9D5E4EE72FE870",
        sent: Sent::Body(
            "CategoryReg_ID=10030000000000001923&CodeListStr=1%2C2%2C3&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&generateType=0&time=1497587696789&hash=0BFC344009C4FA01ED9D5E4EE72FE870",
        ),
        hash_ignoring_case: Some("ED066A464219F6361FBFF618A7B80717"),
        hash_of_encoded: Some("2BA0CD6DBA09C2155F59064D59DC1979"),
    },
    Vector {
        name: "606, form",
        path: "/AllInterFace/ApplyGoToUrlWhiteList",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("GoToUrl", "http://www.xxxx.com/xxxx.aspx?id="),
            ("SampleUrl", "http://www.xxxx.com/xxxx.aspx?id=1"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/ApplyGoToUrlWhiteList?GoToUrl=http://www.xxxx.com/xxxx.aspx?id=&SampleUrl=http://www.xxxx.com/xxxx.aspx?id=1&access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "122D675DB4BD3F72408FBDE5A5C01FC5",
        sent: Sent::Body(
            "GoToUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D&SampleUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D1&access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=122D675DB4BD3F72408FBDE5A5C01FC5",
        ),
        hash_ignoring_case: Some("B2E9806AD80848E21CEA8BBF95240EED"),
        hash_of_encoded: Some("B4A145E676314A08176C0A5672D9260A"),
    },
    Vector {
        name: "402, jsonStr, form",
        path: "/AllInterFace/BatchRegistIDcode",
        params: &[(
            "jsonStr",
            "{\"access_token\":\"J7X4LuOOfURXeAAEAAAAAABSK\",\"companyIDcode\":\"i.86.120103.1021\",\"CategoryRegList\":[{\"IndustryCategory_ID\":10127,\"CodeUse_ID\":73,\"CategoryCode\":\"10000000\",\"CategoryMemo\":\"员工 & 名片\",\"CodePayType\":2,\"GotoUrl\":\"http://www.xxxx.com/x?id=\",\"SampleUrl\":\"http://www.xxxx.com/x?id=1\",\"ModelNumber\":\"张三\",\"ModelNumberCode\":\"zhangsan\"}]}",
        )],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/BatchRegistIDcode?jsonStr={\"access_token\":\"J7X4LuOOfURXeAAEAAAAAABSK\",\"companyIDcode\":\"i.86.120103.1021\",\"CategoryRegList\":[{\"IndustryCategory_ID\":10127,\"CodeUse_ID\":73,\"CategoryCode\":\"10000000\",\"CategoryMemo\":\"员工 & 名片\",\"CodePayType\":2,\"GotoUrl\":\"http://www.xxxx.com/x?id=\",\"SampleUrl\":\"http://www.xxxx.com/x?id=1\",\"ModelNumber\":\"张三\",\"ModelNumberCode\":\"zhangsan\"}]}&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "7C0F804C071DA7D971EA3AC52E79AD7F",
        sent: Sent::Body(
            "jsonStr=%7B%22access_token%22%3A%22J7X4LuOOfURXeAAEAAAAAABSK%22%2C%22companyIDcode%22%3A%22i.86.120103.1021%22%2C%22CategoryRegList%22%3A%5B%7B%22IndustryCategory_ID%22%3A10127%2C%22CodeUse_ID%22%3A73%2C%22CategoryCode%22%3A%2210000000%22%2C%22CategoryMemo%22%3A%22%E5%91%98%E5%B7%A5%20%26%20%E5%90%8D%E7%89%87%22%2C%22CodePayType%22%3A2%2C%22GotoUrl%22%3A%22http%3A%2F%2Fwww.xxxx.com%2Fx%3Fid%3D%22%2C%22SampleUrl%22%3A%22http%3A%2F%2Fwww.xxxx.com%2Fx%3Fid%3D1%22%2C%22ModelNumber%22%3A%22%E5%BC%A0%E4%B8%89%22%2C%22ModelNumberCode%22%3A%22zhangsan%22%7D%5D%7D&time=1497587696789&hash=7C0F804C071DA7D971EA3AC52E79AD7F",
        ),
        hash_ignoring_case: None,
        hash_of_encoded: Some("1F9521CFEAAD84F65B93C155BB293EE7"),
    },
    Vector {
        name: "309, form with base64",
        path: "/AllInterFace/UnitRegist",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("loginName", "91110108MA0000015T"),
            ("organunitName", "样例（北京）有限公司"),
            ("code", "1003"),
            ("province_ID", "110000"),
            ("city_ID", "110100"),
            ("area_ID", "110108"),
            ("unitIcon", "iVBORw0KGgo+/w=="),
            ("qrCodeColor", "0"),
            ("qrCodeLogo", "1"),
            ("gotoUrl", "http://www.xxxx.com/xxxx.aspx"),
            ("qrCodeSize", "1"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/UnitRegist?access_token=J7X4LuOOfURXeAAEAAAAAABSK&area_ID=110108&city_ID=110100&code=1003&gotoUrl=http://www.xxxx.com/xxxx.aspx&loginName=91110108MA0000015T&organunitName=样例（北京）有限公司&province_ID=110000&qrCodeColor=0&qrCodeLogo=1&qrCodeSize=1&time=1497587696789&unitIcon=iVBORw0KGgo+/w==RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "88002BF8DF62B61C71EB6A6BA9731E76",
        sent: Sent::Body(
            "access_token=J7X4LuOOfURXeAAEAAAAAABSK&area_ID=110108&city_ID=110100&code=1003&gotoUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx&loginName=91110108MA0000015T&organunitName=%E6%A0%B7%E4%BE%8B%EF%BC%88%E5%8C%97%E4%BA%AC%EF%BC%89%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&province_ID=110000&qrCodeColor=0&qrCodeLogo=1&qrCodeSize=1&time=1497587696789&unitIcon=iVBORw0KGgo%2B%2Fw%3D%3D&hash=88002BF8DF62B61C71EB6A6BA9731E76",
        ),
        hash_ignoring_case: None,
        hash_of_encoded: Some("8AA263EF7FBCDC4D797FC6C07D51415C"),
    },
    Vector {
        name: "310, form",
        path: "/AllInterFace/UpdateUnitQRCodeGoToUrl",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("loginName", "91110108MA0000015T"),
            ("loginPwd", "E10ADC3949BA59ABBE56E057F20F883E"),
            ("gotoUrl", "http://www.xxxx.com/xxxx.aspx?id="),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/UpdateUnitQRCodeGoToUrl?access_token=J7X4LuOOfURXeAAEAAAAAABSK&gotoUrl=http://www.xxxx.com/xxxx.aspx?id=&loginName=91110108MA0000015T&loginPwd=E10ADC3949BA59ABBE56E057F20F883E&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "55A79BCFCDB141541547FBD160A6BFE6",
        sent: Sent::Body(
            "access_token=J7X4LuOOfURXeAAEAAAAAABSK&gotoUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D&loginName=91110108MA0000015T&loginPwd=E10ADC3949BA59ABBE56E057F20F883E&time=1497587696789&hash=55A79BCFCDB141541547FBD160A6BFE6",
        ),
        hash_ignoring_case: None,
        hash_of_encoded: Some("CD910EFD28162F6FD4C46B5A61DD7018"),
    },
];
