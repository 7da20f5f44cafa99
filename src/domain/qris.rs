//! The text in a QRIS code (the EMV merchant-presented form, as Bank Indonesia uses it): how it is read, what the shop's own static code
//! must be, and how an amount is put into it.
//!
//! The text is a row of fields: a tag of two digits, a length of two digits, a value. The last one, 63, is a checksum over everything
//! before its value. A static code (tag 01 = 11) is printed once and names no amount; with the amount in tag 54 and tag 01 = 12 the payer's
//! app asks for exactly that much. Such a code has no end: it can still be paid weeks later.

use crate::domain::money::Rupiah;

/// The longest text that the standard allows, in bytes.
const MAX_BYTES: usize = 512;
/// What a code says it is: its own form, and printed or made for one payment.
const FORM: &str = "01";
const STATIC: &str = "11";
const DYNAMIC: &str = "12";
/// The rupiah, by ISO 4217.
const RUPIAH: &str = "360";
const INDONESIA: &str = "ID";
/// The tags that are used here.
mod tag {
    pub const FORM: &str = "00";
    pub const KIND: &str = "01";
    pub const CURRENCY: &str = "53";
    pub const AMOUNT: &str = "54";
    /// What the payer adds: a tip, or a fee of the merchant's choice. With one of them the payer pays more than the amount.
    pub const EXTRAS: [&str; 3] = ["55", "56", "57"];
    pub const COUNTRY: &str = "58";
    pub const MERCHANT: &str = "59";
    pub const CITY: &str = "60";
    pub const CHECKSUM: &str = "63";
}

/// A field of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Two digits.
    pub tag: &'a str,
    /// 1 to 99 ASCII characters.
    pub value: &'a str,
}

/// Why a text is not the static code of a shop, each with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QrisError {
    #[error("the whole text of the shop's printed QRIS, which begins with 000201: read the picture with a QR reader and copy all of it")]
    Empty,
    #[error("at most {MAX_BYTES} characters: this is not the text of one QRIS code")]
    TooLong,
    #[error(
        "plain ASCII letters, digits and signs; this has {0:?}: copy the text itself from a QR reader, not from a document that changes it"
    )]
    NotAscii(char),
    #[error(
        "fields of tag, length and value; the text breaks at character {0}: a part is missing or was changed, copy it again as a whole"
    )]
    Broken(usize),
    #[error("each tag once; {0} is there twice: this is more than one code, or a damaged one")]
    Repeated(String),
    #[error("the checksum (tag 63) as the last field: the end of the text is missing, copy it again as a whole")]
    NoChecksum,
    #[error("a text that fits its checksum, which would be {expected} and not {found}: a character is wrong, copy it again as a whole")]
    Checksum { found: String, expected: String },
    #[error("a QRIS code, which begins with 000201: this is another kind of code")]
    OtherForm,
    #[error(
        "a static code (tag 01 = 11): this one was made for one payment; use the code that is printed for the shop or that the merchant app \
         shows without an amount"
    )]
    NotStatic,
    #[error("a code without an amount (tag 54): use the one that the merchant app shows without an amount")]
    HasAmount,
    #[error("a code in rupiah (tag 53 = 360)")]
    NotRupiah,
    #[error("an Indonesian code (tag 58 = ID)")]
    NotIndonesian,
    #[error("a code that names its merchant (tag 59) and city (tag 60)")]
    NoMerchant,
    #[error("a QRIS code of a registered merchant (one of the tags 26 to 51 with an NMID, ID and digits)")]
    NoAccount,
}

/// The shop's own static code, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticCode(String);

