//! Implements [`Vendor`] for IDcode: signs and verifies requests, and classifies refusals.

use endpoint_core::wire::{Received, Request};
use endpoint_core::{
    AuthError, Envelope, Invalid, Need, Param, Params, Placement, PlainHttp, RefusalKind, Spec,
    Value, Vendor,
};

use crate::dialect::Unset;
use crate::json_text;
use crate::keys::IdcodeKeys;
use crate::placement::{HASH, TIME, TOKEN};
use crate::signature::{check_time, covered_texts, sign_texts, verify_texts};

/// The vendor IDcode (中国二维码注册认证中心, the registration centre of unified identifier codes).
#[derive(Debug, Clone, Copy)]
pub struct Idcode;

impl Vendor for Idcode {
    const NAME: &'static str = "idcode";
    const DEFAULT_BASE: &'static str = "https://api.idcode.org.cn";
    const PLAIN_HTTP: PlainHttp = PlainHttp::Configured;
    const ENVELOPE: Envelope = Envelope {
        code: "ResultCode",
        also_code: &["esultCode"],
        message: "ResultMsg",
        success: 1,
    };
    const COMMON: &'static [Param] = &[
        Param::text(TOKEN).required().secret(),
        Param::text(TIME).required(),
        Param::text(HASH).required().secret(),
    ];
    type Keys = IdcodeKeys;

    fn secrets(keys: &IdcodeKeys) -> Vec<&str> {
        vec![keys.access_token(), keys.authorisation_code()]
    }

    fn is_personal(value: &str) -> bool {
        registry_model::is_personal(value)
    }

    fn sign(
        keys: &IdcodeKeys,
        spec: &Spec,
        params: &Params,
        now_ms: u64,
    ) -> Result<Request, Invalid> {
        if let Placement::JsonText(name) = spec.placement {
            return json_text::sign(keys, spec, params, now_ms, name);
        }
        let mut texts: Vec<(&str, &str)> = params.texts().collect();
        if keys.dialect().unset == Unset::SendEmpty {
            let unset = spec
                .params
                .iter()
                .filter(|param| param.need != Need::Required && params.text(param.name).is_none());
            texts.extend(unset.map(|param| (param.name, "")));
        }
        texts.push((TOKEN, keys.access_token()));
        Ok(sign_texts(keys, spec, params, &texts, now_ms))
    }

    fn verify(
        keys: &IdcodeKeys,
        spec: &Spec,
        mut received: Received,
        now_ms: u64,
    ) -> Result<Vec<(String, Value)>, AuthError> {
        if let Placement::JsonText(name) = spec.placement {
            return json_text::verify(keys, received, now_ms, name);
        }
        let verified = verify_texts(keys, &received.path, &covered_texts(keys, &received));
        let token = received.take(TOKEN)?;
        received.take(TIME)?;
        received.take(HASH)?;
        if token != keys.access_token() {
            return Err(AuthError::Account);
        }
        check_time(keys, verified?, now_ms)?;
        Ok(received.into_params())
    }

    /// Classifies by the operation's table. Two messages decide whatever the code, because most
    /// tables list no code for them (OQ13): `未授权！` (not authorised) and `参数错误！` (wrong
    /// parameter). Without this rule an invalid 307 would be read as an unused name.
    fn classify(spec: &Spec, code: i64, message: &str) -> RefusalKind {
        let message = message.trim_start();
        if code == -2 || message.starts_with("未授权") {
            return RefusalKind::Auth;
        }
        if message.starts_with("参数错误") {
            return RefusalKind::Parameter;
        }
        spec.code(code)
            .and_then(|row| row.kind)
            .unwrap_or(RefusalKind::Unknown)
    }
}
