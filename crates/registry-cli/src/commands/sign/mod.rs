//! `entreg sign`: how is a request signed, step by step?
//!
//! Whoever runs this asks for a signature, so here alone the hash, or the dynamic password, is
//! shown. Authorisation code and API key are not, and an access token only where it was typed as
//! a part of the path; one from the environment or a profile stays `[redacted]` in the path too. So
//! does a value that holds the number of somebody's identity card.

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
    /// The signed path of IDcode: time added, parameters sorted, MD5 over it all.
    ///
    /// The signed path can be used as it is where the access token was typed in it. Without one
    /// that of the environment or profile is signed, and shown masked.
    Idcode {
        /// Path and query, percent-encoded or plain; `time` and `hash` in it are replaced.
        #[arg(value_name = "PATH?QUERY")]
        target: String,
        /// Unix time in milliseconds [default: `time` of the query, else now].
        #[arg(long, value_name = "MS")]
        time: Option<u64>,
    },
    /// The dynamic password of ihuyi.
    Ihuyi {
        /// The product: ent3f, entinfov2. Without parameters its GetNum is signed.
        app: String,
        /// The parameters that are sent, as plain text.
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

/// Numbered lines: a box around a signed path would spoil it for copying.
fn lines(steps: &[(&str, &str)]) -> Result<(), CommandError> {
    let mut text = String::new();
    for (index, (title, step)) in steps.iter().enumerate() {
        text += &format!("{}. {title}\n   {}\n", index + 1, escape::visible(step));
    }
    output::text(&text)
}
