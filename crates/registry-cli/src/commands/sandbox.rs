//! `entreg sandbox`: runs both vendors on loopback until it is stopped.

use core::time::Duration;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use enterprise_registry::idcode::Dialect;
use enterprise_registry::{Clock as _, SystemClock};
use registry_sandbox::Config;
use serde::Serialize;

use crate::accounts_file;
use crate::error::CommandError;
use crate::escape::is_hidden;
use crate::flows::arguments::seconds;
use crate::format::Format;
use crate::global_options::Global;
use crate::output;
use crate::runtime;
use crate::session::{self, ACCESS_TOKEN, ACCOUNT, API_KEY, AUTH_CODE};
use crate::signals::StopSignals;
use crate::verdict::Verdict;

/// Run a sandbox of both vendors on loopback until Ctrl-C.
///
/// The sandbox is as strict as the vendors' documents, keeps what clients register, and prints the
/// environment variables that point a client to it. Its credentials are public samples.
#[derive(Debug, Args)]
#[command(after_long_help = AFTER_HELP)]
pub(crate) struct Arguments {
    /// Address to listen on; port 0 lets the system choose.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// How many seconds the signed time of a request may differ from the sandbox's clock; `off`
    /// accepts any time.
    #[arg(long, default_value = "600", value_name = "SECONDS", value_parser = window)]
    time_window: Window,
    /// How many seconds the sandbox's own clock is ahead; negative for behind.
    #[arg(
        long,
        default_value_t = 0,
        value_name = "SECONDS",
        allow_negative_numbers = true
    )]
    clock_offset: i64,
    /// How many queries of each ihuyi product the account has.
    #[arg(
        long,
        default_value_t = 100,
        value_name = "QUERIES",
        conflicts_with = "accounts"
    )]
    balance: u64,
    /// TOML file of ihuyi accounts, instead of the sample account.
    #[arg(long, value_name = "FILE")]
    accounts: Option<PathBuf>,
    /// Charge ihuyi queries that find nothing.
    #[arg(long)]
    charge_not_found: bool,
    /// Mask the names of persons and works in ihuyi replies, as the samples of its documents do.
    #[arg(long)]
    mask_names: bool,
    /// Reply to entcopy queries in XML, which its document shows beside JSON.
    #[arg(long)]
    copyrights_in_xml: bool,
    /// The dialect of IDcode requests to expect: choices for what the vendor's document leaves
    /// open, as option=value,... or `default`.
    ///
    /// sort=code-point|ignore-case, hashed=raw|encoded, encoding=rfc3986|dotnet,
    /// form=body|query|credentials-in-query, coverage=all-texts|query-only, multipart=parts|query,
    /// json=token-inside|token-inside-and-beside|all-inside, order=sorted|declared,
    /// unset=leave-out|send-empty; the first value of each is the default. Clients use
    /// IDCODE_DIALECT, or `dialect` of their profile.
    #[arg(long, default_value_t, value_name = "DIALECT")]
    dialect: Dialect,
    /// Spell keys of IDcode replies as a client of the live service reads them, where that differs
    /// from the document: Linkman, Linkphone, CodeUse_ID.
    #[arg(long)]
    observed_spellings: bool,
    /// Reply to 603 with the address of a picture, as the live service does for some clients,
    /// instead of base64.
    #[arg(long)]
    picture_addresses: bool,
    /// How long IDcode's free reads take to show a write: 12, or 12s.
    #[arg(long, default_value = "0", value_name = "SECONDS", value_parser = seconds)]
    listing_lag: Duration,
    /// How many seconds a client may take to send the headers of a request, to begin the next
    /// request, or to read a reply; for a body, one more second per 64 KiB.
    #[arg(long, default_value = "30", value_name = "SECONDS", value_parser = patience)]
    client_timeout: Duration,
    /// Verify mobile phones by SMS: a registration needs the code that GET /_sandbox/sms?phone=...
    /// returns after 303.
    #[arg(long)]
    sms: bool,
}

