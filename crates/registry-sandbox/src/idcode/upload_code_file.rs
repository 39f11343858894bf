//! 501 UploadCodeFile: codes of items as a text file, one a line.

use endpoint_core::{Endpoint, Invalid};
use idcode_api::operations::{Done, UploadCodeFile, UploadKind};
use idcode_api::{CodeFile, Idcode};

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
        // Read to its end before any of it counts.
        let codes = CodeFile::try_from(&self.file)
            .and_then(|codes| codes.codes())
            .map_err(|why| Idcode::invalid(&Self::SPEC, &Invalid::value(FILE, why.to_string())))?;
        // They were all there a moment ago, in a file that nobody else has.
        let codes = codes.map_while(Result::ok);
        let about = (&self.company, self.registration_id);
        // Some clients send the whole path.
        let name = self.file.name().rsplit(['/', '\\']).next();
        let name = name.map(str::to_owned);
        take(registry, about, codes, UploadKind::File, name, now_ms)
    }
}
