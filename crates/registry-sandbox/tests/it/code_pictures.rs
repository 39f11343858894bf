//! The pictures of 603, 604 and 605, read by another library than draws them.

use endpoint_core::{Endpoint as _, Params, RefusalKind};
use idcode_api::operations::{CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin};
use idcode_api::{
    CodeColor, CodeSize, Frame, FramedSize, Logo, LogoUse, Margin, Picture, PictureKind,
    PlainSymbology, Purpose, Rgb, Symbology,
};
use registry_sandbox::sample;

use crate::client::Client;
use crate::samples::code;

pub(crate) const CONTENT: &str = "i.86.110108.52/91.12000000.1/xxxx";
pub(crate) const ADDRESS: &str =
    "http://www.idcode.org.cn/m?code=i.86.110108.52/91.12000000.1/xxxx&n=单位";
/// The sandbox's colour for "in colour".
const BLUE: [u8; 3] = [0x00, 0x3C, 0x8C];

/// A picture, pixel by pixel.
pub(crate) struct Seen {
    pub(crate) side: usize,
    pixels: Vec<[u8; 3]>,
}

pub(crate) fn seen(picture: &Picture) -> Seen {
    assert_eq!(picture.kind(), PictureKind::Png);
    let file = std::io::Cursor::new(picture.bytes());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let (width, height) = (reader.info().width, reader.info().height);
    assert_eq!(width, height);
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut samples).unwrap();
    let (pixels, rest) = samples.as_chunks();
    assert!(rest.is_empty());
    Seen {
        side: usize::try_from(width).unwrap(),
        pixels: pixels.to_vec(),
    }
}

