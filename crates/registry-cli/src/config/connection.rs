//! Reads the proxy and the root certificates, which apply to both vendors.

use std::path::{Path, PathBuf};

use enterprise_registry::flow::path_text;
use enterprise_registry::{HyperService, SetupError};
use secrecy::{ExposeSecret as _, SecretString};

use super::setting::{self, Given, Origin, Setting, SettingReport};
use crate::error::CommandError;
use crate::toml_file::Section;

const PROXY: Setting<SecretString> = Setting::limit("proxy", "ENTREG_PROXY", |text| {
    setting::secret(text).map_err(|_| "must be a URL such as http://127.0.0.1:3128".to_owned())
});
const ROOT_CERTIFICATES: Setting<PathBuf> = Setting::limit(
    "root_certificates",
    "ENTREG_ROOT_CERTIFICATES",
    |text| match text.trim() {
        "" => Err("must name a file of certificates in PEM text".to_owned()),
        _ => Ok(text.into()),
    },
);

/// The settings of connections to both vendors.
#[derive(Debug, Default)]
pub(crate) struct Connection {
    /// Its URL may contain a password.
    pub(crate) proxy: Option<Given<SecretString>>,
    /// A file of certificates to trust in addition to those of the web.
    root_certificates: Option<Given<PathBuf>>,
}

impl Connection {
    pub(super) fn from_section(
        name: &str,
        section: &Section<'_>,
        folder: &Path,
    ) -> Result<Self, CommandError> {
        let root_certificates = ROOT_CERTIFICATES.in_profile(name, section)?;
        Ok(Self {
            proxy: PROXY.in_profile(name, section)?,
            root_certificates: root_certificates.map(|given| given.map(|path| folder.join(path))),
        })
    }

    pub(super) fn override_from_environment(&mut self) -> Result<(), CommandError> {
        let Self {
            proxy,
            root_certificates,
        } = self;
        PROXY.override_from_environment(proxy)?;
        // A path need not be UTF-8.
        let variable = ROOT_CERTIFICATES.variable;
        if let Some(path) = std::env::var_os(variable).filter(|path| path.to_str().is_none()) {
            *root_certificates = Some(Given {
                value: path.into(),
                origin: Origin::Environment(variable),
            });
            return Ok(());
        }
        ROOT_CERTIFICATES.override_from_environment(root_certificates)
    }

    pub(crate) fn report(&self) -> Vec<SettingReport> {
        let Self {
            proxy,
            root_certificates,
        } = self;
        vec![
            PROXY.report(proxy.as_ref(), |_| None),
            ROOT_CERTIFICATES.report(root_certificates.as_ref(), |path| Some(path_text(path))),
        ]
    }

    /// The HTTP service with these settings.
    pub(crate) fn service(&self) -> Result<HyperService, CommandError> {
        let mut service = HyperService::builder();
        if let Some(proxy) = &self.proxy {
            service = service.proxy(proxy.value.expose_secret());
        }
        if let Some(Given { value, origin }) = &self.root_certificates {
            let pem = std::fs::read(value).map_err(|error| {
                let path = path_text(value);
                CommandError::configuration(format!("{origin}: cannot read the file {path}"))
                    .with_cause(error.to_string())
                    .with_remedy("name a file with certificates in PEM text, or leave it out")
            })?;
            service = service.root_certificates(pem);
        }
        service.build().map_err(|error| self.blame(error))
    }

    /// Names the setting that the service did not accept.
    fn blame(&self, error: SetupError) -> CommandError {
        let Self {
            proxy,
            root_certificates,
        } = self;
        match (&error, proxy, root_certificates) {
            (SetupError::Proxy, Some(proxy), _) => {
                CommandError::configuration(format!("{}: {error}", proxy.origin))
                    .with_remedy("correct it, or leave it out to connect directly")
            }
            (SetupError::RootCertificates, _, Some(Given { value, origin })) => {
                CommandError::configuration(format!("{origin}: {}: {error}", path_text(value)))
                    .with_remedy(
                        "a PEM certificate has the lines -----BEGIN CERTIFICATE----- and -----END \
                         CERTIFICATE-----; convert a binary one with `openssl x509 -inform der`",
                    )
            }
            _ => error.into(),
        }
    }
}
