//! `entreg login-url`: prints the address where a browser logs in to IDcode.

use clap::Args;
use endpoint_core::Validated;
use enterprise_registry::Endpoint as _;
use enterprise_registry::Vendor as _;
use enterprise_registry::idcode::Idcode;
use enterprise_registry::idcode::operations::IDcodeLogin;

use crate::browser_page;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::verdict::Verdict;

/// Print the signed address of the login page (607). Nothing is sent.
///
/// The address opens the page on behalf of the system whose credentials signed it. Open it in the
/// browser that logs in; keep it out of logs and chats.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The address to go to after the login.
    #[arg(long, value_name = "URL")]
    callback: String,
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let login = Validated::new(IDcodeLogin::new(arguments.callback.as_str()));
    let login = login.map_err(|invalid| {
        CommandError::from(invalid).with_operation(Idcode::NAME, IDcodeLogin::SPEC.name)
    })?;
    browser_page::print(global, &login)?;
    Ok(Verdict::Yes)
}
