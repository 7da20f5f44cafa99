//! Rust source as the rules look at it: without comments and strings, and with the lines that only tests have marked.

use std::iter::repeat_n;

/// One line of a file.
pub struct Line {
    /// What the compiler reads, without strings, characters and comments.
    pub code: String,
    /// Whether there is a comment on it.
    pub commented: bool,
    /// Whether only tests have it.
    pub test: bool,
}

/// The lines of a file; all of them are a test's when `test_file` says so, else those from a `#[cfg(test)] mod … {` on.
pub fn lines(text: &str, test_file: bool) -> Vec<Line> {
    let (code, comments) = strip(text);
    let mut lines: Vec<Line> = code
        .lines()
        .zip(comments.lines())
        .map(|(code, comments)| Line { code: code.to_owned(), commented: !comments.trim().is_empty(), test: test_file })
        .collect();
    let opens_tests = |pair: &[Line]| pair[0].code.trim() == "#[cfg(test)]" && pair[1].code.contains("mod ") && pair[1].code.contains('{');
    if let Some(start) = lines.windows(2).position(opens_tests) {
        lines[start..].iter_mut().for_each(|line| line.test = true);
    }
    lines
}

/// The functions of a file that return a `Page`, outside of its tests: each with its name, the number of its first line from zero, and
/// its text from the signature on.
pub fn page_functions(text: &str) -> Vec<(String, usize, String)> {
    let lines: Vec<String> = lines(text, false).into_iter().take_while(|line| !line.test).map(|line| line.code).collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let name = line.trim_start().trim_start_matches("pub ").strip_prefix("fn ").and_then(|rest| rest.split(['(', '<']).next());
        let Some(name) = name else { continue };
        let end = lines[start..].iter().position(|line| *line == format!("{indent}}}")).map_or(lines.len(), |length| start + length + 1);
        let body = lines[start..end].join("\n");
        if body.split('{').next().is_some_and(|signature| signature.trim_end().ends_with("-> Page")) {
            found.push((name.to_owned(), start, body));
        }
    }
    found
}

/// The modules that a file declares for tests only (`#[cfg(test)] mod tests;`), as names.
pub fn test_modules(text: &str) -> Vec<String> {
    let (code, _) = strip(text);
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    let declared = |pair: &[&str]| {
        let name = pair[1].strip_suffix(';')?.rsplit_once("mod ")?.1;
        (pair[0] == "#[cfg(test)]").then(|| name.to_owned())
    };
    lines.windows(2).filter_map(declared).collect()
}

/// The code, and the comments: each with all else replaced by blanks, so that lines and columns stay where they are.
fn strip(text: &str) -> (String, String) {
    let (mut code, mut comments) = (String::new(), String::new());
    let mut rest = text;
    while !rest.is_empty() {
        let (comment, literal) = (comment_length(rest), literal_length(rest, code.chars().next_back()));
        // Else code, up to where the next of them may begin.
        let plain = || rest.char_indices().skip(1).find(|(_, c)| matches!(c, '/' | '"' | '\'' | 'r')).map_or(rest.len(), |(at, _)| at);
        let length = if comment > 0 || literal > 0 { comment.max(literal) } else { plain() };
        let (piece, after) = rest.split_at(length);
        let blank: String = piece.chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
        code.push_str(if comment > 0 || literal > 0 { &blank } else { piece });
        comments.push_str(if comment > 0 { piece } else { &blank });
        rest = after;
    }
    (code, comments)
}

/// How long the comment is that `text` begins with, in bytes; zero when it begins with none.
fn comment_length(text: &str) -> usize {
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if !text.starts_with("/*") {
        return 0;
    }
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let from = &text[at..];
        let (change, width) = match from {
            _ if from.starts_with("/*") => (1, 2),
            _ if from.starts_with("*/") => (-1, 2),
            _ => (0, from.chars().next().map_or(1, char::len_utf8)),
        };
        (depth, at) = (depth + change, at + width);
        if depth == 0 {
            break;
        }
    }
    at
}

/// How long the string or character is that `text` begins with, in bytes; zero when it begins with none.
fn literal_length(text: &str, before: Option<char>) -> usize {
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if let Some(raw) = text.strip_prefix('r').filter(|_| !in_word || before == Some('b')) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end: String = ['"'].into_iter().chain(repeat_n('#', hashes)).collect();
            let inside = &raw[hashes + 1..];
            return 2 + hashes + inside.find(&end).map_or(inside.len(), |at| at + end.len());
        }
    }
    if text.starts_with('"') {
        return quoted_length(text, '"');
    }
    // A quote is a character's when one character and a quote follow, else a lifetime's.
    let mut inside = text.chars().skip(1);
    match (text.starts_with('\''), inside.next(), inside.next()) {
        (true, Some('\\'), _) | (true, Some(_), Some('\'')) => quoted_length(text, '\''),
        _ => 0,
    }
}

fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}
