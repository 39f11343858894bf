//! What can be done about a call that failed, by what the call does.

use enterprise_registry::{Knowledge, Refusal, RefusalKind, TransportErrorKind};

use crate::operation_spec;

/// What a call does, and so what it means that its end is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It reads, and is free.
    Read,
    /// It reads, and costs a query.
    Paid,
    /// It changes something.
    Write(&'static str),
}

impl Effect {
    /// That of the operation of this name. One that is in no catalogue may change anything.
    pub(super) fn of_operation(operation: &'static str) -> Self {
        operation_spec::find(operation).map_or(Self::Write(operation), |spec| {
            Self::from(operation, spec.billed, spec.idempotent)
        })
    }

    fn from(operation: &'static str, billed: bool, idempotent: bool) -> Self {
        match (billed, idempotent) {
            (true, _) => Self::Paid,
            (false, true) => Self::Read,
            (false, false) => Self::Write(operation),
        }
    }

    /// What has to be looked up before the call is made again.
    fn look_up(self) -> &'static str {
        let Self::Write(operation) = self else {
            return "";
        };
        match operation {
            "RegCompanyInfo" | "UnitRegist" => {
                "see whether the unit is there (307, GetCompanyInfo) before it is registered again"
            }
            "GetVerifyInfo" | "SendVerifyInfo" => {
                "an SMS code may be on its way: wait for it before another is asked for"
            }
            "VerifyCompanyInfo" => {
                "see whether the certificate is in (`entreg unit CODE`) before it is handed in again"
            }
            "ModifyCompanyInfo" | "UpdateUnitQRCodeGoToUrl" => {
                "see what the unit has on record (`entreg unit CODE`) before it is changed again"
            }
            "BatchRegistIDcode" | "RegProductIDcodeInfo" => {
                "see whether the category is registered (404, GetIDcodeTypeInfo) before it is \
                 registered again"
            }
            "UpdateGoToUrl" => {
                "see where the registration leads (404, GetIDcodeTypeInfo) before it is changed \
                 again"
            }
            "UploadCodeFile" | "UploadCodeList" => {
                "see whether the codes are in (502 and 503) before they are uploaded again"
            }
            "ApplyGoToUrlWhiteList" => {
                "ask the platform whether it has the application before it is made again"
            }
            _ => "see what has happened before it is repeated",
        }
    }
}

pub(super) fn after_refusal(refusal: &Refusal) -> String {
    let vendor = refusal.vendor;
    if refusal.clock_offset.is_some() {
        return format!(
            "set the clock of this machine; or have calls signed by the vendor's, as \
             {}_CORRECT_CLOCK (`correct_clock` of the profile) allows",
            vendor.to_uppercase()
        );
    }
    if let Some(advice) = after_code(refusal.operation, refusal.code, refusal.kind) {
        return advice.to_owned();
    }
    let effect = Effect::from(refusal.operation, refusal.billed, refusal.idempotent);
    match (refusal.kind, effect) {
        (RefusalKind::Auth, _) => format!(
            "check the credentials and the clock of this machine; `entreg doctor {vendor}` tries \
             them"
        ),
        (RefusalKind::Parameter, _)
            if operation_spec::find(refusal.operation)
                .is_some_and(|spec| spec.params.is_empty()) =>
        {
            "this call has no parameters that could be wrong: look whether the base address is \
             that of the vendor"
                .to_owned()
        }
        (RefusalKind::Parameter, _) => {
            "correct the parameters; the same call would be refused again".to_owned()
        }
        (RefusalKind::NotFound, Effect::Paid) => "nothing was found by these identifiers: check \
                                                  them before asking again, which is paid again"
            .to_owned(),
        (RefusalKind::NotFound, _) => {
            "there is nothing by that name or number; check it".to_owned()
        }
        (RefusalKind::Exists, _) => "it exists already; look it up instead".to_owned(),
        (RefusalKind::Balance, _) => "no queries are left: top the account up".to_owned(),
        (RefusalKind::Account, _) => {
            "the account may not call: ask the vendor to put that right".to_owned()
        }
        (RefusalKind::RateLimited, _) => "too many calls: wait, then call again".to_owned(),
        (RefusalKind::VendorFault, Effect::Read) => {
            "the vendor failed on its side: try later".to_owned()
        }
        // As `Refusal::charged` has it.
        (RefusalKind::VendorFault, Effect::Paid) => {
            "the vendor failed on its side, which is taken \
                                                     as not charged: try later"
                .to_owned()
        }
        (RefusalKind::VendorFault, Effect::Write(_)) => {
            format!("the vendor failed on its side: {}", effect.look_up())
        }
        (_, Effect::Read) => "read the vendor's message".to_owned(),
        (_, Effect::Paid) => "read the vendor's message, and compare the balance (`entreg \
                              balance`) before asking again: it may have been charged"
            .to_owned(),
        (_, Effect::Write(_)) => format!("read the vendor's message; {}", effect.look_up()),
    }
}

