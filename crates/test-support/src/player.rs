//! Plays a script on one connection.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::event::Log;
use crate::{Event, Request, Script, Step};

/// The pause between two bytes written slowly.
const WRITE_PAUSE: Duration = Duration::from_millis(20);

pub(crate) async fn play(stream: TcpStream, script: Script, number: usize, log: Log) {
    stream.set_nodelay(true).unwrap();
    let mut player = Player {
        stream,
        number,
        log: log.clone(),
        left: Vec::new(),
        at_a_time: usize::MAX,
        last: None,
    };
    let mut steps = VecDeque::from(script.clone());
    while let Some(step) = steps.pop_front() {
        match player.step(step).await {
            Some(Next::Step) => {}
            Some(Next::First(more)) => {
                for step in more.into_iter().rev() {
                    steps.push_front(step);
                }
            }
            Some(Next::Again) => steps = VecDeque::from(script.clone()),
            Some(Next::Reset) => {
                player.stream.set_zero_linger().unwrap();
                log.note_with(Event::Reset(number), || drop(player));
                return;
            }
            None => {
                log.note(Event::Abandoned(number));
                return;
            }
        }
    }
    log.note_with(Event::Closed(number), || drop(player));
}

enum Next {
    Step,
    /// Insert these steps.
    First(Script),
    Again,
    Reset,
}

struct Player {
    stream: TcpStream,
    number: usize,
    log: Log,
    /// Bytes read that no step has used.
    left: Vec<u8>,
    /// The most bytes of one read.
    at_a_time: usize,
    last: Option<Request>,
}

impl Player {
    /// `None` if the client has closed the connection.
    async fn step(&mut self, step: Step) -> Option<Next> {
        match step {
            Step::Read => {
                let request = self.read().await?;
                self.last = Some(request.clone());
                self.log.note(Event::Received(self.number, request));
            }
            Step::ReadHead => drop(self.read_head().await?),
            Step::ReadSome => {
                self.more().await?;
                self.left.clear();
            }
            Step::ReadBytes(count) => {
                while self.left.len() < count {
                    self.more().await?;
                }
                self.left.drain(..count);
            }
            Step::ReadLimit(count) => self.at_a_time = count,
            Step::Write(bytes) => self.write(&bytes).await?,
            Step::Reply(reply) => {
                let bytes = reply(self.last.as_ref().unwrap());
                self.write(&bytes).await?;
            }
            Step::Then(choose) => return Some(Next::First(choose(self.last.as_ref().unwrap()))),
            Step::Call(what) => what(),
            Step::WriteSlowly(bytes) => {
                for byte in bytes {
                    self.write(&[byte]).await?;
                    tokio::time::sleep(WRITE_PAUSE).await;
                }
            }
            Step::WriteForever(bytes) => {
                while self.write(&bytes).await.is_some() {}
                return None;
            }
            Step::Wait(gate) => gate.pass().await,
            Step::Hang => {
                while self.more().await.is_some() {
                    self.left.clear();
                }
                return None;
            }
            Step::Note(text) => self.log.note(Event::Noted(text.to_owned())),
            Step::HalfClose => self.stream.shutdown().await.ok()?,
            Step::Reset => return Some(Next::Reset),
            Step::Again => return Some(Next::Again),
        }
        Some(Next::Step)
    }

    async fn write(&mut self, bytes: &[u8]) -> Option<()> {
        self.stream.write_all(bytes).await.ok()
    }

    async fn more(&mut self) -> Option<()> {
        let limit = u64::try_from(self.at_a_time).unwrap();
        let mut stream = (&mut self.stream).take(limit);
        let read = stream.read_buf(&mut self.left).await.ok()?;
        (read > 0).then_some(())
    }

    async fn read_head(&mut self) -> Option<Vec<u8>> {
        loop {
            let end = self.left.windows(4).position(|four| four == b"\r\n\r\n");
            if let Some(at) = end {
                return Some(self.left.drain(..at + 4).collect());
            }
            self.more().await?;
        }
    }

    async fn read(&mut self) -> Option<Request> {
        let head = self.read_head().await?;
        let mut request = Request {
            head: String::from_utf8(head).unwrap(),
            body: String::new(),
        };
        let body = if request.header("transfer-encoding").is_some() {
            self.read_chunks().await?
        } else {
            let length = request.header("content-length");
            self.take(length.map_or(0, |length| length.parse().unwrap()))
                .await?
        };
        assert!(self.left.is_empty(), "one request at a time");
        request.body = String::from_utf8_lossy(&body).into_owned();
        Some(request)
    }

    async fn take(&mut self, length: usize) -> Option<Vec<u8>> {
        while self.left.len() < length {
            self.more().await?;
        }
        Some(self.left.drain(..length).collect())
    }

    async fn read_chunks(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                let end = self.left.windows(2).position(|two| two == b"\r\n");
                if let Some(at) = end {
                    break self.left.drain(..at + 2).collect::<Vec<u8>>();
                }
                self.more().await?;
            };
            let size = String::from_utf8(line).unwrap();
            let size = usize::from_str_radix(size.trim(), 16).unwrap();
            let chunk = self.take(size + 2).await?;
            if size == 0 {
                return Some(body);
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }
}
