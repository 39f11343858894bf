//! Which operations there are.

use endpoint_core::Visit;

use crate::Idcode;
#[cfg(feature = "unverified")]
use crate::operations::RegProductIDcodeInfo;
use crate::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, CreateAuthenCodePic, CreateCodePic,
    CreateCodePicWithMargin, GetAllAreaInfo, GetAllIndustryCategoryList, GetAllTradeInfo,
    GetAreaInfoByParentID, GetAuthenPicUrl, GetBaseIDcodeInfo, GetCodeUseList, GetCompanyBaseInfo,
    GetCompanyInfo, GetIDcodeTypeInfo, GetIndustryCategoryListByParentID, GetOrganUnitStatus,
    GetProductCategoryList, GetTradeInfoByParentID, GetUnitType, GetUploadCodeInfo,
    GetUploadCodeRecord, GetVerifyInfo, IDcodeLogin, InterfaceApply, LoginVerify,
    ModifyCompanyInfo, ProductIDcodeApply, RegCompanyInfo, SendVerifyInfo, UnitRegist,
    UpdateGoToUrl, UpdateUnitQRCodeGoToUrl, UploadCodeFile, UploadCodeList, VerifyCompanyInfo,
};

/// Shows every operation of the document to `visitor`, in the order of their numbers; the one
/// without a number stands where the document has it.
pub fn endpoints(visitor: &mut impl Visit<Idcode>) {
    visitor.endpoint::<GetAllAreaInfo>();
    visitor.endpoint::<GetAreaInfoByParentID>();
    visitor.endpoint::<GetAllTradeInfo>();
    visitor.endpoint::<GetTradeInfoByParentID>();
    visitor.endpoint::<GetUnitType>();
    visitor.endpoint::<GetCodeUseList>();
    visitor.endpoint::<GetAllIndustryCategoryList>();
    visitor.endpoint::<GetIndustryCategoryListByParentID>();
    visitor.endpoint::<GetProductCategoryList>();
    visitor.endpoint::<RegCompanyInfo>();
    visitor.endpoint::<GetVerifyInfo>();
    visitor.endpoint::<SendVerifyInfo>();
    visitor.endpoint::<VerifyCompanyInfo>();
    visitor.endpoint::<ModifyCompanyInfo>();
    visitor.endpoint::<GetCompanyBaseInfo>();
    visitor.endpoint::<GetCompanyInfo>();
    visitor.endpoint::<GetOrganUnitStatus>();
    visitor.endpoint::<UnitRegist>();
    visitor.endpoint::<UpdateUnitQRCodeGoToUrl>();
    visitor.endpoint::<InterfaceApply>();
    visitor.endpoint::<BatchRegistIDcode>();
    visitor.endpoint::<GetBaseIDcodeInfo>();
    visitor.endpoint::<GetIDcodeTypeInfo>();
    visitor.endpoint::<ProductIDcodeApply>();
    visitor.endpoint::<UploadCodeFile>();
    visitor.endpoint::<UploadCodeList>();
    visitor.endpoint::<GetUploadCodeRecord>();
    visitor.endpoint::<GetUploadCodeInfo>();
    visitor.endpoint::<GetAuthenPicUrl>();
    visitor.endpoint::<LoginVerify>();
    visitor.endpoint::<UpdateGoToUrl>();
    visitor.endpoint::<CreateCodePic>();
    visitor.endpoint::<CreateCodePicWithMargin>();
    visitor.endpoint::<CreateAuthenCodePic>();
    visitor.endpoint::<ApplyGoToUrlWhiteList>();
    visitor.endpoint::<IDcodeLogin>();
}

/// Shows the operations to `visitor` that public clients use and no document has.
#[cfg(feature = "unverified")]
pub fn unverified_endpoints(visitor: &mut impl Visit<Idcode>) {
    visitor.endpoint::<RegProductIDcodeInfo>();
}
