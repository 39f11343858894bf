//! What can be done about a call that failed.

use enterprise_registry::{FailureKind, Knowledge, Refusal, RefusalKind};

pub(super) fn after_refusal(refusal: &Refusal) -> String {
    if refusal.clock_offset.is_some() {
        return format!(
            "set the clock of this machine; or have calls signed by the vendor's, as \
             {}_CORRECT_CLOCK (`correct_clock` of the profile) allows",
            refusal.vendor.to_uppercase()
        );
    }
    let advice = match refusal.kind {
        RefusalKind::Auth => "check the credentials and the clock of this machine",
        RefusalKind::Parameter => "correct the parameters; the same call would be refused again",
        RefusalKind::NotFound => "there is nothing by that name or number; check it",
        RefusalKind::Exists => "it exists already; look it up instead",
        RefusalKind::Balance => "no queries are left: top the account up",
        RefusalKind::Account => {
            "the account may not call (frozen, no contract, or another address): ask the vendor"
        }
        RefusalKind::RateLimited => "too many calls: wait, then call again",
        RefusalKind::VendorFault => "the vendor failed on its side: try later",
        _ => "read the vendor's message; do not repeat the call blindly",
    };
    advice.to_owned()
}

pub(super) fn after_malformed(charged: Knowledge) -> &'static str {
    if charged == Knowledge::No {
        "look whether a gateway answered instead of the vendor; a call that changes something may \
         have been carried out, so look that up before it is repeated"
    } else {
        "look whether a gateway answered instead of the vendor; do not repeat a paid query before \
         its balance is checked (`entreg balance`)"
    }
}

pub(super) fn after_failure(kind: FailureKind, charged: Knowledge) -> &'static str {
    match kind {
        _ if charged == Knowledge::Unknown => {
            "compare the balance (`entreg balance`) before asking again: a repeated query is paid \
             twice"
        }
        FailureKind::SourceUnopened => "begin again once the file can be read",
        FailureKind::NoTurn => "`calls_per_second` is too low for so many calls in this time",
        FailureKind::Build => "this is a fault of the request",
        FailureKind::NameResolution => "check the host in the base address and the network",
        FailureKind::ConnectionRefused => "nobody listens there: check the base address",
        FailureKind::ConnectTimeout | FailureKind::Connect => {
            "check the base address, the network and firewalls"
        }
        FailureKind::Certificate => {
            "check the base address, the clock of this machine, and proxies that open TLS; a \
             certificate of your own is trusted through ENTREG_ROOT_CERTIFICATES"
        }
        FailureKind::TlsProtocol => {
            "check the base address and its port: https:// needs a server that speaks TLS 1.2 or 1.3"
        }
        FailureKind::Tls => "the handshake broke off: check the network and proxies; try later",
        FailureKind::Status(300..400) => "redirects are not followed: correct the base address",
        FailureKind::Status(500..) => {
            "the server failed, or one before it: try later; a call that changes something may \
             have been carried out, so look that up first"
        }
        FailureKind::Status(_) => "look whether the base address is that of the vendor",
        _ => "the call may have arrived: look it up before it is repeated",
    }
}
