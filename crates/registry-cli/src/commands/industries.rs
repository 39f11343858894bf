//! `entreg industries`: lists the industries of IDcode with their ids.

use clap::Args;
use enterprise_registry::idcode::operations::{GetAllTradeInfo, GetTradeInfoByParentID};
use enterprise_registry::idcode::{Idcode, Trade};

use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::hierarchy::{self, HierarchyArguments, Node};
use crate::output;
use crate::session::Session;
use crate::verdict::Verdict;

/// List the industries of IDcode (103, 104): the first level, or the industries below one industry.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    hierarchy: HierarchyArguments,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let place = arguments.hierarchy;
    let session = Session::open(global).await?;
    let client = session.client::<Idcode>()?;
    let industries = if place.tree {
        let all = client.call(GetAllTradeInfo::new()).await?;
        hierarchy::descendants(all, place.parent(), node)?
    } else {
        client
            .call(GetTradeInfoByParentID::new(place.parent()))
            .await?
    };
    if place.tree && global.output == Format::Table {
        hierarchy::print(
            &industries
                .into_iter()
                .map(|row| node(&row))
                .collect::<Vec<_>>(),
        )?;
    } else {
        output::value(global.output, &industries)?;
    }
    Ok(Verdict::Yes)
}

fn node(industry: &Trade) -> Node {
    Node::new(industry.id, industry.parent_id, industry.name.as_deref())
}
