//! Issuing codes: from categories to pictures, with every fault on the way.

mod crashes;
mod refusals;
mod scenarios;
mod upload_match;

use std::path::Path;

use enterprise_registry::flow::{FlowError, FlowOutcome, Schedule};
use enterprise_registry::idcode::{CodeColor, ItemCodes, PlainSymbology};
use enterprise_registry::issue_codes::{
    IssueCodes, IssueCodesPlan, IssueCodesReport, Items, PictureFolder, PictureStyle, PlanRow,
};
use enterprise_registry::model::DecimalId;
use enterprise_registry::sandbox::sample;

use crate::rig::Rig;

/// A file of three codes and a list of two, with pictures of both kinds.
pub(super) fn plan(folder: &Path) -> IssueCodesPlan {
    let file = folder.join("codes.txt");
    std::fs::write(&file, "A-001\nA-002\nA-003\n").unwrap();
    let staff = DecimalId::new(73);
    let goto = "http://www.example.com/?c=";
    let of_file = PlanRow::new(
        (DecimalId::new(10127), "10000000"),
        staff,
        ("A card", "1"),
        goto,
    )
    .with_items(Items::file(file).unwrap())
    .with_style(PictureStyle::Plain {
        pixels: 200,
        symbology: PlainSymbology::Qr,
    });
    let of_list = PlanRow::new(
        (DecimalId::new(10128), "11000000"),
        staff,
        ("A pass", "1"),
        goto,
    )
    .with_items(Items::List(ItemCodes::new(["B_1", "B 2"]).unwrap()))
    .with_style(PictureStyle::Bare {
        pixels: 200,
        color: CodeColor::Black,
    });
    let company = sample::unit::MAIN_CODE.parse().unwrap();
    IssueCodesPlan::new(company, vec![of_file, of_list])
        .with_schedule(Schedule::once())
        .with_lookup_policy(Schedule::once())
}

pub(super) async fn open(rig: &Rig, folder: &Path, plan: IssueCodesPlan) -> IssueCodes {
    let (idcode, _) = rig.clients();
    IssueCodes::open(plan, idcode, rig.clone())
        .await
        .unwrap()
        .with_picture_store(PictureFolder::new(folder.join("pictures")))
}

pub(super) async fn run(
    rig: &Rig,
    folder: &Path,
    plan: IssueCodesPlan,
) -> Result<FlowOutcome<IssueCodesReport>, FlowError> {
    open(rig, folder, plan).await.run().await
}

#[track_caller]
pub(super) fn done(end: FlowOutcome<IssueCodesReport>) -> IssueCodesReport {
    match end {
        FlowOutcome::Done(report) => report,
        other => panic!("{other:?}"),
    }
}

pub(super) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder.join("pictures")).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
