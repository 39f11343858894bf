//! Defines the options that all commands share.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{ArgAction, Args};

use crate::format::Format;
use crate::record::Record;

/// The options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Call a sandbox of both vendors that runs in this process, with its own credentials.
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,
    /// The format of the result.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    pub(crate) output: Format,
    /// Write CSV for a spreadsheet: with a byte order mark, and an apostrophe before every cell
    /// that would run as a formula (=, +, -, @ or a tab at its beginning). Without this option, CSV
    /// follows RFC 4180, one line per record; only control characters are escaped (\n, \u001b).
    #[arg(long, global = true)]
    pub(crate) excel: bool,
    /// The profile to use instead of the `default_profile` of the configuration file.
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The configuration file [default: $XDG_CONFIG_HOME/entreg/config.toml or
    /// ~/.config/entreg/config.toml].
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Save an unreadable reply to this new file, in an existing folder. A reply that may have been
    /// paid for is always saved, by default below $XDG_STATE_HOME/entreg/replies or
    /// ~/.local/state/entreg/replies.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) save_reply: Option<PathBuf>,
    /// Log each call with its settings, its signed request (credentials masked) and the outcome of
    /// each attempt. -vv: also the origin of each setting and the log of an in-process sandbox.
    /// -vvv: also the names and sizes of everything sent and received.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Suppress notes and warnings.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// The effects of this run, shared by every client in it.
    #[arg(skip)]
    pub(crate) record: Arc<Record>,
}
