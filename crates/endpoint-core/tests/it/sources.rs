//! Files that are read while they are sent: a request carries them unread, and a body includes
//! them.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use endpoint_core::wire::{Body, Multipart, Part, Piece, Request};
use endpoint_core::{Endpoint, File, Params, UploadSource};

use crate::depot::{Depot, UploadLicence};

/// Counts how often it was opened.
#[derive(Debug)]
struct Letters {
    len: Option<u64>,
    opened: AtomicUsize,
}

impl Letters {
    fn new(len: impl Into<Option<u64>>) -> Arc<Self> {
        Arc::new(Self {
            len: len.into(),
            opened: AtomicUsize::new(0),
        })
    }

    fn times(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }
}

impl UploadSource for Letters {
    fn len(&self) -> Option<u64> {
        self.len
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        self.opened.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(io::repeat(b'a').take(self.len.unwrap_or(7))))
    }
}

/// A source that cannot be opened.
#[derive(Debug)]
struct Gone;

impl UploadSource for Gone {
    fn len(&self) -> Option<u64> {
        Some(0)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

fn licence(picture: File) -> UploadLicence {
    UploadLicence {
        code: "i.86".to_owned(),
        picture,
        remark: None,
    }
}

#[test]
fn a_source_passes_from_a_request_to_its_parameters_and_back_unread() {
    let letters = Letters::new(5);
    let file = File::from_source("C:\\某人\\执照.png", letters.clone());
    let request = licence(file.clone());
    let params = Params::from_request(&request).unwrap();
    let (name, carried) = params.files().next().unwrap();
    assert_eq!((name, carried.name()), ("file1", "执照.png"));
    assert_eq!(*carried, file);
    assert_eq!(carried.len(), Some(5));
    assert!(carried.content().is_empty());

    let again: UploadLicence = params.into_typed().unwrap();
    assert_eq!(again, request);
    assert_eq!(letters.times(), 0);
}

#[test]
fn two_files_are_equal_that_share_one_source() {
    let (one, other) = (Letters::new(5), Letters::new(5));
    let file = |source: &Arc<Letters>| File::from_source("a", source.clone());
    assert_eq!(file(&one), file(&one));
    assert_ne!(file(&one), file(&other));
    assert_ne!(file(&one), File::new("a", Bytes::new()));
}

#[test]
fn a_source_has_no_other_form() {
    let file = File::from_source("a", Letters::new(5));
    // The other fields of its request have one, the file is not among them.
    let request = serde_json::to_string(&licence(file.clone())).unwrap();
    assert_eq!(request, r#"{"companyIDcode":"i.86","remark":null}"#);
    assert_eq!(format!("{file:?}"), "File(5 bytes)");
    let endless = File::from_source("a", Letters::new(None));
    assert_eq!(format!("{endless:?}"), "File(of unknown size)");
    assert!(!endless.is_empty());
    assert!(File::from_source("a", Arc::new(Gone)).is_empty());
}

fn body(files: &[(&str, Arc<dyn UploadSource>)]) -> Body {
    let part = Part {
        name: "companyIDcode".to_owned(),
        file_name: None,
        content: Bytes::from_static(b"i.86"),
    };
    let files = files
        .iter()
        .map(|(name, source)| {
            (
                (*name).to_owned(),
                File::from_source("x.txt", Arc::clone(source)),
            )
        })
        .collect();
    Body::Multipart(Multipart::new("7", vec![part]).with_streamed(files))
}

#[test]
fn sources_are_written_after_the_parts_each_between_its_lines() {
    let body = body(&[("file1", Letters::new(3)), ("file2", Letters::new(None))]);
    assert!(body.is_streamed());
    assert_eq!(
        String::from_utf8(body.read().unwrap().to_vec()).unwrap(),
        "--registry-7\r\n\
         Content-Disposition: form-data; name=\"companyIDcode\"\r\n\r\n\
         i.86\r\n\
         --registry-7\r\n\
         Content-Disposition: form-data; name=\"file1\"; filename=\"x.txt\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n\
         aaa\r\n\
         --registry-7\r\n\
         Content-Disposition: form-data; name=\"file2\"; filename=\"x.txt\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n\
         aaaaaaa\r\n\
         --registry-7--\r\n"
    );
    let pieces = body.pieces();
    let lens: Vec<_> = pieces.iter().map(Piece::len).collect();
    assert_eq!([lens[1], lens[3]], [Some(3), None]);
    assert!(pieces.iter().all(|piece| !piece.is_empty()));
    let held: usize = [0, 2, 4]
        .iter()
        .map(|at| {
            let Piece::Bytes(bytes) = &pieces[*at] else {
                panic!("{pieces:?}")
            };
            bytes.len()
        })
        .sum();
    assert_eq!(body.to_bytes().len(), held);
}

#[test]
fn a_source_that_cannot_be_opened_is_the_error_of_the_body() {
    let error = body(&[("file1", Arc::new(Gone))]).read().unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
}

#[test]
fn display_shows_name_and_size_of_a_source() {
    let request = Request {
        method: UploadLicence::SPEC.method,
        target: UploadLicence::SPEC.path.to_owned(),
        body: body(&[("file1", Letters::new(3)), ("file2", Letters::new(None))]),
    };
    assert_eq!(
        request.masked::<Depot>(&UploadLicence::SPEC),
        "POST /units/licence\n\
         companyIDcode: i.86\n\
         file1: file \"x.txt\", 3 bytes, read while they are sent\n\
         file2: as many bytes as it turns out to have"
    );
    assert!(format!("{request:?}").contains("Multipart(3 parts)"));
}
