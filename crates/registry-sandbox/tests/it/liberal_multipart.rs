//! Liberal forms: multipart bodies.

use registry_sandbox::sample;

use crate::client::{Client, TOKEN, post};

const PATH: &str = "/AllInterFace/VerifyCompanyInfo";

/// How a client writes its parts.
struct Manner<'a> {
    boundary: &'a str,
    /// The boundary in the content type, quoted or not.
    announced: &'a str,
    /// The headers after the name of a text part.
    text_head: &'a str,
    /// File name and content type of the picture.
    file_head: &'a [u8],
    /// Before the first boundary, and after the last.
    around: [&'a str; 2],
    file_first: bool,
}

const USUAL: Manner<'static> = Manner {
    boundary: "boundary",
    announced: "boundary",
    text_head: "",
    file_head: b"; filename=\"licence.png\"\r\nContent-Type: image/png",
    around: ["", "\r\n"],
    file_first: false,
};

async fn outcome(manner: &Manner<'_>) -> serde_json::Value {
    let client = Client::new();
    let texts = [
        ("access_token", TOKEN),
        ("companyIDcode", sample::unit::MAIN_CODE),
        ("Organizationcode", "91110108MAXXXX015B"),
        ("codePayType", "2"),
    ];
    let target = client.target(PATH, &texts);
    let (_, hash) = target.split_once("&hash=").unwrap();
    let time = client.now_ms().to_string();
    let mut body = manner.around[0].as_bytes().to_vec();
    let mut part = |head: &[u8], content: &[u8]| {
        body.extend_from_slice(format!("--{}\r\n", manner.boundary).as_bytes());
        body.extend_from_slice(b"Content-Disposition: form-data; ");
        body.extend_from_slice(head);
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    let mut file_head = b"name=\"file1\"".to_vec();
    file_head.extend_from_slice(manner.file_head);
    if manner.file_first {
        part(&file_head, sample::LICENCE_PNG);
    }
    for (name, value) in texts
        .into_iter()
        .chain([("time", time.as_str()), ("hash", hash)])
    {
        let head = format!("name=\"{name}\"{}", manner.text_head);
        part(head.as_bytes(), value.as_bytes());
    }
    if !manner.file_first {
        part(&file_head, sample::LICENCE_PNG);
    }
    body.extend_from_slice(format!("--{}--{}", manner.boundary, manner.around[1]).as_bytes());
    let content_type = format!("multipart/form-data; boundary={}", manner.announced);
    client.json(post(PATH, &content_type, body)).await
}

#[tokio::test]
async fn parts_are_taken_in_every_manner_that_clients_have() {
    let dashes = "---------------------------8d5f2c1e";
    let manners = [
        USUAL,
        Manner {
            boundary: dashes,
            announced: dashes,
            ..USUAL
        },
        Manner {
            boundary: "a b",
            announced: "\"a b\"",
            ..USUAL
        },
        Manner {
            boundary: "=_Part=1",
            announced: "=_Part=1",
            ..USUAL
        },
        Manner {
            announced: "boundary; charset=GBK",
            ..USUAL
        },
        Manner {
            text_head: "\r\nContent-Type: text/plain; charset=GBK",
            ..USUAL
        },
        Manner {
            text_head: "\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit",
            ..USUAL
        },
        Manner {
            file_head: b"; filename=\"C:\\Users\\me\\My Pictures\\licence.png\"\r\n\
                Content-Type: application/octet-stream",
            ..USUAL
        },
        Manner {
            file_head: "; filename=\"/home/我/执照.png\"".as_bytes(),
            ..USUAL
        },
        // GBK, which is not UTF-8.
        Manner {
            file_head: b"; filename=\"\xd6\xb4\xd5\xd5.png\"",
            ..USUAL
        },
        Manner {
            file_head: b"; filename=\"\"",
            ..USUAL
        },
        Manner {
            file_head: b"; filename=licence.png",
            ..USUAL
        },
        Manner {
            file_first: true,
            ..USUAL
        },
        Manner {
            around: ["a preamble\r\n", "\r\nan epilogue"],
            ..USUAL
        },
        Manner {
            around: ["", ""],
            ..USUAL
        },
        Manner {
            around: ["\r\n", "\r\n"],
            ..USUAL
        },
    ];
    for (at, manner) in manners.iter().enumerate() {
        let answer = outcome(manner).await;
        assert_eq!(answer["ResultCode"], 1, "manner {at}: {answer}");
    }
}

#[tokio::test]
async fn texts_beside_a_file_may_stand_in_the_query() {
    let client = Client::new();
    let target = client.target(
        PATH,
        &[
            ("access_token", TOKEN),
            ("companyIDcode", sample::unit::MAIN_CODE),
            ("Organizationcode", "1"),
            ("codePayType", "0"),
        ],
    );
    let body = "--x\r\nContent-Disposition: form-data; name=\"file1\"; filename=\"a\"\r\n\r\nBM\r\n--x--\r\n";
    let answer = client
        .json(post(&target, "multipart/form-data; boundary=x", body))
        .await;
    assert_eq!(answer["ResultCode"], 1, "{answer}");
}
