//! Declares an industry, the row of 103 and 104.

use registry_model::DecimalId;
use serde::{Deserialize, Serialize};

/// An industry (行业) of the standard classification, as 103 and 104 list it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trade {
    /// Id (`Trade_ID`, up to 20 digits): the value of `trade_ID` in 305.
    #[serde(rename = "Trade_ID")]
    pub id: DecimalId,
    /// Name (`TradeName`, up to 50 characters).
    #[serde(rename = "TradeName")]
    pub name: Option<String>,
    /// Level (`TradeLevel`), from 1 at the top.
    #[serde(rename = "TradeLevel")]
    pub level: Option<i64>,
    /// Id of the parent industry (`Trade_ID_Parent`); 0 at the first level.
    #[serde(rename = "Trade_ID_Parent")]
    pub parent_id: Option<DecimalId>,
}
