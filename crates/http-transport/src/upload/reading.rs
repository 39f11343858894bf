//! How the sources of a body are read: by one thread, in chunks, each to the length it promised.

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use bytes::Bytes;
use endpoint_core::wire::Piece;
use tokio::sync::{mpsc, oneshot};

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// How long bytes that are there wait for more of them.
const DRIBBLE: Duration = Duration::from_millis(50);

type Reader = Box<dyn Read + Send>;

/// A piece that can be read, with the length that it promised.
enum Open {
    Bytes(Bytes),
    Reader(Reader, Option<u64>),
}

/// Why the reading ended before the end.
enum Ended {
    /// Nobody takes chunks any more.
    Unwanted,
    /// The source failed.
    Failed(io::Error),
}

/// Opens all sources, says whether that went well, and passes on what they yield.
pub(crate) fn read_all(
    pieces: Vec<Piece>,
    ready: oneshot::Sender<io::Result<()>>,
    chunks: &mpsc::Sender<io::Result<Bytes>>,
) {
    let opened = guarded(|| pieces.into_iter().map(open).collect::<io::Result<Vec<_>>>());
    let opened = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let _nobody_waits = ready.send(Err(error));
            return;
        }
    };
    if ready.send(Ok(())).is_err() {
        return;
    }
    for open in opened {
        let passed = match open {
            Open::Bytes(bytes) => chunks.blocking_send(Ok(bytes)).map_err(|_| Ended::Unwanted),
            Open::Reader(reader, len) => pass_on(reader, len, chunks),
        };
        match passed {
            Ok(()) => {}
            Err(Ended::Unwanted) => return,
            Err(Ended::Failed(error)) => {
                let _nobody_takes = chunks.blocking_send(Err(error));
                return;
            }
        }
    }
}

fn open(piece: Piece) -> io::Result<Open> {
    Ok(match piece {
        Piece::Bytes(bytes) => Open::Bytes(bytes),
        Piece::Source(source) => {
            let len = source.len();
            Open::Reader(source.open()?, len)
        }
    })
}

/// A source is code of the caller's: a panic of it is a failure of the upload, not a body that
/// ends early and could pass for whole.
fn guarded<T>(read: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(io::Error::other("the source panicked")))
}

fn pass_on(
    mut reader: Reader,
    len: Option<u64>,
    chunks: &mpsc::Sender<io::Result<Bytes>>,
) -> Result<(), Ended> {
    let mut read = 0_u64;
    loop {
        let chunk = guarded(|| next_chunk(&mut reader)).map_err(Ended::Failed)?;
        if chunk.is_empty() {
            break;
        }
        read = read.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if let Some(len) = len.filter(|len| read > *len) {
            let what = format!("it is longer than the {len} bytes that it was to have");
            return Err(Ended::Failed(io::Error::new(
                io::ErrorKind::InvalidData,
                what,
            )));
        }
        chunks
            .blocking_send(Ok(chunk))
            .map_err(|_| Ended::Unwanted)?;
    }
    match len {
        Some(len) if read < len => {
            let what = format!("it ended after {read} of {len} bytes");
            Err(Ended::Failed(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                what,
            )))
        }
        _ => Ok(()),
    }
}

/// The next bytes: a full chunk, unless the reader takes its time over it or is at its end.
fn next_chunk(reader: &mut Reader) -> io::Result<Bytes> {
    let mut chunk = vec![0; CHUNK];
    let mut filled = 0;
    let began = Instant::now();
    while let Some(room) = chunk.get_mut(filled..).filter(|room| !room.is_empty()) {
        match reader.read(room) {
            Ok(0) => break,
            // A reader that claims more than it was given room for is broken.
            Ok(got) if got > room.len() => {
                return Err(io::Error::other(
                    "the source claims more than it was asked for",
                ));
            }
            Ok(got) => filled += got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if began.elapsed() >= DRIBBLE {
            break;
        }
    }
    chunk.truncate(filled);
    Ok(chunk.into())
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::{DRIBBLE, next_chunk};

    type Deed = fn(&mut [u8]) -> io::Result<usize>;

    /// A reader that does these things, one after the other, and is at its end then.
    struct Doing(Vec<Deed>);

    impl Read for Doing {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            self.0.remove(0)(room)
        }
    }

    fn chunk_of(deeds: Vec<Deed>) -> io::Result<usize> {
        next_chunk(&mut (Box::new(Doing(deeds)) as super::Reader)).map(|chunk| chunk.len())
    }

    #[test]
    fn a_chunk_is_full_where_the_reader_has_enough_however_little_it_gives_at_once() {
        let mut endless: super::Reader = Box::new(io::repeat(1));
        assert_eq!(next_chunk(&mut endless).unwrap().len(), 65_536);
        assert_eq!(chunk_of(vec![|_| Ok(3); 5]).unwrap(), 15);
    }

    #[test]
    fn bytes_that_are_there_do_not_wait_long_for_more() {
        let dribble = |_: &mut [u8]| {
            std::thread::sleep(DRIBBLE);
            Ok(1)
        };
        assert_eq!(chunk_of(vec![dribble; 5]).unwrap(), 1);
    }

    #[test]
    fn an_interruption_is_no_failure() {
        let interrupted = |_: &mut [u8]| Err(io::ErrorKind::Interrupted.into());
        assert_eq!(chunk_of(vec![interrupted, |_| Ok(7)]).unwrap(), 7);
    }

    #[test]
    fn a_reader_that_claims_more_than_it_was_asked_for_is_broken() {
        let error = chunk_of(vec![|room| Ok(room.len() + 1)]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the source claims more than it was asked for"
        );
    }
}
