//! `entreg industries`: which industries are there, and under which ids?

use clap::Args;
use enterprise_registry::idcode::operations::{GetAllTradeInfo, GetTradeInfoByParentID};
use enterprise_registry::idcode::{Idcode, Trade};

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::error::CommandError;
use crate::forest::{self, Below, Node};
use crate::output::{self, Format};

/// List the industries of IDcode (103, 104): the first level, or what lies below one industry.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    below: Below,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let below = arguments.below;
    let access = Access::open(global).await?;
    let client = access.client::<Idcode>()?;
    let industries = if below.tree {
        let all = client.call(GetAllTradeInfo::new()).await?;
        forest::subtree(all, below.parent(), node)?
    } else {
        client
            .call(GetTradeInfoByParentID::new(below.parent()))
            .await?
    };
    if below.tree && global.output == Format::Table {
        forest::print(
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
