//! Uploads of codes over a socket, in one call and in several.

use core::num::NonZeroUsize;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use enterprise_registry::idcode::operations::{
    BatchRegistIDcode, CategoryApplication, GetUploadCodeRecord, UploadCodeFile,
};
use enterprise_registry::idcode::{Application, CodeFile, Idcode, UploadOutcome};
use enterprise_registry::model::{DecimalId, IdCode};
use enterprise_registry::sandbox::{Config, Sandbox, sample};
use enterprise_registry::uploads::{UploadError, send_batches};
use enterprise_registry::{CallOptions, Client, Error, HyperService};
use registry_sandbox::server::{Running, Server};

async fn start() -> (Client<Idcode>, Running) {
    let sandbox = Sandbox::new(Config::default());
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::bind(anywhere, sandbox).await.unwrap();
    let client = client(&server.base_url(), server.handle().idcode_keys());
    (client, server.spawn())
}

fn client(base_url: &str, keys: enterprise_registry::idcode::IdcodeKeys) -> Client<Idcode> {
    Client::builder(keys, Arc::new(HyperService::new().unwrap()))
        .base_url(base_url)
        .build()
        .unwrap()
}

fn unit() -> IdCode {
    sample::unit::MAIN_CODE.parse().unwrap()
}

async fn registration(client: &Client<Idcode>) -> DecimalId {
    let goto_url = "http://www.xxxx.com/xxxx.aspx?id=";
    let website = CategoryApplication::new(10222_u64, 10_u64, Application::Registered, goto_url)
        .with_model("样例型号", "1");
    let request = BatchRegistIDcode::new(unit(), vec![website]);
    client.call(request).await.unwrap()[0]
        .registration_id
        .unwrap()
}

/// The number of codes of each upload that 502 lists.
async fn uploaded(client: &Client<Idcode>) -> Vec<u64> {
    let request = GetUploadCodeRecord::new(unit(), "46100000", "1");
    let records = client.call(request).await.unwrap();
    let counts = records.iter().map(|record| record.count.unwrap().get());
    counts.map(|count| u64::try_from(count).unwrap()).collect()
}

/// A file of codes with 500 characters each.
fn codes(count: u64) -> CodeFile {
    CodeFile::from_codes("codes.txt", move || {
        (0..count).map(|number| format!("{number:0500}"))
    })
    .unwrap()
}

#[tokio::test]
async fn a_file_larger_than_the_sandbox_keeps_arrives() {
    let (client, running) = start().await;
    let id = registration(&client).await;
    let sent = Arc::new(AtomicU64::new(0));
    let so_far = Arc::clone(&sent);
    let options = CallOptions::default().with_progress(move |progress| {
        so_far.store(progress.bytes, Ordering::SeqCst);
    });
    let request = UploadCodeFile::new(unit(), id, codes(40_000));
    client.call_with(request, &options).await.unwrap();
    assert!(sent.load(Ordering::SeqCst) > 40_000 * 501);
    assert_eq!(uploaded(&client).await, [40_000]);
    running.stop().await;
}

#[tokio::test]
async fn an_upload_in_several_calls_resumes_where_it_stopped() {
    let (client, running) = start().await;
    let id = registration(&client).await;
    let upload = UploadCodeFile::new(unit(), id, codes(25));
    let mut batches = upload.batches(NonZeroUsize::new(10).unwrap()).unwrap();

    // Nothing listens there: the codes are certainly not uploaded.
    let keys = running.handle().idcode_keys();
    let unreachable = self::client("http://127.0.0.1:1", keys);
    let stopped = send_batches(&unreachable, &mut batches, |_| {}).await;
    let Err(UploadError::Call(Error::Transport(_))) = stopped else {
        panic!("{stopped:?}");
    };
    assert_eq!(batches.report().first_out(), 1);
    assert_eq!(batches.report().count(UploadOutcome::NotUploaded), 10);

    let mut reported = Vec::new();
    send_batches(&client, &mut batches, |call| {
        reported.push((call.last(), call.outcome()))
    })
    .await
    .unwrap();
    assert_eq!(
        reported,
        [
            (10, UploadOutcome::Uploaded),
            (20, UploadOutcome::Uploaded),
            (25, UploadOutcome::Uploaded)
        ]
    );
    assert_eq!(uploaded(&client).await, [10, 10, 5]);
    assert_eq!(batches.report().calls()[0].attempts(), 2);
    send_batches(&client, &mut batches, |_| panic!("all codes are uploaded"))
        .await
        .unwrap();
    running.stop().await;
}

#[tokio::test]
async fn a_dropped_call_has_an_unknown_outcome_and_is_not_repeated() {
    let (client, running) = start().await;
    let id = registration(&client).await;
    let upload = UploadCodeFile::new(unit(), id, codes(15));
    let mut batches = upload.batches(NonZeroUsize::new(10).unwrap()).unwrap();
    {
        let mut sending = std::pin::pin!(send_batches(&client, &mut batches, |_| {}));
        // One poll begins the first call only.
        let polled = core::future::poll_fn(|context| {
            core::task::Poll::Ready(sending.as_mut().poll(context).is_pending())
        });
        assert!(polled.await);
    }
    send_batches(&client, &mut batches, |_| {}).await.unwrap();
    let report = batches.report();
    assert_eq!(
        (
            report.count(UploadOutcome::Unknown),
            report.count(UploadOutcome::Uploaded)
        ),
        (10, 5)
    );
    let doubtful: Vec<usize> = report.doubtful().map(|codes| codes.count()).collect();
    assert_eq!(doubtful, [10]);
    running.stop().await;
}
