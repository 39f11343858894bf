//! After every documented refusal, a flow that issues codes does what the table says.

use enterprise_registry::flow::{FlowError, RefusalRow};
use enterprise_registry::idcode::{CodeSize, Symbology};
use enterprise_registry::issue_codes::PictureStyle;

use super::{done, plan, run};
use crate::onboarding::refusals::{catalogue, refusal};
use crate::rig::{Rig, Script};

const ISSUE_CODES_OPERATIONS: [&str; 10] = [
    "GetIDcodeTypeInfo",
    "BatchRegistIDcode",
    "GetBaseIDcodeInfo",
    "UploadCodeFile",
    "UploadCodeList",
    "GetUploadCodeRecord",
    "GetUploadCodeInfo",
    "CreateCodePic",
    "CreateCodePicWithMargin",
    "CreateAuthenCodePic",
];

#[tokio::test]
async fn the_flow_does_what_the_table_says_and_succeeds_once_the_refusal_is_gone() {
    let documented = catalogue();
    let mut tried = 0;
    for row in RefusalRow::ALL {
        if !ISSUE_CODES_OPERATIONS.contains(&row.operation) {
            continue;
        }
        tried += 1;
        let one = documented.iter().find(|one| one.operation == row.operation);
        let one = one.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let plan = || {
            let mut plan = plan(folder.path());
            if row.operation == "CreateAuthenCodePic" {
                plan.rows[0].style = Some(PictureStyle::Certified {
                    symbology: Symbology::Qr,
                    size: CodeSize::Cm3,
                });
            }
            plan
        };
        let rig = Rig::new();
        rig.script(Script::Answer(one.path, refusal(one.vendor, row.code)));
        let ended = run(&rig, folder.path(), plan()).await;
        let Err(FlowError::Call { then, .. }) = &ended else {
            panic!("{row:?}: {ended:?}")
        };
        assert_eq!(*then, Some(row.then), "{row:?}");
        rig.heal();
        done(run(&rig, folder.path(), plan()).await.unwrap());
        for operation in ["BatchRegistIDcode", "UploadCodeFile", "UploadCodeList"] {
            assert_eq!(rig.called(operation), 1, "{operation} {row:?}");
        }
    }
    assert_eq!(tried, 18);
}
