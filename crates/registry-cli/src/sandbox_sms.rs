//! Reads the SMS code that a sandbox has sent, in place of the owner of the phone.

use core::time::Duration;

use endpoint_core::Method;
use endpoint_core::wire::{Body, Request};
use enterprise_registry::idcode::Idcode;
use enterprise_registry::{HttpService as _, Outgoing};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use crate::error::{CommandError, Kind};
use crate::session::Session;

/// Reads the code of the last SMS to this phone.
pub(crate) async fn code(session: &Session, phone: &str) -> Result<String, CommandError> {
    #[derive(Deserialize)]
    struct Sms {
        code: String,
    }

    let no_sms = |cause: String| {
        CommandError::new(
            Kind::Malformed,
            "the server at this address is no sandbox: it has no SMS to read",
        )
        .with_cause(cause)
        .with_remedy("give --on the address that `entreg sandbox` prints")
    };
    let phone = utf8_percent_encode(phone, NON_ALPHANUMERIC);
    let request = Request {
        method: Method::Get,
        target: format!("/_sandbox/sms?phone={phone}"),
        body: Body::Empty,
    };
    let idcode = session.client::<Idcode>()?;
    let outgoing = Outgoing {
        progress: None,
        base: idcode.base_url(),
        request: &request,
        deadline: Duration::from_secs(5),
        stall: Duration::from_secs(5),
        response_timeout: None,
        body_cap: 4096,
    };
    let response = session.service().send(outgoing).await.map_err(|failure| {
        let kind = Kind::Transport;
        CommandError::new(
            kind,
            format!("the SMS cannot be read from the sandbox: {}", failure.kind),
        )
    })?;
    serde_json::from_slice::<Sms>(&response.body)
        .map(|sms| sms.code)
        .map_err(|error| no_sms(error.to_string()))
}
