//! Reads the plan of an issue of codes.

use std::path::PathBuf;

use enterprise_registry::flow::{check_writable, path_text};
use enterprise_registry::idcode::operations::Generation;
use enterprise_registry::idcode::{
    Application, CodeColor, CodeSize, FramedSize, ItemCodes, PlainSymbology, Symbology,
};
use enterprise_registry::issue_codes::{IssueCodesPlan, Items, PictureStyle, PlanRow};
use enterprise_registry::model::DecimalId;

use crate::error::CommandError;
use crate::flows::schedule::schedules;
use crate::toml_file::{Section, TomlFile};

/// A plan, with the files that it names and that are missing.
pub(super) struct ReadPlan {
    pub(super) plan: IssueCodesPlan,
    /// Missing files. A dry run does not need them.
    pub(super) missing: Vec<(String, String)>,
    /// The folder for the pictures of each row.
    pub(super) folders: Vec<Option<PathBuf>>,
}

pub(super) fn read(file: &TomlFile) -> Result<ReadPlan, CommandError> {
    let root = file.root()?;
    let whole = Section::root(file, &root);
    let company = whole
        .identifier("company")?
        .ok_or_else(|| whole.missing("company"))?;
    let mut missing = Vec::new();
    let mut folders = Vec::new();
    let mut rows = Vec::new();
    for (section, number) in whole.rows("category")?.into_iter().zip(1_u32..) {
        let (row, folder) = row(section, number, &mut missing)?;
        rows.push(row);
        folders.push(folder);
    }
    let waiting = whole.section("waiting")?;
    let (schedule, lookup_policy) = schedules(&waiting)?;
    waiting.refuse_unknown()?;
    whole.refuse_unknown()?;
    let plan = IssueCodesPlan::new(company, rows)
        .with_schedule(schedule)
        .with_lookup_policy(lookup_policy);
    Ok(ReadPlan {
        plan,
        missing,
        folders,
    })
}

fn row(
    section: Section<'_>,
    number: u32,
    missing: &mut Vec<(String, String)>,
) -> Result<(PlanRow, Option<PathBuf>), CommandError> {
    let id = |key: &'static str| -> Result<DecimalId, CommandError> {
        section
            .whole_number(key)?
            .ok_or_else(|| section.missing(key))
    };
    let code_use = id("use")?;
    let category = id("category")?;
    let code = section.required("code")?;
    let model = section.required("model")?;
    let model_code = section.required("model_code")?;
    let goto_url = section.required("goto_url")?;
    let mut row = PlanRow::new(
        (category, code.as_str()),
        code_use,
        (model.as_str(), model_code.as_str()),
        goto_url,
    );
    row.application.sample_url = section.text("sample_url")?;
    row.application.memo = section.text("memo")?;
    let applications = [
        ("registered", Application::Registered),
        ("filed", Application::Filed),
    ];
    if let Some(application) = section.one_of("application", &applications)? {
        row.application.application = application;
    }
    row.items = items(&section, number, missing)?;
    let generations = [
        ("in_sequence", Generation::InSequence),
        ("at_random", Generation::AtRandom),
    ];
    row.generation = section.one_of("generation", &generations)?;
    let pictures = section.section("pictures")?;
    let mut folder = None;
    if pictures.is_present() {
        row.style = Some(style(&pictures)?);
        let path = pictures.path("folder")?;
        let path = path.ok_or_else(|| pictures.missing("folder"))?;
        // The deepest existing part of the path must be a folder; the rest is created in it.
        let there = path.ancestors().find(|above| above.exists());
        if let Some(file) = there.filter(|there| !there.is_dir()) {
            let reason = format!("{} is not a folder", path_text(file));
            return Err(pictures.invalid("folder", reason));
        }
        if let Err(error) = check_writable(&path) {
            let reason = format!("cannot write pictures to {}", path_text(&path));
            let failure = pictures.invalid("folder", reason);
            return Err(failure.with_cause(error.to_string()));
        }
        folder = Some(path);
        pictures.refuse_unknown()?;
    }
    section.refuse_unknown()?;
    Ok((row, folder))
}

