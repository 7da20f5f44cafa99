//! Receipts that anybody can check: signed with Ed25519 by a key that the first start makes and only the database has.
//!
//! Two things prove a receipt. Its **text** carries the whole signature (64 bytes) and proves itself: who knows the shop's public key needs
//! neither the bot nor its database. A link to the bot (`/start` takes 64 characters) has no room for that: it carries the order's id and the
//! first 16 bytes of a signature of that id, which nobody without the key can make. It proves that the shop gave out a receipt for that order;
//! what the order was, the bot says from its own books. A signature of Ed25519 depends on nothing but key and text, so it can be made again
//! and compared.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::app::{AppError, random};
use crate::domain::order::{Order, OrderId};
use crate::domain::receipt::{IssuedReceipt, SaleReceipt};
use crate::domain::shop::Shop;
use crate::domain::time::Millis;
use crate::storage::{ReceiptKeyWrite, Store, Write};

/// How the payload of a link to a receipt begins. No slug of a category has a `_`.
pub const SHARED_PREFIX: &str = "r_";
/// What is signed for a link, before the order's id: it is the text of no receipt.
const LINK: &str = "receipt link 1|";
/// Bytes of an order's id, and of its signature in a link: 2^128 guesses are too many.
const ID_BYTES: usize = 16;

/// Issues and checks receipts.
pub struct Receipts {
    store: Store,
    key: Ed25519KeyPair,
}

impl Receipts {
    /// Reads the key; the first time makes it.
    pub(super) async fn open(store: &Store, now: Millis) -> Result<Self, AppError> {
        let secret = match store.find_receipt_key().await? {
            Some(secret) => secret,
            None => {
                let secret = BASE64.encode(random::secret()).into();
                store.commit(vec![Write::ReceiptKey(ReceiptKeyWrite::Make { secret, now })]).await?;
                // Another process may have been faster.
                store.find_receipt_key().await?.ok_or(AppError::ReceiptKey)?
            }
        };
        Ok(Self { store: store.clone(), key: key_pair(&secret)? })
    }

    /// The receipt of an order; `None` while it is not delivered.
    pub fn issue(&self, shop: &Shop, order: &Order) -> Option<IssuedReceipt> {
        let receipt = SaleReceipt::of(order, &shop.name, shop.receipt_sn)?;
        let id = Uuid::parse_str(&order.id.0).ok()?;
        let payload = format!("{SHARED_PREFIX}{}", BASE64.encode([*id.as_bytes(), self.link_mark(id)].concat()));
        let signature = BASE64.encode(self.key.sign(receipt.text().as_bytes()));
        Some(IssuedReceipt { payload, signed: receipt.signed(&signature), receipt })
    }

    /// The receipt that a link is for; `None` when this shop never gave it out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn check(&self, shop: &Shop, payload: &str) -> Result<Option<SaleReceipt>, AppError> {
        let Some(id) = self.linked(payload) else { return Ok(None) };
        let order = self.store.find_order(&id).await?;
        Ok(order.and_then(|order| SaleReceipt::of(&order, &shop.name, shop.receipt_sn)))
    }

    /// The order that a link is for.
    fn linked(&self, payload: &str) -> Option<OrderId> {
        let bytes = BASE64.decode(payload.strip_prefix(SHARED_PREFIX)?).ok()?;
        let (id, mark) = bytes.split_at_checked(ID_BYTES)?;
        let id = Uuid::from_slice(id).ok()?;
        bool::from(self.link_mark(id)[..].ct_eq(mark)).then(|| OrderId(id.to_string()))
    }

    fn link_mark(&self, id: Uuid) -> [u8; ID_BYTES] {
        let signature = self.key.sign(format!("{LINK}{id}").as_bytes());
        let mut mark = [0; ID_BYTES];
        mark.iter_mut().zip(signature.as_ref()).for_each(|(to, from)| *to = *from);
        mark
    }
}

fn key_pair(secret: &SecretString) -> Result<Ed25519KeyPair, AppError> {
    let bytes = BASE64.decode(secret.expose_secret()).map_err(|_| AppError::ReceiptKey)?;
    Ed25519KeyPair::from_seed_unchecked(&bytes).map_err(|_| AppError::ReceiptKey)
}

/// The public half of the key in a database, by which [`verify`] checks.
///
/// # Errors
/// When it is no key.
pub fn public_key(secret: &SecretString) -> Result<String, AppError> {
    Ok(BASE64.encode(key_pair(secret)?.public_key()))
}

