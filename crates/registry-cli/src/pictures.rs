//! Which parts of an answer are pictures, how are they shown, and how do they get into files?
//!
//! A picture travels as base64 (OQ42). That text is for programs: a table and CSV show kind and
//! size in its place, JSON keeps it unless the picture goes into a file, whose path it has then.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use endpoint_core::Shape;
use enterprise_registry::flow::path_text;
use enterprise_registry::idcode::operations::{
    CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin, UnitRegist,
    UpdateUnitQRCodeGoToUrl,
};
use enterprise_registry::idcode::{Idcode, Picture, PictureKind};
use enterprise_registry::{Endpoint as _, Spec, Vendor as _};
use serde::Deserialize;

use crate::failure::{Failure, Kind};
use crate::output::Format;

/// The operations of IDcode that answer with a picture.
const WITH_PICTURE: [&str; 5] = [
    UnitRegist::SPEC.name,
    UpdateUnitQRCodeGoToUrl::SPEC.name,
    CreateCodePic::SPEC.name,
    CreateCodePicWithMargin::SPEC.name,
    CreateAuthenCodePic::SPEC.name,
];

/// Where a picture goes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Destination {
    /// Write the picture of the answer into this file; its ending must be that of the picture's
    /// kind (png, jpg, gif, bmp).
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Overwrite the file of --save where it is there already.
    #[arg(long, requires = "save")]
    pub(crate) force: bool,
}

/// Whether an answer may hold a picture: an object of IDcode.
pub(crate) fn may_be_in(vendor: &str, spec: &Spec) -> bool {
    vendor == Idcode::NAME && !matches!(spec.reply, Shape::List(_))
}

impl Destination {
    /// Refuses what can be known to fail before anything is sent.
    pub(crate) fn check(&self, operation: &str) -> Result<(), Failure> {
        let Some(path) = &self.save else {
            return Ok(());
        };
        if !WITH_PICTURE.contains(&operation) {
            return Err(Failure::invalid(format!("{operation} returns no picture"))
                .with_remedy(format!("--save is for {}", WITH_PICTURE.join(", "))));
        }
        check_path(path, self.force)
    }
}

fn check_path(path: &Path, force: bool) -> Result<(), Failure> {
    let shown = path_text(path);
    if kinds_of(path).is_empty() {
        return Err(
            Failure::invalid(format!("the file {shown} has not the ending of a picture"))
                .with_remedy(
                    "let it end in .png, .jpg, .gif or .bmp; the sandbox and IDcode draw PNG",
                ),
        );
    }
    if path.is_dir() {
        return Err(Failure::invalid(format!("{shown} is a folder")));
    }
    // A link that leads nowhere is there too.
    if !force && path.symlink_metadata().is_ok() {
        return Err(
            Failure::invalid(format!("the file {shown} is there already"))
                .with_remedy("choose another name, or overwrite it with --force"),
        );
    }
    // Of two pictures the second has the longer name.
    if let Err(error) = numbered(path, 2).symlink_metadata()
        && error.kind() == ErrorKind::InvalidFilename
    {
        return Err(
            Failure::invalid(format!("the name of the file {shown} is too long"))
                .with_cause(error.to_string())
                .with_remedy("choose a shorter one; nothing was sent"),
        );
    }
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() || folder.is_dir() => Ok(()),
        _ => Err(
            Failure::invalid(format!("the folder of the file {shown} is not there"))
                .with_remedy("make it, or name another; nothing was sent"),
        ),
    }
}

/// The kinds of picture that the ending of a file stands for.
fn kinds_of(path: &Path) -> &'static [PictureKind] {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("png") => &[PictureKind::Png],
        Some("jpg" | "jpeg") => &[PictureKind::Jpeg],
        Some("gif") => &[PictureKind::Gif],
        Some("bmp") => &[PictureKind::Bmp],
        Some("bin") => &[PictureKind::Unknown],
        _ => &[],
    }
}

/// The members of an answer that hold pictures: those of 309 and 310, of 603, of 604 and 605; of
/// 601 the logo, where it is one.
#[derive(Deserialize)]
struct Members {
    #[serde(rename = "UnitQRCode")]
    unit: Option<String>,
    #[serde(rename = "CodePicAddress")]
    plain: Option<String>,
    #[serde(rename = "CodePicBase64Str")]
    drawn: Option<String>,
    #[serde(rename = "UnitIcon")]
    icon: Option<String>,
}

/// The pictures of an answer, each with the text that it stands for in there.
fn found(json: &str) -> Vec<(String, Option<Picture>)> {
    // A list, and whatever else is no object, has none.
    let Ok(members) = serde_json::from_str::<Members>(json) else {
        return Vec::new();
    };
    // Of the logo it is not documented what it is: a name or an address stays as it is.
    let icon = members.icon.filter(|text| {
        Picture::from_base64(text).is_ok_and(|logo| logo.kind() != PictureKind::Unknown)
    });
    let texts = [members.drawn, members.plain, members.unit, icon];
    texts
        .into_iter()
        .flatten()
        // An address instead of a picture (OQ27) is shown as it is.
        .filter(|text| !text.is_empty() && !text.trim_start().starts_with("http"))
        .map(|text| {
            let picture = Picture::from_base64(&text).ok();
            (text, picture)
        })
        .collect()
}

