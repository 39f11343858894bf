//! `entreg upload`: how do the codes of items in a file get to IDcode?

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use enterprise_registry::idcode::operations::{Generation, UploadCodeFile};
use enterprise_registry::idcode::{Codes, Idcode};
use enterprise_registry::model::{DecimalId, IdCode};
use enterprise_registry::{Client, Endpoint as _, File, Vendor as _};
use serde::Serialize;

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::failure::Failure;
use crate::output;

/// Upload the item codes of a text file, one a line, for a registered category (501).
///
/// Every code is checked before anything is sent: none empty, none with a comma or a control
/// character in it. The file goes up as it is.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The file: UTF-8, one code a line.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Main code of the unit.
    #[arg(long, value_name = "CODE")]
    company: IdCode,
    /// The registration of the category: an id that 402, 403 or 404 returns.
    #[arg(long, value_name = "REG_ID")]
    category: DecimalId,
    /// How the platform makes short codes [default: in-sequence].
    #[arg(long, value_enum)]
    generate: Option<Generate>,
    /// Refuse a file that has a code twice.
    #[arg(long)]
    distinct: bool,
}

/// How short codes are made.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Generate {
    /// One after the other.
    InSequence,
    /// At random.
    AtRandom,
}

impl From<Generate> for Generation {
    fn from(generate: Generate) -> Self {
        match generate {
            Generate::InSequence => Self::InSequence,
            Generate::AtRandom => Self::AtRandom,
        }
    }
}

/// What has gone up.
#[derive(Serialize)]
struct Document {
    #[serde(rename = "CodeFileName")]
    file: String,
    #[serde(rename = "CodeNum")]
    codes: usize,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    let about = |failure: Failure| failure.of(Idcode::NAME, UploadCodeFile::SPEC.name);
    let (bytes, codes) = read(arguments).map_err(about)?;
    let name = arguments
        .file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut request = UploadCodeFile::new(
        arguments.company.clone(),
        arguments.category,
        File::new(name.clone(), bytes),
    );
    request.generation = arguments.generate.map(Generation::from);
    let access = Access::open(global).await?;
    send(&access.client::<Idcode>()?, request).await?;
    output::value(global.output, &Document { file: name, codes })?;
    Ok(Verdict::Yes)
}

/// The file, and how many codes are in it.
fn read(arguments: &Arguments) -> Result<(Vec<u8>, usize), Failure> {
    let shown = arguments.file.display();
    let bytes = std::fs::read(&arguments.file).map_err(|error| {
        Failure::invalid(format!("the file {shown} cannot be read")).with_cause(error.to_string())
    })?;
    let text = str::from_utf8(&bytes).map_err(|error| {
        Failure::invalid(format!("the file {shown} is not UTF-8 text"))
            .with_cause(error.to_string())
            .with_remedy("convert it to UTF-8, one code a line")
    })?;
    let faulty = |fault| {
        // The position of a code is its line.
        Failure::invalid(format!("the file {shown}: {fault}"))
            .with_parameter("CodeFileName")
            .with_remedy("nothing was sent; correct the line, one code a line without commas")
    };
    let codes = Codes::from_lines(text).map_err(faulty)?;
    if arguments.distinct {
        codes.check_distinct().map_err(faulty)?;
    }
    let count = codes.count();
    Ok((bytes, count))
}

/// The one place where the file leaves: whoever counts its bytes on the way counts them here.
async fn send(client: &Client<Idcode>, request: UploadCodeFile) -> Result<(), Failure> {
    client.call(request).await?;
    Ok(())
}
