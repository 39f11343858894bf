//! Defines and parses the command line of `entreg`.

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, Parser, Subcommand};
use enterprise_registry::model::{is_personal, masked};

use crate::commands::{
    areas, balance, bulk, call, categories, check, compare, completions, copyrights, demo, doctor,
    industries, issue_codes, login_url, lookup, man, onboard, operations, qr, sandbox, scan_url,
    sign, trademarks, unit, upload, verify,
};
use crate::error::{CommandError, Kind};
use crate::escape::{is_hidden, visible};
use crate::format::Format;
use crate::global_options::Global;
use crate::stderr;

/// Verify companies with ihuyi and register them with IDcode.
///
/// Each ihuyi query costs money. With --sandbox nothing leaves this machine and nothing is
/// charged.
#[derive(Debug, Parser)]
#[command(name = "entreg", bin_name = "entreg", version, after_long_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Environment (credentials are never taken from arguments):
  IDCODE_ACCESS_TOKEN       system authorisation key of IDcode
  IDCODE_AUTH_CODE          system authorisation code of IDcode
  IDCODE_BASE_URL           instead of https://api.idcode.org.cn; the test host
                            is https://apitest.idcode.org.cn
  IDCODE_DIALECT            how to build IDcode's requests, if a host needs it;
                            see --dialect in `entreg help sandbox`
  IHUYI_ACCOUNT             API ID of ihuyi
  IHUYI_API_KEY             API KEY of ihuyi
  IHUYI_BASE_URL            instead of https://api.ihuyi.com
  IHUYI_AUTH                dynamic (a password for each call) or static
  IHUYI_MAX_SPEND           the most paid queries of one run
  IDCODE_CALLS_PER_SECOND,  rate limit of one run: 5, or 0.5 for one call in two
  IHUYI_CALLS_PER_SECOND    seconds
  IDCODE_CORRECT_CLOCK,     sign by the vendor's clock if it differs by at most
  IHUYI_CORRECT_CLOCK       this: 10m, 1h30m
  ENTREG_PROXY              HTTP proxy for all calls; HTTP_PROXY and the like
                            are ignored
  ENTREG_ROOT_CERTIFICATES  PEM file of root certificates to trust in addition
  ENTREG_LOGIN_PASSWORD     password of the user that `onboard` registers
  RUST_LOG                  what to log, as TARGET=LEVEL,...; never credentials

The environment overrides the profile; `entreg doctor` shows each setting in
force. Profiles are tables of ~/.config/entreg/config.toml:
  default_profile = \"work\"
  [profiles.work]
  proxy = \"http://127.0.0.1:3128\"        # for both vendors
  root_certificates = \"company-ca.pem\"   # for both; relative to this file
  [profiles.work.idcode]
  access_token = \"...\"
  auth_code = \"...\"
  base_url = \"https://...\"
  dialect = \"default\"
  calls_per_second = 5
  correct_clock = \"10m\"
  [profiles.work.ihuyi]
  account = \"...\"
  api_key = \"...\"
  base_url = \"https://...\"
  auth = \"dynamic\"
  max_spend = 100                        # the most paid queries of one run
  calls_per_second = 5
  correct_clock = \"10m\"

The exit code covers all calls of a run, however it ended:
  0  success
  1  the vendor refused, even if `changed` is unknown, the check did not match,
     or a flow stopped before its end with nothing unknown
  2  invalid input or configuration, or a closed stdout; nothing was sent
  3  a transport failure, or any failure after something was sent; nothing was
     charged or changed
  4  the same, but something was or may have been charged or changed
  5  a malformed reply