impl Seen {
    /// The texts of all QR codes in the picture.
    fn codes(&self) -> Vec<String> {
        let grey = |x: usize, y: usize| {
            let [red, green, blue] = self.at(x, y).map(u32::from);
            u8::try_from((299 * red + 587 * green + 114 * blue) / 1000).unwrap()
        };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(self.side, self.side, grey);
        let grids = image.detect_grids();
        grids.iter().map(|grid| grid.decode().unwrap().1).collect()
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> [u8; 3] {
        self.pixels[y * self.side + x]
    }

    pub(crate) fn has(&self, color: [u8; 3]) -> bool {
        self.pixels.contains(&color)
    }
}

/// A PNG of these samples, eight bits each.
fn png_of(color: png::ColorType, width: u32, height: u32, samples: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(samples).unwrap();
    writer.finish().unwrap();
    file
}

/// A red logo, twice as wide as high.
fn red_logo() -> Logo {
    let samples = [200, 0, 0].repeat(20 * 10);
    Logo::new(png_of(png::ColorType::Rgb, 20, 10, &samples))
}

#[tokio::test]
async fn a_plain_code_is_of_the_size_asked_for_and_can_be_scanned() {
    let client = Client::new();
    for pixels in [100, 101, 256, 777] {
        let request = CreateCodePic::new(CONTENT, pixels, PlainSymbology::Qr);
        let reply = client.call(&request).await.unwrap();
        let seen = seen(reply.picture.picture().unwrap());
        assert_eq!(seen.side, usize::try_from(pixels).unwrap());
        assert_eq!(seen.codes(), [CONTENT], "{pixels}");
    }
}

#[tokio::test]
async fn a_code_can_be_scanned_in_every_size_with_and_without_logo_and_colour() {
    let client = Client::new();
    // Reading takes long; so each size has one colour with the logo and the other without.
    let mut colors = [CodeColor::Black, CodeColor::Color];
    for pixels in [100, 150, 200, 300, 400, 600, 800] {
        colors.reverse();
        let [one, other] =
            colors.map(|color| CreateCodePicWithMargin::plain(CONTENT, pixels, color));
        for request in [one, other.with_logo(red_logo())] {
            let reply = client.call(&request).await.unwrap();
            let seen = seen(reply.picture().unwrap());
            assert_eq!(seen.side, usize::try_from(pixels).unwrap());
            assert_eq!(seen.codes(), [CONTENT], "{pixels} {request:?}");
            assert_eq!(seen.has(BLUE), request.color == CodeColor::Color);
            assert_eq!(seen.has([0, 0, 0]), request.color == CodeColor::Black);
            assert_eq!(seen.has([200, 0, 0]), request.logo.is_some());
        }
    }
}

#[tokio::test]
async fn a_framed_code_has_its_frame_at_the_edge_and_can_be_scanned() {
    let client = Client::new();
    let framed = |size| CreateCodePicWithMargin::framed(ADDRESS, size, CodeColor::Color);
    let mut requests: Vec<_> = FramedSize::ALL.into_iter().map(framed).collect();
    requests.push(framed(FramedSize::Px400).with_logo(red_logo()));
    for request in requests {
        let reply = client.call(&request).await.unwrap();
        let seen = seen(reply.picture().unwrap());
        assert_eq!(seen.side, usize::try_from(request.pixels).unwrap());
        assert_eq!(seen.codes(), [ADDRESS]);
        let last = seen.side - 1;
        for (x, y) in [(0, 0), (last, 0), (0, last), (last, last), (last / 2, 0)] {
            assert_eq!(seen.at(x, y), BLUE);
        }
    }
}

#[tokio::test]
async fn logos_are_drawn_in_every_kind_of_png_and_marked_in_every_other() {
    let client = Client::new();
    let clear_green = [0, 160, 0, 255].repeat(64);
    let grey = [120].repeat(64);
    for (logo, color) in [
        (
            png_of(png::ColorType::Rgba, 8, 8, &clear_green),
            [0, 160, 0],
        ),
        (png_of(png::ColorType::Grayscale, 8, 8, &grey), [120; 3]),
        // Transparent pixels are white.
        (png_of(png::ColorType::Rgba, 8, 8, &[0; 256]), [255; 3]),
        // Accepted without decoding: a mark in the colour of the code.
        (b"\xff\xd8\xff\xe0 and so on".to_vec(), [0; 3]),
        (b"GIF89a and so on".to_vec(), [0; 3]),
        (b"BM and so on".to_vec(), [0; 3]),
    ] {
        let request = CreateCodePicWithMargin::plain(CONTENT, 200, CodeColor::Black)
            .with_logo(Logo::new(logo.clone()));
        let reply = client.call(&request).await.unwrap();
        let seen = seen(reply.picture().unwrap());
        assert_eq!(seen.codes(), [CONTENT]);
        assert!(seen.has(color), "{color:?}");
        if logo.starts_with(b"\x89PNG") {
            assert_eq!(seen.at(100, 100), color);
        }
    }
}

#[tokio::test]
async fn a_certification_code_is_as_large_as_its_centimetres_and_as_coloured_as_asked() {
    let client = Client::new();
    let unit = || code(sample::unit::MAIN_CODE);
    let dark_red = Rgb::new(0x99, 0, 0x11);
    let of = |size, margin| {
        CreateAuthenCodePic::new(unit(), CONTENT, Symbology::Qr, size)
            .with_margin(margin)
            .with_purpose(Purpose::Tracing)
            .with_color(dark_red)
    };
    let mut requests = vec![
        (of(CodeSize::Cm5, Margin::Square), 591),
        (of(CodeSize::Cm10, Margin::None), 1181),
    ];
    for margin in [Margin::None, Margin::Round, Margin::Square] {
        let small = of(CodeSize::Cm3, margin);
        requests.push((small.clone(), 354));
        requests.push((small.clone().with_logo(red_logo()), 354));
        requests.push((small.with_stored_logo(), 354));
    }
    for (request, side) in requests {
        let reply = client.call(&request).await.unwrap();
        let seen = seen(&reply.picture);
        assert_eq!(seen.side, side);
        assert_eq!(seen.codes(), [CONTENT], "{request:?}");
        assert!(seen.has(dark_red.shares()));
        assert!(!seen.has([0, 0, 0]));
        let given = request.logo_use == LogoUse::With && request.logo.is_some();
        assert_eq!(seen.has([200, 0, 0]), given);
        let corner = seen.at(0, 0) == dark_red.shares();
        assert_eq!(corner, request.margin == Margin::Square);
        let edge = seen.at(side / 2, 1) == dark_red.shares();
        assert_eq!(edge, request.margin != Margin::None);
    }
}

#[tokio::test]
async fn codes_that_cannot_be_drawn_are_replaced_by_a_picture_without_a_code() {
    let client = Client::new();
    let request = CreateCodePic::new(CONTENT, 300, PlainSymbology::LongBei);
    let reply = client.call(&request).await.unwrap();
    let mut pictures = vec![seen(reply.picture.picture().unwrap())];
    assert_eq!(pictures[0].side, 300);
    for symbology in [Symbology::LongBei, Symbology::HanXin, Symbology::GridMatrix] {
        let unit = code(sample::unit::MAIN_CODE);
        let request = CreateAuthenCodePic::new(unit, CONTENT, symbology, CodeSize::Cm3);
        let picture = seen(&client.call(&request).await.unwrap().picture);
        assert_eq!(picture.side, 354);
        pictures.push(picture);
    }
    for (at, picture) in pictures.iter().enumerate() {
        assert_eq!(picture.codes(), Vec::<String>::new());
        assert!(picture.has([0, 0, 0]));
        for other in &pictures[at + 1..] {
            assert!(picture.pixels != other.pixels, "each names its symbology");
        }
    }
}

#[tokio::test]
async fn refusals_of_603_have_the_only_code_for_failure_that_there_is() {
    let client = Client::new();
    for (content, pixels, reason) in [
        ("no code", 400, "the value of `code` is wrong"),
        (CONTENT, 3001, "the value of `picSize` is wrong"),
        (CONTENT, 30, "the picture is too small for its content"),
    ] {
        let request = CreateCodePic::new(content, pixels, PlainSymbology::Qr);
        let refusal = client.call(&request).await.unwrap_err();
        assert_eq!(refusal.code, 0);
        assert_eq!(client.last_reason(), reason);
    }
    let path = "/AllInterFace/CreateCodePic";
    let pairs = [("code", CONTENT), ("picSize", "300"), ("codeType", "3")];
    assert_eq!(client.idcode(path, &pairs).await.0, 0);
}

#[tokio::test]
async fn refusals_of_604_have_the_codes_and_words_of_its_table() {
    let client = Client::new();
    let plain =
        |content: &str, pixels| CreateCodePicWithMargin::plain(content, pixels, CodeColor::Black);
    let mut framed = CreateCodePicWithMargin::framed(CONTENT, FramedSize::Px400, CodeColor::Black);
    framed.pixels = 500;
    let svg = plain(CONTENT, 400).with_logo(Logo::new(b"<svg/>".to_vec()));
    let broken = plain(CONTENT, 400).with_logo(Logo::new(b"\x89PNG\r\n\x1a\n".to_vec()));
    for (request, code, message) in [
        (plain(&"x".repeat(3000), 400), 2, "生成失败！"),
        (plain(CONTENT, 20), 2, "生成失败！"),
        (plain(CONTENT, 5000), -1, "参数错误！"),
        (framed, -1, "参数错误！"),
        (svg, -3, "单位 logo 上传失败！"),
        (broken, -3, "单位 logo 上传失败！"),
    ] {
        let refusal = client.call(&request).await.unwrap_err();
        assert_eq!((refusal.code, refusal.message.as_str()), (code, message));
    }
    for name in ["isMargin", "color"] {
        let mut form = plain(CONTENT, 400);
        match name {
            "color" => form.color = CodeColor::Other(2),
            _ => form.frame = Frame::Other(2),
        }
        assert_eq!(client.call(&form).await.unwrap_err().code, -1);
        assert_eq!(
            client.last_reason(),
            format!("the value of `{name}` is wrong")
        );
    }
    let keys = idcode_api::IdcodeKeys::new("unknown", "unknown");
    let signed = client.signed_with(&keys, &plain(CONTENT, 400), client.now_ms());
    let refusal = client
        .send::<CreateCodePicWithMargin>(signed)
        .await
        .unwrap_err();
    assert_eq!((refusal.code, refusal.kind), (-2, RefusalKind::Auth));
}

/// The document's only rule for colours: codes other than QR are black.
#[tokio::test]
async fn any_colour_is_taken_by_605_and_only_qr_codes_have_it() {
    let client = Client::new();
    let picture = async |symbology, color| {
        let main_code = code(sample::unit::MAIN_CODE);
        let request = CreateAuthenCodePic::new(main_code, CONTENT, symbology, CodeSize::Cm3);
        let request = match color {
            Some(color) => request.with_color(color),
            None => request,
        };
        client.call(&request).await.unwrap().picture
    };
    let yellow = Some(Rgb::new(255, 255, 0));
    assert_ne!(
        picture(Symbology::Qr, yellow).await,
        picture(Symbology::Qr, None).await
    );
    assert_eq!(
        picture(Symbology::DataMatrix, yellow).await,
        picture(Symbology::DataMatrix, None).await
    );
}

#[tokio::test]
async fn a_logo_that_is_no_base64_is_one_that_could_not_be_taken() {
    let client = Client::new();
    let plain = CreateCodePicWithMargin::plain(CONTENT, 400, CodeColor::Black);
    let certified = CreateAuthenCodePic::new(
        code(sample::unit::MAIN_CODE),
        CONTENT,
        Symbology::Qr,
        CodeSize::Cm3,
    );
    for (path, params, name) in [
        (
            CreateCodePicWithMargin::SPEC.path,
            Params::from_request(&plain).unwrap(),
            "unitIcon",
        ),
        (
            CreateAuthenCodePic::SPEC.path,
            Params::from_request(&certified).unwrap(),
            "unitLogo",
        ),
    ] {
        let mut pairs: Vec<(&str, &str)> = params
            .iter()
            .filter_map(|(name, _)| Some((name, params.text(name)?)))
            .collect();
        pairs.push((name, "!!!"));
        assert_eq!(client.idcode_form(path, &pairs).await.0, -3, "{path}");
    }
}

#[tokio::test]
async fn refusals_of_605_have_the_codes_and_words_of_its_table() {
    let client = Client::new();
    let plain = |main_code: &str| {
        CreateAuthenCodePic::new(code(main_code), CONTENT, Symbology::Qr, CodeSize::Cm3)
    };
    let known = || plain(sample::unit::MAIN_CODE);
    let mut long = known();
    long.code = "x".repeat(3000);
    for (request, code, message) in [
        (plain("i.86.110108.999"), 0, "单位不存在！"),
        (known().with_margin(Margin::Round), -1, "参数错误！"),
        (long, 2, "生成失败！"),
        (
            known().with_logo(Logo::new(b"<svg/>".to_vec())),
            -3,
            "单位 logo 上传失败！",
        ),
    ] {
        let refusal = client.call(&request).await.unwrap_err();
        assert_eq!((refusal.code, refusal.message.as_str()), (code, message));
    }
}
