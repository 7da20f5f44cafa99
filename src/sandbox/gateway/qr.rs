//! The text of a dynamic QRIS code, as the gateway gives it.

/// A code of this merchant for a total, whose reference makes it unlike any other.
pub(super) fn code(total: i64, reference: &str) -> String {
    let field = |tag: &str, value: &str| format!("{tag}{:02}{value}", value.len());
    let account =
        [field("00", "ID.CO.SHOPEE.WWW"), field("01", "936009180000000001"), field("02", "00000001"), field("03", "UMI")].concat();
    let fields = [
        field("00", "01"),
        field("01", "12"),
        field("26", &account),
        field("52", "5817"),
        field("53", "360"),
        field("54", &format!("{total}.00")),
        field("58", "ID"),
        field("59", "Pakasir"),
        field("60", "KAB. KEBUMEN"),
        field("61", "54392"),
        field("62", &field("05", reference)),
    ];
    let text = format!("{}6304", fields.concat());
    let crc = crc(text.as_bytes());
    format!("{text}{crc:04X}")
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_standards() {
        assert_eq!(crc(b"123456789"), 0x29B1, "the check value of CRC-16/CCITT-FALSE");
        let code = code(20_000, "7K3M9QXZ-1");
        assert!(code.contains("540820000.00") && code.contains("5907Pakasir"), "{code}");
        assert_ne!(code, super::code(20_000, "7K3M9QXZ-2"));
    }
}
