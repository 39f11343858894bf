//! `entreg login-url`: where is a browser sent that is to log in at IDcode?

use clap::Args;
use enterprise_registry::idcode::operations::IDcodeLogin;

use super::Verdict;
use crate::cli::Global;
use crate::failure::Failure;
use crate::pages;

/// Print the signed address of the login page (607). Nothing is sent.
///
/// The address opens the page in the name of the system whose credentials signed it: it is for
/// the browser that logs in, and no log or chat.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where the page leads after the login.
    #[arg(long, value_name = "URL")]
    callback: String,
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    pages::print(global, &IDcodeLogin::new(arguments.callback.as_str()))?;
    Ok(Verdict::Yes)
}
