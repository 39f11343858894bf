//! 304: certificates and licence pictures.

use bytes::Bytes;
use endpoint_core::{File, Refusal};
use idcode_api::operations::{Certificate, CertificateKind, Done, VerifyCompanyInfo};
use registry_model::UnifiedSocialCreditCode;
use registry_sandbox::sample;

use crate::client::Client;
use crate::samples::{code, picture};

async fn submit(certificate: Certificate, picture: File) -> Result<Done, Refusal> {
    let company = code(sample::unit::MAIN_CODE);
    Client::new()
        .call(&VerifyCompanyInfo::new(company, certificate, picture))
        .await
}

fn other(number: &str) -> Certificate {
    Certificate::Other(number.to_owned())
}

#[tokio::test]
async fn pictures_are_known_by_their_first_bytes_whatever_their_name() {
    for content in [
        &b"BM\x36\x00"[..],
        b"\x89PNG\r\n\x1a\n\x00",
        b"\xff\xd8\xff\xe0",
        b"GIF87a",
        b"GIF89a",
    ] {
        let file = File::new("scan", Bytes::from_static(content));
        submit(other("1"), file).await.unwrap();
    }
    for content in [
        &b"<html>"[..],
        b"%PDF-1.7",
        b"\x89PNG",
        b"GIF88a",
        b"",
        b"not a picture",
    ] {
        let file = File::new("licence.png", Bytes::from_static(content));
        let refusal = submit(other("1"), file).await.unwrap_err();
        assert_eq!(refusal.code, 0);
        assert_eq!(
            refusal.message,
            "参数错误！parameter `file1`: must be a bmp, png, jpg or gif"
        );
    }
}

#[tokio::test]
async fn a_picture_of_five_megabytes_passes_and_one_byte_more_does_not() {
    let mut content = vec![0; 5 * 1024 * 1024];
    content[..2].copy_from_slice(b"BM");
    submit(other("1"), File::new("a.bmp", content.clone()))
        .await
        .unwrap();
    content.push(0);
    let refusal = submit(other("1"), File::new("a.bmp", content))
        .await
        .unwrap_err();
    assert_eq!(
        refusal.message,
        "参数错误！parameter `file1`: must have at most 5 MB"
    );
}

#[tokio::test]
async fn any_number_is_taken_as_the_document_sets_no_format_and_none_is_not() {
    let company = sample::DEMO;
    for certificate in [
        Certificate::CreditCode(company.credit_code()),
        Certificate::OrganizationCode(company.organization_code()),
        Certificate::IndividualBusiness(company.registration_number().to_string()),
        other("any number"),
    ] {
        submit(certificate, picture()).await.unwrap();
    }
    assert_eq!(submit(other(" "), picture()).await.unwrap_err().code, 0);
    let client = Client::new();
    // A register may have it so, and the caller insists.
    let written = UnifiedSocialCreditCode::as_written("91110108MAXXXX0150").unwrap();
    submit(Certificate::CreditCode(written), picture())
        .await
        .unwrap();
    // The document's example has a wrong check character.
    let mut shown =
        VerifyCompanyInfo::new(code(sample::unit::MAIN_CODE), other("123456789"), picture());
    shown.certificate_kind = CertificateKind::OrganizationCode;
    client.call(&shown).await.unwrap();
    for (kind, number, wrong) in [("4", "1", "codePayType"), ("-1", "1", "codePayType")] {
        let mut request =
            VerifyCompanyInfo::new(code(sample::unit::MAIN_CODE), other(number), picture());
        request.certificate_kind = kind.parse::<i64>().unwrap().into();
        let refusal = client.call(&request).await.unwrap_err();
        assert_eq!(refusal.code, 0);
        assert_eq!(
            client.last_reason(),
            format!("the value of `{wrong}` is wrong")
        );
    }
}
