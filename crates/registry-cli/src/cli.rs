//! What can be written behind `entreg`.

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, Parser, Subcommand};
use enterprise_registry::model::{is_personal, masked};

use crate::commands::{
    areas, balance, call, categories, check, compare, completions, copyrights, demo, doctor,
    industries, issue_codes, login_url, lookup, man, onboard, operations, qr, sandbox, scan_url,
    sign, trademarks, unit, upload, verify,
};
use crate::error::{CommandError, Kind};
use crate::escape::{is_hidden, visible};
use crate::format::Format;
use crate::global_options::Global;
use crate::stderr;

/// Verify and register companies: ihuyi asks the register, IDcode registers units.
///
/// Every query of ihuyi costs money. With --sandbox nothing leaves this machine and nothing costs
/// anything.
#[derive(Debug, Parser)]
#[command(name = "entreg", bin_name = "entreg", version, after_long_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Credentials come from the environment or from a profile, never from arguments:
  IDCODE_ACCESS_TOKEN, IDCODE_AUTH_CODE    system authorisation key and code of IDcode
  IDCODE_BASE_URL                          instead of https://api.idcode.org.cn; the test host is
                                           https://apitest.idcode.org.cn
  IDCODE_DIALECT                           how IDcode's requests are built, as `entreg help
                                           sandbox` has it; only for a host that wants another
  IHUYI_ACCOUNT, IHUYI_API_KEY             API ID and API KEY of ihuyi
  IHUYI_BASE_URL                           instead of https://api.ihuyi.com
  IHUYI_AUTH                               dynamic (a password for each call) or static
  IHUYI_MAX_SPEND                          the most paid queries of one run
  IDCODE_CALLS_PER_SECOND                  how fast calls of one run may leave; 5, or 0.5 for
  IHUYI_CALLS_PER_SECOND                   one in two seconds
  IDCODE_CORRECT_CLOCK                     sign by the vendor's clock where this machine's is
  IHUYI_CORRECT_CLOCK                      wrong, up to this far apart; 10m, 1h30m
  ENTREG_PROXY                             what everything is sent through; HTTP_PROXY and its
                                           like do not count
  ENTREG_ROOT_CERTIFICATES                 a PEM file of certificates to trust, beside those of
                                           the web
  ENTREG_LOGIN_PASSWORD                    password of the user that `onboard` registers
  RUST_LOG                                 what to log, as TARGET=LEVEL,...; never credentials

The environment overrides the profile; `entreg doctor` shows what counts. Profiles stand in
~/.config/entreg/config.toml:
  default_profile = \"work\"
  [profiles.work]
  proxy = \"http://127.0.0.1:3128\"          # for both vendors, as the next one
  root_certificates = \"company-ca.pem\"     # beside this file
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
  max_spend = 100                          # the most paid queries of one run
  calls_per_second = 5
  correct_clock = \"10m\"

Exit codes speak of all calls of a run together, whatever has ended it:
  0  success
  1  the vendor refused, the check did not match, or a flow stands before its end
  2  invalid input or configuration, or a closed stdout; nothing was sent
  3  transport failure, or another one once something was sent; nothing is charged or changed
  4  the same, and something is or may be charged or changed
  5  the reply is not as documented
So do `sent`, `charged` and `changed` (no, yes, unknown) of an error in JSON. What was paid for and
could not be written to stdout is kept; stderr names the file, or has it where no file takes it.";

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

/// Reads the command line. Help and version are printed here; a mistake is reported in the form
/// that the rest of the line asks for.
pub(crate) fn parse() -> Result<Cli, ExitCode> {
    let words: Vec<OsString> = std::env::args_os().collect();
    let read = Cli::try_parse_from(&words).and_then(|cli| {
        if cli.global.excel && cli.global.output != Format::Csv {
            let wrong = "--excel is for CSV: add --output csv";
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
            Some(_) => ("there is a word too many".to_owned(), None),
            None => in_one_line(&error.render().to_string()),
        };
        let usual = "see `entreg help`; credentials are not taken from arguments";
        CommandError::new(Kind::Usage, message)
            .with_remedy(remedy.as_deref().unwrap_or(usual))
            .report(if wants_json(&words) {
                Format::Json
            } else {
                Format::Table
            })
    })
}

/// The error with the words of the command line that it repeats made visible: one with a line
/// break or an escape sequence in it would else look like a message of its own.
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
    // A number of an identity card is not repeated either.
    let shown = |text: &String| match is_personal(text) {
        true => visible(&masked(text).to_string()).into_owned(),
        false => visible(text).into_owned(),
    };
    match value {
        ContextValue::String(text) => Some(ContextValue::String(shown(text))),
        ContextValue::Strings(texts) => {
            Some(ContextValue::Strings(texts.iter().map(shown).collect()))
        }
        // A tip that repeats such a number is of no use without it.
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

/// Prints what clap says; in colours, unless the reason that a value was refused for repeats
/// something hidden.
fn print(error: &clap::Error) {
    let text = error.render().to_string();
    // Nobody is left to tell that the terminal is closed.
    let _closed = if text.contains(|next| next != '\n' && is_hidden(next)) {
        stderr::lock().write_all(text.as_bytes())
    } else {
        error.print()
    };
}

/// What clap says, which takes several lines for it, and its tip where it has one.
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

/// A word that has no place on the line. It may be a credential whose name was forgotten, so it
/// is not repeated.
fn stray_word(error: &clap::Error) -> Option<&str> {
    match (error.kind(), error.get(ContextKind::InvalidArg)?) {
        (ErrorKind::UnknownArgument, ContextValue::String(word)) if !word.starts_with('-') => {
            Some(word)
        }
        _ => None,
    }
}

/// Whether `--output json` is on a line that could not be read as a whole.
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
}
