//! What the answers of all gateways have in common.

/// The longest text of a gateway that is kept, in characters.
const WORD_CHARS: usize = 120;
/// The longest text of a QR code: QRIS codes have some 200 to 400 characters.
const MAX_CODE_CHARS: usize = 512;
/// The longest reference that is looked for.
const MAX_REFERENCE_CHARS: usize = 64;

/// A text of a gateway: one line, not too long.
pub(super) fn word(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c });
    plain.take(WORD_CHARS).collect::<String>().trim().to_owned()
}

/// Whether this is the text of a QRIS code, which can be drawn.
pub(super) fn is_code(text: &str) -> bool {
    text.starts_with("0002") && text.len() <= MAX_CODE_CHARS && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Whether this may be a reference of ours. What a webhook names is looked up, and may become part of a URL.
pub(super) fn is_reference(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_REFERENCE_CHARS && text.chars().all(|c| c.is_ascii_graphic())
}
