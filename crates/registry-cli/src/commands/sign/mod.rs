//! `entreg sign`: shows each step of a signature.
//!
//! Only this command prints a hash or a dynamic password, because that is its purpose. It never
//! prints an authorisation code or API key. It prints an access token only if the token was typed
//! as part of the path; a token from the environment or a profile is `[redacted]`, and so is a
//! value that contains the number of an identity card.

mod idcode;
mod ihuyi;

use clap::{Args, Subcommand};

use crate::error::CommandError;
use crate::escape;
use crate::global_options::Global;
use crate::verdict::Verdict;
use crate::{output, session};

const HIDDEN: &str = "[redacted]";

/// Show each step of a signature, credentials masked. Nothing is sent.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    vendor: Scheme,
}

#[derive(Debug, Subcommand)]
enum Scheme {
    /// Sign a path for IDcode: add the time, sort the parameters, hash with MD5.
    ///
    /// If PATH contains the access token, the signed path is ready to use. Otherwise the token of
    /// the environment or profile is signed, and masked in the output.
    Idcode {
        /// Path and query, percent-encoded or plain; its `time` and `hash` are replaced.
        #[arg(value_name = "PATH?QUERY")]
        target: String,
        /// Unix time in milliseconds [default: `time` of the query, or now].
        #[arg(long, value_name = "MS")]
        time: Option<u64>,
    },
    /// Show the dynamic password of an ihuyi request.
    Ihuyi {
        /// The product, such as ent3f. Without parameters, its GetNum is signed.
        app: String,
        /// The parameters of the request, as plain text.
        #[arg(value_name = "NAME=VALUE")]
        parameters: Vec<String>,
        /// Unix time in seconds [default: now].
        #[arg(long, value_name = "S")]
        time: Option<u64>,
    },
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let settings = session::settings(global)?;
    match &arguments.vendor {
        Scheme::Idcode { target, time } => idcode::show(global.output, &settings, target, *time),
        Scheme::Ihuyi {
            app,
            parameters,
            time,
        } => ihuyi::show(global.output, &settings, app, parameters, *time),
    }?;
    Ok(Verdict::Yes)
}

/// Prints numbered lines, which copy better than cells of a table.
fn lines(steps: &[(&str, &str)]) -> Result<(), CommandError> {
    let mut text = String::new();
    for (index, (title, step)) in steps.iter().enumerate() {
        text += &format!("{}. {title}\n   {}\n", index + 1, escape::visible(step));
    }
    output::text(&text)
}
