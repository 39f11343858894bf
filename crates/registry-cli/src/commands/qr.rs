//! `entreg qr`: has IDcode draw a code and saves the picture to a file.

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

/// Have IDcode draw a code and save the picture to a file (603, 604).
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The IDcode; a QR code may also hold an address that contains one.
    #[arg(value_name = "CODE")]
    code: String,
    /// The file; its extension must match the format of the picture (png, jpg, gif, bmp).
    #[arg(long, value_name = "FILE")]
    save: PathBuf,
    /// Overwrite an existing file.
    #[arg(long)]
    force: bool,
    /// Width and height in pixels.
    #[arg(long, value_name = "PX", default_value_t = 400)]
    size: u32,
    /// The symbology.
    #[arg(long = "type", value_enum, default_value_t, value_name = "TYPE")]
    symbology: Type,
}

/// The symbologies that IDcode sizes in pixels. It sizes Data Matrix, Han Xin and Grid Matrix in
/// centimetres: `entreg call idcode CreateAuthenCodePic`.
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
        // 604 returns the picture itself. 603 may return an address (OQ27), but only 603 draws
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

/// Refuses an invalid code, which IDcode would draw as it is.
fn check(code: &str) -> Result<(), Invalid> {
    if address::without_scheme(code).is_some() {
        return Ok(());
    }
    let wrong = |error: ParseIdentifierError| Invalid::value("code", error.to_string());
    code.parse::<IdCode>().map(|_| ()).map_err(wrong)
}