An error in JSON says the same in `sent`, `charged` and `changed` (no, yes,
unknown). If a paid reply cannot be written to stdout, entreg keeps it in a file
and names the file on stderr; if no file can be written either, the reply goes
to stderr.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(demo::Arguments),
    Sandbox(sandbox::Arguments),
    Verify(verify::Arguments),
    Lookup(lookup::Arguments),
    Trademarks(trademarks::Arguments),
    Copyrights(copyrights::Arguments),
    Compare(compare::Arguments),
    Balance(balance::Arguments),
    Bulk(bulk::Arguments),
    Onboard(onboard::Arguments),
    IssueCodes(issue_codes::Arguments),
    Unit(unit::Arguments),
    Areas(areas::Arguments),
    Industries(industries::Arguments),
    Categories(categories::Arguments),
    Upload(upload::Arguments),
    Qr(qr::Arguments),
    LoginUrl(login_url::Arguments),
    ScanUrl(scan_url::Arguments),
    Call(call::Arguments),
    Operations(operations::Arguments),
    Sign(sign::Arguments),
    Check(check::Arguments),
    Doctor(doctor::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Parses the command line. Prints help and version itself, and reports an error in the format
/// that `--output` asks for.
pub(crate) fn parse() -> Result<Cli, ExitCode> {
    let words: Vec<OsString> = std::env::args_os().collect();
    let read = Cli::try_parse_from(&words).and_then(|cli| {
        if cli.global.excel && cli.global.output != Format::Csv {
            let wrong = "--excel applies to CSV only: add --output csv";
            return Err(Cli::command().error(ErrorKind::ArgumentConflict, wrong));
        }
        Ok(cli)
    });
    read.map_err(|error| {
        let error = with_visible_words(error);
        let is_help = !error.use_stderr();
        if is_help || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            print(&error);
            return ExitCode::from(if is_help { 0 } else { 2 });
        }
        let stray = stray_word(&error);
        if stray.is_none() && !wants_json(&words) {
            print(&error);
            return ExitCode::from(2);
        }
        let (message, remedy) = match stray {
            Some(_) => ("unexpected argument".to_owned(), None),
            None => in_one_line(&error.render().to_string()),
        };
        let usual = "see `entreg help`; credentials are never taken from arguments";
        CommandError::new(Kind::Usage, message)
            .with_remedy(remedy.as_deref().unwrap_or(usual))
            .report(if wants_json(&words) {
                Format::Json
            } else {
                Format::Table
            })
    })
}

/// Escapes the arguments that the error repeats: a line break or an escape sequence in one would
/// otherwise look like a separate message.
fn with_visible_words(mut error: clap::Error) -> clap::Error {
    let shown: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| Some((kind, with_visible_text(value)?)))
        .collect();
    for (kind, value) in shown {
        error.insert(kind, value);
    }
    error
}

fn with_visible_text(value: &ContextValue) -> Option<ContextValue> {
    // The number of an identity card is masked.
    let shown = |text: &String| match is_personal(text) {
        true => visible(&masked(text).to_string()).into_owned(),
        false => visible(text).into_owned(),
    };
    match value {
        ContextValue::String(text) => Some(ContextValue::String(shown(text))),
        ContextValue::Strings(texts) => {
            Some(ContextValue::Strings(texts.iter().map(shown).collect()))
        }
        // A tip that repeats such a number is useless without it.
        ContextValue::StyledStrs(tips) => {
            let is_personal = tips.iter().any(|tip| {
                let tip = tip.to_string();
                tip.split('\'').any(is_personal)
            });
            is_personal.then(|| ContextValue::StyledStrs(Vec::new()))
        }
        _ => None,
    }
}

/// Prints an error or help of clap, in colour unless the text repeats a hidden character.
fn print(error: &clap::Error) {
    let text = error.render().to_string();
    // A closed terminal cannot be reported.
    let _closed = if text.contains(|next| next != '\n' && is_hidden(next)) {
        stderr::lock().write_all(text.as_bytes())
    } else {
        error.print()
    };
}

/// The message of clap, which spans several lines, and its tip if it has one.
fn in_one_line(text: &str) -> (String, Option<String>) {
    let mut lines = text.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    let mut message = first.trim_start_matches("error: ").to_owned();
    let more: Vec<&str> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
    if !more.is_empty() {
        message += &format!(" {}", more.join(", "));
    }
    let tip = lines.find_map(|line| line.strip_prefix("tip: "));
    (message, tip.map(str::to_owned))
}

/// An unexpected argument. Messages do not repeat it, because it may be a credential whose option
/// was forgotten.
fn stray_word(error: &clap::Error) -> Option<&str> {
    match (error.kind(), error.get(ContextKind::InvalidArg)?) {
        (ErrorKind::UnknownArgument, ContextValue::String(word)) if !word.starts_with('-') => {
            Some(word)
        }
        _ => None,
    }
}

/// Whether a command line that does not parse contains `--output json`.
fn wants_json(words: &[OsString]) -> bool {
    let is_pair =
        |pair: &[OsString]| matches!(pair, [name, value] if name == "--output" && value == "json");
    words.windows(2).any(is_pair) || words.iter().any(|word| word == "--output=json")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_of_the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn tables_in_the_help_fit_a_terminal_of_80_columns() {
        let entreg = super::Cli::command();
        let commands = entreg.get_subcommands().chain([&entreg]);
        let tables = commands.filter_map(|command| command.get_after_long_help());
        let tables: Vec<String> = tables.map(ToString::to_string).collect();
        assert!(tables.len() > 1);
        for line in tables.iter().flat_map(|table| table.lines()) {
            assert!(line.len() <= 80, "{line}");
        }
    }
}
