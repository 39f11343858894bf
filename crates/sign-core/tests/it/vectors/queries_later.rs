//! Signatures of queries from operation 401 on.

use super::{ACCESS_TOKEN, Sent, Vector};

pub(crate) const LATER_QUERIES: &[Vector] = &[
    Vector {
        name: "401, mixed case and an address with its own query",
        path: "/AllInterFace/Interface_Apply",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            (
                "GoToUrl",
                "http://www.xxxx.com/xxxx.aspx?id=1&organunitname=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0",
            ),
            ("SampleUrl", "http://www.xxxx.com/xxxx.aspx"),
            ("CallBackUrl", "http://www.xxxx.com/cb"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/Interface_Apply?CallBackUrl=http://www.xxxx.com/cb&GoToUrl=http://www.xxxx.com/xxxx.aspx?id=1&organunitname=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0&SampleUrl=http://www.xxxx.com/xxxx.aspx&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "C6A49A54C6BE77572935DD053EA8C746",
        sent: Sent::Target(
            "/AllInterFace/Interface_Apply?CallBackUrl=http%3A%2F%2Fwww.xxxx.com%2Fcb&GoToUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D1%26organunitname%3D%25E5%258D%2595%25E4%25BD%258D%25E5%2590%258D%25E7%25A7%25B0&SampleUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=C6A49A54C6BE77572935DD053EA8C746",
        ),
        hash_ignoring_case: Some("2947648757649544AB27E02B0C5D6A06"),
        hash_of_encoded: Some("E60EA70D79350384FD028291D71DA658"),
    },
    Vector {
        name: "403, mixed case",
        path: "/AllInterFace/GetBaseIDcodeInfo",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            ("IDcodeofCategory", "46100000"),
            ("ModelNumberCode", "型号01"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/GetBaseIDcodeInfo?IDcodeofCategory=46100000&ModelNumberCode=型号01&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "4889DFE9391111A6F273F1FAE8F61325",
        sent: Sent::Target(
            "/AllInterFace/GetBaseIDcodeInfo?IDcodeofCategory=46100000&ModelNumberCode=%E5%9E%8B%E5%8F%B701&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=4889DFE9391111A6F273F1FAE8F61325",
        ),
        hash_ignoring_case: Some("17A07C9A081B77EF89C1B1201DF121C2"),
        hash_of_encoded: Some("3540D6FC9B5FA4FD18219BCD422E1D10"),
    },
    Vector {
        name: "404, mixed case",
        path: "/AllInterFace/GetIDcodeTypeInfo",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            ("SearchType", "0"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/GetIDcodeTypeInfo?SearchType=0&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "1E189BD4D67ADEBA113907699F1FBE55",
        sent: Sent::Target(
            "/AllInterFace/GetIDcodeTypeInfo?SearchType=0&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=1E189BD4D67ADEBA113907699F1FBE55",
        ),
        hash_ignoring_case: Some("F3E951878CF2ABF325DE831C9D50E56A"),
        hash_of_encoded: None,
    },
    Vector {
        name: "405, mixed case",
        path: "/AllInterFace/ProductIDcodeApply",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            ("industryCategory_ID", "10222"),
            ("codePayType", "2"),
            ("GoToUrl", "http://www.xxxx.com/xxxx.aspx?id="),
            ("SampleUrl", "http://www.xxxx.com/xxxx.aspx?id=1"),
            ("CallBackUrl", "http://www.xxxx.com/cb?a=1&b=2"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/ProductIDcodeApply?CallBackUrl=http://www.xxxx.com/cb?a=1&b=2&GoToUrl=http://www.xxxx.com/xxxx.aspx?id=&SampleUrl=http://www.xxxx.com/xxxx.aspx?id=1&access_token=J7X4LuOOfURXeAAEAAAAAABSK&codePayType=2&companyIDcode=i.86.120103.1021&industryCategory_ID=10222&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "620038335CDDCA4960B21C0549BA6EC2",
        sent: Sent::Target(
            "/AllInterFace/ProductIDcodeApply?CallBackUrl=http%3A%2F%2Fwww.xxxx.com%2Fcb%3Fa%3D1%26b%3D2&GoToUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D&SampleUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3Fid%3D1&access_token=J7X4LuOOfURXeAAEAAAAAABSK&codePayType=2&companyIDcode=i.86.120103.1021&industryCategory_ID=10222&time=1497587696789&hash=620038335CDDCA4960B21C0549BA6EC2",
        ),
        hash_ignoring_case: Some("5218ACE8BB45270A5CE0369BDD431073"),
        hash_of_encoded: Some("30D83E972BC390041A543659287AC2CB"),
    },
    Vector {
        name: "502, mixed case",
        path: "/AllInterFace/GetUploadCodeRecord",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            ("IDcodeofCategory", "46100000"),
            ("ModelNumberCode", "001"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/GetUploadCodeRecord?IDcodeofCategory=46100000&ModelNumberCode=001&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "0C00DB1D052F4A662DC6EB29B210BFA8",
        sent: Sent::Target(
            "/AllInterFace/GetUploadCodeRecord?IDcodeofCategory=46100000&ModelNumberCode=001&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=0C00DB1D052F4A662DC6EB29B210BFA8",
        ),
        hash_ignoring_case: Some("EBFBF242C64ADCF1B60DB27BBF85DC5F"),
        hash_of_encoded: None,
    },
    Vector {
        name: "503, mixed case",
        path: "/AllInterFace/GetUploadCodeInfo",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            ("UploadCodeID", "10030000000000000007"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/GetUploadCodeInfo?UploadCodeID=10030000000000000007&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "48839884AE96F4280C515A1A710F06C0",
        sent: Sent::Target(
            "/AllInterFace/GetUploadCodeInfo?UploadCodeID=10030000000000000007&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=48839884AE96F4280C515A1A710F06C0",
        ),
        hash_ignoring_case: Some("0A6EA15389A75AEBC81055042F06AA29"),
        hash_of_encoded: None,
    },
    Vector {
        name: "602, mixed case and a goto address with its own query",
        path: "/AllInterFace/UpdateGoToUrl",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("companyIDcode", "i.86.120103.1021"),
            (
                "goToUrl",
                "http://www.xxxx.com/xxxx.aspx?tenantId=a1&lang=zh",
            ),
            ("sampleUrl", "http://www.xxxx.com/样例.aspx"),
            ("RegID", "10030000000000001923"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/UpdateGoToUrl?RegID=10030000000000001923&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&goToUrl=http://www.xxxx.com/xxxx.aspx?tenantId=a1&lang=zh&sampleUrl=http://www.xxxx.com/样例.aspx&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "064430142EE2BBB08DFBE16B1A1C7413",
        sent: Sent::Target(
            "/AllInterFace/UpdateGoToUrl?RegID=10030000000000001923&access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&goToUrl=http%3A%2F%2Fwww.xxxx.com%2Fxxxx.aspx%3FtenantId%3Da1%26lang%3Dzh&sampleUrl=http%3A%2F%2Fwww.xxxx.com%2F%E6%A0%B7%E4%BE%8B.aspx&time=1497587696789&hash=064430142EE2BBB08DFBE16B1A1C7413",
        ),
        hash_ignoring_case: Some("739ED40FE138F438006E96D806050915"),
        hash_of_encoded: Some("93D0C8EA5D271A8021D30E1D48572579"),
    },
    Vector {
        name: "601, password with separators",
        path: "/AllInterFace/LoginVerify",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("loginName", "zhangsan"),
            ("loginPswd", "p@ss w&rd=1%"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/LoginVerify?access_token=J7X4LuOOfURXeAAEAAAAAABSK&loginName=zhangsan&loginPswd=p@ss w&rd=1%&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "25DC728E9FB81B35C1AA03E2F86B3734",
        sent: Sent::Target(
            "/AllInterFace/LoginVerify?access_token=J7X4LuOOfURXeAAEAAAAAABSK&loginName=zhangsan&loginPswd=p%40ss%20w%26rd%3D1%25&time=1497587696789&hash=25DC728E9FB81B35C1AA03E2F86B3734",
        ),
        hash_ignoring_case: None,
        hash_of_encoded: Some("4728C36AB694551F72385D7ECCEBDFC5"),
    },
    Vector {
        name: "603, code with slashes",
        path: "/AllInterFace/CreateCodePic",
        params: &[
            ("access_token", ACCESS_TOKEN),
            ("code", "i.86.110108.52/91.12000000.1/xxxx"),
            ("picSize", "300"),
            ("codeType", "1"),
        ],
        time_ms: 1_497_587_696_789,
        string_to_hash: "/AllInterFace/CreateCodePic?access_token=J7X4LuOOfURXeAAEAAAAAABSK&code=i.86.110108.52/91.12000000.1/xxxx&codeType=1&picSize=300&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        hash: "AFAD396CD02E6505781CC01BECD0F145",
        sent: Sent::Target(
            "/AllInterFace/CreateCodePic?access_token=J7X4LuOOfURXeAAEAAAAAABSK&code=i.86.110108.52%2F91.12000000.1%2Fxxxx&codeType=1&picSize=300&time=1497587696789&hash=AFAD396CD02E6505781CC01BECD0F145",
        ),
        hash_ignoring_case: None,
        hash_of_encoded: Some("F7970AC6C026BC84D2C91F1FFDA032C5"),
    },
];
