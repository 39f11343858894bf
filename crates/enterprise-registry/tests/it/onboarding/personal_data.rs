//! Journals, events and `Debug` texts hold no secret and no personal data.

use std::sync::{Arc, Mutex};

use enterprise_registry::sandbox::sample::{self, DEMO};

use super::{PASSWORD, by_sms, done, open, plan, run};
use crate::rig::Rig;

#[tokio::test]
async fn no_saved_journal_holds_a_secret_or_personal_data() {
    let rig = Rig::new();
    done(run(&rig, plan(by_sms())).await.unwrap());
    assert!(rig.texts().len() > 10);
    let keys = format!("{:?}", rig.sandbox);
    assert!(!keys.is_empty());
    for text in rig.texts() {
        for secret in [
            PASSWORD,
            sample::PHONE,
            sample::PERSON,
            DEMO.representative,
            "flow-user",
            "sandbox-key-0000",
            "J7X4LuOOfURXeAAEAAAAAABSK",
        ] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[tokio::test]
async fn events_and_debug_texts_hold_no_secret_or_personal_data() {
    let rig = Rig::new();
    let events = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&events);
    let mut flow = open(&rig, plan(by_sms()))
        .await
        .with_events(move |event| seen.lock().unwrap().push(format!("{event:?}")));
    flow.run().await.unwrap();
    let code = rig.sandbox.sms_code(sample::PHONE).unwrap();
    flow.set_sms_code(code.as_str());
    let debug = format!("{flow:?}");
    done(flow.run().await.unwrap());
    let mut all = events.lock().unwrap().join("\n");
    all += &debug;
    for secret in [PASSWORD, sample::PHONE, sample::PERSON, "flow-user", &code] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
    assert!(debug.contains("Engine { state: "), "{debug}");
    assert!(all.contains("Calling { step: Verify, operation: \"ent3f.Submit\" }"));
}
