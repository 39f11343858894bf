//! Finds the pictures of a reply, shows their kind and size, and saves them in files.
//!
//! A picture arrives as base64 (OQ42). A table and CSV show its kind and size instead. JSON keeps
//! the base64, or has the path of the file if the picture is saved.

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

/// The operations of IDcode that return a picture.
const WITH_PICTURE: [&str; 5] = [
    UnitRegist::SPEC.name,
    UpdateUnitQRCodeGoToUrl::SPEC.name,
    CreateCodePic::SPEC.name,
    CreateCodePicWithMargin::SPEC.name,
    CreateAuthenCodePic::SPEC.name,
];

/// Where to save a picture.
#[derive(Debug, Clone, Args)]
pub(crate) struct Destination {
    /// Save the picture of the reply in this file; its extension must match the
    /// format of the picture (png, jpg, gif, bmp).
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Overwrite the file of --save if it exists.
    #[arg(long, requires = "save")]
    pub(crate) force: bool,
}

/// Whether the reply of an operation may hold pictures: an object of IDcode.
pub(crate) fn may_be_in(vendor: &str, spec: &Spec) -> bool {
    vendor == Idcode::NAME && !matches!(spec.reply, Shape::List(_))
}

impl Destination {
    /// Refuses a destination that is certain to fail, before anything is sent.
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
            "the file {shown} does not have a picture extension"
        ))
        .with_remedy("use .png, .jpg, .gif or .bmp; the sandbox and IDcode draw PNG"));
    }
    if path.is_dir() {
        return Err(CommandError::invalid(format!("{shown} is a folder")));
    }
    // A dangling link exists too.
    if !force && path.symlink_metadata().is_ok() {
        return Err(CommandError::invalid(format!("the file {shown} exists"))
            .with_remedy("choose another name, or overwrite it with --force"));
    }
    // The second of two pictures has the longer name.
    if let Err(error) = numbered(path, 2).symlink_metadata()
        && error.kind() == ErrorKind::InvalidFilename
    {
        return Err(
            CommandError::invalid(format!("the name of the file {shown} is too long"))
                .with_cause(error.to_string())
                .with_remedy("choose a shorter name; nothing was sent"),
        );
    }
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() || folder.is_dir() => Ok(()),
        _ => Err(
            CommandError::invalid(format!("the folder of the file {shown} does not exist"))
                .with_remedy("create it, or name another; nothing was sent"),
        ),
    }
}

/// The kinds of picture that the extension of a file stands for.
fn kinds_of(path: &Path) -> &'static [PictureKind] {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.map(str::to_ascii_lowercase).as_deref() {
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

/// The members of a reply that hold pictures: of 604 and 605, of 603, of 309 and 310; and the
/// logo, if it is a picture.
const MEMBERS: [&str; 4] = ["CodePicBase64Str", "CodePicAddress", "UnitQRCode", ICON];

/// A member that should hold a picture, and the picture if it does.
struct Member {
    name: &'static str,
    characters: usize,
    picture: Option<Picture>,
}

impl Member {
    fn read(name: &'static str, text: &str) -> Option<Self> {
        // An address instead of a picture (OQ27) is shown unchanged.
        if text.is_empty() || text.trim_start().starts_with("http") {
            return None;
        }
        let picture = Picture::from_base64(text).ok();
        // The form of the logo is not documented: a name or an address is shown unchanged.
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

/// The pictures of a reply, in the order of [`MEMBERS`]. Only an object has any.
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

/// Writes a reply to stdout and saves its pictures, if the destination names a file.
///
/// The reply is written even if saving fails: the call has taken effect.
pub(crate) fn print<T: Serialize>(
    format: Format,
    reply: &T,
    destination: &Destination,
) -> Result<(), CommandError> {
    let (shown, saved) = with_saved_pictures(format, reply, destination)?;
    output::value(format, &shown)?;
    saved
}

/// Saves the pictures and returns the value to show, and the outcome of saving.
fn with_saved_pictures<'v, T: Serialize>(
    format: Format,
    value: &'v T,
    destination: &Destination,
) -> Result<(ReplacedMembers<'v, T>, Result<(), CommandError>), CommandError> {
    let found = found(value).map_err(|error| CommandError::new(Kind::Output, error.to_string()))?;
    let mut outcome = Ok(());
    if destination.save.is_some() && found.iter().all(|member| member.picture.is_none()) {
        outcome = Err(not_saved("the reply holds no picture")
            .with_remedy("look at the reply: it may be an address to open in a browser"));
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

/// The path of a picture of a reply: `code.png`, and `code-2.png` for the second.
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
            "the picture is {}, which does not match the extension of {}",
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
                .with_remedy("the call itself has succeeded; name another file with --save")
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

    type Reply = BTreeMap<&'static str, &'static str>;

    fn print(
        format: Format,
        reply: &Reply,
        destination: &Destination,
    ) -> (String, Result<(), CommandError>) {
        let (shown, outcome) = super::with_saved_pictures(format, reply, destination).unwrap();
        (serde_json::to_string(&shown).unwrap(), outcome)
    }

    #[test]
    fn a_table_shows_kind_and_size_of_a_picture_and_json_keeps_the_base64() {
        let reply = Reply::from([
            // In another member, the same text is no picture.
            ("LoginName", "iVBORw0KGgo+/w=="),
            ("UnitQRCode", "iVBORw0KGgo+/w=="),
        ]);
        let (shown, outcome) = print(Format::Table, &reply, &NOWHERE);
        assert_eq!(
            shown,
            r#"{"LoginName":"iVBORw0KGgo+/w==","UnitQRCode":"image/png, 10 bytes"}"#
        );
        assert!(outcome.is_ok());
        assert_eq!(
            print(Format::Json, &reply, &NOWHERE).0,
            serde_json::to_string(&reply).unwrap()
        );
    }

    #[test]
    fn an_address_is_shown_and_the_characters_of_any_other_text_are_counted() {
        let address = Reply::from([("CodePicAddress", "http://www.example.com/1.png")]);
        assert_eq!(
            print(Format::Table, &address, &NOWHERE).0,
            serde_json::to_string(&address).unwrap()
        );
        let odd = Reply::from([("CodePicAddress", "no base64!"), ("UnitIcon", "logo")]);
        assert_eq!(
            print(Format::Csv, &odd, &NOWHERE).0,
            r#"{"CodePicAddress":"no picture, 10 characters","UnitIcon":"logo"}"#
        );
    }

    #[test]
    fn two_pictures_are_saved_in_two_files_and_the_extension_must_match() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| Destination {
            save: Some(folder.path().join(name)),
            force: false,
        };
        let reply = |second| {
            Reply::from([
                ("CodePicBase64Str", "iVBORw0KGgo+/w=="),
                ("UnitQRCode", second),
            ])
        };
        let (_, outcome) = print(Format::Json, &reply("R0lGODlh"), &at("a.png"));
        let failure = outcome.unwrap_err();
        assert!(
            failure.summary().contains("image/gif, 6 bytes"),
            "{failure:?}"
        );
        let (shown, outcome) = print(Format::Json, &reply("iVBORw0KGgo="), &at("b.png"));
        assert!(outcome.is_ok());
        assert!(shown.contains("b-2.png"), "{shown}");
        assert_eq!(
            std::fs::read(folder.path().join("b-2.png")).unwrap().len(),
            8
        );
    }
}
