//! Rejects requests to the admin interface that a foreign page makes in a browser on this machine.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{HOST, HeaderValue, ORIGIN};
use hyper::http::request::Parts;
use hyper::http::uri::Authority;

/// Why a request is foreign, if it is.
///
/// A foreign name that resolves to this machine is in `Host`; a page that sends a form here is in
/// `Origin`.
pub(super) fn foreign_reason(head: &Parts, local: SocketAddr) -> Option<&'static str> {
    let mut hosts = head.headers.get_all(HOST).iter();
    let host = hosts.next().map(HeaderValue::as_bytes);
    let is_named = host.or(head.uri.host().map(str::as_bytes)).is_some();
    // Browsers speak HTTP/1.1, which has a host.
    let may_be_unnamed = head.version < hyper::Version::HTTP_11;
    let is_ours = |text: &[u8]| authority(text).is_some_and(|to| leads_here(&to, local));
    let names_us = host.is_none_or(is_ours)
        && hosts.next().is_none()
        && head.uri.authority().is_none_or(|to| leads_here(to, local));
    if !names_us || !(is_named || may_be_unnamed) {
        return Some("the host is not this machine");
    }
    let is_own = |origin: &HeaderValue| {
        let rest = origin.as_bytes().strip_prefix(b"http://");
        rest.and_then(authority).is_some_and(|from| {
            leads_here(&from, local) && from.port_u16().unwrap_or(80) == local.port()
        })
    };
    let origins = head.headers.get_all(ORIGIN);
    if !origins.iter().all(is_own) {
        return Some("the origin is not this sandbox");
    }
    None
}

fn authority(text: &[u8]) -> Option<Authority> {
    Authority::try_from(text)
        .ok()
        .filter(|to| !to.as_str().contains('@'))
}

/// Whether it is a name of loopback, or the address of the server.
fn leads_here(to: &Authority, local: SocketAddr) -> bool {
    let host = to.host();
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") {
        return true;
    }
    let address = host.trim_start_matches('[').trim_end_matches(']');
    address
        .parse::<IpAddr>()
        .is_ok_and(|ip| ip.to_canonical().is_loopback() || ip == local.ip())
}
