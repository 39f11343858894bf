//! Prints the signed addresses of IDcode's browser pages: 401, 405 and 607.
//!
//! Such an address holds the access token: anyone who has it opens the page in the name of the
//! system. It is the result of these commands, so it is printed, but never logged. Nothing is sent.

use core::any::Any;

use endpoint_core::Validated;
use enterprise_registry::idcode::operations::{IDcodeLogin, InterfaceApply, ProductIDcodeApply};
use enterprise_registry::idcode::{Idcode, Page, PageUrl};
use enterprise_registry::{BaseUrl, Clock as _, Spec, SystemClock, Vendor};
use serde::Serialize;

use crate::as_written;
use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::output;
use crate::session;
use crate::settings::{ConfiguredVendor as _, Settings};
use crate::stderr;

/// Prints the signed address of the page that this validated request is for.
pub(crate) fn show(global: &Global, spec: &Spec, request: &dyn Any) -> Result<(), CommandError> {
    if let Some(login) = request.downcast_ref::<Validated<IDcodeLogin>>() {
        print(global, login)
    } else if let Some(application) = request.downcast_ref::<Validated<InterfaceApply>>() {
        print(global, application)
    } else if let Some(application) = request.downcast_ref::<Validated<ProductIDcodeApply>>() {
        print(global, application)
    } else {
        Err(CommandError::invalid(format!(
            "entreg has no address for the page {}",
            spec.name
        )))
    }
}

/// Prints the signed address of a page, and warns of doubtful values on stderr.
pub(crate) fn print<P: Page>(global: &Global, page: &Validated<P>) -> Result<(), CommandError> {
    let about = |failure: CommandError| failure.with_operation(Idcode::NAME, P::SPEC.name);
    as_written::note(global, &page.as_request().doubts());
    let url = address(&session::settings(global)?, page).map_err(about)?;
    if !global.quiet && global.output != Format::Json {
        if global.sandbox {
            stderr::note(
                "the embedded sandbox ends with this command and serves no browser; start \
                 `entreg sandbox` and use the settings that it prints",
            );
        }
        stderr::note(
            "the address is signed and opens the page in the name of your system: give it to \
             the browser only",
        );
    }
    if global.output == Format::Table {
        return output::text(&format!("{}\n", url.expose()));
    }
    #[derive(Serialize)]
    struct Output<'a> {
        url: &'a str,
    }
    output::value(global.output, &Output { url: url.expose() })
}

fn address<P: Page>(settings: &Settings, page: &Validated<P>) -> Result<PageUrl, CommandError> {
    let keys = Idcode::keys(settings)?;
    let base = Idcode::base_url(settings).map_or(Idcode::DEFAULT_BASE, BaseUrl::as_str);
    Ok(Idcode::page_url_of(
        &keys,
        base,
        page,
        SystemClock.now_ms(),
    )?)
}

#[cfg(test)]
mod tests {
    use endpoint_core::Placement;
    use enterprise_registry::Endpoint as _;
    use enterprise_registry::idcode::operations::{
        IDcodeLogin, InterfaceApply, ProductIDcodeApply,
    };

    use super::Idcode;

    #[test]
    fn every_page_of_the_catalogue_can_be_addressed() {
        let pages: Vec<_> = crate::catalogue::operations::<Idcode>()
            .iter()
            .map(|operation| operation.spec())
            .filter(|spec| spec.placement == Placement::Page)
            .map(|spec| spec.name)
            .collect();
        assert_eq!(
            pages,
            [
                InterfaceApply::SPEC.name,
                ProductIDcodeApply::SPEC.name,
                IDcodeLogin::SPEC.name
            ]
        );
    }
}
