//! Tests that pictures are bytes in code and base64 on the wire, and that odd ones do no harm.

use bytes::Bytes;
use endpoint_core::{Endpoint, OpenError, Params, Vendor};
use idcode_api::operations::{
    CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin, UnitRegist,
    UpdateUnitQRCodeGoToUrl,
};
use idcode_api::{Idcode, Logo, NotBase64, Picture, PictureKind, PictureOrAddress};
use proptest::prelude::*;

use crate::requests::logo;

macro_rules! read {
    ($operation:ident, $case:literal) => {{
        let body = include_str!(concat!(
            "../../../../fixtures/idcode/",
            stringify!($operation),
            "/",
            $case,
            ".json"
        ));
        Idcode::open::<$operation>(&Bytes::from(body)).unwrap()
    }};
}

#[test]
fn the_first_bytes_of_a_picture_show_its_kind() {
    let kinds: [(&[u8], PictureKind, &str); 9] = [
        (b"\x89PNG\r\n\x1a\n...", PictureKind::Png, "png"),
        (b"\xff\xd8\xff\xe0...", PictureKind::Jpeg, "jpg"),
        (b"GIF89a...", PictureKind::Gif, "gif"),
        (b"GIF87a...", PictureKind::Gif, "gif"),
        (b"BM...", PictureKind::Bmp, "bmp"),
        (b"GIF88a...", PictureKind::Unknown, "bin"),
        (b"\x89PNG\n\x1a\n", PictureKind::Unknown, "bin"),
        (b"<svg/>", PictureKind::Unknown, "bin"),
        (b"", PictureKind::Unknown, "bin"),
    ];
    for (bytes, kind, extension) in kinds {
        let picture = Picture::new(bytes);
        assert_eq!(picture.kind(), kind);
        assert_eq!(kind.extension(), extension);
        assert_eq!(picture.into_bytes(), bytes);
    }
}

#[test]
fn replies_keep_the_kinds_of_their_pictures() {
    let unit = read!(UnitRegist, "success").qr_code.unwrap();
    assert_eq!(unit.picture().unwrap().kind(), PictureKind::Png);
    let unit = read!(UnitRegist, "irregular").qr_code.unwrap();
    assert_eq!(unit.picture().unwrap().kind(), PictureKind::Gif);
    let certified = read!(CreateAuthenCodePic, "irregular").picture;
    assert_eq!(certified.kind(), PictureKind::Jpeg);
    let changed = read!(UpdateUnitQRCodeGoToUrl, "irregular").qr_code;
    assert_eq!(changed, None);
}

