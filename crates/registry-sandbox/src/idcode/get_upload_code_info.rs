//! 503 GetUploadCodeInfo: returns one upload, with the names of its files.

use idcode_api::operations::{CodeKind, Conversion, GetUploadCodeInfo, UploadInfo};
use registry_model::DecimalId;

use super::categories::PRODUCT;
use super::{FAILURE, State, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetUploadCodeInfo {
    fn serve(self, state: &mut State, _: u64) -> Result<UploadInfo, Rejection> {
        let unit = state.units.find(&self.company).ok_or_else(no_such_unit)?;
        let upload = state
            .uploads
            .iter()
            .find(|upload| upload.id == self.upload_id && upload.unit_id == unit.unit.id)
            .ok_or_else(no_such_upload)?;
        Ok(UploadInfo {
            id: upload.id,
            unit_id: upload.unit_id,
            reviewed_category_id: Some(upload.registration_id),
            code_kind: Some(if upload.use_id == Some(PRODUCT) {
                CodeKind::Product
            } else {
                CodeKind::OtherCode
            }),
            segment_id: Some(DecimalId::new(1)),
            count: Some(upload.count.into()),
            kind: Some(upload.kind),
            file_name: Some(upload.file_name.clone()),
            convertible: Some(1),
            conversion: Some(Conversion::Converted),
            longbei_pictures: upload.converted("-LB.zip"),
            converted_file_name: upload.converted(".txt"),
            first_number: Some(upload.first_number.into()),
            last_number: Some(upload.last_number().into()),
            qr_pictures: upload.converted("-QR.zip"),
            uploaded: Some(upload.at_ms.to_string().into()),
        })
    }
}

fn no_such_upload() -> Rejection {
    Rejection::with_message(
        FAILURE,
        "上传记录不存在！",
        "the unit has no upload with this id",
    )
}
