//! Lists the operations, each in a file of the vendor's name.
//!
//! To add one, write its file and add its line to [`operations!`](crate::operations!): the module,
//! its re-exports, the catalogue, the route of the sandbox and the loops of all tests follow.

use endpoint_core::Visit;
#[cfg(feature = "samples")]
use endpoint_core::VisitSamples;

use crate::Idcode;

mod done;

pub use self::done::Done;

/// Passes the list of operations to the macro `$with`: file name and request type of each, in the
/// order of the document.
///
/// ```
/// macro_rules! names {
///     (
///         documented { $($file:ident: $operation:ident,)* }
///         unverified { $($unverified_file:ident: $unverified:ident,)* }
///     ) => {
///         [$(stringify!($operation)),*]
///     };
/// }
/// assert_eq!(idcode_api::operations!(names)[0], "GetAllAreaInfo");
/// ```
#[macro_export]
macro_rules! operations {
    ($with:ident) => {
        $with! {
            documented {
                get_all_area_info: GetAllAreaInfo,
                get_area_info_by_parent_id: GetAreaInfoByParentID,
                get_all_trade_info: GetAllTradeInfo,
                get_trade_info_by_parent_id: GetTradeInfoByParentID,
                get_unit_type: GetUnitType,
                get_code_use_list: GetCodeUseList,
                get_all_industry_category_list: GetAllIndustryCategoryList,
                get_industry_category_list_by_parent_id: GetIndustryCategoryListByParentID,
                get_product_category_list: GetProductCategoryList,
                reg_company_info: RegCompanyInfo,
                get_verify_info: GetVerifyInfo,
                send_verify_info: SendVerifyInfo,
                verify_company_info: VerifyCompanyInfo,
                modify_company_info: ModifyCompanyInfo,
                get_company_base_info: GetCompanyBaseInfo,
                get_company_info: GetCompanyInfo,
                get_organ_unit_status: GetOrganUnitStatus,
                unit_regist: UnitRegist,
                update_unit_qr_code_go_to_url: UpdateUnitQRCodeGoToUrl,
                interface_apply: InterfaceApply,
                batch_regist_id_code: BatchRegistIDcode,
                get_base_id_code_info: GetBaseIDcodeInfo,
                get_id_code_type_info: GetIDcodeTypeInfo,
                product_id_code_apply: ProductIDcodeApply,
                upload_code_file: UploadCodeFile,
                upload_code_list: UploadCodeList,
                get_upload_code_record: GetUploadCodeRecord,
                get_upload_code_info: GetUploadCodeInfo,
                get_authen_pic_url: GetAuthenPicUrl,
                login_verify: LoginVerify,
                update_go_to_url: UpdateGoToUrl,
                create_code_pic: CreateCodePic,
                create_code_pic_with_margin: CreateCodePicWithMargin,
                create_authen_code_pic: CreateAuthenCodePic,
                apply_go_to_url_white_list: ApplyGoToUrlWhiteList,
                id_code_login: IDcodeLogin,
            }
            unverified {
                reg_product_id_code_info: RegProductIDcodeInfo,
            }
        }
    };
}

/// Declares what follows from the list.
macro_rules! declare {
    (
        documented { $($file:ident: $operation:ident,)* }
        unverified { $($unverified_file:ident: $unverified:ident,)* }
    ) => {
        $(
            mod $file;
            pub use self::$file::*;
        )*
        $(
            #[cfg(feature = "unverified")]
            mod $unverified_file;
            #[cfg(feature = "unverified")]
            pub use self::$unverified_file::*;
        )*

        /// Visits every operation of the document, in its order.
        pub fn endpoints(visitor: &mut impl Visit<Idcode>) {
            $(visitor.endpoint::<$operation>();)*
        }

        /// Visits the operations that public clients use and no document has.
        #[cfg(feature = "unverified")]
        pub fn unverified_endpoints(visitor: &mut impl Visit<Idcode>) {
            $(visitor.endpoint::<$unverified>();)*
        }

        /// Visits every operation of [`endpoints`] with its sample requests.
        #[cfg(feature = "samples")]
        pub fn samples(visitor: &mut impl VisitSamples<Idcode>) {
            $(visitor.operation::<$operation>();)*
        }

        /// Visits every operation of [`unverified_endpoints`] with its sample requests.
        #[cfg(all(feature = "samples", feature = "unverified"))]
        pub fn unverified_samples(visitor: &mut impl VisitSamples<Idcode>) {
            $(visitor.operation::<$unverified>();)*
        }
    };
}

operations!(declare);
