//! Reads the settings from the configuration file and the environment.

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

/// The settings of one profile for both vendors; the environment may override them.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) idcode: Idcode,
    pub(crate) ihuyi: Ihuyi,
    pub(crate) connection: Connection,
    /// The name of the profile, if one is in use.
    pub(crate) name: Option<String>,
    /// The available profiles, if none is in use.
    pub(crate) others: Vec<String>,
    /// The file of the profile.
    pub(crate) file: Option<ConfigFile>,
}

/// The configuration file.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    pub(crate) path: String,
    /// What users other than its owner can do with it.
    pub(crate) exposure: Option<String>,
    pub(crate) warning: Option<String>,
}

impl Profile {
    /// Reads the profile `name`, or the default profile, from the file at `path` or the default
    /// path. A file or profile must exist only if it was named.
    pub(crate) fn read(path: Option<&Path>, name: Option<&str>) -> Result<Self, CommandError> {
        let is_wanted = path.is_some() || name.is_some();
        let Some(path) = path.map(Path::to_owned).or_else(default_path) else {
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
        let mut profile = select_profile(&file, name)?;
        profile.file = Some(ConfigFile {
            path: path_text(&path),
            exposure: file.exposure().map(str::to_owned),
            warning: file.warning(),
        });
        Ok(profile)
    }

    /// Overrides settings with those of the environment.
    pub(crate) fn override_from_environment(mut self) -> Result<Self, CommandError> {
        let Self {
            idcode,
            ihuyi,
            connection,
            name: _,
            others: _,
            file: _,
        } = &mut self;
        idcode.override_from_environment();
        ihuyi.override_from_environment();
        connection.override_from_environment()?;
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
fn default_path() -> Option<PathBuf> {
    let from = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let folder = from("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(from("HOME")?).join(".config")))?;
    Some(folder.join("entreg").join("config.toml"))
}

/// The profile of this name, or the default profile. Reads all profiles, to report an error in any.
fn select_profile(file: &TomlFile, wanted: Option<&str>) -> Result<Profile, CommandError> {
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
            [] => "it has no profiles".to_owned(),
            names => format!("its profiles: {}", names.join(", ")),
        };
        let path = path_text(file.path());
        CommandError::configuration(format!("{path} has no profile `{name}`"))
            .with_cause(known)
            .with_remedy(format!("add [profiles.{name}], or name another profile"))
    })
}
