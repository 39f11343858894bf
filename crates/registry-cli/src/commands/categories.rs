//! `entreg categories`: lists the categories that can have codes, with their ids.

use clap::Args;
use enterprise_registry::idcode::operations::{
    GetAllIndustryCategoryList, GetIndustryCategoryListByParentID, GetProductCategoryList,
};
use enterprise_registry::idcode::{Category, Idcode};

use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::hierarchy::{self, HierarchyArguments, Node};
use crate::output;
use crate::session::Session;
use crate::verdict::Verdict;

/// List the categories of IDcode (202 to 204): the first level, or the categories below one
/// category.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    hierarchy: HierarchyArguments,
    /// Only product categories, of all levels (204).
    #[arg(long)]
    products: bool,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let Arguments {
        hierarchy: place,
        products,
    } = *arguments;
    let session = Session::open(global).await?;
    let client = session.client::<Idcode>()?;
    let categories = if products {
        let all = client.call(GetProductCategoryList::new()).await?;
        hierarchy::descendants(all, place.parent(), node)?
    } else if place.tree {
        let all = client.call(GetAllIndustryCategoryList::new()).await?;
        hierarchy::descendants(all, place.parent(), node)?
    } else {
        client
            .call(GetIndustryCategoryListByParentID::new(place.parent()))
            .await?
    };
    if place.tree && global.output == Format::Table {
        hierarchy::print(
            &categories
                .into_iter()
                .map(|row| node(&row))
                .collect::<Vec<_>>(),
        )?;
    } else {
        output::value(global.output, &categories)?;
    }
    Ok(Verdict::Yes)
}

/// A category with its code, which becomes part of the item codes.
fn node(category: &Category) -> Node {
    let mut node = Node::new(category.id, category.parent_id, category.name.as_deref());
    if let Some(code) = &category.code {
        node.label += &format!(" [{code}]");
    }
    node
}
