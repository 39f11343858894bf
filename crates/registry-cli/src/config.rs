//! What does the configuration file say, and what is wrong with it?
//!
//! The file holds secrets, so an error gives a position and the name of a key, never a line and
//! never a value.

use std::io;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::failure::Failure;

/// What is configured for both vendors: one profile, before the environment has its say.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) idcode: Idcode,
    pub(crate) ihuyi: Ihuyi,
    /// Its address may hold a password.
    pub(crate) proxy: Option<SecretString>,
    /// What the profile is called, where there is one.
    pub(crate) name: Option<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Idcode {
    pub(crate) access_token: Option<SecretString>,
    pub(crate) auth_code: Option<SecretString>,
    pub(crate) base_url: Option<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Ihuyi {
    pub(crate) account: Option<SecretString>,
    pub(crate) api_key: Option<SecretString>,
    pub(crate) base_url: Option<String>,
    pub(crate) auth: Option<String>,
}

/// Reads the profile called `name`, or the default one, from `file`, or from where the file
/// usually is. Only a file or a profile that was asked for by name has to exist.
pub(crate) fn profile(file: Option<&Path>, name: Option<&str>) -> Result<Profile, Failure> {
    let path = match file {
        Some(path) => Some(path.to_owned()),
        None => usual_place(),
    };
    let is_wanted = file.is_some() || name.is_some();
    let Some(path) = path else {
        return if is_wanted {
            Err(
                Failure::configuration("there is no home directory to look for a profile in")
                    .with_remedy("name the file with --config"),
            )
        } else {
            Ok(Profile::default())
        };
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => Document {
            path: &path,
            text: &text,
        }
        .profile(name),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_wanted => {
            Ok(Profile::default())
        }
        Err(error) => Err(Failure::configuration(format!(
            "the configuration file {} cannot be read",
            path.display()
        ))
        .with_cause(match error.kind() {
            // Its words would be about the stream and not about the file.
            io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
            _ => error.to_string(),
        })),
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

struct Document<'a> {
    path: &'a Path,
    text: &'a str,
}

type Table<'a> = DeTable<'a>;
type Key<'a> = Spanned<toml::de::DeString<'a>>;
type Value<'a> = Spanned<DeValue<'a>>;

impl Document<'_> {
    fn profile(&self, wanted: Option<&str>) -> Result<Profile, Failure> {
        let root = Table::parse(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            // Of the parser's fixed texts; what it read is not among them.
            self.wrong(at, &format!("this is not TOML: {}", error.message()))
        })?;
        let mut default = None;
        let mut profiles = Vec::new();
        for (key, value) in root.get_ref() {
            match key.get_ref().as_ref() {
                "default_profile" => default = Some(self.string(key, value)?),
                "profiles" => profiles = self.profiles(key, value)?,
                _ => return Err(self.unknown(key, "", &["default_profile", "profiles"])),
            }
        }
        let Some(name) = wanted.map(str::to_owned).or(default) else {
            return Ok(Profile::default());
        };
        let names: Vec<String> = profiles.iter().filter_map(|one| one.name.clone()).collect();
        profiles
            .into_iter()
            .find(|profile| profile.name.as_deref() == Some(&name))
            .ok_or_else(|| {
                let known = match names.as_slice() {
                    [] => "it has none".to_owned(),
                    names => format!("it has {}", names.join(", ")),
                };
                Failure::configuration(format!("{} has no profile `{name}`", self.path.display()))
                    .with_cause(known)
            })
    }

    fn profiles(&self, key: &Key<'_>, value: &Value<'_>) -> Result<Vec<Profile>, Failure> {
        self.table(key, value)?
            .iter()
            .map(|(name, value)| {
                let mut profile = Profile {
                    name: Some(name.get_ref().clone().into_owned()),
                    ..Profile::default()
                };
                for (key, value) in self.table(name, value)? {
                    match key.get_ref().as_ref() {
                        "idcode" => profile.idcode = self.idcode(self.table(key, value)?)?,
                        "ihuyi" => profile.ihuyi = self.ihuyi(self.table(key, value)?)?,
                        "proxy" => profile.proxy = Some(self.string(key, value)?.into()),
                        _ => {
                            let known = ["idcode", "ihuyi", "proxy"];
                            return Err(self.unknown(key, " of a profile", &known));
                        }
                    }
                }
                Ok(profile)
            })
            .collect()
    }

    fn idcode(&self, table: &Table<'_>) -> Result<Idcode, Failure> {
        let mut settings = Idcode::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "access_token" => settings.access_token = Some(self.string(key, value)?.into()),
                "auth_code" => settings.auth_code = Some(self.string(key, value)?.into()),
                "base_url" => settings.base_url = Some(self.string(key, value)?),
                _ => {
                    let known = ["access_token", "auth_code", "base_url"];
                    return Err(self.unknown(key, " of idcode", &known));
                }
            }
        }
        Ok(settings)
    }

    fn ihuyi(&self, table: &Table<'_>) -> Result<Ihuyi, Failure> {
        let mut settings = Ihuyi::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "account" => settings.account = Some(self.string(key, value)?.into()),
                "api_key" => settings.api_key = Some(self.string(key, value)?.into()),
                "base_url" => settings.base_url = Some(self.string(key, value)?),
                "auth" => settings.auth = Some(self.string(key, value)?),
                _ => {
                    let known = ["account", "api_key", "base_url", "auth"];
                    return Err(self.unknown(key, " of ihuyi", &known));
                }
            }
        }
        Ok(settings)
    }

    fn table<'v, 'i>(&self, key: &Key<'_>, value: &'v Value<'i>) -> Result<&'v Table<'i>, Failure> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            other => Err(self.wrong_type(key, "table", other)),
        }
    }

    fn string(&self, key: &Key<'_>, value: &Value<'_>) -> Result<String, Failure> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text.clone().into_owned()),
            other => Err(self.wrong_type(key, "text in quotes", other)),
        }
    }

    fn wrong_type(&self, key: &Key<'_>, expected: &str, found: &DeValue<'_>) -> Failure {
        let reason = format!(
            "`{}` must be a {expected}, it is of the type {}",
            key.get_ref(),
            found.type_str()
        );
        self.wrong(key.span().start, &reason)
    }

    fn unknown(&self, key: &Key<'_>, whose: &str, known: &[&'static str]) -> Failure {
        let found = key.get_ref().as_ref();
        let failure = self.wrong(key.span().start, &format!("unknown key `{found}`{whose}"));
        match endpoint_core::nearest(found, known.iter().copied()) {
            Some(near) => failure.with_remedy(format!("write `{near}`")),
            None => failure.with_remedy(format!("known are {}", known.join(", "))),
        }
    }

    fn wrong(&self, at: usize, reason: &str) -> Failure {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        Failure::configuration(format!(
            "{}, line {line}, column {column}: {reason}",
            self.path.display()
        ))
    }
}
