//! What is configured, by the configuration file and by the environment.

mod clock_limit;
mod connection;
mod idcode;
mod ihuyi;
mod pace;
mod setting;

use std::path::{Path, PathBuf};

use enterprise_registry::flow::path_text;

pub(crate) use self::clock_limit::ClockLimit;
pub(crate) use self::connection::Connection;
pub(crate) use self::idcode::Idcode;
pub(crate) use self::ihuyi::{Ihuyi, auth_in_a_word};
pub(crate) use self::pace::CallsPerSecond;
pub(crate) use self::setting::{Given, Origin, SettingReport};
use crate::error::CommandError;
use crate::toml_file::{Purpose, Section, TomlFile};

/// What is configured for both vendors: one profile, before the environment has its say.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) idcode: Idcode,
    pub(crate) ihuyi: Ihuyi,
    pub(crate) connection: Connection,
    /// What the profile is called, where there is one.
    pub(crate) name: Option<String>,
    /// Where none was chosen, those that could have been.
    pub(crate) others: Vec<String>,
    /// The file that it was read from.
    pub(crate) file: Option<ConfigFile>,
}

/// The configuration file that was read.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    pub(crate) path: String,
    /// What others than its owner can do with it.
    pub(crate) exposure: Option<String>,
    pub(crate) warning: Option<String>,
}

impl Profile {
    /// Reads the profile called `name`, or the default one, from the file at `path`, or from
    /// where it usually is. Only a file or a profile that was asked for by name has to exist.
    pub(crate) fn read(path: Option<&Path>, name: Option<&str>) -> Result<Self, CommandError> {
        let is_wanted = path.is_some() || name.is_some();
        let Some(path) = path.map(Path::to_owned).or_else(usual_place) else {
            return if is_wanted {
                Err(CommandError::configuration(
                    "there is no home directory to look for a profile in",
                )
                .with_remedy("name the file with --config"))
            } else {
                Ok(Self::default())
            };
        };
        let file = if is_wanted {
            TomlFile::read(&path, Purpose::Configuration)?
        } else {
            match TomlFile::read_if_present(&path, Purpose::Configuration)? {
                Some(file) => file,
                None => return Ok(Self::default()),
            }
        };
        tracing::debug!(file = path_text(&path), "reading the configuration");
        let mut profile = chosen(&file, name)?;
        profile.file = Some(ConfigFile {
            path: path_text(&path),
            exposure: file.exposure().map(str::to_owned),
            warning: file.warning(),
        });
        Ok(profile)
    }

    /// With what the environment says instead.
    pub(crate) fn or_environment(mut self) -> Result<Self, CommandError> {
        let Self {
            idcode,
            ihuyi,
            connection,
            name: _,
            others: _,
            file: _,
        } = &mut self;
        idcode.or_environment();
        ihuyi.or_environment();
        connection.or_environment()?;
        Ok(self)
    }

    fn from_section(name: &str, section: Section<'_>, folder: &Path) -> Result<Self, CommandError> {
        let profile = Self {
            idcode: Idcode::from_section(name, section.section("idcode")?)?,
            ihuyi: Ihuyi::from_section(name, section.section("ihuyi")?)?,
            connection: Connection::from_section(name, &section, folder)?,
            name: Some(name.to_owned()),
            others: Vec::new(),
            file: None,
        };
        section.refuse_unknown()?;
        Ok(profile)
    }
}

/// `$XDG_CONFIG_HOME/entreg/config.toml`, else `~/.config/entreg/config.toml`.
fn usual_place() -> Option<PathBuf> {
    let from = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let folder = from("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(from("HOME")?).join(".config")))?;
    Some(folder.join("entreg").join("config.toml"))
}

/// The profile of this name, or the default one. All are read, so that none is wrong unseen.
fn chosen(file: &TomlFile, wanted: Option<&str>) -> Result<Profile, CommandError> {
    let folder = file.path().parent().unwrap_or(Path::new(""));
    let root = file.root()?;
    let whole = Section::root(file, &root);
    let default = whole.text("default_profile")?;
    let section = whole.section("profiles")?;
    let names = section.names();
    let profiles = names
        .iter()
        .map(|name| Profile::from_section(name, section.section(name)?, folder));
    let profiles: Vec<Profile> = profiles.collect::<Result<_, _>>()?;
    section.refuse_unknown()?;
    whole.refuse_unknown()?;
    let Some(name) = wanted.or(default.as_deref()) else {
        return Ok(Profile {
            others: names.into_iter().map(str::to_owned).collect(),
            ..Profile::default()
        });
    };
    let found = profiles
        .into_iter()
        .find(|profile| profile.name.as_deref() == Some(name));
    found.ok_or_else(|| {
        let known = match names.as_slice() {
            [] => "it has none".to_owned(),
            names => format!("it has {}", names.join(", ")),
        };
        let path = path_text(file.path());
        CommandError::configuration(format!("{path} has no profile `{name}`"))
            .with_cause(known)
            .with_remedy(format!("add [profiles.{name}], or name another"))
    })
}
