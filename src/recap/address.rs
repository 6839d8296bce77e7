//! Addresses of pages, pictures and videos.

/// Whether an address is relative, or of the web: nothing that a browser would run (`javascript:`)
/// or that is not meant for others (`file:`).
pub(super) fn is_web_address(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or(address);
    match scheme.split_once(':') {
        Some((scheme, _)) => {
            let scheme = scheme.trim();
            // `host:8080/…` has a port and no scheme.
            scheme.eq_ignore_ascii_case("http")
                || scheme.eq_ignore_ascii_case("https")
                || scheme.contains('.') && !scheme.contains(|found: char| found.is_control())
        }
        None => true,
    }
}

/// An address without white space around it, if it leads somewhere: not what a browser would
/// run, and not a picture written out in the page.
pub(super) fn safe_address(source: &str) -> Option<String> {
    let source: String = source.chars().filter(|found| !found.is_control()).collect();
    let source = source.trim();
    (!source.is_empty() && is_web_address(source)).then(|| source.to_owned())
}
