//! `entreg qr`: how does the picture of a code get into a file?

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use enterprise_registry::idcode::operations::{CreateCodePic, CreateCodePicWithMargin};
use enterprise_registry::idcode::{CodeColor, Idcode, PlainSymbology, address};
use enterprise_registry::model::{IdCode, ParseIdentifierError};
use enterprise_registry::{Endpoint, Invalid, Vendor as _};

use crate::error::CommandError;
use crate::global_options::Global;
use crate::pictures::{self, Destination};
use crate::session::Session;
use crate::verdict::Verdict;

/// Have IDcode draw a code, and write the picture into a file (603, 604).
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The IDcode; as a QR code also an address with one in it.
    #[arg(value_name = "CODE")]
    code: String,
    /// The file; its ending must be that of the picture's kind (png, jpg, gif, bmp).
    #[arg(long, value_name = "FILE")]
    save: PathBuf,
    /// Overwrite the file where it is there already.
    #[arg(long)]
    force: bool,
    /// Width and height in pixels.
    #[arg(long, value_name = "PX", default_value_t = 400)]
    size: u32,
    /// What kind of code is drawn.
    #[arg(long = "type", value_enum, default_value_t, value_name = "TYPE")]
    symbology: Type,
}

/// The kinds of code that are drawn by the pixel. Data Matrix, Han Xin and Grid Matrix come by
/// the centimetre: `entreg call idcode CreateAuthenCodePic`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Type {
    /// QR.
    #[default]
    Qr,
    /// LongBei (龙贝).
    #[value(name = "longbei")]
    LongBei,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let Arguments {
        code,
        save,
        force,
        size,
        symbology,
    } = arguments;
    let destination = Destination {
        save: Some(save.clone()),
        force: *force,
    };
    let code = code.trim();
    match symbology {
        // 604 returns the picture itself; 603 may return an address (OQ27), but it alone draws
        // LongBei codes.
        Type::Qr => {
            let request = CreateCodePicWithMargin::plain(code, *size, CodeColor::Black);
            drawn(global, code, &destination, request).await
        }
        Type::LongBei => {
            let request = CreateCodePic::new(code, *size, PlainSymbology::LongBei);
            drawn(global, code, &destination, request).await
        }
    }?;
    Ok(Verdict::Yes)
}

async fn drawn<E: Endpoint<Vendor = Idcode>>(
    global: &Global,
    code: &str,
    destination: &Destination,
    request: E,
) -> Result<(), CommandError> {
    let about = |failure: CommandError| failure.with_operation(Idcode::NAME, E::SPEC.name);
    destination.check(E::SPEC.name).map_err(about)?;
    check(code)
        .and_then(|()| request.validate())
        .map_err(|invalid| about(invalid.into()))?;
    let session = Session::open(global).await?;
    let answer = session.client::<Idcode>()?.call(request).await?;
    pictures::print(global.output, &answer, destination)
}

/// A slip in a code would be drawn as it is.
fn check(code: &str) -> Result<(), Invalid> {
    if address::without_scheme(code).is_some() {
        return Ok(());
    }
    let wrong = |error: ParseIdentifierError| Invalid::value("code", error.to_string());
    code.parse::<IdCode>().map(|_| ()).map_err(wrong)
}
