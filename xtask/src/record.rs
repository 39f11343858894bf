//! Records fixtures from a configured host.
//!
//! Calls the operations that are free and change nothing, or a named one, masks secrets and
//! personal data in the replies, and notes host and day of each. Paid operations need `--billed`.
//!
//! Only this module needs the vendor crates and a client; the feature `record` adds them.

mod call;
mod disguise;
mod mask;
mod provenance;

use std::path::{Path, PathBuf};

use enterprise_registry::idcode::{self, Dialect, Idcode};
use enterprise_registry::ihuyi::{self, Ihuyi};
use enterprise_registry::model::jiff::Timestamp;
use enterprise_registry::{Endpoint, HyperService, Need, Spec, Value, Vendor, Visit};

use self::call::{Account, Reply};
use crate::request::Recording;
use crate::workspace;

impl Recording {
    /// The parameters for an operation; `None` where it is not to be called.
    fn values_for(&self, spec: &Spec) -> Result<Option<Vec<(String, Value)>>, String> {
        if let Some(wanted) = &self.operation {
            if wanted != spec.name {
                return Ok(None);
            }
            if spec.billed && !self.billed {
                return Err(format!(
                    "{} costs money: nothing was sent; add --billed to pay for it",
                    spec.name
                ));
            }
            let given = self.parameters.iter().cloned();
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

/// The accounts of the environment, in the variables that `entreg` reads.
#[derive(Default)]
struct Accounts {
    idcode: Option<Account<Idcode>>,
    ihuyi: Option<Account<Ihuyi>>,
}

impl Accounts {
    fn from_environment() -> Result<Self, String> {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let mut accounts = Self::default();
        if let (Some(token), Some(code)) = (set("IDCODE_ACCESS_TOKEN"), set("IDCODE_AUTH_CODE")) {
            let dialect = set("IDCODE_DIALECT").unwrap_or_default();
            let dialect: Dialect = dialect
                .parse()
                .map_err(|why| format!("IDCODE_DIALECT: {why}"))?;
            let keys = idcode::IdcodeKeys::new(token, code).with_dialect(dialect);
            accounts.idcode = Some(Account::new(keys, set("IDCODE_BASE_URL").as_deref())?);
        }
        if let (Some(account), Some(key)) = (set("IHUYI_ACCOUNT"), set("IHUYI_API_KEY")) {
            let keys = ihuyi::IhuyiKeys::new(account, key);
            accounts.ihuyi = Some(Account::new(keys, set("IHUYI_BASE_URL").as_deref())?);
        }
        if accounts.idcode.is_none() && accounts.ihuyi.is_none() {
            return Err(
                "no credentials: set IDCODE_ACCESS_TOKEN and IDCODE_AUTH_CODE, \
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

/// Records the replies that were asked for.
pub(crate) fn run(recording: &Recording) -> Result<(), String> {
    record(recording, &Accounts::from_environment()?)
}

fn record(recording: &Recording, accounts: &Accounts) -> Result<(), String> {
    let (mut idcode, mut ihuyi) = (Specs(Vec::new()), Specs(Vec::new()));
    idcode::endpoints(&mut idcode);
    ihuyi::endpoints(&mut ihuyi);
    let mut known = idcode.0.iter().chain(&ihuyi.0);
    if let Some(wanted) = &recording.operation
        && !known.any(|spec| spec.name == wanted)
    {
        return Err(format!("no operation is named `{wanted}`"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|why| format!("the runtime could not be started: {why}"))?;
    let service = HyperService::new().map_err(|why| why.to_string())?;
    let mut recorder = Recorder {
        recording,
        folder: recording
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
    println!("recorded {} replies", recorder.written);
    println!("read them and their snapshots before you commit: masking is mechanical");
    Ok(())
}

struct Recorder<'a> {
    recording: &'a Recording,
    folder: PathBuf,
    written: usize,
}

impl Recorder<'_> {
    async fn all<V: Vendor>(
        &mut self,
        service: &HyperService,
        specs: &[Spec],
        account: Option<&Account<V>>,
    ) -> Result<(), String> {
        for spec in specs {
            let Some(parameters) = self.recording.values_for(spec)? else {
                continue;
            };
            let Some(account) = account else {
                println!("  {} {}: no credentials", V::NAME, spec.name);
                continue;
            };
            let reply = call::call(service, account, spec, parameters).await?;
            self.write::<V>(spec, &reply, account.base().as_str())?;
        }
        Ok(())
    }

    fn write<V: Vendor>(&mut self, spec: &Spec, reply: &Reply, host: &str) -> Result<(), String> {
        let case = if reply.code == V::ENVELOPE.success {
            "success-recorded".to_owned()
        } else {
            format!("refusal-{}-recorded", reply.code)
        };
        let name = format!("{}/{}/{case}.json", V::NAME, spec.name);
        let path = self.folder.join(&name);
        save(&path, &reply.body)?;
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
