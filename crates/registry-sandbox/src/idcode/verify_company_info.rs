//! 304 VerifyCompanyInfo: verifies a unit at once by its certificate and licence.

use endpoint_core::Invalid;
use idcode_api::Authentication;
use idcode_api::operations::{CertificateKind, Done, VerifyCompanyInfo};

use super::picture::is_picture;
use super::{State, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

/// The largest picture, in bytes (OQ17).
const LARGEST: usize = 5 * 1024 * 1024;

const NUMBER: &str = "Organizationcode";
const PICTURE: &str = "file1";

impl Serve for VerifyCompanyInfo {
    /// Clients check the name of the file, the sandbox its content. The document sets no format for
    /// the number, and its example is an organisation code with a wrong check character.
    fn check(&self) -> Result<(), Invalid> {
        let number = self.certificate_number.as_str().trim();
        Invalid::if_empty(NUMBER, number)?;
        if let CertificateKind::Other(_) = self.certificate_kind {
            return Err(Invalid::value("codePayType", "must be 0, 1, 2 or 3"));
        }
        let content = self.licence.content();
        if content.len() > LARGEST {
            return Err(Invalid::value(PICTURE, "must have at most 5 MB"));
        }
        if !is_picture(content) {
            return Err(Invalid::value(PICTURE, "must be a bmp, png, jpg or gif"));
        }
        Ok(())
    }

    fn serve(self, state: &mut State, now_ms: u64) -> Result<Done, Rejection> {
        let registered = state
            .units
            .find_mut(&self.company)
            .ok_or_else(no_such_unit)?;
        registered.record_change(state.lag, now_ms);
        registered.authentication = Authentication::Verified;
        let number = self.certificate_number.as_str().trim().to_owned();
        registered.account.certificate = Some((self.certificate_kind, number));
        Ok(Done {})
    }
}
