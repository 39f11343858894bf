//! Which operations there are.

use endpoint_core::Visit;

use crate::Idcode;
use crate::operations::{
    GetAllAreaInfo, GetAreaInfoByParentID, GetCompanyBaseInfo, GetCompanyInfo, GetOrganUnitStatus,
    GetUnitType, ModifyCompanyInfo, RegCompanyInfo, SendVerifyInfo, VerifyCompanyInfo,
};

/// Shows every operation to `visitor`, in the order of their numbers.
pub fn endpoints(visitor: &mut impl Visit<Idcode>) {
    visitor.endpoint::<GetAllAreaInfo>();
    visitor.endpoint::<GetAreaInfoByParentID>();
    visitor.endpoint::<GetUnitType>();
    visitor.endpoint::<RegCompanyInfo>();
    visitor.endpoint::<SendVerifyInfo>();
    visitor.endpoint::<VerifyCompanyInfo>();
    visitor.endpoint::<ModifyCompanyInfo>();
    visitor.endpoint::<GetCompanyBaseInfo>();
    visitor.endpoint::<GetCompanyInfo>();
    visitor.endpoint::<GetOrganUnitStatus>();
}
