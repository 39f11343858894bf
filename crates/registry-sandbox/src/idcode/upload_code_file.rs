//! 501 UploadCodeFile: codes of items as a text file, one a line.

use endpoint_core::{Endpoint, Invalid};
use idcode_api::operations::{Done, UploadCodeFile, UploadKind};
use idcode_api::{Codes, Idcode};

use super::Registry;
use super::upload_code_list::{check_generation, take};
use crate::denial::Denial;
use crate::office::{Office, Serve};

const FILE: &str = "CodeFileName";

impl Serve for UploadCodeFile {
    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        check_generation(self.generation)
    }

    /// UTF-8, one code a line, however lines end (OQ19).
    fn serve(self, registry: &mut Registry, now_ms: u64) -> Result<Done, Denial> {
        let codes = read(self.file.content())
            .map_err(|why| Idcode::invalid(&Self::SPEC, &Invalid::value(FILE, why)))?;
        let about = (&self.company, self.registration_id);
        // Some clients send the whole path.
        let name = self.file.name().rsplit(['/', '\\']).next();
        let name = name.map(str::to_owned);
        take(registry, about, &codes, UploadKind::File, name, now_ms)
    }
}

fn read(content: &[u8]) -> Result<Codes, String> {
    let text = core::str::from_utf8(content).map_err(|_| "is not UTF-8".to_owned())?;
    Codes::from_lines(text).map_err(|fault| fault.to_string())
}
