//! Real names, and texts that are no names.

use registry_model::{NameFlaw, name_flaw, repaired_name};

/// Names of companies, shops, organisations and humans as registers have them: all of them pass.
const NAMES: [&str; 118] = [
    "1314酒吧",
    "R&D中心",
    "阿里巴巴（中国）有限公司",
    "华为技术有限公司",
    "中国工商银行股份有限公司",
    "北京字节跳动科技有限公司",
    "珠海格力电器股份有限公司",
    "TCL科技集团股份有限公司",
    "3M中国有限公司",
    "7-11便利店",
    "7-Eleven（北京）有限公司",
    "柒-拾壹（中国）投资有限公司",
    "58同城信息技术有限公司",
    "360安全科技股份有限公司",
    "A.O.史密斯（中国）热水器有限公司",
    "A+K设计工作室",
    "C&A（中国）有限公司",
    "B&Q百安居（中国）投资有限公司",
    "H&M海恩斯莫里斯（上海）商业有限公司",
    "K11购物艺术中心",
    "E=MC²教育咨询有限公司",
    "1+1=2托管中心",
    "100%果汁店",
    "5%咖啡",
    "50％折扣店",
    "Coffee@咖啡店",
    "K@TV量贩",
    "@花店",
    "+1咖啡",
    "No.5酒吧",
    "#1汽修厂",
    "A#公寓",
    "Q:咖啡馆",
    "三/四酒馆",
    "昆明市官渡区24/7便利店",
    "12345678店",
    "2008奥运纪念品店",
    "第20230808号工地食堂",
    "10086营业厅",
    "110指挥中心",
    "114查号台",
    "八一中学（1927）",
    "样例有限公司（2015）",
    "二〇〇八酒吧",
    "中铁一局集团第五工程有限公司-西安分公司",
    "样例-示范有限公司",
    "波音-737维修有限公司",
    "上海贝尔-阿尔卡特股份有限公司",
    "戴姆勒-克莱斯勒（中国）投资有限公司",
    "普惠-荷兰航空发动机维修有限公司",
    "中石化-BP石油有限公司",
    "罗尔斯-罗伊斯（中国）有限公司",
    "蒂森克虏伯（中国）投资有限公司",
    "强生（中国）有限公司",
    "张三和李四商店",
    "张三与李四餐饮店",
    "李和王律师事务所",
    "永和大王餐饮有限公司",
    "和平饭店",
    "王与马共天下文化传播有限公司",
    "张小泉 剪刀有限公司",
    "周大福 珠宝有限公司",
    "王老吉 药业有限公司",
    "王先生餐饮有限公司",
    "李先生",
    "李小姐的店",
    "马老师辅导班",
    "上海市黄浦区王经理通讯器材店",
    "样例厂 黄浦",
    "样例厂 高新区",
    "样例店 王府井店",
    "样例公司 北京分公司",
    "样例超市 高碑店",
    "样例学校 东校区",
    "新华书店 北京",
    "中国石油天然气股份有限公司 陕西销售分公司",
    "样例有限公司（黄浦）",
    "样例有限公司（上海）",
    "样例合伙企业（有限合伙）",
    "样例经营部（个体工商户）",
    "《读者》杂志社",
    "“样例”科技有限公司",
    "国家税务总局上海市黄浦区税务局",
    "北京市海淀区人民法院",
    "小米之家",
    "名称饭店",
    "公司印章刻制店",
    "姓名学咨询中心",
    "企业名称登记咨询中心",
    "电话亭酒吧",
    "手机之家",
    "微信支付体验店",
    "网址导航信息技术有限公司",
    "Nokia诺基亚通信有限公司",
    "Null咖啡馆",
    "undefined服饰店",
    "Name咖啡店",
    "entName服饰店",
    "COSTA咖啡（上海）有限公司",
    "iPhone维修中心",
    "T1000维修店",
    "AK47酒吧",
    "MP3音乐吧",
    "张三",
    "李四光",
    "欧阳娜娜",
    "司马光",
    "阿里木·买买提",
    "买买提·吐尔逊",
    "让-保罗·萨特",
    "玛丽-安",
    "马丁-路德",
    "马克-李维",
    "罗斯-高曼",
    "John Smith",
    "Jean-Paul Müller",
    "José María",
    "Ōno Shinji",
];

