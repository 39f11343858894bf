//! `entreg areas`: lists the administrative areas of IDcode with their ids.

use clap::{Args, ValueEnum};
use enterprise_registry::idcode::operations::{GetAllAreaInfo, GetAreaInfoByParentID};
use enterprise_registry::idcode::{Area, AreaLevel, Idcode};

use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::hierarchy::{self, HierarchyArguments, Node};
use crate::output;
use crate::session::Session;
use crate::verdict::Verdict;

/// List the administrative areas of IDcode (101, 102): the provinces, or the areas below one area.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    hierarchy: HierarchyArguments,
    /// Only areas of this level, at any depth, including the area itself (102).
    #[arg(long, value_enum, conflicts_with = "tree")]
    level: Option<Level>,
}

/// The levels, given by name or number.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    /// Provincial level.
    #[value(alias = "1")]
    Province,
    /// City level.
    #[value(alias = "2")]
    City,
    /// District and county level.
    #[value(alias = "3")]
    District,
}

impl From<Level> for AreaLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Province => Self::Province,
            Level::City => Self::City,
            Level::District => Self::District,
        }
    }
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let Arguments {
        hierarchy: place,
        level,
    } = *arguments;
    let session = Session::open(global).await?;
    let client = session.client::<Idcode>()?;
    let areas = if place.tree {
        let all = client.call(GetAllAreaInfo::new()).await?;
        hierarchy::descendants(all, place.parent(), node)?
    } else {
        let mut request = GetAreaInfoByParentID::new(place.parent());
        request.level = level.map(AreaLevel::from);
        client.call(request).await?
    };
    if place.tree && global.output == Format::Table {
        hierarchy::print(&areas.into_iter().map(|row| node(&row)).collect::<Vec<_>>())?;
    } else {
        output::value(global.output, &areas)?;
    }
    Ok(Verdict::Yes)
}

fn node(area: &Area) -> Node {
    Node::new(area.id, area.parent_id, area.name.as_deref())
}
