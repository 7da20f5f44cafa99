//! Static codes of shops that do not exist, as merchant apps print them.

/// Merchants with names of both cases, the shortest and the longest.
pub const STATIC_CODES: &[&str] = &["TOKO", "ODZRESHOP", "Odzre Shop Jaya", "WARUNG TOP UP SEJAHTERA 12", "Warung Bu Sri & Anak-anak"];

/// The text of such a code.
pub fn static_code(merchant: &str) -> String {
    let account = "0016ID.CO.SHOPEE.WWW01189360091800000000020205123450303UMI";
    let parts = [
        ("00", "01"),
        ("01", "11"),
        ("26", account),
        ("51", "0014ID.CO.QRIS.WWW0215ID10200000000010303UMI"),
        ("52", "5816"),
        ("53", "360"),
        ("58", "ID"),
        ("59", merchant),
        ("60", "JAKARTA PUSAT"),
        ("61", "10110"),
        ("62", "0703A01"),
    ];
    let fields: String = parts.iter().map(|(tag, value)| format!("{tag}{:02}{value}", value.len())).collect();
    let text = format!("{fields}6304");
    let crc = text.bytes().fold(0xFFFF_u16, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 })
    });
    format!("{text}{crc:04X}")
}
