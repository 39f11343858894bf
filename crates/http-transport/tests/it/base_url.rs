//! Which addresses a vendor may be called at.

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
fn plain_http_leaves_this_machine_only_where_the_vendor_allows_it() {
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
fn what_can_be_read_on_the_way_is_known() {
    let readable = |text| {
        BaseUrl::parse(text, "vendor", Configured)
            .unwrap()
            .is_readable_on_the_way()
    };
    assert!(readable("http://10.0.0.1"));
    assert!(!readable("https://10.0.0.1"));
    assert!(!readable("http://127.0.0.1"));
}

#[tokio::test]
async fn a_path_of_the_base_stands_before_the_vendors_own_and_is_not_signed() {
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
async fn without_an_address_each_vendor_is_called_at_its_own() {
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
