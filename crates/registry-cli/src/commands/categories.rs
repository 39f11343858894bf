//! `entreg categories`: what can be given codes, and under which ids?

use clap::Args;
use enterprise_registry::idcode::operations::{
    GetAllIndustryCategoryList, GetIndustryCategoryListByParentID, GetProductCategoryList,
};
use enterprise_registry::idcode::{Category, Idcode};

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::error::CommandError;
use crate::forest::{self, Below, Node};
use crate::output::{self, Format};

/// List the categories of IDcode (202 to 204): the first level, or what lies below one category.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    below: Below,
    /// Only the categories of products, of all levels (204).
    #[arg(long)]
    products: bool,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let Arguments { below, products } = *arguments;
    let access = Access::open(global).await?;
    let client = access.client::<Idcode>()?;
    let categories = if products {
        let all = client.call(GetProductCategoryList::new()).await?;
        forest::subtree(all, below.parent(), node)?
    } else if below.tree {
        let all = client.call(GetAllIndustryCategoryList::new()).await?;
        forest::subtree(all, below.parent(), node)?
    } else {
        client
            .call(GetIndustryCategoryListByParentID::new(below.parent()))
            .await?
    };
    if below.tree && global.output == Format::Table {
        forest::print(
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

/// Beside id and name the code, which becomes part of the codes of the category.
fn node(category: &Category) -> Node {
    let mut node = Node::new(category.id, category.parent_id, category.name.as_deref());
    if let Some(code) = &category.code {
        node.label += &format!(" [{code}]");
    }
    node
}
