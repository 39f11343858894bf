//! Chooses the remedy for a failed call.

use enterprise_registry::{Knowledge, Refusal, RefusalKind, TransportErrorKind};

use crate::operation_spec;

/// The effect of a call, which decides whether it may be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// A free read.
    Read,
    /// A paid query.
    Paid,
    /// A write, with the name of the operation.
    Write(&'static str),
}

impl Effect {
    /// The effect of the operation of this name; an unknown operation counts as a write.
    pub(super) fn from_operation(operation: &'static str) -> Self {
        operation_spec::find(operation).map_or(Self::Write(operation), |spec| {
            Self::new(operation, spec.billed, spec.idempotent)
        })
    }

    fn new(operation: &'static str, billed: bool, idempotent: bool) -> Self {
        match (billed, idempotent) {
            (true, _) => Self::Paid,
            (false, true) => Self::Read,
            (false, false) => Self::Write(operation),
        }
    }

    /// What to look up before the call is repeated.
    fn look_up(self) -> &'static str {
        let Self::Write(operation) = self else {
            return "";
        };
        match operation {
            "RegCompanyInfo" | "UnitRegist" => {
                "look the unit up (307, GetCompanyInfo) before you register it again"
            }
            "GetVerifyInfo" | "SendVerifyInfo" => {
                "an SMS code may be on its way: wait for it before you request another"
            }
            "VerifyCompanyInfo" => {
                "look the unit up (`entreg unit CODE`) before you submit the certificate again"
            }
            "ModifyCompanyInfo" | "UpdateUnitQRCodeGoToUrl" => {
                "look the unit up (`entreg unit CODE`) before you change it again"
            }
            "BatchRegistIDcode" | "RegProductIDcodeInfo" => {
                "look the category up (404, GetIDcodeTypeInfo) before you register it again"
            }
            "UpdateGoToUrl" => {
                "look the registration up (404, GetIDcodeTypeInfo) before you change it again"
            }
            "UploadCodeFile" | "UploadCodeList" => {
                "look the upload up (502 and 503) before you repeat it"
            }
            "ApplyGoToUrlWhiteList" => {
                "ask the platform whether it has the application before you repeat it"
            }
            _ => "look up what happened before you repeat it",
        }
    }
}

/// All that can be said of an undocumented code.
const UNDOCUMENTED: &str =
    "the code is not documented; the vendor's message above is all that is known";

pub(super) fn after_refusal(refusal: &Refusal) -> String {
    let vendor = refusal.vendor;
    if refusal.clock_offset.is_some() {
        return format!(
            "set the clock of this machine, or allow the vendor's clock with {}_CORRECT_CLOCK \
             (`correct_clock` of the profile)",
            vendor.to_uppercase()
        );
    }
    if let Some(advice) = after_code(refusal.operation, refusal.code, refusal.kind) {
        return advice.to_owned();
    }
    let effect = Effect::new(refusal.operation, refusal.billed, refusal.idempotent);
    match (refusal.kind, effect) {
        (RefusalKind::Auth, _) => format!(
            "check the credentials and the clock of this machine with `entreg doctor {vendor}`"
        ),
        (RefusalKind::Parameter, _)
            if operation_spec::find(refusal.operation)
                .is_some_and(|spec| spec.params.is_empty()) =>
        {
            "this call has no parameters that could be wrong: check that the base address is the \
             vendor's"
                .to_owned()
        }
        (RefusalKind::Parameter, _) => {
            "correct the parameters; the same call would be refused again".to_owned()
        }
        (RefusalKind::NotFound, Effect::Paid) => "nothing was found: check the identifiers before \
                                                  you repeat the query, which is paid again"
            .to_owned(),
        (RefusalKind::NotFound, _) => "nothing has this name or number: check it".to_owned(),
        (RefusalKind::Exists, _) => "it exists already: look it up instead".to_owned(),
        (RefusalKind::Balance, _) => "no queries are left: top the account up".to_owned(),
        (RefusalKind::Account, _) => {
            "the account may not make this call: ask the vendor to correct that".to_owned()
        }
        (RefusalKind::RateLimited, _) => "too many calls: wait, then call again".to_owned(),
        (RefusalKind::VendorFault, Effect::Read) => {
            "the vendor failed on its side: try again later".to_owned()
        }
        // See `Refusal::charged`.
        (RefusalKind::VendorFault, Effect::Paid) => {
            "the vendor failed on its side, which counts as not charged: try again later".to_owned()
        }
        (RefusalKind::VendorFault, Effect::Write(_)) => {
            format!("the vendor failed on its side: {}", effect.look_up())
        }
        (_, Effect::Read) => UNDOCUMENTED.to_owned(),
        (_, Effect::Paid) => format!(
            "{UNDOCUMENTED}; check the balance (`entreg balance`) before you repeat the query: it \
             may have been charged"
        ),
        (_, Effect::Write(_)) => format!("{UNDOCUMENTED}; {}", effect.look_up()),
    }
}

