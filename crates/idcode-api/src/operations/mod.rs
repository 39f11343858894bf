//! The operations, one file each, named as the vendor names them.

mod done;
mod get_all_area_info;
mod get_area_info_by_parent_id;
mod get_company_base_info;
mod get_company_info;
mod get_organ_unit_status;
mod get_unit_type;
mod modify_company_info;
mod reg_company_info;
mod send_verify_info;
mod verify_company_info;

pub use self::done::Done;
pub use self::get_all_area_info::GetAllAreaInfo;
pub use self::get_area_info_by_parent_id::GetAreaInfoByParentID;
pub use self::get_company_base_info::GetCompanyBaseInfo;
pub use self::get_company_info::{GetCompanyInfo, Matching};
pub use self::get_organ_unit_status::{GetOrganUnitStatus, OrganUnitStatus};
pub use self::get_unit_type::{GetUnitType, UnitType};
pub use self::modify_company_info::{ModifyCompanyInfo, UnitSize};
pub use self::reg_company_info::{ExistingUnit, Login, RegCompanyInfo, Registered};
pub use self::send_verify_info::SendVerifyInfo;
pub use self::verify_company_info::{Certificate, CertificateKind, VerifyCompanyInfo};
