//! The speed of the sandbox. Budget: at least 2,000 requests a second over a socket, with the
//! slowest in a hundred within 10 ms, on two cores.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a benchmark documents nothing and ends where it fails"
)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use endpoint_core::{Endpoint, Params, Vendor};
use idcode_api::operations::{GetAllAreaInfo, GetCompanyBaseInfo};
use ihuyi_api::products::Entinfov2Submit;
use registry_sandbox::{Config, Incoming, Sandbox, Server, sample};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

/// A request that stays valid: the sandbox accepts any time.
fn signed<E: Endpoint>(keys: &<E::Vendor as Vendor>::Keys, request: &E) -> Incoming {
    let params = Params::from_request(request).unwrap();
    Incoming::from(&E::Vendor::sign(keys, &E::SPEC, &params, 1_700_000_000_000).unwrap())
}

fn sandbox() -> Sandbox {
    let config = Config::default().with_time_window(None);
    Sandbox::new(config.with_starting_balance(u64::MAX))
}

fn in_process(criterion: &mut Criterion) {
    let sandbox = sandbox();
    let runtime = Builder::new_current_thread().build().unwrap();
    let unit = GetCompanyBaseInfo::new(sample::unit::MAIN_CODE.parse().unwrap());
    let company = Entinfov2Submit::new(sample::DEMO.credit_code());
    let mut group = criterion.benchmark_group("respond");
    for (name, incoming) in [
        ("306", signed(&sandbox.idcode_keys(), &unit)),
        (
            "101",
            signed(&sandbox.idcode_keys(), &GetAllAreaInfo::new()),
        ),
        ("entinfov2", signed(&sandbox.ihuyi_keys(), &company)),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let response = runtime.block_on(sandbox.respond(incoming.clone()));
                assert_eq!(response.status, 200);
                response
            });
        });
    }
    group.finish();
}

/// One request and its response, on a connection that stays open.
async fn ask(stream: &mut TcpStream, request: &str) {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = [0; 4096];
    let mut length = 0;
    while !answer.get(..length).unwrap().ends_with(b"\"}") {
        let read = stream
            .read(answer.get_mut(length..).unwrap())
            .await
            .unwrap();
        assert_ne!(read, 0, "the server hung up");
        length += read;
    }
}

fn over_sockets(criterion: &mut Criterion) {
    let runtime: Runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let sandbox = sandbox();
    let unit = GetCompanyBaseInfo::new(sample::unit::MAIN_CODE.parse().unwrap());
    let target = signed(&sandbox.idcode_keys(), &unit).target;
    let request: &'static str = format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").leak();
    let server = Server::bind(([127, 0, 0, 1], 0).into(), sandbox);
    let running = runtime.block_on(async { server.await.unwrap().spawn() });

    let mut group = criterion.benchmark_group("socket");
    for connections in [1_u64, 8, 64] {
        let mut streams: Vec<TcpStream> = (0..connections)
            .map(|_| {
                runtime
                    .block_on(TcpStream::connect(running.local_addr()))
                    .unwrap()
            })
            .collect();
        group.throughput(Throughput::Elements(connections));
        group.bench_function(format!("306 on {connections}"), |bencher| {
            bencher.iter(|| {
                let asked = streams.drain(..).map(|mut stream| {
                    runtime.spawn(async move {
                        ask(&mut stream, request).await;
                        stream
                    })
                });
                let asked: Vec<_> = asked.collect();
                streams.extend(
                    asked
                        .into_iter()
                        .map(|task| runtime.block_on(task).unwrap()),
                );
            });
        });
    }
    group.finish();
    runtime.block_on(running.stop());
}

criterion_group!(benches, in_process, over_sockets);
criterion_main!(benches);
