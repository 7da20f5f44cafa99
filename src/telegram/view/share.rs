//! Links that customers pass on: they open the bot at a game or an item.

use url::form_urlencoded::byte_serialize;

use crate::i18n::Words;
use crate::telegram::view::page::{Button, ButtonKind, ShopFacts};

/// Longest payload of a deep link (Bot API, deep linking).
const MAX_PAYLOAD: usize = 64;
/// Between the slug of a game, which has none, and an item's code.
pub const ITEM_SEPARATOR: char = '_';

/// A button that lets the person choose a chat and sends a link there: to a game, or with `sku` to an item of it. `None` where a link can't
/// name it, or the bot's name is not known yet.
pub fn button(category: &str, sku: Option<&str>, subject: &str, words: &Words, shop: &ShopFacts) -> Option<Button> {
    let payload = sku.map_or_else(|| category.to_owned(), |sku| format!("{category}{ITEM_SEPARATOR}{sku}"));
    let is_plain = payload.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_' || c == b'-');
    let username = shop.bot_username.as_ref().filter(|_| is_plain && payload.len() <= MAX_PAYLOAD)?;
    let text = words.say("share-text", &[("subject", subject.into()), ("shop", (&shop.name).into())]);
    let link = format!("https://t.me/{username}?start={payload}");
    let address = format!("https://t.me/share/url?url={}&text={}", encoded(&link), encoded(&text));
    Some(Button { label: words.say("button-share", &[]), kind: ButtonKind::Url(address) })
}

/// A blank as `%20`: not every client reads `+` as one.
fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Jakarta;

    use super::*;
    use crate::domain::locale::Locale;

    #[test]
    fn a_link_names_what_telegram_can_carry() {
        let words = Words::new(Locale("id".to_owned()), Jakarta);
        let shop = ShopFacts { name: "Toko & Co".to_owned(), bot_username: Some("toko_bot".to_owned()), ..ShopFacts::default() };
        let link = |category: &str, sku, shop: &ShopFacts| button(category, sku, "86 + 8 💎", &words, shop).map(|button| button.kind);
        let game = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Ftoko_bot%3Fstart%3Dmobile-legends&text=\
                    Top%20up%2086%20%2B%208%20%F0%9F%92%8E%20di%20Toko%20%26%20Co";
        assert_eq!(link("mobile-legends", None, &shop), Some(ButtonKind::Url(game.to_owned())));
        let Some(ButtonKind::Url(item)) = link("ml", Some("ml_86-x"), &shop) else { panic!("no link to an item") };
        assert!(item.contains("start%3Dml_ml_86-x&"), "{item}");
        let long = "x".repeat(62);
        for (sku, username) in [("ml.86", true), ("ml 86", true), (long.as_str(), true), ("ml-86", false)] {
            let shop = ShopFacts { bot_username: shop.bot_username.clone().filter(|_| username), ..shop.clone() };
            assert_eq!(link("ml", Some(sku), &shop), None, "{sku}");
        }
    }
}
