//! The server: its port, its connections, its end.

use std::io::ErrorKind;
use std::net::SocketAddr;

use registry_sandbox::server::Running;
use registry_sandbox::{Config, Sandbox, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn any_port() -> SocketAddr {
    ([127, 0, 0, 1], 0).into()
}

pub(crate) async fn start() -> Running {
    let sandbox = Sandbox::new(Config::default());
    Server::bind(any_port(), sandbox).await.unwrap().spawn()
}

/// Sends bytes on their own connection and returns everything that comes back.
pub(crate) async fn exchange(address: SocketAddr, request: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_ref()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

const REQUEST: &str = "GET /idcard/ent3f/GetNum.json?account=sandbox-account\
    &password=sandbox-key-0000 HTTP/1.1\r\nHost: x\r\n\r\n";

/// One request on a connection that stays open.
async fn ask_on(stream: &mut TcpStream) {
    stream.write_all(REQUEST.as_bytes()).await.unwrap();
    let mut answer = [0; 1024];
    let length = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(
        answer.ends_with(r#"{"num":100,"code":2,"msg":"查询成功"}"#),
        "{answer}"
    );
}

#[tokio::test]
async fn only_loopback_is_listened_on() {
    for address in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0"] {
        let sandbox = Sandbox::new(Config::default());
        let error = Server::bind(address.parse().unwrap(), sandbox)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(
            error
                .to_string()
                .starts_with("the sandbox listens on loopback only, ")
        );
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error() {
    let running = start().await;
    let sandbox = Sandbox::new(Config::default());
    let error = Server::bind(running.local_addr(), sandbox)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
    running.stop().await;
}

#[tokio::test]
async fn the_address_has_the_port_that_was_given() {
    let running = start().await;
    let address = running.local_addr();
    assert_ne!(address.port(), 0);
    assert_eq!(
        running.base_url(),
        format!("http://127.0.0.1:{}", address.port())
    );
    assert!(format!("{running:?}").contains(&address.to_string()));
    running.stop().await;
}

#[tokio::test]
async fn server_and_handle_share_one_state() {
    let running = start().await;
    let body = "account=sandbox-account&password=sandbox-key-0000\
        &ent_code=91110108MAXXXX015B";
    let request = format!(
        "POST /idcard/entinfov2/Submit.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(running.local_addr(), request).await;
    assert!(answer.contains("样例（北京）科技有限公司"), "{answer}");
    assert_eq!(running.handle().balance("entinfov2"), Some(99));
    running.stop().await;
}

#[tokio::test]
async fn a_connection_is_kept_for_many_requests() {
    let running = start().await;
    let mut stream = TcpStream::connect(running.local_addr()).await.unwrap();
    for _ in 0..20 {
        ask_on(&mut stream).await;
    }
    assert_eq!(running.handle().calls().len(), 20);
    running.stop().await;
}

#[tokio::test]
async fn hundreds_of_connections_are_served_at_once() {
    let running = start().await;
    let mut streams = Vec::new();
    for _ in 0..300 {
        streams.push(TcpStream::connect(running.local_addr()).await.unwrap());
    }
    for stream in &mut streams {
        ask_on(stream).await;
    }
    running.stop().await;
}

#[tokio::test]
async fn a_stop_closes_the_port_and_every_connection() {
    let running = start().await;
    let address = running.local_addr();
    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut used = TcpStream::connect(address).await.unwrap();
    ask_on(&mut used).await;
    let mut half = TcpStream::connect(address).await.unwrap();
    half.write_all(&REQUEST.as_bytes()[..20]).await.unwrap();
    // A response on the last connection proves that all of them were accepted.
    let mut last = TcpStream::connect(address).await.unwrap();
    ask_on(&mut last).await;

    running.stop().await;
    for stream in [&mut idle, &mut used, &mut half, &mut last] {
        let ended = match stream.read(&mut [0; 16]).await {
            Ok(length) => length == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        };
        assert!(ended);
    }
    let refused = TcpStream::connect(address).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
}

#[tokio::test]
async fn a_server_that_is_dropped_while_it_runs_closes_its_connections() {
    let server = Server::bind(any_port(), Sandbox::new(Config::default()))
        .await
        .unwrap();
    let address = server.local_addr();
    let task = tokio::spawn(server.run());
    let mut stream = TcpStream::connect(address).await.unwrap();
    ask_on(&mut stream).await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    let ended = stream
        .read(&mut [0; 16])
        .await
        .map_or(true, |length| length == 0);
    assert!(ended);
    let refused = TcpStream::connect(address).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
}

#[tokio::test]
async fn a_running_server_that_is_dropped_stops() {
    let running = start().await;
    let mut stream = TcpStream::connect(running.local_addr()).await.unwrap();
    ask_on(&mut stream).await;
    drop(running);
    let ended = stream
        .read(&mut [0; 16])
        .await
        .map_or(true, |length| length == 0);
    assert!(ended);
}