/// The remedy for a code of one operation, or for a code with one meaning at a vendor. `kind`
/// follows from the message.
fn after_code(operation: &str, code: i64, kind: RefusalKind) -> Option<&'static str> {
    use RefusalKind::{Account, Auth, Exists, NotFound, Parameter};
    Some(match (operation, code, kind) {
        ("RegCompanyInfo" | "UnitRegist", 2, Exists) => {
            "the unit is registered already: look it up (307, GetCompanyInfo) and use it"
        }
        ("RegCompanyInfo" | "UnitRegist", 3, Exists) => {
            "the user exists already: give another loginName, or use the unit of this user"
        }
        ("RegProductIDcodeInfo", -4, Exists) => {
            "the model has this code already: give another modelNumberCode, or use the registration \
             (404, GetIDcodeTypeInfo)"
        }
        ("RegCompanyInfo", -3, Parameter) => "give the code of the last SMS as smsVerifyCode",
        ("RegCompanyInfo", -4, Parameter) => {
            "request another SMS (303, SendVerifyInfo), and give its code as smsVerifyCode"
        }
        ("UnitRegist" | "UpdateUnitQRCodeGoToUrl" | "CreateCodePicWithMargin", -3, Parameter) => {
            "give the logo as a picture: unitIcon=@logo.png"
        }
        ("CreateAuthenCodePic", -3, Parameter) => "give the logo as a picture: unitLogo=@logo.png",
        ("UpdateUnitQRCodeGoToUrl", -4, Parameter) => "give a logo: unitIcon=@logo.png",
        ("UnitRegist", -4, Parameter) | ("UpdateUnitQRCodeGoToUrl", -5, Parameter) => {
            "give gotoUrl as a complete address, https://..."
        }
        ("UpdateUnitQRCodeGoToUrl", -6, Parameter) => {
            "check loginName and loginPwd of the unit's user"
        }
        ("GetCompanyInfo", 0, NotFound) => {
            "no unit has this name: check it, or search for a part of it (searchType)"
        }
        // The document's message here belongs to another product.
        ("entmark.Submit" | "entcopy.Submit", 407, Parameter) => {
            "request fewer rows per page (--page-size; page_size with `entreg call`)"
        }
        ("entmark.GetNum", 406 | 407, Parameter) => {
            "this call has no such parameter: check that the base address is the vendor's"
        }
        (_, 406, Parameter) => {
            "give one of name, credit code, organisation code and registration number"
        }
        ("ent3f.Submit", 404, Parameter) => "give the name of the legal representative",
        ("ent3f.Submit", 409 | 4091, Parameter) => "correct the name of the company",
        ("ent3f.Submit", 411 | 4111, Parameter) => "correct the credit code",
        (_, 407 | 4071 | 404 | 4041 | 4061, Parameter) => {
            "the code is about a parameter that this operation does not have: ask the vendor"
        }
        (_, 401 | 402 | 405 | 40502, Auth) => {
            "check IHUYI_ACCOUNT and IHUYI_API_KEY (`account` and `api_key` of the profile), and \
             IHUYI_AUTH, with `entreg doctor ihuyi`"
        }
        (_, 40501, Auth) => "set the clock of this machine: dynamic passwords contain its time",
        (_, 400, Account) => "ask the vendor to allow the address of this machine",
        (_, 4052, Account) => "call from the registered address, or ask the vendor to change it",
        (_, 403, Account) => "ask the vendor to activate the product for this account",
        (_, 4050, Account) => "the account is frozen: ask the vendor why",
        (_, 40505, Account) => "the vendor requires a signed contract first",
        (_, 10001, Auth) => {
            "check IDCODE_ACCESS_TOKEN (`access_token` of the profile) with `entreg doctor idcode`"
        }
        (_, 10002, Account) => "the access token is disabled: ask the vendor to enable it",
        (_, 10003, NotFound) => {
            "the unit is unknown: check its main code, or the access token if no code was given"
        }
        _ => return None,
    })
}

