//! Serial numbers of every form are shown as the provider sends them: long ones, several lines, lists, placeholders.

use odzreshop_bot::sandbox::provider::Endpoint;
use odzreshop_bot::sandbox::telegram::Message;

use crate::shop::orders::side_by_side;
use crate::shop::{AGUS, BUDI, JANE, SARI, Shop};

/// The parts of a message that a tap copies.
pub fn codes(message: &Message) -> Vec<String> {
    let units: Vec<u16> = message.text.encode_utf16().collect();
    let code = |offset: usize, length: usize| String::from_utf16(&units[offset..offset + length]).unwrap();
    message.entities.iter().filter(|entity| entity.kind == "code").map(|entity| code(entity.offset, entity.length)).collect()
}

/// What the button that copies the serial number copies.
pub fn copied(message: &Message) -> Option<String> {
    message.keyboard.iter().flatten().find_map(|button| button.copy_text.clone())
}

/// Budi's order, delivered with this JSON as its serial number; the message about it.
async fn delivered(shop: &Shop, sn: &str) -> Message {
    let sn = sn.to_owned();
    shop.provider.rewrite(move |_, body| body.replace("\"RAW\"", &sn));
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.deliver(&order.invoice, "RAW").unwrap();
    shop.see(BUDI, "Top up berhasil!").await
}

