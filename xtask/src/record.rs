//! How are fixtures recorded from a configured host?
//!
//! Asks the operations that are free and change nothing, or the one that is named, and keeps what
//! comes with secrets and personal data masked, under a row that says from where and when. What
//! costs money is asked with `--billed` alone.
//!
//! The vendor crates and a client are below this, and nothing else of xtask needs them: the
//! feature `record` brings them.

mod ask;
mod disguise;
mod mask;
mod provenance;

use std::path::{Path, PathBuf};

use enterprise_registry::idcode::{self, Dialect, Idcode};
use enterprise_registry::ihuyi::{self, Ihuyi};
use enterprise_registry::model::jiff::Timestamp;
use enterprise_registry::{Endpoint, Need, ReqwestService, Spec, Value, Vendor, Visit};

use self::ask::{Account, Answer};
use crate::workspace;

const USAGE: &str = "cargo xtask fixtures record [--unit MAIN_CODE] [--billed] [--into FOLDER] \
                     [OPERATION [NAME=VALUE]...]";

/// What the command line asks for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Order {
    /// A unit whose data may be read.
    unit: Option<String>,
    billed: bool,
    into: Option<PathBuf>,
    operation: Option<String>,
    given: Vec<(String, String)>,
}

impl Order {
    fn read(words: &[String]) -> Result<Self, String> {
        let mut order = Self::default();
        let mut words = words.iter();
        let value = |word: Option<&String>, option: &str| {
            word.cloned()
                .ok_or_else(|| format!("{option} needs a value\n{USAGE}"))
        };
        while let Some(word) = words.next() {
            match (word.as_str(), word.split_once('=')) {
                ("--billed", _) => order.billed = true,
                ("--unit", _) => order.unit = Some(value(words.next(), "--unit")?),
                ("--into", _) => order.into = Some(value(words.next(), "--into")?.into()),
                (option, _) if option.starts_with("--") => {
                    return Err(format!("`{option}` is no option\n{USAGE}"));
                }
                (_, Some((name, value))) if order.operation.is_some() => {
                    order.given.push((name.to_owned(), value.to_owned()));
                }
                (_, None) if order.operation.is_none() => order.operation = Some(word.clone()),
                _ => return Err(format!("a word is not understood\n{USAGE}")),
            }
        }
        Ok(order)
    }

    /// The parameters to ask an operation with; `None` where this is not the time for it.
    fn parameters(&self, spec: &Spec) -> Result<Option<Vec<(String, Value)>>, String> {
        if let Some(wanted) = &self.operation {
            if wanted != spec.name {
                return Ok(None);
            }
            if spec.billed && !self.billed {
                return Err(format!(
                    "{} costs money: nothing was sent; say --billed to pay for it",
                    spec.name
                ));
            }
            let given = self.given.iter().cloned();
            return Ok(Some(
                given
                    .map(|(name, value)| (name, Value::Text(value)))
                    .collect(),
            ));
        }
        if !spec.idempotent || (spec.billed && !self.billed) {
            return Ok(None);
        }
        let mut parameters = Vec::new();
        for param in spec
            .params
            .iter()
            .filter(|param| param.need == Need::Required)
        {
            let value = match param.name {
                "companyIDcode" => self.unit.clone(),
                "addressidparent" | "tradeidparent" | "industryCategory_ID_Parent" => {
                    Some("0".to_owned())
                }
                _ => None,
            };
            let Some(value) = value else {
                return Ok(None);
            };
            parameters.push((param.name.to_owned(), Value::Text(value)));
        }
        Ok(Some(parameters))
    }
}

/// The accounts of the environment, under the names that `entreg` knows.
#[derive(Default)]
struct Accounts {
    idcode: Option<Account<Idcode>>,
    ihuyi: Option<Account<Ihuyi>>,
}

