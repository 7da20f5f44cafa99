//! A receipt: the picture that its customer shows to others.

use crate::domain::receipt::{IssuedReceipt, SaleReceipt};
use crate::i18n::Words;
use crate::telegram::view::html;
use crate::telegram::view::page::{Page, Photo, ReceiptPhoto};

/// Longest signed text, in characters: all parts of a receipt are bounded, and the signature has 86.
const MAX_SIGNED_CHARS: usize = 512;

/// The picture, and below it the same in words, the link that checks it and the signed text. `file_id`: Telegram has the picture already.
pub fn card(issued: &IssuedReceipt, username: &str, file_id: Option<String>, words: &Words) -> Page {
    let receipt = &issued.receipt;
    let link = format!("https://t.me/{username}?start={}", issued.payload);
    let shop = [("shop", receipt.shop.as_str().into())];
    let mut lines = vec![format!("{}: {}", words.say("receipt-target", &[]), receipt.target), delivered(receipt, words)];
    if !receipt.sn.is_empty() {
        lines.push(format!("{} {}", words.say("order-sn", &[]), receipt.sn));
    }
    lines.push(format!("#{}", receipt.number));
    lines.push(words.say("receipt-picture-check", &[]));
    let title = words.say("receipt-picture-title", &shop);
    // The letters of pictures have no emoji, and this one is a word: "86 💎".
    let item = receipt.item.replace('💎', "Diamonds");
    let picture = ReceiptPhoto { code: link.clone(), title, item, lines };
    let blocks = vec![
        html::say(words, "receipt-title", &shop),
        facts(receipt, words),
        html::say(words, "receipt-how", &[("link", link.into())]),
        format!("<code>{}</code>", html::safe(&issued.signed, MAX_SIGNED_CHARS)),
    ];
    html::photo(blocks, Vec::new(), Photo::Receipt { receipt: picture, file_id })
}

/// What a receipt says, line by line.
pub fn facts(receipt: &SaleReceipt, words: &Words) -> String {
    let mut lines = vec![
        html::say(words, "order-number", &[("number", (&receipt.number).into())]),
        html::say(words, "order-item", &[("item", (&receipt.item).into())]),
        html::code_line(&words.say("receipt-target", &[]), &receipt.target),
        html::safe(&delivered(receipt, words), html::MAX_VALUE_CHARS),
    ];
    if !receipt.sn.is_empty() {
        lines.push(html::labelled(&words.say("order-sn", &[]), &receipt.sn));
    }
    lines.join("\n")
}

fn delivered(receipt: &SaleReceipt, words: &Words) -> String {
    words.say("receipt-delivered", &[("time", words.time(receipt.delivered_at).into())])
}