/// The answer as it is to be shown, its pictures saved where that is wanted.
///
/// The answer comes back also where saving fails: what it says besides has happened.
pub(crate) fn settle(
    format: Format,
    mut json: String,
    destination: &Destination,
) -> (String, Result<(), Failure>) {
    let found = found(&json);
    let mut outcome = Ok(());
    if destination.save.is_some() && found.iter().all(|(_, picture)| picture.is_none()) {
        outcome = Err(not_saved("the answer holds no picture")
            .with_remedy("look at the answer: it may be an address that a browser opens"));
    }
    let mut pictures = 0_usize;
    for (text, picture) in found {
        let mut shown = match &picture {
            Some(picture) => described(picture),
            None => format!("no picture, {} characters", text.chars().count()),
        };
        let mut is_saved = false;
        if let (Some(picture), Some(path), Ok(())) = (&picture, &destination.save, &outcome) {
            pictures += 1;
            let path = numbered(path, pictures);
            match save(picture, &path, destination.force) {
                Ok(()) => {
                    is_saved = true;
                    shown = match format {
                        Format::Json => path_text(&path),
                        Format::Table | Format::Csv => format!("{} ({shown})", path_text(&path)),
                    };
                }
                Err(failure) => outcome = Err(failure),
            }
        }
        if is_saved || format != Format::Json {
            // In the text itself, so that all else in it keeps every digit.
            json = json.replace(&quoted(&text), &quoted(&shown));
        }
    }
    (json, outcome)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// `image/png, 1234 bytes`.
fn described(picture: &Picture) -> String {
    let kind = match picture.kind() {
        PictureKind::Png => "image/png",
        PictureKind::Jpeg => "image/jpeg",
        PictureKind::Gif => "image/gif",
        PictureKind::Bmp => "image/bmp",
        _ => "unknown kind of picture",
    };
    format!("{kind}, {} bytes", picture.bytes().len())
}

/// The second picture of an answer goes beside the first: `code.png`, `code-2.png`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}."));
    name.push(path.extension().unwrap_or_default());
    path.with_file_name(name)
}

/// Writes one picture into its file.
fn save(picture: &Picture, path: &Path, force: bool) -> Result<(), Failure> {
    let kind = picture.kind();
    if !kinds_of(path).contains(&kind) {
        return Err(not_saved(format!(
            "the picture is {}, which the ending of {} does not say",
            described(picture),
            path_text(path)
        ))
        .with_remedy(format!(
            "save it as {}",
            path_text(&path.with_extension(kind.extension()))
        )));
    }
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    options
        .open(path)
        .and_then(|mut file| file.write_all(picture.bytes()))
        .map_err(|error| {
            not_saved(format!("the file {} cannot be written", path_text(path)))
                .with_cause(error.to_string())
                .with_remedy("the call itself was answered; give another place to --save")
        })
}

fn not_saved(message: impl Into<String>) -> Failure {
    Failure::new(Kind::Output, message)
}

#[cfg(test)]
mod tests {
    use super::{Destination, Format, settle};

    const NOWHERE: Destination = Destination {
        save: None,
        force: false,
    };

    #[test]
    fn a_table_shows_kind_and_size_and_json_keeps_the_text() {
        let json = r#"{"LoginName":"a","UnitQRCode":"iVBORw0KGgo+/w=="}"#.to_owned();
        let (shown, outcome) = settle(Format::Table, json.clone(), &NOWHERE);
        assert_eq!(
            shown,
            r#"{"LoginName":"a","UnitQRCode":"image/png, 10 bytes"}"#
        );
        assert!(outcome.is_ok());
        assert_eq!(settle(Format::Json, json.clone(), &NOWHERE).0, json);
    }

    #[test]
    fn an_address_is_shown_and_a_text_that_is_neither_is_counted() {
        let address = r#"{"CodePicAddress":"http://www.example.com/1.png"}"#.to_owned();
        assert_eq!(settle(Format::Table, address.clone(), &NOWHERE).0, address);
        let odd = r#"{"CodePicAddress":"no base64!"}"#.to_owned();
        assert_eq!(
            settle(Format::Csv, odd, &NOWHERE).0,
            r#"{"CodePicAddress":"no picture, 10 characters"}"#
        );
    }

    #[test]
    fn two_pictures_go_into_two_files_and_the_ending_must_fit() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| Destination {
            save: Some(folder.path().join(name)),
            force: false,
        };
        let json = r#"{"CodePicBase64Str":"iVBORw0KGgo+/w==","UnitQRCode":"R0lGODlh"}"#.to_owned();
        let (_, outcome) = settle(Format::Json, json.clone(), &at("a.png"));
        let failure = outcome.unwrap_err();
        assert!(
            failure.summary().contains("image/gif, 6 bytes"),
            "{failure:?}"
        );
        let json = json.replace("R0lGODlh", "iVBORw0KGgo=");
        let (shown, outcome) = settle(Format::Json, json, &at("b.png"));
        assert!(outcome.is_ok());
        assert!(shown.contains("b-2.png"), "{shown}");
        assert_eq!(
            std::fs::read(folder.path().join("b-2.png")).unwrap().len(),
            8
        );
    }
}