impl Accounts {
    fn of_environment() -> Result<Self, String> {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let mut accounts = Self::default();
        if let (Some(token), Some(code)) = (set("IDCODE_ACCESS_TOKEN"), set("IDCODE_AUTH_CODE")) {
            let dialect = set("IDCODE_DIALECT").unwrap_or_default();
            let dialect: Dialect = dialect
                .parse()
                .map_err(|why| format!("IDCODE_DIALECT: {why}"))?;
            let keys = idcode::Keys::new(token, code).with_dialect(dialect);
            accounts.idcode = Some(Account::new(keys, set("IDCODE_BASE_URL").as_deref())?);
        }
        if let (Some(account), Some(key)) = (set("IHUYI_ACCOUNT"), set("IHUYI_API_KEY")) {
            let keys = ihuyi::Keys::new(account, key);
            accounts.ihuyi = Some(Account::new(keys, set("IHUYI_BASE_URL").as_deref())?);
        }
        if accounts.idcode.is_none() && accounts.ihuyi.is_none() {
            return Err(
                "there are no credentials: set IDCODE_ACCESS_TOKEN and IDCODE_AUTH_CODE, \
                        or IHUYI_ACCOUNT and IHUYI_API_KEY"
                    .to_owned(),
            );
        }
        Ok(accounts)
    }
}

struct Specs(Vec<Spec>);

impl<V: Vendor> Visit<V> for Specs {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        self.0.push(E::SPEC);
    }
}

/// Records what the words behind `fixtures record` ask for.
pub(crate) fn run(words: &[String]) -> Result<(), String> {
    let order = Order::read(words)?;
    record(&order, &Accounts::of_environment()?)
}

fn record(order: &Order, accounts: &Accounts) -> Result<(), String> {
    let (mut idcode, mut ihuyi) = (Specs(Vec::new()), Specs(Vec::new()));
    idcode::endpoints(&mut idcode);
    ihuyi::endpoints(&mut ihuyi);
    let mut known = idcode.0.iter().chain(&ihuyi.0);
    if let Some(wanted) = &order.operation
        && !known.any(|spec| spec.name == wanted)
    {
        return Err(format!("no operation is named `{wanted}`"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|why| format!("the runtime could not be started: {why}"))?;
    let service = ReqwestService::new().map_err(|why| why.to_string())?;
    let mut recorder = Recorder {
        order,
        folder: order
            .into
            .clone()
            .unwrap_or_else(|| workspace::root().join("fixtures")),
        written: 0,
    };
    runtime.block_on(async {
        recorder
            .all(&service, &idcode.0, accounts.idcode.as_ref())
            .await?;
        recorder
            .all(&service, &ihuyi.0, accounts.ihuyi.as_ref())
            .await
    })?;
    println!("recorded {} answers", recorder.written);
    println!("read them and their snapshots before they are committed: the masks are mechanical");
    Ok(())
}

struct Recorder<'a> {
    order: &'a Order,
    folder: PathBuf,
    written: usize,
}

impl Recorder<'_> {
    async fn all<V: Vendor>(
        &mut self,
        service: &ReqwestService,
        specs: &[Spec],
        account: Option<&Account<V>>,
    ) -> Result<(), String> {
        for spec in specs {
            let Some(parameters) = self.order.parameters(spec)? else {
                continue;
            };
            let Some(account) = account else {
                println!("  {} {}: no credentials", V::NAME, spec.name);
                continue;
            };
            let answer = ask::ask(service, account, spec, parameters).await?;
            self.write::<V>(spec, &answer, account.base().as_str())?;
        }
        Ok(())
    }

    fn write<V: Vendor>(&mut self, spec: &Spec, answer: &Answer, host: &str) -> Result<(), String> {
        let case = if answer.code == V::ENVELOPE.success {
            "success-recorded".to_owned()
        } else {
            format!("refusal-{}-recorded", answer.code)
        };
        let name = format!("{}/{}/{case}.json", V::NAME, spec.name);
        let path = self.folder.join(&name);
        save(&path, &answer.body)?;
        let now = Timestamp::now().to_string();
        let (day, _) = now.split_once('T').unwrap_or((&now, ""));
        let provenance = format!(
            "recorded from {host} on {day}; credentials and personal data masked, lists cut after \
             {} rows",
            mask::LONGEST_LIST
        );
        let document = path.with_file_name("document.json");
        provenance::note(&document, &format!("{case}.json"), &provenance)?;
        println!("  {name}");
        self.written += 1;
        Ok(())
    }
}

fn save(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|why| format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests;
