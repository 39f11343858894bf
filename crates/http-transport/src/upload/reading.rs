//! Reads the sources of a body in a thread, in chunks, and checks their lengths.

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use bytes::Bytes;
use endpoint_core::wire::Piece;
use tokio::sync::{mpsc, oneshot};

/// The size of a chunk.
const CHUNK: usize = 64 * 1024;

/// The time that available bytes wait for more.
const DRIBBLE: Duration = Duration::from_millis(50);

type Reader = Box<dyn Read + Send>;

/// A readable piece, with its stated length.
enum Open {
    Bytes(Bytes),
    Reader(Reader, Option<u64>),
}

/// Why reading stopped early.
enum StopReason {
    /// The body was dropped.
    Unwanted,
    /// The source failed.
    Failed(io::Error),
}

/// Opens all sources, reports whether that succeeded, and passes on their bytes.
pub(crate) fn read_all(
    pieces: Vec<Piece>,
    ready: oneshot::Sender<io::Result<()>>,
    chunks: &mpsc::Sender<io::Result<Bytes>>,
) {
    let opened = guarded(|| pieces.into_iter().map(open).collect::<io::Result<Vec<_>>>());
    let opened = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let _not_awaited = ready.send(Err(error));
            return;
        }
    };
    if ready.send(Ok(())).is_err() {
        return;
    }
    for open in opened {
        let passed = match open {
            Open::Bytes(bytes) => chunks
                .blocking_send(Ok(bytes))
                .map_err(|_| StopReason::Unwanted),
            Open::Reader(reader, len) => pass_on(reader, len, chunks),
        };
        match passed {
            Ok(()) => {}
            Err(StopReason::Unwanted) => return,
            Err(StopReason::Failed(error)) => {
                let _not_received = chunks.blocking_send(Err(error));
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

/// A source is code of the caller: its panic is an error of the upload, not an early end that could
/// pass for the whole body.
fn guarded<T>(read: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(io::Error::other("the source panicked")))
}

fn pass_on(
    mut reader: Reader,
    len: Option<u64>,
    chunks: &mpsc::Sender<io::Result<Bytes>>,
) -> Result<(), StopReason> {
    let mut read = 0_u64;
    loop {
        let chunk = guarded(|| next_chunk(&mut reader)).map_err(StopReason::Failed)?;
        if chunk.is_empty() {
            break;
        }
        read = read.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if let Some(len) = len.filter(|len| read > *len) {
            let what = format!("it is longer than its stated {len} bytes");
            return Err(StopReason::Failed(io::Error::new(
                io::ErrorKind::InvalidData,
                what,
            )));
        }
        chunks
            .blocking_send(Ok(chunk))
            .map_err(|_| StopReason::Unwanted)?;
    }
    match len {
        Some(len) if read < len => {
            let what = format!("it ended after {read} of {len} bytes");
            Err(StopReason::Failed(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                what,
            )))
        }
        _ => Ok(()),
    }
}

/// Reads the next bytes: a full chunk, unless the reader is slow or at its end.
fn next_chunk(reader: &mut Reader) -> io::Result<Bytes> {
    let mut chunk = vec![0; CHUNK];
    let mut filled = 0;
    let began = Instant::now();
    while let Some(room) = chunk.get_mut(filled..).filter(|room| !room.is_empty()) {
        match reader.read(room) {
            Ok(0) => break,
            // A reader that claims more than the buffer holds is broken.
            Ok(got) if got > room.len() => {
                return Err(io::Error::other(
                    "the source claims more bytes than the buffer holds",
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

    type ReadStep = fn(&mut [u8]) -> io::Result<usize>;

    /// A reader with a script of results, then at its end.
    struct ScriptedReader(Vec<ReadStep>);

    impl Read for ScriptedReader {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            self.0.remove(0)(room)
        }
    }

    fn chunk_of(steps: Vec<ReadStep>) -> io::Result<usize> {
        next_chunk(&mut (Box::new(ScriptedReader(steps)) as super::Reader)).map(|chunk| chunk.len())
    }

    #[test]
    fn a_chunk_is_full_if_the_reader_has_enough_however_little_it_returns_at_once() {
        let mut endless: super::Reader = Box::new(io::repeat(1));
        assert_eq!(next_chunk(&mut endless).unwrap().len(), 65_536);
        assert_eq!(chunk_of(vec![|_| Ok(3); 5]).unwrap(), 15);
    }

    #[test]
    fn available_bytes_do_not_wait_long_for_more() {
        let dribble = |_: &mut [u8]| {
            std::thread::sleep(DRIBBLE);
            Ok(1)
        };
        assert_eq!(chunk_of(vec![dribble; 5]).unwrap(), 1);
    }

    #[test]
    fn an_interrupted_read_is_repeated() {
        let interrupted = |_: &mut [u8]| Err(io::ErrorKind::Interrupted.into());
        assert_eq!(chunk_of(vec![interrupted, |_| Ok(7)]).unwrap(), 7);
    }

    #[test]
    fn a_reader_that_claims_more_than_the_buffer_holds_is_broken() {
        let error = chunk_of(vec![|room| Ok(room.len() + 1)]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the source claims more bytes than the buffer holds"
        );
    }
}