impl StaticCode {
    /// Reads the text of a static code. White space around it does not count.
    ///
    /// # Errors
    /// When it is not the static code of an Indonesian merchant, or is damaged.
    pub fn parse(text: &str) -> Result<Self, QrisError> {
        let text = text.trim();
        let fields = fields(text)?;
        let value = |tag: &str| fields.iter().find(|field| field.tag == tag).map(|field| field.value);
        let is = |tag: &str, expected: &str, error: QrisError| if value(tag) == Some(expected) { Ok(()) } else { Err(error) };
        if fields.first() != Some(&Field { tag: tag::FORM, value: FORM }) {
            return Err(QrisError::OtherForm);
        }
        is(tag::KIND, STATIC, QrisError::NotStatic)?;
        is(tag::CURRENCY, RUPIAH, QrisError::NotRupiah)?;
        is(tag::COUNTRY, INDONESIA, QrisError::NotIndonesian)?;
        if value(tag::AMOUNT).is_some() {
            return Err(QrisError::HasAmount);
        }
        let named = [tag::MERCHANT, tag::CITY].iter().all(|tag| value(tag).is_some_and(|name| !name.trim().is_empty()));
        if !named {
            return Err(QrisError::NoMerchant);
        }
        if !fields.iter().any(|field| ("26"..="51").contains(&field.tag) && has_nmid(field.value)) {
            return Err(QrisError::NoAccount);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text, as it is printed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The name that the payer's app shows.
    pub fn merchant(&self) -> &str {
        merchant(&self.0).unwrap_or_default()
    }

    /// The code that asks for `amount`: every field as it is and where it is, but for the kind, the amount, the checksum, and what would make
    /// the payer pay more than the amount.
    pub fn with_amount(&self, amount: Rupiah) -> String {
        let amount = amount.0.to_string();
        let mut text = String::with_capacity(self.0.len() + amount.len() + 4);
        let mut put = |tag: &str, value: &str| text.push_str(&format!("{tag}{:02}{value}", value.len()));
        let mut missing = true;
        // The text was read before, so it can be read again.
        for field in fields(&self.0).unwrap_or_default() {
            if missing && field.tag > tag::AMOUNT {
                put(tag::AMOUNT, &amount);
                missing = false;
            }
            match field.tag {
                tag::KIND => put(tag::KIND, DYNAMIC),
                tag::CHECKSUM => {}
                extra if tag::EXTRAS.contains(&extra) => {}
                tag => put(tag, field.value),
            }
        }
        text.push_str("6304");
        let checksum = checksum(text.as_bytes());
        text.push_str(&format!("{checksum:04X}"));
        text
    }
}

/// The merchant that a code names: what the payer's app shows.
pub fn merchant(text: &str) -> Option<&str> {
    fields(text).ok()?.into_iter().find(|field| field.tag == tag::MERCHANT).map(|field| field.value)
}

/// The fields of a code, whose checksum is right.
///
/// # Errors
/// When the text is not a row of fields, or its checksum is wrong.
pub fn fields(text: &str) -> Result<Vec<Field<'_>>, QrisError> {
    if text.is_empty() {
        return Err(QrisError::Empty);
    }
    if text.len() > MAX_BYTES {
        return Err(QrisError::TooLong);
    }
    if let Some(strange) = text.chars().find(|letter| !matches!(letter, ' '..='~')) {
        return Err(QrisError::NotAscii(strange));
    }
    let fields = split(text).map_err(QrisError::Broken)?;
    if let Some(field) = fields.iter().enumerate().find_map(|(i, field)| fields[..i].iter().find(|before| before.tag == field.tag)) {
        return Err(QrisError::Repeated(field.tag.to_owned()));
    }
    let last = fields.last().filter(|field| field.tag == tag::CHECKSUM && field.value.len() == 4).ok_or(QrisError::NoChecksum)?;
    let expected = format!("{:04X}", checksum(&text.as_bytes()[..text.len() - 4]));
    if !last.value.eq_ignore_ascii_case(&expected) {
        return Err(QrisError::Checksum { found: last.value.to_owned(), expected });
    }
    Ok(fields)
}

/// The fields of an ASCII text, or where it breaks, counted from 1.
fn split(text: &str) -> Result<Vec<Field<'_>>, usize> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (mut fields, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let broken = at + 1;
        let tag = text.get(at..at + 2).filter(|tag| digits(tag)).ok_or(broken)?;
        let length: usize =
            text.get(at + 2..at + 4).filter(|length| digits(length)).and_then(|length| length.parse().ok()).ok_or(broken)?;
        let value = text.get(at + 4..at + 4 + length).filter(|value| !value.is_empty()).ok_or(broken)?;
        fields.push(Field { tag, value });
        at += 4 + length;
    }
    Ok(fields)
}

/// Whether a merchant's account has the number that every QRIS merchant has: ID and digits.
fn has_nmid(account: &str) -> bool {
    let is_nmid =
        |value: &str| value.strip_prefix("ID").is_some_and(|rest| rest.len() >= 8 && rest.bytes().all(|byte| byte.is_ascii_digit()));
    split(account).is_ok_and(|fields| fields.iter().any(|field| is_nmid(field.value)))
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, begins with 0xFFFF, nothing reflected or inverted.
fn checksum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 })
    })
}

#[cfg(test)]
mod tests;
