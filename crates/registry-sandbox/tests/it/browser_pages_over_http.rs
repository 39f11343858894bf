//! A browser on the pages, byte by byte over a socket.

use std::net::SocketAddr;

use idcode_api::Idcode;
use idcode_api::operations::{IDcodeLogin, InterfaceApply};
use registry_sandbox::sample;

use crate::browser_pages::token;
use crate::samples::code;
use crate::server::{exchange, start};

const BACK: &str = "http://127.0.0.1:9/back?x=1";

fn now_ms() -> u64 {
    u64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap()
}

async fn visit(address: SocketAddr, url: &str) -> String {
    let target = url.strip_prefix(&format!("http://{address}")).unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    exchange(address, request).await
}

/// Fills in the form of a page and sends it to its action.
async fn submit(address: SocketAddr, page: &str, fields: &str) -> String {
    let (_, rest) = page.split_once("action=\"").unwrap();
    let action = rest.split_once('"').unwrap().0;
    let body = format!("token={}&{fields}", token(page));
    let request = format!(
        "POST {action} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    exchange(address, request).await
}

#[tokio::test]
async fn a_browser_logs_in() {
    let running = start().await;
    let (address, keys) = (running.local_addr(), running.handle().idcode_keys());
    let login = IDcodeLogin::new(BACK);
    let url = Idcode::page_url(&keys, &running.base_url(), &login, now_ms()).unwrap();
    let page = visit(address, url.expose()).await;
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    let head = page.to_lowercase();
    assert!(head.contains("\r\ncontent-type: text/html; charset=utf-8\r\n"));
    assert!(!head.contains("\r\nlocation:"));

    let again = submit(address, &page, "loginName=sample-user&loginPswd=wrong").await;
    assert!(again.starts_with("HTTP/1.1 200 OK\r\n"), "{again}");
    assert!(again.contains("用户名或密码错误！"), "{again}");

    let fields = "loginName=sample-user&loginPswd=sample-password";
    let inside = submit(address, &again, fields).await;
    assert!(inside.starts_with("HTTP/1.1 200 OK\r\n"), "{inside}");
    assert!(inside.contains(sample::unit::NAME), "{inside}");

    let replayed = submit(address, &again, fields).await;
    assert!(
        replayed.starts_with("HTTP/1.1 403 Forbidden\r\n"),
        "{replayed}"
    );
    running.stop().await;
}

#[tokio::test]
async fn a_browser_applies_for_a_category_and_is_sent_back() {
    let running = start().await;
    let (address, keys) = (running.local_addr(), running.handle().idcode_keys());
    let unit = code(sample::unit::MAIN_CODE);
    let apply = InterfaceApply::new(unit, "http://a.example/", "http://a.example/", BACK);
    let url = Idcode::page_url(&keys, &running.base_url(), &apply, now_ms()).unwrap();
    let page = visit(address, url.expose()).await;
    assert!(page.contains(sample::unit::NAME), "{page}");

    let fields = "IndustryCategory_ID=10203&CodePayType=2&ModelNumber=5+kg&ModelNumberCode=m1";
    let answer = submit(address, &page, fields).await;
    assert!(answer.starts_with("HTTP/1.1 302 Found\r\n"), "{answer}");
    let location = answer
        .lines()
        .find_map(|line| line.strip_prefix("location: "))
        .unwrap();
    assert_eq!(
        location,
        "http://127.0.0.1:9/back?x=1&CategoryIDcode=i.86.110108.52/10.01110000.m1"
    );

    let replayed = submit(address, &page, fields).await;
    assert!(
        replayed.starts_with("HTTP/1.1 403 Forbidden\r\n"),
        "{replayed}"
    );
    assert!(
        !replayed.to_lowercase().contains("\r\nlocation:"),
        "{replayed}"
    );
    running.stop().await;
}

#[tokio::test]
async fn a_browser_with_a_tampered_address_is_refused_in_the_vendors_json() {
    let running = start().await;
    let (address, keys) = (running.local_addr(), running.handle().idcode_keys());
    let login = IDcodeLogin::new(BACK);
    let url = Idcode::page_url(&keys, &running.base_url(), &login, now_ms()).unwrap();
    let tampered = url.expose().replace("127.0.0.1%3A9", "evil.example");
    assert_ne!(tampered, url.expose());
    let answer = visit(address, &tampered).await;
    assert!(
        answer.ends_with(r#"{"ResultCode":0,"ResultMsg":"未授权！"}"#),
        "{answer}"
    );
    running.stop().await;
}
