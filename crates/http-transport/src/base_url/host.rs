//! Parses the host and the port of a base address.

use core::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::InvalidBaseUrl;

/// A host in the form that all parsers read alike: lower case, ASCII, and addresses in their usual
/// notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Host {
    Name(String),
    Address(IpAddr),
}

impl Host {
    /// Parses a name, an IPv4 address, or an IPv6 address in brackets.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidBaseUrl> {
        if !text.is_ascii() {
            return Err(InvalidBaseUrl::NonAsciiHost);
        }
        if let Some(inner) = text.strip_prefix('[') {
            let address = inner.strip_suffix(']').map(str::parse::<Ipv6Addr>);
            let address = address.and_then(Result::ok);
            let address = address.ok_or(InvalidBaseUrl::NotAUrl)?;
            return Ok(Self::Address(address.into()));
        }
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        if text.is_empty() || !text.bytes().all(is_name) {
            return Err(InvalidBaseUrl::NotAUrl);
        }
        if ends_in_number(text) {
            let address = text.parse::<Ipv4Addr>();
            let address = address.map_err(|_| InvalidBaseUrl::Ipv4)?;
            return Ok(Self::Address(address.into()));
        }
        Ok(Self::Name(text.to_ascii_lowercase()))
    }

    /// Whether the host is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        match self {
            Self::Name(name) => name == "localhost",
            Self::Address(address) => address.to_canonical().is_loopback(),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(IpAddr::V4(address)) => address.fmt(f),
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
        }
    }
}

/// Splits `host:port`; the port is optional.
pub(crate) fn split_port(authority: &str) -> Result<(&str, Option<u16>), InvalidBaseUrl> {
    let (host, port) = match authority.rsplit_once(':') {
        // The colon is part of an IPv6 address.
        Some((_, port)) if port.ends_with(']') => (authority, ""),
        Some((host, port)) => (host, port),
        None => (authority, ""),
    };
    if port.is_empty() {
        return Ok((host, None));
    }
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
    let port = port.parse().ok().filter(|_| is_number);
    Ok((host, Some(port.ok_or(InvalidBaseUrl::NotAUrl)?)))
}

/// Whether browsers read a host as an IPv4 address, in one of its many forms (`127.1`,
/// `0x7f000001`, `2130706433`), while the system may look it up as a name.
fn ends_in_number(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let last = host.rsplit('.').next().unwrap_or_default();
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    match hex {
        Some(hex) => hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()),
    }
}