#[tokio::test]
async fn a_serial_number_is_shown_and_copied_as_it_came() {
    let cases: [(&str, &[&str]); 9] = [
        ("54321098765432109876", &["54321098765432109876"]),
        ("1e15", &["1e15"]),
        (r#""Akun: a@b.c\nSandi: a  b<c>&\r\nPIN: 0042""#, &["Akun: a@b.c", "Sandi: a  b<c>&", "PIN: 0042"]),
        (r#"["AAA-1","BBB-2"]"#, &["AAA-1", "BBB-2"]),
        (r#"[11111111111111111111, null, "-", {"sn":"CCC-3"}]"#, &["11111111111111111111", "CCC-3"]),
        (
            r#"[{"code":"AAA-1","pin":99999999999999999999},{"code":"BBB-2","pin":"42"}]"#,
            &["code: AAA-1", "pin: 99999999999999999999", "code: BBB-2", "pin: 42"],
        ),
        (r#"{"serial":"S-1","pin":"7"}"#, &["serial: S-1", "pin: 7"]),
        (r#""\u202eSN\u0000 2\u200b""#, &["SN 2"]),
        (r#""\n  SN 3\n\nPIN  4 ""#, &["SN 3", "PIN  4"]),
    ];
    side_by_side(cases, |(sn, lines)| async move {
        let mut shop = Shop::open().await;
        let done = delivered(&shop, sn).await;
        assert!(codes(&done).ends_with(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>()), "{sn}: {:?}", codes(&done));
        let copied = copied(&done).unwrap();
        assert_eq!(copied.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>(), lines, "{sn}");
        assert!(done.text.contains(&copied), "{sn}: what is copied is what is shown: {copied:?}");
        shop.say(BUDI, "/orders", "Pesanan kamu").await;
        let detail = shop.press(BUDI, "🧾", "Riwayat pesanan").await;
        assert!(detail.text.contains(&copied), "{sn}: {}", detail.text);
        shop.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_long_delivery_is_whole() {
    let mut shop = Shop::open_with_admins().await;
    let vouchers: Vec<String> = (1..=25).map(|number| format!("VOUCHER-{number:02}-ABCDEFGH-IJKLM")).collect();
    let done = delivered(&shop, &serde_json::to_string(&vouchers.join("\n")).unwrap()).await;
    assert!(codes(&done).ends_with(&vouchers), "{:?}", codes(&done));
    shop.say(BUDI, "/orders", "Pesanan kamu").await;
    let detail = shop.press(BUDI, "🧾", "Riwayat pesanan").await;
    assert!(detail.text.contains(&vouchers.join("\n")), "{}", detail.text);
    let invoice = shop.taken(1).await.invoice;
    let inspection = shop.say(SARI, &format!("/status {invoice}"), "Pemeriksaan pesanan").await;
    assert!(inspection.text.contains(&vouchers.join("\n")), "{}", inspection.text);
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].sn, Some(vouchers.join("\n")));
}

#[tokio::test]
async fn a_placeholder_is_no_serial_number() {
    let placeholders = ["-", "--", "N/A", "null", "Pending", "sedang diproses", "", " . "];
    side_by_side(placeholders, |placeholder| async move {
        let mut shop = Shop::open().await;
        shop.buy(BUDI).await;
        let order = shop.taken(1).await;
        shop.provider.deliver(&order.invoice, placeholder).unwrap();
        let done = shop.see(BUDI, "Top up berhasil!").await;
        assert!(done.text.contains("Bukti (SN) menyusul") && copied(&done).is_none(), "{placeholder}: {}", done.text);
        shop.provider.set_sn(&order.invoice, "SN-7").unwrap();
        shop.set_ahead(60);
        let arrived = shop.see(BUDI, "Bukti (SN) pesananmu sudah ada").await;
        assert_eq!(copied(&arrived).as_deref(), Some("SN-7"), "{placeholder}");
        shop.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_longer_than_a_message_comes_as_a_document() {
    let mut shop = Shop::open_with_admins().await;
    let vouchers: Vec<String> = (1..=300).map(|number| format!("VOUCHER {number:03}  <&>-ABCDEFGH")).collect();
    let vouchers = vouchers.join("\n");
    let done = delivered(&shop, &serde_json::to_string(&vouchers).unwrap()).await;
    assert_eq!(done.attachment["document"]["content"], vouchers);
    assert!(done.text.contains("Bukti (SN) ini panjang") && done.text.contains("Mobile Legends 86 Diamonds"), "{}", done.text);
    assert!(done.button("🔁").is_some() && copied(&done).is_none());
    shop.say(BUDI, "/orders", "Pesanan kamu").await;
    shop.press(BUDI, "🧾", "Riwayat pesanan").await;
    let again = shop.see(BUDI, "Bukti (SN) pesananmu sudah ada").await;
    assert_eq!(again.attachment["document"]["content"], vouchers);
    let invoice = shop.taken(1).await.invoice;
    let inspection = shop.say(SARI, &format!("/status {invoice}"), "Pemeriksaan pesanan").await;
    assert!(inspection.text.contains("VOUCHER 001  <&>-ABCDEFGH\nVOUCHER 002") && inspection.text.contains('…'), "{}", inspection.text);
    shop.close().await;
    assert_eq!(shop.orders(BUDI).await[0].sn, Some(vouchers));
}

#[tokio::test]
async fn a_serial_number_that_never_comes_is_not_waited_for_for_ever() {
    let mut shop = Shop::open_with_admins().await;
    shop.buy(BUDI).await;
    let order = shop.taken(1).await;
    shop.provider.deliver_without_sn(&order.invoice).unwrap();
    shop.set_ahead(60);
    shop.see(BUDI, "menyusul").await;
    shop.poll_after(25 * 3_600).await;
    let told = shop.see(BUDI, "SN) pesananmu tidak datang").await;
    assert!(told.text.contains("Top up-nya sendiri berhasil") && told.text.contains("@odzreshop"), "{}", told.text);
    for admin in [SARI, AGUS] {
        shop.see(admin, "SN tidak pernah datang").await;
    }
    shop.stop().await;
    assert_eq!(shop.orders(BUDI).await[0].due_at, None, "it is not asked for any more");
    shop.start();
    // It can still come: an admin who asks passes it on.
    shop.provider.set_sn(&order.invoice, "SN-LATE").unwrap();
    shop.say(SARI, &format!("/status {}", order.invoice), "SN-LATE").await;
    shop.see(BUDI, "SN-LATE").await;
    shop.close().await;
    assert_eq!((shop.count(BUDI, "pesananmu tidak datang"), shop.count(SARI, "tidak pernah datang")), (1, 1));
    shop.assert_discreet(BUDI);
}

#[tokio::test]
async fn a_charge_that_cannot_be_read_is_told_once() {
    let mut shop = Shop::open_with_admins().await;
    shop.provider.rewrite(|endpoint, body| match endpoint {
        Endpoint::Order => body.replace("\"price\":18500", "\"price\":18499.75"),
        _ => body,
    });
    shop.buy(BUDI).await;
    shop.taken(1).await;
    for admin in [SARI, AGUS] {
        let alert = shop.see(admin, "tidak terbaca").await;
        assert!(alert.text.contains("18499.75"), "{}", alert.text);
    }
    shop.buy(JANE).await;
    shop.taken(2).await;
    shop.see(JANE, "Being processed").await;
    shop.close().await;
    assert_eq!((shop.count(SARI, "tidak terbaca"), shop.count(AGUS, "tidak terbaca")), (1, 1));
}
