//! Signs the addresses of browser pages (OQ32).

use core::fmt;

use endpoint_core::{Endpoint, Invalid, Params, Validated, Vendor};

use crate::{Idcode, IdcodeKeys};

/// An operation whose address is opened in a browser: 401, 405 and 607.
///
/// Each is also an endpoint, since the document gives it a JSON reply, perhaps for refusals. It is
/// meant to be used with [`Idcode::page_url`].
pub trait Page: Endpoint<Vendor = Idcode> {}

impl Idcode {
    /// The signed address for the browser. `base` is scheme and host, such as
    /// `https://api.idcode.org.cn`; `now_ms` is Unix time in milliseconds.
    ///
    /// ```
    /// use idcode_api::operations::IDcodeLogin;
    /// use idcode_api::{Idcode, IdcodeKeys};
    ///
    /// let keys = IdcodeKeys::new("J7X4LuOOfURXeAAEAAAAAABSK", "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7");
    /// let login = IDcodeLogin::new("https://www.example.com/back");
    /// let url = Idcode::page_url(&keys, "https://api.idcode.org.cn/", &login, 1_497_587_696_789)?;
    /// assert!(url.expose().starts_with("https://api.idcode.org.cn/AllInterFace/IDcodeLogin?"));
    /// assert_eq!(format!("{url:?}"), "PageUrl([redacted])");
    /// # Ok::<(), endpoint_core::Invalid>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The request breaks a rule of its operation, or `base` is not an address without query and
    /// fragment.
    pub fn page_url<P: Page>(
        keys: &IdcodeKeys,
        base: &str,
        request: &P,
        now_ms: u64,
    ) -> Result<PageUrl, Invalid> {
        request.validate()?;
        Self::page_url_of_checked(keys, base, request, now_ms)
    }

    /// Like [`page_url`](Self::page_url), for a request that has been validated.
    ///
    /// # Errors
    ///
    /// `base` is not an address without query and fragment.
    pub fn page_url_of<P: Page>(
        keys: &IdcodeKeys,
        base: &str,
        request: &Validated<P>,
        now_ms: u64,
    ) -> Result<PageUrl, Invalid> {
        Self::page_url_of_checked(keys, base, request.as_request(), now_ms)
    }

    fn page_url_of_checked<P: Page>(
        keys: &IdcodeKeys,
        base: &str,
        request: &P,
        now_ms: u64,
    ) -> Result<PageUrl, Invalid> {
        crate::address::check("base", base)?;
        if base.contains(['?', '#']) {
            return Err(Invalid::value("base", "must have no query and no fragment"));
        }
        let signed = Self::sign(keys, &P::SPEC, &Params::from_request(request)?, now_ms)?;
        Ok(PageUrl(format!(
            "{}{}",
            base.trim_end_matches('/'),
            signed.target
        )))
    }
}

/// A signed address. Anyone who has it can open the page in the name of the system, so `Debug`
/// hides it and there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct PageUrl(String);

impl PageUrl {
    /// The address, for the browser only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The address, for the browser only.
    #[must_use]
    pub fn into_exposed(self) -> String {
        self.0
    }
}

impl fmt::Debug for PageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageUrl([redacted])")
    }
}
