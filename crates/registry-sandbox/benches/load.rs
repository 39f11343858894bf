//! The load that the sandbox bears as a server. Budget: ready within 200 ms, at least 2,000
//! requests a second, and the slowest in a hundred within 10 ms, on two cores.
//!
//! `cargo bench -p registry-sandbox --features server --bench load`: clients with one connection
//! each send requests in sequence for two seconds; `-- --test` for a tenth of one. They read every
//! response whole, on the same processors: the figures include both sides.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark documents nothing, ends where it fails, and says what it found"
)]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use endpoint_core::{Endpoint, Params, Vendor};
use idcode_api::operations::{
    GetAllAreaInfo, GetAllIndustryCategoryList, GetAllTradeInfo, GetAreaInfoByParentID,
    GetCompanyBaseInfo,
};
use ihuyi_api::products::Entinfov2Submit;
use registry_sandbox::{Config, Incoming, Sandbox, Server, sample};

/// The bytes of a request that stays valid: the sandbox accepts any time.
fn signed<E: Endpoint>(keys: &<E::Vendor as Vendor>::Keys, request: &E) -> Vec<u8> {
    let params = Params::from_request(request).unwrap();
    let signed = E::Vendor::sign(keys, &E::SPEC, &params, 1_700_000_000_000).unwrap();
    let incoming = Incoming::from(&signed);
    let head = format!(
        "{} {} HTTP/1.1\r\nHost: x\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
        incoming.method,
        incoming.target,
        incoming.content_type.as_deref().unwrap_or("text/plain"),
        incoming.body.len()
    );
    [head.as_bytes(), &incoming.body].concat()
}

/// One request and its response, whose size is returned.
fn ask(stream: &mut TcpStream, request: &[u8], room: &mut [u8]) -> usize {
    stream.write_all(request).unwrap();
    let mut got = 0;
    let mut expected = None;
    while expected.is_none_or(|expected| got < expected) {
        let read = stream.read(&mut room[got..]).unwrap();
        assert_ne!(read, 0, "the server hung up");
        got += read;
        let head = room[..got].windows(4).position(|four| four == b"\r\n\r\n");
        if let (None, Some(end)) = (expected, head) {
            let head = core::str::from_utf8(&room[..end]).unwrap();
            assert!(head.starts_with("HTTP/1.1 200"), "{head}");
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.trim().parse::<usize>().unwrap())
            });
            expected = Some(end + 4 + length.unwrap());
        }
    }
    got
}

fn load(address: SocketAddr, what: &str, request: &[u8], connections: usize, lasting: Duration) {
    let began = Instant::now();
    let client = || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut room = vec![0; 1 << 20];
        let mut took = Vec::new();
        let mut size = 0;
        while began.elapsed() < lasting {
            let asked = Instant::now();
            size = ask(&mut stream, request, &mut room);
            took.push(asked.elapsed());
        }
        (took, size)
    };
    let (mut took, size) = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..connections).map(|_| scope.spawn(client)).collect();
        let mut all = (Vec::new(), 0);
        for client in clients {
            let (took, size) = client.join().unwrap();
            all.0.extend(took);
            all.1 = size;
        }
        all
    });
    let rate = took.len() as f64 / began.elapsed().as_secs_f64();
    took.sort_unstable();
    println!(
        "{what:>14} on {connections:>2}: {rate:>7.0} a second, half within {:>6.0?}, 99 of 100 \
         within {:>6.0?}, {size} bytes",
        took[took.len() / 2],
        took[took.len() * 99 / 100],
    );
}

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let lasting = Duration::from_millis(if is_test { 100 } else { 2_000 });
    let began = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let config = Config::default().with_time_window(None);
    let sandbox = Sandbox::new(config.with_starting_balance(u64::MAX));
    let (idcode, ihuyi) = (sandbox.idcode_keys(), sandbox.ihuyi_keys());
    let server = Server::bind(([127, 0, 0, 1], 0).into(), sandbox);
    let running = runtime.block_on(async { server.await.unwrap().spawn() });
    let address = running.local_addr();
    let unit = GetCompanyBaseInfo::new(sample::unit::MAIN_CODE.parse().unwrap());
    let unit = signed(&idcode, &unit);
    let mut stream = TcpStream::connect(address).unwrap();
    ask(&mut stream, &unit, &mut vec![0; 1 << 20]);
    println!("the first answer after {:.1?}", began.elapsed());
    drop(stream);
    let guangdong = GetAreaInfoByParentID::new(440_000_u64);
    let company = Entinfov2Submit::new(sample::DEMO.credit_code());
    for (what, request) in [
        ("306", unit),
        ("101, all areas", signed(&idcode, &GetAllAreaInfo::new())),
        ("102", signed(&idcode, &guangdong)),
        ("103", signed(&idcode, &GetAllTradeInfo::new())),
        ("202", signed(&idcode, &GetAllIndustryCategoryList::new())),
        ("entinfov2", signed(&ihuyi, &company)),
    ] {
        for connections in [1, 8, 64] {
            load(address, what, &request, connections, lasting);
        }
    }
    runtime.block_on(running.stop());
}