const AFTER_HELP: &str = "\
A file of accounts; only the credentials are required:
  [[accounts]]
  account = \"first\"
  api_key = \"...\"
  balance = 100                          # queries of each product
  frozen = false                         # true: 4050
  contract = true                        # false: 40505
  allowed_addresses = [\"127.0.0.1\"]      # others: 400
  registered_address = \"127.0.0.1\"       # another: 4052
  not_activated = [\"entcopy\"]            # 403
  balances = { ent3f = 3 }               # 4051 after three queries
  refusals = { entinfov2 = 4010 }        # a code for every query of a product

The admin interface answers requests from this machine only:
  GET  /_sandbox/calls             calls received, their charges and refusals
  GET  /_sandbox/sms?phone=PHONE   the last SMS code
  GET  /_sandbox/uploads           uploads of item codes
  GET  /_sandbox/scan?code=CODE    where a scan of a code leads
  GET  /_sandbox/accounts          ihuyi accounts, without their keys
  POST /_sandbox/accounts          changes an account
  POST /_sandbox/reset             restores the initial state
For example:
  curl -d 'account=first&product=ent3f&balance=5' .../_sandbox/accounts";

#[derive(Debug, Clone, Copy)]
struct Window(Option<Duration>);

fn window(text: &str) -> Result<Window, String> {
    if text == "off" {
        return Ok(Window(None));
    }
    text.parse()
        .map(|seconds| Window(Some(Duration::from_secs(seconds))))
        .map_err(|_| "give whole seconds, or `off`".to_owned())
}

fn patience(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds @ 1..=86_400) => Ok(Duration::from_secs(seconds)),
        _ => Err("give whole seconds, from 1 to 86400".to_owned()),
    }
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    if !arguments.listen.ip().is_loopback() {
        return Err(CommandError::configuration(format!(
            "the sandbox listens on loopback only, and {} is not a loopback address",
            arguments.listen.ip()
        ))
        .with_remedy("use 127.0.0.1 or [::1]: the credentials of the sandbox are public"));
    }
    let (config, credentials) = set_up(global, arguments)?;
    runtime::build(&mut tokio::runtime::Builder::new_multi_thread())?.block_on(async {
        let server = session::bind(arguments.listen, config).await?;
        let base_url = server.base_url();
        // Before the address is printed, so that no signal is missed.
        let mut stop = StopSignals::new()?;
        let running = server.spawn();
        announce(global.output, &base_url, arguments.dialect, &credentials)?;
        stop.next().await;
        running.stop().await;
        Ok(Verdict::Yes)
    })
}

/// The credentials of the ihuyi account that the printed environment names.
struct Credentials {
    account: String,
    api_key: String,
}

fn set_up(global: &Global, arguments: &Arguments) -> Result<(Config, Credentials), CommandError> {
    let offset_ms = arguments.clock_offset.saturating_mul(1000);
    let config = session::sandbox_config()
        .with_time_window(arguments.time_window.0)
        .with_clock(move || SystemClock.now_ms().saturating_add_signed(offset_ms))
        .with_starting_balance(arguments.balance)
        .with_charge_for_not_found(arguments.charge_not_found)
        .with_masked_names(arguments.mask_names)
        .with_copyrights_in_xml(arguments.copyrights_in_xml)
        .with_sms(arguments.sms)
        .with_dialect(arguments.dialect)
        .with_observed_spellings(arguments.observed_spellings)
        .with_picture_addresses(arguments.picture_addresses)
        .with_listing_lag(arguments.listing_lag)
        .with_client_timeout(arguments.client_timeout);
    let Some(file) = &arguments.accounts else {
        let credentials = Credentials {
            account: ACCOUNT.to_owned(),
            api_key: API_KEY.to_owned(),
        };
        return Ok((config, credentials));
    };
    let (first, others) = accounts_file::read(global, file)?;
    let credentials = Credentials {
        account: first.name,
        api_key: first.api_key,
    };
    let others = others.into_iter().map(|given| given.account);
    Ok((config.with_accounts(first.account, others), credentials))
}

/// The address of the sandbox and the environment that points a client to it.
#[derive(Debug, Serialize)]
struct Announcement<'a> {
    base_url: &'a str,
    environment: Environment<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Environment<'a> {
    idcode_base_url: &'a str,
    idcode_access_token: &'a str,
    idcode_auth_code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    idcode_dialect: Option<String>,
    ihuyi_base_url: &'a str,
    ihuyi_account: &'a str,
    ihuyi_api_key: &'a str,
}

fn announce(
    format: Format,
    base_url: &str,
    dialect: Dialect,
    credentials: &Credentials,
) -> Result<(), CommandError> {
    let Credentials { account, api_key } = credentials;
    let dialect = (dialect != Dialect::default()).then(|| dialect.to_string());
    let environment = Environment {
        idcode_base_url: base_url,
        idcode_access_token: ACCESS_TOKEN,
        idcode_auth_code: AUTH_CODE,
        idcode_dialect: dialect.clone(),
        ihuyi_base_url: base_url,
        ihuyi_account: account,
        ihuyi_api_key: api_key,
    };
    if format != Format::Table {
        return output::value(
            format,
            &Announcement {
                base_url,
                environment,
            },
        );
    }
    let dialect = dialect.map_or_else(String::new, |dialect| {
        format!("export IDCODE_DIALECT={dialect}\n")
    });
    // A shell can read this: everything but the exports is a comment.
    output::text(&format!(
        "# listening on {base_url}, until Ctrl-C\n\
         export IDCODE_BASE_URL={base_url}\n\
         export IDCODE_ACCESS_TOKEN={ACCESS_TOKEN}\n\
         export IDCODE_AUTH_CODE={AUTH_CODE}\n\
         {dialect}\
         export IHUYI_BASE_URL={base_url}\n\
         export IHUYI_ACCOUNT={}\n\
         export IHUYI_API_KEY={}\n",
        in_shell(account),
        in_shell(api_key),
    ))
}

/// A value in shell syntax: in quotes unless it is plain, and as octal bytes if it contains
/// characters that a terminal hides.
fn in_shell(value: &str) -> String {
    let is_plain = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | '.');
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    if value.contains(is_hidden) {
        let bytes: String = value.bytes().map(|byte| format!("\\{byte:03o}")).collect();
        return format!("\"$(printf '{bytes}')\"");
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}