/// What a signed text says, if it is exactly what the shop with this public key signed.
pub fn verify(signed: &str, public_key: &str) -> Option<SaleReceipt> {
    let (text, signature) = SaleReceipt::split(signed)?;
    let (key, signature) = (BASE64.decode(public_key).ok()?, BASE64.decode(signature).ok()?);
    UnparsedPublicKey::new(&ED25519, key).verify(text.as_bytes(), &signature).ok()?;
    SaleReceipt::read(text)
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::domain::order::OrderState;
    use crate::domain::samples;

    /// Random changes of each of the two proofs; a hundred thousand together.
    const LINKS: usize = 80_000;
    const TEXTS: usize = 20_000;

    async fn receipts() -> (tempfile::TempDir, Receipts) {
        let folder = tempfile::tempdir().unwrap();
        let opened = crate::storage::open(&folder.path().join("shop.db")).await.unwrap();
        let receipts = Receipts::open(&opened.store, Millis(0)).await.unwrap();
        (folder, receipts)
    }

    fn receipt() -> (OrderId, SaleReceipt) {
        let id = OrderId("0199f0a0-0000-7000-8000-000000000002".to_owned());
        let order = Order { id: id.clone(), ..samples::order(OrderState::Success, Millis(1_790_000_000_000)) };
        (id, SaleReceipt::of(&order, "Toko Budi", false).unwrap())
    }

    /// Another text: a character put in, taken out or replaced, two exchanged, or the end cut off.
    fn changed(text: &str, random: &mut StdRng) -> String {
        const SIGNS: &[u8] = b"ABCXYZabcxyz0189-_|* ";
        let sign = |random: &mut StdRng| char::from(SIGNS[random.random_range(0..SIGNS.len())]);
        loop {
            let mut chars: Vec<char> = text.chars().collect();
            let (at, other) = (random.random_range(0..chars.len()), random.random_range(0..chars.len()));
            match random.random_range(0..5) {
                0 => chars.insert(at, sign(random)),
                1 => {
                    chars.remove(at);
                }
                2 => chars.swap(at, other),
                3 => chars.truncate(at),
                _ => chars[at] = sign(random),
            }
            let changed: String = chars.into_iter().collect();
            if changed != text {
                return changed;
            }
        }
    }

    #[tokio::test]
    async fn what_was_issued_is_genuine_and_no_change_of_it_is() {
        let (_folder, receipts) = receipts().await;
        let (id, receipt) = receipt();
        let uuid = Uuid::parse_str(&id.0).unwrap();
        let link = format!("{SHARED_PREFIX}{}", BASE64.encode([*uuid.as_bytes(), receipts.link_mark(uuid)].concat()));
        assert!(link.len() <= 64 && link.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_' || c == b'-'), "{link}");
        let signed = receipt.signed(&BASE64.encode(receipts.key.sign(receipt.text().as_bytes())));
        let public = BASE64.encode(receipts.key.public_key());
        assert_eq!((receipts.linked(&link), verify(&signed, &public)), (Some(id), Some(receipt)));

        let random = &mut StdRng::seed_from_u64(7);
        for forged in std::iter::repeat_with(|| changed(&link, random)).take(LINKS) {
            assert_eq!(receipts.linked(&forged), None, "{forged}");
        }
        for forged in std::iter::repeat_with(|| changed(&signed, random)).take(TEXTS) {
            assert_eq!(verify(&forged, &public), None, "{forged}");
        }
        assert_eq!(verify(&signed, &BASE64.encode([7; 32])), None, "another shop's key");
    }

    #[tokio::test]
    async fn the_key_is_made_once_and_is_shown_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let opened = crate::storage::open(&folder.path().join("shop.db")).await.unwrap();
        let first = Receipts::open(&opened.store, Millis(0)).await.unwrap();
        let again = Receipts::open(&opened.store, Millis(1)).await.unwrap();
        assert_eq!(first.key.public_key().as_ref(), again.key.public_key().as_ref());
        let secret = opened.store.find_receipt_key().await.unwrap().unwrap();
        assert_eq!(public_key(&secret).unwrap(), BASE64.encode(first.key.public_key()));
        let write = Write::ReceiptKey(ReceiptKeyWrite::Make { secret: secret.clone(), now: Millis(0) });
        assert!(!format!("{write:?} {:?}", first.key).contains(secret.expose_secret()));
        assert!(public_key(&"no key".into()).is_err());
    }
}
