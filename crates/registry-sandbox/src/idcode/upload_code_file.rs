//! 501 UploadCodeFile: uploads item codes as a text file, one on each line.

use endpoint_core::{Endpoint as _, Invalid};
use idcode_api::CodeFile;
use idcode_api::operations::{Done, UploadCodeFile, UploadKind};

use super::State;
use super::item_codes::UploadedCodes;
use super::upload_code_list::{check_generation, take};
use crate::backend::ServeUpload;
use crate::rejection::Rejection;

const FILE: &str = "CodeFileName";

impl ServeUpload for UploadCodeFile {
    type Read = UploadedCodes;

    /// Reads UTF-8, one code on each line, with any line ends (OQ19), and checks each code.
    fn read(&self) -> Result<UploadedCodes, Invalid> {
        self.validate()?;
        check_generation(self.generation)?;
        let mut codes = UploadedCodes::default();
        CodeFile::visit(&self.file, |code| codes.add(code))
            .map_err(|why| Invalid::value(FILE, why.to_string()))?;
        Ok(codes)
    }

    fn serve(
        self,
        codes: UploadedCodes,
        state: &mut State,
        now_ms: u64,
    ) -> Result<Done, Rejection> {
        let about = (&self.company, self.registration_id);
        // Some clients send the whole path.
        let name = self.file.name().rsplit(['/', '\\']).next();
        let name = name.map(str::to_owned);
        take(state, about, codes, UploadKind::File, name, now_ms)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read as _};
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::sync::{Arc, Mutex};

    use endpoint_core::{File, Params, UploadSource, Value, Vendor as _};
    use idcode_api::Idcode;
    use idcode_api::operations::{GetUnitType, UploadCodeFile};

    use crate::backend::{ReceivedRequest, ResponseBody, Route};
    use crate::config::Config;
    use crate::incoming::{self, Incoming};
    use crate::state::Shared;

    /// Reports that it is being read, and has no bytes until the test sends a signal.
    struct Gated(Sender<()>, Mutex<Option<Receiver<()>>>);

    impl core::fmt::Debug for Gated {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("Gated")
        }
    }

    impl UploadSource for Gated {
        fn len(&self) -> Option<u64> {
            None
        }

        fn open(&self) -> io::Result<Box<dyn io::Read + Send>> {
            let gate = self.1.lock().unwrap().take();
            self.0.send(()).unwrap();
            gate.expect("the codes are read once").recv().unwrap();
            Ok(Box::new("A-1\nA-2\n".as_bytes().chain(io::empty())))
        }
    }

    async fn request<E: endpoint_core::Endpoint<Vendor = Idcode>>(
        shared: &Shared,
        request: &E,
    ) -> ReceivedRequest {
        let params = Params::from_request(request).unwrap();
        let signed = Idcode::sign(&shared.idcode_keys, &E::SPEC, &params, shared.now_ms());
        ReceivedRequest {
            received: incoming::read(Incoming::from(&signed.unwrap())).await,
            from: [127, 0, 0, 1].into(),
        }
    }

    fn json(content: ResponseBody) -> String {
        let ResponseBody::Json(json) = content else {
            panic!("{content:?}");
        };
        String::from_utf8(json.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn other_calls_are_answered_while_codes_are_read_and_they_are_read_once() {
        let shared = Arc::new(Shared::new(Config::default()));
        let file = File::new("codes.txt", "A-1\n");
        let unit = crate::sample::unit::MAIN_CODE.parse().unwrap();
        let upload = UploadCodeFile::new(unit, 7_u64, file);
        let mut upload_request = request(&shared, &upload).await;
        let (reads, read) = channel();
        let (open, gate) = channel();
        let gated = Arc::new(Gated(reads, Mutex::new(Some(gate))));
        for (_, value) in &mut upload_request.received.as_mut().unwrap().body {
            if let Value::File(file) = value {
                *file = File::from_source("codes.txt", Arc::clone(&gated) as Arc<dyn UploadSource>);
            }
        }
        let uploading = {
            let shared = Arc::clone(&shared);
            let route = Route::for_upload::<UploadCodeFile>();
            std::thread::spawn(move || json((route.respond)(&shared, upload_request)))
        };
        read.recv().unwrap();
        let other = request(&shared, &GetUnitType::new()).await;
        let response = json((Route::for_operation::<GetUnitType>().respond)(
            &shared, other,
        ));
        assert!(response.contains("\"ResultCode\":1"), "{response}");
        open.send(()).unwrap();
        // The unit has no registration with this id.
        let response = uploading.join().unwrap();
        assert!(response.contains("品类注册不存在"), "{response}");
    }
}