/// Texts that no register knows: each of them is refused before it costs money.
const NO_NAMES: [(&str, &str); 151] = [
    // Keys and labels beside a name.
    ("entName＝样例有限公司", "entName="),
    ("entName = 样例有限公司", "entName"),
    ("entName=\"样例有限公司\"", "entName="),
    ("entName=>样例有限公司", "entName"),
    ("entName 样例有限公司", "entName"),
    ("entName|样例有限公司", "entName"),
    ("\"entName\":\"样例有限公司\"", "entname："),
    ("'entName': '样例有限公司'", "entname："),
    ("ent_name=样例有限公司", "ent_name="),
    ("name=样例有限公司&code=1", "name="),
    ("?name=样例有限公司", "name="),
    ("&companyName=样例有限公司", "companyName="),
    ("keyword=样例", "keyword="),
    ("body[entName]=样例有限公司", "entName="),
    ("data.entName=样例有限公司", "data.entName="),
    ("--ent-name=样例有限公司", "ent-name="),
    ("--name=样例有限公司", "name="),
    ("Company(name='样例有限公司')", "name="),
    ("entName%3D样例", "entName%3D"),
    ("【企业名称】", "企业名称"),
    ("<企业名称>", "character 1 "),
    ("[company_name]", "character 1 "),
    ("电话：13800138000", "电话："),
    ("邮箱: a@b.cn", "character 5 "),
    ("张三先生", "先生"),
    ("李四光 女士", "女士"),
    ("王小明总经理", "总经理"),
    // JSON and escaped text.
    ("{\"entName\":\"样例有限公司\"}", "character 1 "),
    ("｛＂entName＂：＂样例＂｝", "character 1 "),
    ("{ entName: '样例有限公司' }", "character 1 "),
    ("[\"样例有限公司\"]", "character 1 "),
    ("['样例有限公司', '示范有限公司']", "character 1 "),
    ("[{\"name\":\"样例\"}]", "character 1 "),
    ("('样例有限公司',)", "character 1 "),
    ("%E6%A0%B7%E4%BE%8B", "character 1 "),
    ("样例%e6%9c%89限公司", "character 3 "),
    ("\\u6837\\u4f8b", "character 1 "),
    ("b'\\xe6\\xa0\\xb7'", "character 1 "),
    ("样例有限公司\\n", "character 7 "),
    ("样例\\t有限公司", "character 3 "),
    // Markup.
    ("<entName>样例有限公司</entName>", "character 1 "),
    ("<a href=\"http://a.cn\">样例</a>", "character 1 "),
    ("<![CDATA[样例有限公司]]>", "character 1 "),
    ("<span class='x'>样例</span>", "character 1 "),
    ("样例<!-- x -->有限公司", "character 3 "),
    ("样例&#x4f8b;有限公司", "character 3 "),
    ("样例&nbsp;有限公司", "character 3 "),
    // Addresses.
    ("sample@example.com", "character 1 "),
    ("样例 sample@example.com", "character 4 "),
    ("张三@example.com.cn", "character 1 "),
    ("张三＜zhang.san@example.com＞", "character 3 "),
    ("mailto:a@example.cn", "character 8 "),
    ("http://www.example.com", "character 1 "),
    ("https://example.com/?name=样例", "character 1 "),
    ("样例有限公司 https://example.com", "character 8 "),
    ("ｈｔｔｐ：／／example.com", "character 1 "),
    ("www.example.com.cn", "character 1 "),
    ("样例有限公司www.example.com", "character 7 "),
    ("example.com", "character 1 "),
    ("example.com/a?b", "character 1 "),
    ("ftp://a.cn/x", "character 1 "),
    // Templates.
    ("={{name}}", "character 1 "),
    ("={{ $json.entName }}", "character 1 "),
    ("{{name}}", "character 1 "),
    ("{{ name }}", "character 1 "),
    ("｛｛name｝｝", "character 1 "),
    ("{{name}}有限公司", "character 1 "),
    ("样例{{suffix}}", "character 3 "),
    ("${name}", "character 1 "),
    ("＄{name}", "character 1 "),
    ("#{name}", "character 1 "),
    ("#{row['name']}", "character 1 "),
    ("<%= name %>", "character 1 "),
    ("<%=name%>有限公司", "character 1 "),
    ("{% name %}", "character 1 "),
    ("{name}", "character 1 "),
    ("{0}", "character 1 "),
    ("样例{0}有限公司", "character 3 "),
    ("$(name)", "character 1 "),
    ("$name", "character 1 "),
    ("%(name)s", "character 1 "),
    ("%s", "character 1 "),
    ("%NAME%", "character 1 "),
    (":name", "character 1 "),
    ("@name", "character 1 "),
    ("__NAME__", "character 1 "),
    ("[[name]]", "character 1 "),
    // Spreadsheets.
    ("=VLOOKUP(A1,Sheet2!A:B,2,0)", "character 1 "),
    ("＝VLOOKUP（A1，B:C，2）", "character 1 "),
    ("'=A1&B1", "character 2 "),
    ("=A1&B1", "character 1 "),
    ("=A1&\"有限公司\"", "character 1 "),
    ("=CONCATENATE(A1,B1)", "character 1 "),
    ("VLOOKUP(A1,B:C,2,FALSE)", "character 1 "),
    ("+A1&B1", "character 1 "),
    ("A1&B1", "character 1 "),
    ("$A$1", "character 1 "),
    ("Sheet1!A1", "character 1 "),
    ("#REF!", "placeholder"),
    ("#REF!有限公司", "character 1 "),
    ("样例#N/A", "character 3 "),
    ("#NAME?", "placeholder"),
    ("样例[object Object]", "character 3 "),
    ("undefined", "placeholder"),
    ("待补充", "placeholder"),
    ("同上", "placeholder"),
    ("见附件", "placeholder"),
    // A second name, a phone or a code beside a name.
    ("样例厂 张三", "character 5 "),
    ("样例店，张三", "character 5 "),
    ("样例公司 王小明", "character 6 "),
    ("样例有限公司-张三", "character 8 "),
    ("样例有限公司/张三", "character 8 "),
    ("样例有限公司（张三）", "character 8 "),
    ("张三（样例有限公司）", "character 4 "),
    ("张三-李四", "character 4 "),
    ("张三－李四", "character 4 "),
    ("张三—李四", "character 4 "),
    ("张三和李四", "character 4 "),
    ("张三与王小明", "character 4 "),
    ("张三/李四", "character 4 "),
    ("张三&李四", "character 4 "),
    ("张三 李四", "character 4 "),
    ("张三、石磊", "character 4 "),
    ("张三、李四、王五", "character 4 "),
    ("欧阳娜娜，张三", "character 6 "),
    ("样例有限公司 13800138000", "character 8 "),
    ("有限公司 13800138000", "character 6 "),
    ("样例有限公司13800138000", "character 7 "),
    ("张三１３８００１３８０００", "character 3 "),
    ("张三 +86 138-0013-8000", "character 5 "),
    ("样例有限公司（021-62345678）", "character 8 "),
    ("13800138000 张三", "character 1 "),
    ("样例有限公司 91310116761614323N", "credit code"),
    ("样例有限公司（9131011676161432N）", "credit code"),
    ("样例有限公司 310116002008278", "registration number"),
    ("企业名称=样例有限公司", "企业名称="),
    ("1、样例有限公司", "`1、`"),
    ("（2）样例有限公司", "`(2)`"),
    ("[样例有限公司]", "character 1 "),
    ("<样例有限公司>", "character 1 "),
    ("b'样例'", "character 1 "),
    ("样例有限公司null", "character 7 "),
    ("样例有限公司（null）", "character 7 "),
    ("www.样例.cn", "character 1 "),
    ("样例有限公司和示范有限公司", "character 8 "),
    ("样例有限公司（示范有限公司）", "character 8 "),
    ("样例有限公司张三", "character 7 "),
    ("样例有限公司法定代表人张三", "character 12 "),
    ("张三@样例有限公司", "character 4 "),
    ("样例（北京科技有限公司", "character 3 "),
    ("样例）有限公司", "character 3 "),
];

