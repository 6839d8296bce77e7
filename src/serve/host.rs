//! Which host a request is for (RFC 9110, section 7.2; RFC 3986, section 3.2).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::{
    extract::Request,
    http::{Version, header},
};

/// A host as a request names it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// An address.
    Address(IpAddr),
    /// A name, which may be empty.
    Name(String),
}

/// The hosts that a request names: in its header, and in its address where that is a whole one.
///
/// # Errors
/// Several headers, none where one must stand, or no host with a port: what to send.
pub(super) fn named(request: &Request) -> Result<Vec<Host>, &'static str> {
    const ONE: &str = "send one `Host` header: a name or an address, and a port if need be";
    let mut headers = request.headers().get_all(header::HOST).iter();
    let header = headers.next();
    if headers.next().is_some() || (header.is_none() && request.version() == Version::HTTP_11) {
        return Err(ONE);
    }
    let header = match header {
        Some(header) => Some(header.to_str().map_err(|_| ONE)?),
        None => None,
    };
    let authority = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    let parsed = header.into_iter().chain(authority).map(parse);
    parsed.collect::<Option<_>>().ok_or(ONE)
}

/// Whether this machine calls itself so.
pub(super) fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Address(address) => address.to_canonical().is_loopback(),
        // The full name of `localhost` ends with a dot.
        Host::Name(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name.eq_ignore_ascii_case("localhost")
        }
    }
}

/// Reads a host with a port or without. A user before it is none of it.
fn parse(text: &str) -> Option<Host> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            (
                Host::Address(address.parse::<Ipv6Addr>().ok()?.into()),
                port,
            )
        }
        None => {
            let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            (name_or_address(name)?, port)
        }
    };
    let port_fits = match port.strip_prefix(':') {
        Some("") => true,
        Some(digits) => {
            digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok()
        }
        None => port.is_empty(),
    };
    port_fits.then_some(host)
}

fn name_or_address(text: &str) -> Option<Host> {
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Some(Host::Address(address.into()));
    }
    // Unreserved characters, sub-delimiters and the sign of what is percent-encoded.
    let is_of_a_name =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(&byte);
    text.bytes()
        .all(is_of_a_name)
        .then(|| Host::Name(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{is_this_machine, parse};

    #[test]
    fn only_this_machine_is_this_machine() {
        for (text, want) in [
            ("localhost", Some(true)),
            ("LocalHost:80", Some(true)),
            ("localhost.:7700", Some(true)),
            ("localhost:", Some(true)),
            ("127.0.0.1:7700", Some(true)),
            ("127.9.9.9", Some(true)),
            ("[::1]", Some(true)),
            ("[0:0:0:0:0:0:0:1]:1", Some(true)),
            ("[::ffff:127.0.0.1]:1", Some(true)),
            ("", Some(false)),
            ("evil.example", Some(false)),
            ("localhost.evil.example", Some(false)),
            ("localhost..", Some(false)),
            ("localhost%2e", Some(false)),
            ("127.0.0.1.", Some(false)),
            ("127.1", Some(false)),
            ("10.0.0.1", Some(false)),
            ("[::2]", Some(false)),
            ("evil.example@localhost", None),
            ("localhost@evil.example", None),
            ("localhost:80@evil.example", None),
            ("@localhost", None),
            ("user:word@localhost:80", None),
            ("localhost:x", None),
            ("localhost:+80", None),
            ("localhost:65536", None),
            ("localhost:80:80", None),
            ("localhost/", None),
            ("localhost#", None),
            ("localhost, evil.example", None),
            ("local host", None),
            ("::1", None),
            ("[::1", None),
            ("[::1]x", None),
            ("[127.0.0.1]", None),
            ("[::1%25lo]", None),
            ("löcalhost", None),
        ] {
            let found = parse(text).map(|host| is_this_machine(&host));
            assert_eq!(found, want, "{text}");
        }
    }
}
