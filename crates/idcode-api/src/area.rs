//! Declares an administrative area, the row of 101 and 102.

use endpoint_core::open_enum;
use registry_model::DecimalId;
use serde::{Deserialize, Serialize};

/// An administrative area, as 101 and 102 list it.
///
/// Beijing, Tianjin, Shanghai, Chongqing, Taiwan, Hong Kong and Macau have no city level;
/// Dongguan, Zhongshan, Taiwan, Hong Kong and Macau have no district level.
/// [`Locality`](crate::Locality) holds the values that a registration sends for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Id (`Address_ID`, up to 20 digits): the value that a registration sends.
    #[serde(rename = "Address_ID")]
    pub id: DecimalId,
    /// Name (`AddressName`, up to 50 characters).
    #[serde(rename = "AddressName")]
    pub name: Option<String>,
    /// Level (`AddressLevel`).
    #[serde(rename = "AddressLevel")]
    pub level: Option<AreaLevel>,
    /// Id of the parent area (`Address_ID_Parent`); 0 for provinces.
    #[serde(rename = "Address_ID_Parent")]
    pub parent_id: Option<DecimalId>,
    /// Code (`AddressCode`, up to 50 characters).
    #[serde(rename = "AddressCode")]
    pub code: Option<String>,
}

open_enum! {
    /// The level of an area. 102 mentions the levels 1, 2 and 3; clients name them.
    pub enum AreaLevel {
        /// Province, municipality, autonomous or special administrative region.
        Province = 1 => "province",
        /// Prefecture or prefecture-level city.
        City = 2 => "city",
        /// County or district.
        District = 3 => "district",
    }
}