#[test]
fn the_picture_of_604_is_found_under_either_key() {
    let of_the_table = read!(CreateCodePicWithMargin, "success");
    assert_eq!(of_the_table.code_pic, None);
    assert_eq!(of_the_table.picture().unwrap().kind(), PictureKind::Png);
    let of_the_sample = read!(CreateCodePicWithMargin, "irregular");
    assert_eq!(of_the_sample.unit_qr_code, None);
    assert_eq!(of_the_sample.picture().unwrap().kind(), PictureKind::Bmp);
    let both = read!(CreateCodePicWithMargin, "irregular-both");
    assert_eq!(both.picture(), both.code_pic.as_ref());
    let neither = Idcode::open::<CreateCodePicWithMargin>(&r#"{"ResultCode":1}"#.into());
    assert_eq!(neither.unwrap().picture(), None);
}

#[test]
fn operation_603_returns_a_picture_or_where_it_lies() {
    let picture = read!(CreateCodePic, "success").picture;
    assert_eq!(picture.picture().unwrap().kind(), PictureKind::Png);
    assert_eq!(picture.address(), None);
    let address = read!(CreateCodePic, "irregular").picture;
    assert_eq!(
        address.address(),
        Some("http://api.idcode.org.cn/Photo/20240613154801521699.jpg")
    );
    assert_eq!(address.picture(), None);
}

#[test]
fn an_odd_picture_leaves_a_registration_readable() {
    let registered = read!(UnitRegist, "irregular-odd");
    assert_eq!(registered.main_code.as_deref(), Some("i.86.440305.2001"));
    let odd = PictureOrAddress::Other("(无)".to_owned());
    assert_eq!(registered.qr_code, Some(odd.clone()));
    assert_eq!((odd.picture(), odd.address()), (None, None));
}

#[test]
fn a_drawing_that_is_no_base64_is_malformed_and_not_shown() {
    let body = Bytes::from(r#"{"CodePicBase64Str":"(canary)","ResultCode":1}"#);
    let Err(OpenError::Malformed(error)) = Idcode::open::<CreateAuthenCodePic>(&body) else {
        panic!("it was read");
    };
    assert_eq!(
        error.to_string(),
        "is not a picture in base64 at CodePicBase64Str"
    );
}

#[test]
fn base64_is_read_with_prefix_breaks_and_padding_or_without() {
    let expected = logo().picture().clone();
    for text in [
        "iVBORw0KGgo+/w==",
        "iVBORw0KGgo+/w",
        "data:image/png;base64,iVBORw0KGgo+/w==",
        " data:,iVBORw0KGgo+/w==",
        "iVBORw0K\r\nGgo+/w==\n",
    ] {
        assert_eq!(Picture::from_base64(text).unwrap(), expected, "{text:?}");
    }
    for text in ["iVBORw0KGgo-_w==", "data:image/png", "(无)", "a"] {
        assert_eq!(Picture::from_base64(text), Err(NotBase64), "{text:?}");
    }
    assert_eq!(Picture::from_base64("").unwrap().bytes().len(), 0);
}

#[test]
fn a_logo_goes_up_as_bare_base64_and_is_not_shown() {
    let request = UpdateUnitQRCodeGoToUrl::new(
        "91110108MA0000015T",
        idcode_api::PasswordDigest::from_password("123456"),
    )
    .with_logo(logo());
    let params = Params::from_request(&request).unwrap();
    assert_eq!(params.text("unitIcon"), Some("iVBORw0KGgo+/w=="));
    let spec = UpdateUnitQRCodeGoToUrl::SPEC;
    let signed = Idcode::sign(&crate::requests::keys(), &spec, &params, 1).unwrap();
    for shown in [
        format!("{request:?}"),
        format!("{:?}", logo()),
        format!("{:?}", logo().picture()),
        signed.masked::<Idcode>(&spec),
    ] {
        assert!(!shown.contains("iVBOR"), "{shown}");
    }
    assert_eq!(format!("{:?}", logo()), "Logo(Png, 10 bytes)");
    assert_eq!(format!("{:?}", logo().picture()), "Picture(Png, 10 bytes)");
}

#[test]
fn a_logo_is_checked_before_its_upload() {
    let empty = Logo::new(Bytes::new());
    let request = CreateCodePicWithMargin::plain("1", 1, idcode_api::CodeColor::Black);
    let refused = request.with_logo(empty).validate().unwrap_err();
    assert_eq!(
        refused.to_string(),
        "parameter `unitIcon`: must not be empty"
    );
}

proptest! {
    #[test]
    fn any_bytes_travel_as_base64(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let picture = Picture::new(bytes);
        prop_assert_eq!(Picture::from_base64(&picture.to_base64()).unwrap(), picture);
    }

    #[test]
    fn any_text_is_kept_as_picture_address_or_itself(text in any::<String>()) {
        let read = PictureOrAddress::from(text.clone());
        match read {
            PictureOrAddress::Picture(picture) => {
                prop_assert_eq!(Picture::from_base64(&text).unwrap(), picture);
            }
            PictureOrAddress::Address(kept) | PictureOrAddress::Other(kept) => {
                prop_assert_eq!(kept, text);
            }
            _ => prop_assert!(false, "a new kind"),
        }
    }
}
