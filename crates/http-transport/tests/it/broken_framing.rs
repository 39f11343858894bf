//! Answers whose framing is broken, as gateways send them.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::Duration;

use crate::calls::{Operation, Setup};

#[tokio::test]
async fn the_sending_side_stays_open_until_an_answer_whose_head_is_rejected_is_read() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // A server that gives up its answer when its client ends the connection.
    let server = std::thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let mut buffer = [0; 8192];
        let _request = client.read(&mut buffer).unwrap();
        let success = Operation::Paid.success();
        let head = format!(
            "HTTP/1.1 200 OK\r\nX: \0\r\nContent-Length: {}\r\n\r\n",
            success.len()
        );
        client.write_all(head.as_bytes()).unwrap();
        let wait = Some(Duration::from_millis(300));
        client.set_read_timeout(wait).unwrap();
        let has_ended = matches!(client.read(&mut buffer), Ok(0));
        if !has_ended {
            client.write_all(success.as_bytes()).unwrap();
        }
        has_ended
    });
    let answered = Setup::to(&url).call(Operation::Paid).await;
    assert!(!server.join().unwrap(), "the client ended the connection");
    answered.unwrap();
}
