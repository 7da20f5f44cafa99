//! The `.env` file, read as people write it: a blank needs no quotes, and every character of a password is kept. The usual libraries refuse
//! `ADMIN_IDS=1, 2` and replace `$word`.

/// A line of the file: a value, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// From 1.
    pub number: usize,
    /// The variable, if the line names one.
    pub name: Option<String>,
    /// Its value; or what was found and what is expected. Neither repeats the line, which may hold a secret.
    pub value: Result<String, (&'static str, &'static str)>,
}

const NAME: (&str, &str) = ("a line that is not NAME=value", "NAME=value, with letters, digits and _ in the name; or # before a comment");
const OPEN: (&str, &str) = ("a quote that is not closed", "the same quote at the end of the value, on the same line");
const CURLY: (&str, &str) = ("typographic quotes around the value", "straight quotes (\" or '), or none");
const REST: (&str, &str) = ("something after the closing quote", "the whole value in one pair of quotes, then nothing or # and a comment");
const REPLACED: (&str, &str) =
    ("${…} in the value, which is not replaced here", "the value itself; or, if it is meant as it stands, 'in single quotes'");

/// The lines that are neither empty nor comments.
pub(super) fn read(text: &str) -> Vec<Line> {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).enumerate();
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(|(index, line)| read_line(index + 1, line)).collect()
}

fn read_line(number: usize, line: &str) -> Line {
    let line = line.strip_prefix("export").filter(|rest| rest.starts_with(char::is_whitespace)).unwrap_or(line);
    let is_name = |name: &&str| {
        let mut bytes = name.bytes();
        bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    match line.split_once('=').map(|(name, value)| (name.trim(), value)).filter(|(name, _)| is_name(name)) {
        Some((name, value)) => Line { number, name: Some(name.to_owned()), value: read_value(value) },
        None => Line { number, name: None, value: Err(NAME) },
    }
}

fn read_value(text: &str) -> Result<String, (&'static str, &'static str)> {
    let (value, rest) = match text.trim_start().split_at_checked(1) {
        Some(("'", quoted)) => quoted.split_once('\'').map(|(value, rest)| (value.to_owned(), rest)).ok_or(OPEN)?,
        Some(("\"", quoted)) => double_quoted(quoted).ok_or(OPEN)?,
        _ if text.trim_start().starts_with(['“', '”', '„', '‘', '’']) => return Err(CURLY),
        _ => return literal(without_comment(text)),
    };
    if without_comment(rest).is_empty() {
        return if text.trim_start().starts_with('"') { literal(&value) } else { Ok(value) };
    }
    Err(REST)
}

fn literal(value: &str) -> Result<String, (&'static str, &'static str)> {
    if value.contains("${") { Err(REPLACED) } else { Ok(value.to_owned()) }
}

/// The text before a comment. A `#` begins one only after a blank, because it may be part of a password.
fn without_comment(text: &str) -> &str {
    let comment = text.match_indices('#').find(|(at, _)| text[..*at].ends_with(char::is_whitespace));
    comment.map_or(text, |(at, _)| &text[..at]).trim()
}

/// The value up to the closing quote, and what follows. A backslash escapes `"`, `$` and itself, and `\n` is a line break.
fn double_quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match signs.next()?.1 {
                'n' => value.push('\n'),
                sign @ ('"' | '\\' | '$') => value.push(sign),
                sign => value.extend(['\\', sign]),
            },
            sign => value.push(sign),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_people_write_them() {
        for (line, value) in [
            ("A=2001, 99", Ok("2001, 99")),
            ("A=1 # me", Ok("1")),
            ("A=a#b", Ok("a#b")),
            ("A=#b", Ok("#b")),
            ("A= # nothing", Ok("")),
            ("A=", Ok("")),
            ("  export A = b  ", Ok("b")),
            ("export\tA=b", Ok("b")),
            ("A=“b”", Err(CURLY)),
            ("A= ‘b’", Err(CURLY)),
            ("A=pa$word$", Ok("pa$word$")),
            (r"A=a\b", Ok(r"a\b")),
            ("A=\"pa$word x\" # it", Ok("pa$word x")),
            (r#"A="a\"b\\c\$d\n\e""#, Ok("a\"b\\c$d\n\\e")),
            (r"A='a\ $b # ${c}'", Ok(r"a\ $b # ${c}")),
            ("A=it's", Ok("it's")),
            ("A=x\"y\" z", Ok("x\"y\" z")),
            ("A=é é", Ok("é é")),
            ("A=", Ok("")),
            ("A=\"b", Err(OPEN)),
            ("A='b", Err(OPEN)),
            ("A=\"b\\", Err(OPEN)),
            ("A='b' c", Err(REST)),
            ("A='b'#c", Err(REST)),
            ("A=${HOME}/x", Err(REPLACED)),
            ("A=\"${HOME}/x\"", Err(REPLACED)),
        ] {
            let line_read = Line { number: 1, name: Some("A".to_owned()), value: value.map(str::to_owned) };
            assert_eq!(read(line), [line_read], "{line}");
        }
    }

    #[test]
    fn lines_are_counted_and_named() {
        let lines = read("\u{feff}# comment\r\n\r\nA=1\r\nB B=2\nC\n=3\n  # more\n9D=4\nTELOXIDE_TOKEN: x");
        assert_eq!(
            lines.iter().map(|line| (line.number, line.name.as_deref())).collect::<Vec<_>>(),
            [(3, Some("A")), (4, None), (5, None), (6, None), (8, None), (9, None)]
        );
        assert!(lines[1..].iter().all(|line| line.value == Err(NAME)));
    }
}
