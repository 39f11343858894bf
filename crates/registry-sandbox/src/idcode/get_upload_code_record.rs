//! 502 GetUploadCodeRecord: lists the uploads of a category and model.

use idcode_api::operations::{Conversion, GetUploadCodeRecord, UploadRecord};

use super::uploads::Upload;
use super::{State, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetUploadCodeRecord {
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Vec<UploadRecord>, Rejection> {
        let unit = state.units.find(&self.company).ok_or_else(no_such_unit)?;
        let (category, model) = (self.category_code.trim(), self.model_code.trim());
        let registrations: Vec<_> = state
            .registrations
            .of_unit(unit.unit.id)
            .map(|registration| &registration.row)
            .filter(|row| row.category_code.as_deref() == Some(category))
            .filter(|row| row.model_code.as_deref() == Some(model))
            .map(|row| row.id)
            .collect();
        let rows = state
            .uploads
            .iter()
            .filter(|upload| registrations.contains(&upload.registration_id))
            .filter(|upload| state.lag.shows(upload.at_ms, now_ms))
            .map(row);
        Ok(rows.collect())
    }
}

fn row(upload: &Upload) -> UploadRecord {
    UploadRecord {
        id: upload.id,
        unit_id: upload.unit_id,
        count: Some(upload.count.into()),
        kind: Some(upload.kind),
        file_name: Some(upload.file_name.clone()),
        convertible: Some(1),
        conversion: Some(Conversion::Converted),
        converted_file_name: upload.converted(".txt"),
        uploaded: Some(upload.at_ms.to_string().into()),
        first_number: Some(upload.first_number.into()),
        last_number: Some(upload.last_number().into()),
    }
}
