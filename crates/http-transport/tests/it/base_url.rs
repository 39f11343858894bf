//! Tests which base addresses are accepted.

use std::sync::Arc;

use endpoint_core::PlainHttp::{self, Configured, LoopbackOnly};
use http_transport::{BaseUrl, Client, HyperService, InvalidBaseUrl};
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;

use crate::calls::{Operation, SAMPLE_TIME, free, idcode_keys, ihuyi_keys};
use crate::in_memory::{Fake, says};
use crate::scripted::{Server, respond_once, response};

fn read(text: &str, plain_http: PlainHttp) -> Result<String, InvalidBaseUrl> {
    BaseUrl::parse(text, "vendor", plain_http).map(|base| base.to_string())
}

fn service() -> Arc<HyperService> {
    Arc::new(HyperService::new().unwrap())
}

#[test]
fn good_addresses_lose_their_last_slash_and_nothing_else() {
    for (given, taken) in [
        ("https://api.idcode.org.cn", "https://api.idcode.org.cn"),
        ("https://api.idcode.org.cn/", "https://api.idcode.org.cn"),
        (
            "  https://api.idcode.org.cn \n",
            "https://api.idcode.org.cn",
        ),
        ("HTTPS://API.idcode.org.cn:443", "https://api.idcode.org.cn"),
        (
            "https://host:8443/relay/idcode/",
            "https://host:8443/relay/idcode",
        ),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://LocalHost", "http://localhost"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://[0:0:0:0:0:0:0:1]:80/", "http://[::1]"),
        ("https://[2001:DB8::A]", "https://[2001:db8::a]"),
        ("https://host:", "https://host"),
        ("https://host:08443", "https://host:8443"),
        ("http://127.0.0.1:443", "http://127.0.0.1:443"),
        (
            "https://XN--fsqu00a.XN--fiqs8s",
            "https://xn--fsqu00a.xn--fiqs8s",
        ),
        ("https://host_1.example", "https://host_1.example"),
        ("https://host/a/./b/../c/", "https://host/a/c"),
        ("https://host/a/%2E/%2e%2E/../b/..", "https://host"),
        ("https://host/.../a//b", "https://host/.../a//b"),
        ("https://host/a b%20c", "https://host/a%20b%20c"),
        (
            "https://host/中继/\"<a>`{}^",
            "https://host/%E4%B8%AD%E7%BB%A7/%22%3Ca%3E%60%7B%7D%5E",
        ),
        ("https://host/a@b:c", "https://host/a@b:c"),
    ] {
        for plain_http in [Configured, LoopbackOnly] {
            assert_eq!(read(given, plain_http).as_deref(), Ok(taken), "{given}");
        }
    }
}

