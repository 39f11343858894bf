//! Pictures of an answer: found, shown by kind and size, and written into files.
//!
//! A picture travels as base64 (OQ42). That text is for programs: a table and CSV show kind and
//! size in its place, JSON keeps it unless the picture goes into a file, whose path it has then.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write as _};
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
use serde::Serialize;

use crate::cells::{self, Cell};
use crate::error::{CommandError, Kind};
use crate::format::Format;
use crate::output;
use crate::replaced_members::ReplacedMembers;

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
    pub(crate) fn check(&self, operation: &str) -> Result<(), CommandError> {
        let Some(path) = &self.save else {
            return Ok(());
        };
        if !WITH_PICTURE.contains(&operation) {
            return Err(
                CommandError::invalid(format!("{operation} returns no picture"))
                    .with_remedy(format!("--save is for {}", WITH_PICTURE.join(", "))),
            );
        }
        check_path(path, self.force)
    }
}

fn check_path(path: &Path, force: bool) -> Result<(), CommandError> {
    let shown = path_text(path);
    if kinds_of(path).is_empty() {
        return Err(CommandError::invalid(format!(
            "the file {shown} has not the ending of a picture"
        ))
        .with_remedy("let it end in .png, .jpg, .gif or .bmp; the sandbox and IDcode draw PNG"));
    }
    if path.is_dir() {
        return Err(CommandError::invalid(format!("{shown} is a folder")));
    }
    // A link that leads nowhere is there too.
    if !force && path.symlink_metadata().is_ok() {
        return Err(
            CommandError::invalid(format!("the file {shown} is there already"))
                .with_remedy("choose another name, or overwrite it with --force"),
        );
    }
    // Of two pictures the second has the longer name.
    if let Err(error) = numbered(path, 2).symlink_metadata()
        && error.kind() == ErrorKind::InvalidFilename
    {
        return Err(
            CommandError::invalid(format!("the name of the file {shown} is too long"))
                .with_cause(error.to_string())
                .with_remedy("choose a shorter one; nothing was sent"),
        );
    }
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() || folder.is_dir() => Ok(()),
        _ => Err(
            CommandError::invalid(format!("the folder of the file {shown} is not there"))
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

/// The logo of 601.
const ICON: &str = "UnitIcon";

/// The members of an answer that hold pictures: of 604 and 605, of 603, of 309 and 310; and the
/// logo, where it is one.
const MEMBERS: [&str; 4] = ["CodePicBase64Str", "CodePicAddress", "UnitQRCode", ICON];

/// A member that should hold a picture, and the picture where it does.
struct Member {
    name: &'static str,
    characters: usize,
    picture: Option<Picture>,
}

impl Member {
    fn read(name: &'static str, text: &str) -> Option<Self> {
        // An address instead of a picture (OQ27) is shown as it is.
        if text.is_empty() || text.trim_start().starts_with("http") {
            return None;
        }
        let picture = Picture::from_base64(text).ok();
        // Of the logo it is not documented what it is: a name or an address stays as it is.
        let is_known = |picture: &Picture| picture.kind() != PictureKind::Unknown;
        if name == ICON && !picture.as_ref().is_some_and(is_known) {
            return None;
        }
        Some(Self {
            name,
            characters: text.chars().count(),
            picture,
        })
    }
}

/// The pictures of an answer, in the order of [`MEMBERS`]. A list, and whatever else is no object,
/// has none.
fn found(value: &impl Serialize) -> io::Result<Vec<Member>> {
    let mut found = Vec::new();
    let mut is_list = false;
    cells::for_each(value, &mut |cell| {
        match cell {
            Cell::List => is_list = true,
            Cell::Text(name, text) if !is_list => {
                let place = MEMBERS.iter().position(|member| *member == name);
                let member = place.and_then(|at| Some((at, *MEMBERS.get(at)?)));
                found.extend(member.and_then(|(at, name)| Some((at, Member::read(name, text)?))));
            }
            _ => {}
        }
        Ok(())
    })?;
    found.sort_by_key(|(at, _)| *at);
    Ok(found.into_iter().map(|(_, member)| member).collect())
}

/// Writes an answer to stdout, and its pictures where that is wanted.
///
/// The answer is written also where saving fails: what it says besides has happened.
pub(crate) fn print<T: Serialize>(
    format: Format,
    answer: &T,
    destination: &Destination,
) -> Result<(), CommandError> {
    let (shown, saved) = settle(format, answer, destination)?;
    output::value(format, &shown)?;
    saved
}

/// The answer as it is to be shown, its pictures saved where that is wanted.
fn settle<'v, T: Serialize>(
    format: Format,
    value: &'v T,
    destination: &Destination,
) -> Result<(ReplacedMembers<'v, T>, Result<(), CommandError>), CommandError> {
    let found = found(value).map_err(|error| CommandError::new(Kind::Output, error.to_string()))?;
    let mut outcome = Ok(());
    if destination.save.is_some() && found.iter().all(|member| member.picture.is_none()) {
        outcome = Err(not_saved("the answer holds no picture")
            .with_remedy("look at the answer: it may be an address that a browser opens"));
    }
    let mut pictures = 0_usize;
    let mut members = Vec::new();
    for Member {
        name,
        characters,
        picture,
    } in found
    {
        let mut shown = match &picture {
            Some(picture) => described(picture),
            None => format!("no picture, {characters} characters"),
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
            members.push((name, shown));
        }
    }
    Ok((ReplacedMembers { value, members }, outcome))
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
fn save(picture: &Picture, path: &Path, force: bool) -> Result<(), CommandError> {
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

fn not_saved(message: impl Into<String>) -> CommandError {
    CommandError::new(Kind::Output, message)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{CommandError, Destination, Format};

    const NOWHERE: Destination = Destination {
        save: None,
        force: false,
    };

    type Answer = BTreeMap<&'static str, &'static str>;

    fn settle(
        format: Format,
        answer: &Answer,
        destination: &Destination,
    ) -> (String, Result<(), CommandError>) {
        let (shown, outcome) = super::settle(format, answer, destination).unwrap();
        (serde_json::to_string(&shown).unwrap(), outcome)
    }

    #[test]
    fn a_table_shows_kind_and_size_and_json_keeps_the_text() {
        let answer = Answer::from([
            // The same text is no picture in another member.
            ("LoginName", "iVBORw0KGgo+/w=="),
            ("UnitQRCode", "iVBORw0KGgo+/w=="),
        ]);
        let (shown, outcome) = settle(Format::Table, &answer, &NOWHERE);
        assert_eq!(
            shown,
            r#"{"LoginName":"iVBORw0KGgo+/w==","UnitQRCode":"image/png, 10 bytes"}"#
        );
        assert!(outcome.is_ok());
        assert_eq!(
            settle(Format::Json, &answer, &NOWHERE).0,
            serde_json::to_string(&answer).unwrap()
        );
    }

    #[test]
    fn an_address_is_shown_and_a_text_that_is_neither_is_counted() {
        let address = Answer::from([("CodePicAddress", "http://www.example.com/1.png")]);
        assert_eq!(
            settle(Format::Table, &address, &NOWHERE).0,
            serde_json::to_string(&address).unwrap()
        );
        let odd = Answer::from([("CodePicAddress", "no base64!"), ("UnitIcon", "logo")]);
        assert_eq!(
            settle(Format::Csv, &odd, &NOWHERE).0,
            r#"{"CodePicAddress":"no picture, 10 characters","UnitIcon":"logo"}"#
        );
    }

    #[test]
    fn two_pictures_go_into_two_files_and_the_ending_must_fit() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| Destination {
            save: Some(folder.path().join(name)),
            force: false,
        };
        let answer = |second| {
            Answer::from([
                ("CodePicBase64Str", "iVBORw0KGgo+/w=="),
                ("UnitQRCode", second),
            ])
        };
        let (_, outcome) = settle(Format::Json, &answer("R0lGODlh"), &at("a.png"));
        let failure = outcome.unwrap_err();
        assert!(
            failure.summary().contains("image/gif, 6 bytes"),
            "{failure:?}"
        );
        let (shown, outcome) = settle(Format::Json, &answer("iVBORw0KGgo="), &at("b.png"));
        assert!(outcome.is_ok());
        assert!(shown.contains("b-2.png"), "{shown}");
        assert_eq!(
            std::fs::read(folder.path().join("b-2.png")).unwrap().len(),
            8
        );
    }
}
