//! What does the configuration file say, and what is wrong with it?

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use crate::failure::Failure;
use crate::toml_document::{self, Document, Key, Table, Value};

const WHAT: &str = "configuration file";

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
    pub(crate) dialect: Option<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Ihuyi {
    pub(crate) account: Option<SecretString>,
    pub(crate) api_key: Option<SecretString>,
    pub(crate) base_url: Option<String>,
    pub(crate) auth: Option<String>,
    /// How many paid queries one run may send.
    pub(crate) max_spend: Option<u64>,
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
    match toml_document::read(&path, WHAT) {
        Ok(text) => {
            tracing::debug!(file = %path.display(), "reading the configuration");
            let document = Document {
                path: &path,
                text: &text,
            };
            File(document).profile(name)
        }
        Err(unread) if unread.is_missing && !is_wanted => Ok(Profile::default()),
        Err(unread) => Err(unread.failure),
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

/// The configuration file.
struct File<'a>(Document<'a>);

impl File<'_> {
    fn profile(&self, wanted: Option<&str>) -> Result<Profile, Failure> {
        let root = self.0.root()?;
        let mut default = None;
        let mut profiles = Vec::new();
        for (key, value) in root.get_ref() {
            match key.get_ref().as_ref() {
                "default_profile" => default = Some(self.0.string(key, value)?),
                "profiles" => profiles = self.profiles(key, value)?,
                _ => return Err(self.0.unknown(key, "", &["default_profile", "profiles"])),
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
                Failure::configuration(format!("{} has no profile `{name}`", self.0.path.display()))
                    .with_cause(known)
            })
    }

    fn profiles(&self, key: &Key<'_>, value: &Value<'_>) -> Result<Vec<Profile>, Failure> {
        self.0
            .table(key, value)?
            .iter()
            .map(|(name, value)| {
                let mut profile = Profile {
                    name: Some(name.get_ref().clone().into_owned()),
                    ..Profile::default()
                };
                for (key, value) in self.0.table(name, value)? {
                    match key.get_ref().as_ref() {
                        "idcode" => profile.idcode = self.idcode(self.0.table(key, value)?)?,
                        "ihuyi" => profile.ihuyi = self.ihuyi(self.0.table(key, value)?)?,
                        "proxy" => profile.proxy = Some(self.0.string(key, value)?.into()),
                        _ => {
                            let known = ["idcode", "ihuyi", "proxy"];
                            return Err(self.0.unknown(key, " of a profile", &known));
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
                "access_token" => settings.access_token = Some(self.0.string(key, value)?.into()),
                "auth_code" => settings.auth_code = Some(self.0.string(key, value)?.into()),
                "base_url" => settings.base_url = Some(self.0.string(key, value)?),
                "dialect" => settings.dialect = Some(self.0.string(key, value)?),
                _ => {
                    let known = ["access_token", "auth_code", "base_url", "dialect"];
                    return Err(self.0.unknown(key, " of idcode", &known));
                }
            }
        }
        Ok(settings)
    }

    fn ihuyi(&self, table: &Table<'_>) -> Result<Ihuyi, Failure> {
        let mut settings = Ihuyi::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "account" => settings.account = Some(self.0.string(key, value)?.into()),
                "api_key" => settings.api_key = Some(self.0.string(key, value)?.into()),
                "base_url" => settings.base_url = Some(self.0.string(key, value)?),
                "auth" => settings.auth = Some(self.0.string(key, value)?),
                "max_spend" => settings.max_spend = Some(self.0.number(key, value)?),
                _ => {
                    let known = ["account", "api_key", "base_url", "auth", "max_spend"];
                    return Err(self.0.unknown(key, " of ihuyi", &known));
                }
            }
        }
        Ok(settings)
    }
}