#[test]
fn names_that_registers_have_are_names() {
    let refused = NAMES.map(|name| (name, name_flaw(name)));
    let refused: Vec<_> = refused.iter().filter(|(_, flaw)| flaw.is_some()).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn text_of_programs_people_and_spreadsheets_is_refused_with_its_place() {
    let mut wrong = Vec::new();
    for (text, place) in NO_NAMES {
        let flaw = name_flaw(text).filter(NameFlaw::is_refused);
        let message = flaw.map_or_else(|| "a name".to_owned(), |flaw| flaw.to_string());
        if !message.contains(place) {
            wrong.push(format!("{text}: {message}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_that_were_read_in_a_wrong_character_set_are_told_from_foreign_ones() {
    for (text, at) in [
        ("æ\u{a0}·ä¾‹æœ‰é™\u{90}å…¬å\u{8f}¸", 1),
        ("ÑùÀýÓÐÏÞ¹«Ë¾", 1),
        ("鏍蜂緥鏈夐檺鍏徃", 4),
        ("锟斤拷锟斤拷", 1),
    ] {
        assert_eq!(name_flaw(text), Some(NameFlaw::Garbled(at)), "{text}");
    }
    for name in [
        "Müller",
        "José María Ñandú",
        "Škoda Čapek",
        "Ýmir Þórðarson",
    ] {
        assert_eq!(name_flaw(name), None, "{name}");
    }
}

#[test]
fn an_organisation_code_beside_a_name_is_found_even_if_a_digit_is_wrong() {
    for text in [
        "样例有限公司 MA2PBM9HY",
        "MA2PBM9HY样例有限公司",
        "样例有限公司 76161432-3",
    ] {
        assert!(
            name_flaw(text).is_some_and(|flaw| flaw.is_refused()),
            "{text}"
        );
    }
}

#[test]
fn a_sign_beside_a_name_is_dropped_and_a_picture_refused() {
    for name in [
        "样例有限公司。",
        "，样例有限公司",
        "样例有限公司；",
        "、样例有限公司 ，",
    ] {
        assert_eq!(repaired_name(name).as_deref(), Ok("样例有限公司"), "{name}");
    }
    for name in ["样例✅", "🏢样例"] {
        assert!(repaired_name(name).is_err(), "{name}");
    }
    assert_eq!(repaired_name("甲、乙。丙").as_deref(), Ok("甲、乙·丙"));
}