#[test]
fn bad_addresses_are_refused_by_kind() {
    for (given, expected) in [
        ("", InvalidBaseUrl::NotAUrl),
        ("api.idcode.org.cn", InvalidBaseUrl::NotAUrl),
        ("https://", InvalidBaseUrl::NotAUrl),
        ("https:host", InvalidBaseUrl::NotAUrl),
        ("https:/host", InvalidBaseUrl::NotAUrl),
        ("https:///host", InvalidBaseUrl::NotAUrl),
        ("https:\\\\host", InvalidBaseUrl::NotAUrl),
        ("https://host\\@other", InvalidBaseUrl::NotAUrl),
        ("https://ho\nst", InvalidBaseUrl::NotAUrl),
        ("https://host/a\tb", InvalidBaseUrl::NotAUrl),
        ("https://ex%61mple.com", InvalidBaseUrl::NotAUrl),
        ("https://host:+443", InvalidBaseUrl::NotAUrl),
        ("https://host:80:80", InvalidBaseUrl::NotAUrl),
        ("https://:443", InvalidBaseUrl::NotAUrl),
        ("https://::1", InvalidBaseUrl::NotAUrl),
        ("https://[::1", InvalidBaseUrl::NotAUrl),
        ("https://[::1]x", InvalidBaseUrl::NotAUrl),
        ("https://[fe80::1%25eth0]", InvalidBaseUrl::NotAUrl),
        ("https://[127.0.0.1]", InvalidBaseUrl::NotAUrl),
        ("：//host", InvalidBaseUrl::NotAUrl),
        ("https://例子.中国", InvalidBaseUrl::NonAsciiHost),
        ("https://ａｐｉ.ihuyi.com", InvalidBaseUrl::NonAsciiHost),
        ("https://api.ihuyi.com：443", InvalidBaseUrl::NonAsciiHost),
        ("http://127.1", InvalidBaseUrl::Ipv4),
        ("http://2130706433", InvalidBaseUrl::Ipv4),
        ("http://0x7f.0.0.1", InvalidBaseUrl::Ipv4),
        ("http://host.0x7F000001", InvalidBaseUrl::Ipv4),
        ("http://0177.0.0.01", InvalidBaseUrl::Ipv4),
        ("http://127.0.0.1.", InvalidBaseUrl::Ipv4),
        ("http://256.0.0.1", InvalidBaseUrl::Ipv4),
        ("https://host:99999", InvalidBaseUrl::NotAUrl),
        ("https://ho st", InvalidBaseUrl::NotAUrl),
        ("127.0.0.1:8080", InvalidBaseUrl::NotAUrl),
        ("localhost:8080", InvalidBaseUrl::Scheme),
        ("ftp://host", InvalidBaseUrl::Scheme),
        ("file:///etc/passwd", InvalidBaseUrl::Scheme),
        ("unix:/run/socket", InvalidBaseUrl::Scheme),
        ("https://user@host", InvalidBaseUrl::TooMuch),
        ("https://user:secret@host", InvalidBaseUrl::TooMuch),
        ("https://:secret@host", InvalidBaseUrl::TooMuch),
        ("https://host/?access_token=secret", InvalidBaseUrl::TooMuch),
        ("https://host?", InvalidBaseUrl::TooMuch),
        ("https://host/#secret", InvalidBaseUrl::TooMuch),
    ] {
        for plain_http in [Configured, LoopbackOnly] {
            let error = read(given, plain_http).unwrap_err();
            assert_eq!(error, expected, "{given}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}

#[test]
fn plain_http_leaves_this_machine_only_if_the_vendor_allows_it() {
    for host in [
        "api.idcode.org.cn",
        "10.0.0.1",
        "0.0.0.0",
        "127.0.0.1.example.com",
        "localhost.example.com",
        "128.0.0.1",
        "[::]",
        "[::ffff:8.8.8.8]",
    ] {
        let address = format!("http://{host}");
        assert!(read(&address, Configured).is_ok(), "{address}");
        let error = read(&address, LoopbackOnly).unwrap_err();
        let expected = matches!(
            error,
            InvalidBaseUrl::PlainHttp {
                vendor: "vendor",
                ..
            }
        );
        assert!(expected, "{address}: {error:?}");
    }
    let idcode = Client::<Idcode>::builder(idcode_keys(), service());
    assert!(idcode.base_url("http://10.0.0.1").build().is_ok());
    let ihuyi = Client::<Ihuyi>::builder(ihuyi_keys(), service());
    assert_eq!(
        ihuyi
            .base_url("http://10.0.0.1")
            .build()
            .unwrap_err()
            .to_string(),
        "ihuyi is called over https only: plain http is for loopback, 10.0.0.1 is somewhere else"
    );
}

#[test]
fn unencrypted_addresses_beyond_loopback_are_exposed() {
    let readable = |text| {
        BaseUrl::parse(text, "vendor", Configured)
            .unwrap()
            .is_exposed()
    };
    assert!(readable("http://10.0.0.1"));
    assert!(!readable("https://10.0.0.1"));
    assert!(!readable("http://127.0.0.1"));
}

#[tokio::test]
async fn a_path_of_the_base_precedes_the_vendors_own_and_is_not_signed() {
    let reply = response("200 OK", Operation::Free.success().as_bytes());
    let server = Server::start([respond_once(reply)]).await;
    for base in ["", "/relay/a%20b"] {
        let client = Client::<Idcode>::builder(idcode_keys(), service())
            .base_url(format!("{}{base}", server.url()))
            .clock(|| SAMPLE_TIME)
            .build()
            .unwrap();
        client.call(free()).await.unwrap();
    }
    let requests = server.requests().await;
    let path = "/AllInterFace/GetCompanyBaseInfo?";
    assert!(requests[0].target().starts_with(path));
    assert_eq!(
        requests[1].target(),
        format!("/relay/a%20b{}", requests[0].target())
    );
}

#[tokio::test]
async fn each_vendor_has_a_default_address() {
    let fake = Fake::new([says(200, "{}")]);
    let idcode = Client::<Idcode>::builder(idcode_keys(), Arc::new(fake.clone()));
    let ihuyi = Client::<Ihuyi>::builder(ihuyi_keys(), Arc::new(fake));
    assert_eq!(
        idcode.build().unwrap().base_url().as_str(),
        "https://api.idcode.org.cn"
    );
    assert_eq!(
        ihuyi.build().unwrap().base_url().as_str(),
        "https://api.ihuyi.com"
    );
}

/// The checks here and reqwest, which sends with its own parser, must see the same host, however
/// odd the address.
#[test]
fn every_accepted_address_is_the_same_to_reqwest() {
    let schemes = ["https://", "HTTP://", "http:", "https:/", "https:\\\\"];
    let users = [
        "",
        "@",
        "user@",
        ":secret@",
        "a@b@",
        "127.0.0.1\\@",
        "host#@",
        "host?@",
    ];
    let hosts = [
        "Host.example",
        "host.",
        ".host",
        "a..b",
        "-a-",
        "a_b",
        "xn--fsqu00a",
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "1.2.3.4.",
        "1.2.3.4.5",
        "1.2.3.09",
        "a.0x",
        "a.09",
        "a.1b",
        "[::1]",
        "[::FFFF:8.8.8.8]",
        "[::1%1]",
        "[1]",
        "例子",
        "ｈost",
        "ho%73t",
        "ho\tst",
        "a!b",
        "a b",
        "a\u{ad}b",
        "a。b",
        "",
    ];
    let ports = [
        "", ":", ":80", ":0443", ":0", ":65536", ":８", ":80:81", ":-1", ": 80",
    ];
    let paths = [
        "",
        "/",
        "//",
        "/a/../..//b/",
        "/%2e%2E/a",
        "/a;b=c,d|e'f[g]",
        "/a\\..\\b",
        "/é\u{200b}",
        "/%zz%",
        "/..a/.b/c.",
        "/~!$&()*+=:@",
    ];
    let mut accepted = 0;
    for (scheme, user, host, port, path) in product(&schemes, &users, &hosts, &ports, &paths) {
        let given = format!("{scheme}{user}{host}{port}{path}");
        let Ok(taken) = read(&given, Configured) else {
            continue;
        };
        accepted += 1;
        for text in [&given, &taken] {
            let theirs = reqwest::Url::parse(text).unwrap();
            let written = theirs.as_str().trim_end_matches('/');
            let written = written.replace("[::ffff:808:808]", "[::ffff:8.8.8.8]");
            assert_eq!(written, taken, "{given}");
        }
    }
    assert!(accepted > 500, "{accepted}");
}

fn product<'a>(
    schemes: &'a [&str],
    users: &'a [&str],
    hosts: &'a [&str],
    ports: &'a [&str],
    paths: &'a [&str],
) -> impl Iterator<Item = (&'a str, &'a str, &'a str, &'a str, &'a str)> {
    schemes.iter().flat_map(move |scheme| {
        users.iter().flat_map(move |user| {
            hosts.iter().flat_map(move |host| {
                ports.iter().flat_map(move |port| {
                    paths
                        .iter()
                        .map(move |path| (*scheme, *user, *host, *port, *path))
                })
            })
        })
    })
}
