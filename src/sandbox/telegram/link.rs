//! Addresses as Telegram reads and writes them: TDLib's rules (`td/telegram/LinkManager.cpp`, `tdutils/td/utils/HttpUrl.cpp`).

use std::net::Ipv6Addr;

/// Schemes of Telegram's own. Only `tonsite` has hosts with dots.
const OWN_SCHEMES: [&str; 3] = ["tg", "ton", "tonsite"];
/// The largest user id that Telegram gives.
const MAX_USER_ID: i64 = (1 << 40) - 1;

/// The parts of an address.
struct Parts {
    secure: bool,
    user_info: String,
    host: String,
    is_ipv6: bool,
    port: Option<u16>,
    /// With the slash; never empty.
    path_and_query: String,
}

/// A link's address in its full form; `None` where Telegram makes no link of it.
pub(super) fn normalize(link: &str) -> Option<String> {
    let own = OWN_SCHEMES.iter().find_map(|scheme| Some((*scheme, strip_prefix(link, scheme)?.strip_prefix(':')?)));
    if let Some((scheme, rest)) = own {
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let parts = read(rest)?;
        let plain = !parts.secure && parts.user_info.is_empty() && parts.port.is_none() && !parts.is_ipv6;
        let valid = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || scheme == "tonsite" && c == '.';
        if strip_prefix(rest, "http://").is_some() || !plain || !parts.host.chars().all(valid) {
            return None;
        }
        let query = &parts.path_and_query;
        return Some(format!("{scheme}://{}{}", parts.host, if query.starts_with("/?") { &query[1..] } else { query }));
    }
    let Parts { secure, user_info, host, is_ipv6, port, path_and_query } = read(link)?;
    if !host.contains('.') && !is_ipv6 {
        return None;
    }
    let scheme = if secure { "https" } else { "http" };
    let user_info = if user_info.is_empty() { user_info } else { format!("{user_info}@") };
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{scheme}://{user_info}{host}{port}{path_and_query}"))
}

/// The user of a `tg://user?id=…`.
pub(super) fn user_id(link: &str) -> Option<i64> {
    let link = link.to_ascii_lowercase();
    let rest = link.strip_prefix("tg:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest).strip_prefix("user")?;
    let query = rest.strip_prefix('/').unwrap_or(rest).strip_prefix('?')?;
    let query = query.split('#').next()?;
    let (_, value) = query.split('&').filter_map(|part| part.split_once('=')).find(|(key, _)| *key == "id")?;
    whole_number(value).filter(|id| (1..=MAX_USER_ID).contains(id))
}

/// A number as Telegram writes it: no plus, no leading zeros.
pub(super) fn whole_number(text: &str) -> Option<i64> {
    text.parse::<i64>().ok().filter(|number| number.to_string() == text)
}

/// Strips a prefix in any case.
fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.get(..prefix.len()).filter(|begin| begin.eq_ignore_ascii_case(prefix)).map(|_| &text[prefix.len()..])
}

fn read(link: &str) -> Option<Parts> {
    let scheme_end = link.find([':', '/', '?', '#', '@', '[', ']']).unwrap_or(link.len());
    let (secure, rest) = match link[scheme_end..].strip_prefix("://") {
        Some(rest) => match link[..scheme_end].to_ascii_lowercase().as_str() {
            "http" => (false, rest),
            "https" => (true, rest),
            _ => return None,
        },
        None => (false, link),
    };
    let (authority, path_and_query) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (user_and_host, port) = read_port(authority)?;
    let (user_info, host) = user_and_host.rsplit_once('@').unwrap_or(("", user_and_host));
    let is_ipv6 = host.starts_with('[') && host.ends_with(']');
    if host.is_empty() || host == "." {
        return None;
    }
    let host = host.to_ascii_lowercase();
    let host_is_valid = if is_ipv6 { host[1..host.len() - 1].parse::<Ipv6Addr>().is_ok() } else { is_host(&host) };
    let path_and_query = read_query(path_and_query);
    host_is_valid.then(|| Parts { secure, user_info: user_info.to_owned(), host, is_ipv6, port, path_and_query })
}

/// The authority without its port, and the port, which must be one.
fn read_port(authority: &str) -> Option<(&str, Option<u16>)> {
    match authority.rfind([':', ']', '@']).filter(|at| *at > 0 && authority.as_bytes()[*at] == b':') {
        Some(colon) => {
            let digits = authority[colon + 1..].trim_start_matches('0');
            let port = whole_number(digits).and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0)?;
            Some((&authority[..colon], Some(port)))
        }
        None => Some((authority, None)),
    }
}

/// Begins with a slash, has no white space at its end, and no bare white space or control character in it.
fn read_query(text: &str) -> String {
    let text = text.trim_end_matches([' ', '\t', '\r', '\n', '\0', '\u{b}']);
    let mut query = if text.starts_with('/') { String::new() } else { "/".to_owned() };
    for c in text.chars() {
        match c {
            '\0'..=' ' => query.push_str(&format!("%{:02X}", u32::from(c))),
            _ => query.push(c),
        }
    }
    query
}

fn is_host(host: &str) -> bool {
    let mut parts = host.split('%');
    let valid = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || ".-_!$,~*'();&+=".contains(c);
    let whole = parts.next().is_some_and(|part| part.chars().all(valid));
    let is_hex = |part: &str| part.len() >= 2 && part.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    whole && parts.all(|part| is_hex(part) && part[2..].chars().all(valid))
}