fn items(
    section: &Section<'_>,
    number: u32,
    missing: &mut Vec<(String, String)>,
) -> Result<Option<Items>, CommandError> {
    let list = section.texts("codes")?;
    let file = section.path("codes_file")?;
    match (list, file) {
        (Some(_), Some(_)) => Err(section.invalid("codes_file", "contradicts `codes`: give one")),
        (Some(list), None) => ItemCodes::new(list)
            .map(|codes| Some(Items::List(codes)))
            .map_err(|fault| section.invalid("codes", fault)),
        (None, Some(path)) if !path.exists() => {
            let field = format!("category[{number}].codes_file");
            let shown = path_text(&path);
            missing.push((
                field,
                match path.try_exists() {
                    Err(error) => format!("the file {shown} cannot be read: {error}"),
                    Ok(_) => format!("the file {shown} does not exist"),
                },
            ));
            // This placeholder is never sent: a dry run sends nothing, and a run does not begin.
            let placeholder = ItemCodes::new(["placeholder"]);
            placeholder
                .map(|codes| Some(Items::List(codes)))
                .map_err(|fault| section.invalid("codes_file", fault))
        }
        (None, Some(path)) => Items::file(&path).map(Some).map_err(|error| {
            let failure = section.invalid("codes_file", &error);
            match std::error::Error::source(&error) {
                Some(cause) => failure.with_cause(cause.to_string()),
                None => failure,
            }
        }),
        (None, None) => Ok(None),
    }
}

fn style(section: &Section<'_>) -> Result<PictureStyle, CommandError> {
    #[derive(Clone, Copy)]
    enum Kind {
        Bare,
        Framed,
        Plain,
        LongBei,
        Certified,
    }

    let kinds = [
        ("bare", Kind::Bare),
        ("framed", Kind::Framed),
        ("plain", Kind::Plain),
        ("longbei", Kind::LongBei),
        ("certified", Kind::Certified),
    ];
    let kind = section.one_of("style", &kinds)?.unwrap_or(Kind::Bare);
    let pixels: Option<u32> = section.whole_number("pixels")?;
    let centimetres: Option<u32> = section.whole_number("centimetres")?;
    let colors = [("black", CodeColor::Black), ("color", CodeColor::Color)];
    let color = section.one_of("color", &colors)?;
    // A field that the style does not use would be ignored silently.
    let fits = |key: &'static str, is_present: bool, styles: &str, fits: bool| {
        if is_present && !fits {
            return Err(section.invalid(key, format!("needs style = {styles}")));
        }
        Ok(())
    };
    let is_certified = matches!(kind, Kind::Certified);
    let is_coloured = matches!(kind, Kind::Bare | Kind::Framed);
    let in_pixels = "\"bare\", \"framed\", \"plain\" or \"longbei\"";
    fits("pixels", pixels.is_some(), in_pixels, !is_certified)?;
    fits(
        "centimetres",
        centimetres.is_some(),
        "\"certified\"",
        is_certified,
    )?;
    fits(
        "color",
        color.is_some(),
        "\"bare\" or \"framed\"",
        is_coloured,
    )?;
    let color = color.unwrap_or(CodeColor::Black);
    let pixels = pixels.unwrap_or(400);
    if pixels == 0 {
        return Err(section.invalid("pixels", "must be at least one"));
    }
    Ok(match kind {
        Kind::Bare => PictureStyle::Bare { pixels, color },
        Kind::Framed => {
            let size = FramedSize::ALL
                .into_iter()
                .find(|size| size.pixels() == pixels)
                .ok_or_else(|| {
                    section.invalid("pixels", "must be 400, 600 or 800 for a framed code")
                })?;
            PictureStyle::Framed { size, color }
        }
        Kind::Plain | Kind::LongBei => PictureStyle::Plain {
            pixels,
            symbology: match kind {
                Kind::LongBei => PlainSymbology::LongBei,
                _ => PlainSymbology::Qr,
            },
        },
        Kind::Certified => PictureStyle::Certified {
            symbology: Symbology::Qr,
            size: match centimetres.unwrap_or(3) {
                3 => CodeSize::Cm3,
                5 => CodeSize::Cm5,
                10 => CodeSize::Cm10,
                _ => return Err(section.invalid("centimetres", "must be 3, 5 or 10")),
            },
        },
    })
}