pub(super) fn after_malformed(charged: Knowledge, effect: Effect) -> String {
    let gateway = "check whether a gateway replied instead of the vendor";
    match effect {
        _ if charged != Knowledge::No => format!(
            "{gateway}; check the balance (`entreg balance`) before you repeat a paid query"
        ),
        Effect::Write(_) => format!(
            "{gateway}; the call may have been carried out: {}",
            effect.look_up()
        ),
        Effect::Read | Effect::Paid => gateway.to_owned(),
    }
}

/// The remedy for a transport error. `says_when`: whether the response says how long to wait, which
/// the cause repeats.
pub(super) fn after_transport_error(
    kind: TransportErrorKind,
    sent: Knowledge,
    says_when: bool,
    charged: Knowledge,
    effect: Effect,
) -> String {
    if let Some(wait) = how_to_wait(kind, says_when) {
        return match effect {
            _ if charged == Knowledge::Unknown => format!(
                "{wait}, and check the balance (`entreg balance`) before you repeat the query: it \
                 may be paid twice"
            ),
            Effect::Write(_) => format!(
                "{wait}; the call may have been carried out: {}",
                effect.look_up()
            ),
            Effect::Read | Effect::Paid => format!("{wait}, then call again"),
        };
    }
    let advice = match kind {
        _ if charged == Knowledge::Unknown => {
            "check the balance (`entreg balance`) before you repeat the query: it may be paid twice"
        }
        TransportErrorKind::UploadSourceUnopened => "make the file readable, then call again",
        TransportErrorKind::NoSlot => {
            "`calls_per_second` is too low for so many calls in this time"
        }
        TransportErrorKind::Build => "the request itself is wrong",
        TransportErrorKind::NameResolution => "check the host in the base address and the network",
        TransportErrorKind::ConnectionRefused => "no server listens there: check the base address",
        TransportErrorKind::ConnectTimeout | TransportErrorKind::Connect => {
            "check the base address, the network and firewalls"
        }
        TransportErrorKind::Certificate => {
            "check the base address, the clock of this machine, and proxies that decrypt TLS; trust \
             your own certificate with ENTREG_ROOT_CERTIFICATES"
        }
        TransportErrorKind::TlsProtocol => {
            "check the base address and its port: https:// needs a server with TLS 1.2 or 1.3"
        }
        TransportErrorKind::Tls => {
            "the TLS handshake failed: check the network and proxies; try again later"
        }
        TransportErrorKind::Status(300..400) => {
            "redirects are not followed: correct the base address"
        }
        TransportErrorKind::Status(500..) => match effect {
            Effect::Write(_) => {
                return format!(
                    "the server or a gateway failed; the call may have been carried out: {}",
                    effect.look_up()
                );
            }
            Effect::Read | Effect::Paid => "the server or a gateway failed: try again later",
        },
        TransportErrorKind::Status(_) => "check that the base address is the vendor's",
        _ => match effect {
            Effect::Write(_) => {
                let arrived = match sent {
                    Knowledge::Yes => "the vendor has received the call",
                    _ => "the call may have arrived",
                };
                return format!("{arrived}: {}", effect.look_up());
            }
            Effect::Read | Effect::Paid => "try again later, or check the network",
        },
    };
    advice.to_owned()
}

/// How to wait if the server is busy or had too many calls.
fn how_to_wait(kind: TransportErrorKind, says_when: bool) -> Option<&'static str> {
    Some(match (kind, says_when) {
        (TransportErrorKind::Status(429), true) => {
            "too many calls: lower `calls_per_second`, wait as long as the cause says"
        }
        (TransportErrorKind::Status(429), false) => {
            "too many calls: lower `calls_per_second`, wait"
        }
        (TransportErrorKind::Status(500..), true) => {
            "the server is busy: lower `calls_per_second`, wait as long as the cause says"
        }
        _ => return None,
    })
}
