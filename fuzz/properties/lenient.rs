//! Any answer of any operation is read or refused, and what was read is written and read again
//! as the same.
//!
//! The first line of the input names the operation; another name stands for some operation.

use bytes::Bytes;
use endpoint_core::{Endpoint, Rejected, Vendor, Visit};
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;

pub(crate) fn holds(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let name = parts.next().unwrap_or_default();
    let body = Bytes::copy_from_slice(parts.next().unwrap_or_default());
    let mut count = Find {
        name,
        found: None,
        seen: 0,
    };
    visit(&mut count);
    let seen = count.seen.max(1);
    let by_content = name
        .iter()
        .fold(0_usize, |sum, byte| sum + usize::from(*byte))
        % seen;
    visit(&mut Check {
        at: count.found.unwrap_or(by_content),
        seen: 0,
        body,
    });
}

fn visit(visitor: &mut (impl Visit<Idcode> + Visit<Ihuyi>)) {
    idcode_api::endpoints(visitor);
    ihuyi_api::endpoints(visitor);
}

struct Find<'a> {
    name: &'a [u8],
    found: Option<usize>,
    seen: usize,
}

impl<V: Vendor> Visit<V> for Find<'_> {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        if E::SPEC.name.as_bytes() == self.name {
            self.found = Some(self.seen);
        }
        self.seen += 1;
    }
}

struct Check {
    at: usize,
    seen: usize,
    body: Bytes,
}

impl<V: Vendor> Visit<V> for Check {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        if self.seen == self.at {
            check::<E>(&self.body);
        }
        self.seen += 1;
    }
}

fn check<E: Endpoint>(body: &Bytes) {
    let name = E::SPEC.name;
    match E::Vendor::open::<E>(body) {
        Ok(output) => {
            let text = serde_json::to_string(&output).unwrap();
            let sealed = Bytes::from(E::Vendor::seal::<E>(Ok(&output)));
            let again = match E::Vendor::open::<E>(&sealed) {
                Ok(again) => serde_json::to_string(&again).unwrap(),
                Err(why) => panic!("{name}: {why}: {}", String::from_utf8_lossy(&sealed)),
            };
            assert_eq!(again, text, "{name}");
        }
        Err(Rejected::Refused(refusal)) => {
            assert_ne!(refusal.code, E::Vendor::ENVELOPE.success, "{name}");
            assert_eq!(refusal.body(), body, "{name}");
            let _details = refusal.details::<Vec<String>>();
        }
        Err(Rejected::Malformed(why)) => assert!(!why.to_string().is_empty(), "{name}"),
    }
}