/// What one code of one operation asks for, or one that has a meaning of its own for a vendor.
/// `kind` is what the message makes of it.
fn after_code(operation: &str, code: i64, kind: RefusalKind) -> Option<&'static str> {
    use RefusalKind::{Account, Auth, Exists, NotFound, Parameter};
    Some(match (operation, code, kind) {
        ("RegCompanyInfo" | "UnitRegist", 2, Exists) => {
            "the unit is registered already: look it up (307, GetCompanyInfo) and go on with it"
        }
        ("RegCompanyInfo" | "UnitRegist", 3, Exists) => {
            "the user is there already: give another loginName, or go on with the unit of this one"
        }
        ("RegProductIDcodeInfo", -4, Exists) => {
            "the model has this code already: give another modelNumberCode, or go on with the \
             registration (404, GetIDcodeTypeInfo)"
        }
        ("RegCompanyInfo", -3, Parameter) => "give the code of the last SMS as smsVerifyCode",
        ("RegCompanyInfo", -4, Parameter) => {
            "have another SMS sent (303, SendVerifyInfo), and give its code as smsVerifyCode"
        }
        ("UnitRegist" | "UpdateUnitQRCodeGoToUrl" | "CreateCodePicWithMargin", -3, Parameter) => {
            "give the logo as a picture: unitIcon=@logo.png"
        }
        ("CreateAuthenCodePic", -3, Parameter) => "give the logo as a picture: unitLogo=@logo.png",
        ("UpdateUnitQRCodeGoToUrl", -4, Parameter) => "give a logo: unitIcon=@logo.png",
        ("UnitRegist", -4, Parameter) | ("UpdateUnitQRCodeGoToUrl", -5, Parameter) => {
            "give gotoUrl as a whole address, https://..."
        }
        ("UpdateUnitQRCodeGoToUrl", -6, Parameter) => {
            "check loginName and loginPwd, which are those of the unit's user"
        }
        ("GetCompanyInfo", 0, NotFound) => {
            "no unit has this name: check it, or search for a part of it (searchType)"
        }
        // The table has the words of another product here.
        ("entmark.Submit" | "entcopy.Submit", 407, Parameter) => "ask for fewer rows a page",
        ("entmark.GetNum", 406 | 407, Parameter) => {
            "this call has no such parameter: look whether the base address is that of the vendor"
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
             IHUYI_AUTH; `entreg doctor ihuyi` tries them"
        }
        (_, 40501, Auth) => "set the clock of this machine: dynamic passwords bear its time",
        (_, 400, Account) => "have the vendor allow the address of this machine",
        (_, 4052, Account) => "call from the registered address, or have the vendor change it",
        (_, 403, Account) => "have the vendor activate the product for this account",
        (_, 4050, Account) => "the account is frozen: ask the vendor why",
        (_, 40505, Account) => "the vendor wants a signed contract first",
        (_, 10001, Auth) => {
            "check IDCODE_ACCESS_TOKEN (`access_token` of the profile); `entreg doctor idcode` \
             tries it"
        }
        (_, 10002, Account) => "the access token is disabled: ask the vendor to enable it",
        (_, 10003, NotFound) => {
            "the unit is unknown: check its main code, or, where none was given, whose the access \
             token is"
        }
        _ => return None,
    })
}

pub(super) fn after_malformed(charged: Knowledge, effect: Effect) -> String {
    let gateway = "look whether a gateway answered instead of the vendor";
    match effect {
        _ if charged != Knowledge::No => format!(
            "{gateway}; do not repeat a paid query before its balance is checked (`entreg \
             balance`)"
        ),
        Effect::Write(_) => format!(
            "{gateway}; the call may have been carried out: {}",
            effect.look_up()
        ),
        Effect::Read | Effect::Paid => gateway.to_owned(),
    }
}

/// `says_when`: whether the answer has said after how long it may be asked again, which the cause
/// repeats.
pub(super) fn after_failure(
    kind: TransportErrorKind,
    says_when: bool,
    charged: Knowledge,
    effect: Effect,
) -> String {
    if let Some(wait) = how_to_wait(kind, says_when) {
        return match effect {
            _ if charged == Knowledge::Unknown => format!(
                "{wait}, and compare the balance (`entreg balance`) before asking again: a \
                 repeated query is paid twice"
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
            "compare the balance (`entreg balance`) before asking again: a repeated query is paid \
             twice"
        }
        TransportErrorKind::SourceUnopened => "begin again once the file can be read",
        TransportErrorKind::NoTurn => {
            "`calls_per_second` is too low for so many calls in this time"
        }
        TransportErrorKind::Build => "this is a fault of the request",
        TransportErrorKind::NameResolution => "check the host in the base address and the network",
        TransportErrorKind::ConnectionRefused => "nobody listens there: check the base address",
        TransportErrorKind::ConnectTimeout | TransportErrorKind::Connect => {
            "check the base address, the network and firewalls"
        }
        TransportErrorKind::Certificate => {
            "check the base address, the clock of this machine, and proxies that open TLS; a \
             certificate of your own is trusted through ENTREG_ROOT_CERTIFICATES"
        }
        TransportErrorKind::TlsProtocol => {
            "check the base address and its port: https:// needs a server that speaks TLS 1.2 or 1.3"
        }
        TransportErrorKind::Tls => {
            "the handshake broke off: check the network and proxies; try later"
        }
        TransportErrorKind::Status(300..400) => {
            "redirects are not followed: correct the base address"
        }
        TransportErrorKind::Status(500..) => match effect {
            Effect::Write(_) => {
                return format!(
                    "the server failed, or one before it; the call may have been carried out: {}",
                    effect.look_up()
                );
            }
            Effect::Read | Effect::Paid => "the server failed, or one before it: try later",
        },
        TransportErrorKind::Status(_) => "look whether the base address is that of the vendor",
        _ => match effect {
            Effect::Write(_) => {
                return format!("the call may have arrived: {}", effect.look_up());
            }
            Effect::Read | Effect::Paid => "try again later, or look at the network",
        },
    };
    advice.to_owned()
}

/// What to do before another call, where a server has had too many of them or is busy.
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
