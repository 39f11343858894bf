//! The options that every command has.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{ArgAction, Args};

use crate::format::Format;
use crate::record::Record;

/// The options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Start a sandbox of both vendors in this process and use it, with its own credentials.
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,
    /// How to write the result.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    pub(crate) output: Format,
    /// Write CSV for a spreadsheet: with a byte order mark, and with an apostrophe before every
    /// cell that it would run as a formula (one that begins with =, +, -, @ or a tab). Without
    /// this, CSV is data as RFC 4180 has it, one line a record: control characters stand as \n,
    /// \u001b in it, and nothing else is changed.
    #[arg(long, global = true)]
    pub(crate) excel: bool,
    /// The profile of the configuration file, instead of its `default_profile`.
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The configuration file [default: $XDG_CONFIG_HOME/entreg/config.toml, else
    /// ~/.config/entreg/config.toml].
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Keep a reply that cannot be read in this file, which must not be there yet, in a folder that
    /// must. One that may
    /// have been paid for is kept in any case: else below $XDG_STATE_HOME/entreg/replies
    /// (~/.local/state/entreg/replies).
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) save_reply: Option<PathBuf>,
    /// Show what is called with which settings, the signed requests, credentials masked, and how
    /// each attempt ended. -vv: also where each setting comes from and what a sandbox of this
    /// process notes. -vvv: also the names and sizes of what is sent and received.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Say nothing on stderr but errors.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// What this run has done; every part of it that calls somebody has a share in this.
    #[arg(skip)]
    pub(crate) record: Arc<Record>,
}
