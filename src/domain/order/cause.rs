//! What a refusal or a failure is about, as far as the provider's words say. Customers get this in our own words: the provider's may name
//! a link, a contact or a cost. A cause that the words do not name is not guessed.

/// What the provider's words are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Our provider balance.
    Balance,
    /// A field that we did not send.
    Fields,
    /// The item can't be had now: switched off, out of stock, under maintenance.
    Item,
    /// The ID that the customer gave.
    Target,
    /// The words do not say.
    Unknown,
}

/// Most words between a subject and what is said of it: "saldo anda saat ini kurang".
const NEAR: usize = 4;

const NEGATIONS: [&str; 9] = ["not", "no", "t", "tidak", "tdk", "tak", "belum", "non", "bukan"];
/// Words between a negation and its word: "tidak dapat ditemukan", "not currently available".
const BETWEEN: [&str; 9] = ["be", "currently", "longer", "yet", "dapat", "bisa", "lagi", "sedang", "a"];

const BALANCE: [&str; 3] = ["saldo", "balance", "deposit"];
const TOO_LITTLE: [&str; 9] = ["!cukup", "!mencukupi", "!memadai", "!enough", "!sufficient", "kurang", "habis", "insufficient", "low"];

const ITEM: [&str; 15] = [
    "product",
    "produk",
    "service",
    "layanan",
    "item",
    "sku",
    "denom",
    "denominasi",
    "nominal",
    "stok",
    "stock",
    "voucher",
    "kategori",
    "category",
    "provider",
];
const NOT_TO_BE_HAD: [&str; 21] = [
    "!active",
    "!aktif",
    "!available",
    "!tersedia",
    "!found",
    "!ditemukan",
    "!exist",
    "!exists",
    "!ada",
    "inactive",
    "nonaktif",
    "unavailable",
    "habis",
    "kosong",
    "empty",
    "disabled",
    "closed",
    "tutup",
    "ditutup",
    "discontinued",
    "!such",
];
/// They say this of any item.
const OF_ANY_ITEM: [&str; 7] = ["maintenance", "pemeliharaan", "perbaikan", "gangguan", "cutoff", "!stock", "!stok"];

const TARGET: [&str; 10] = ["target", "tujuan", "uid", "userid", "playerid", "zoneid", "player", "zone", "nickname", "id"];
const WRONG: [&str; 24] = [
    "invalid",
    "salah",
    "wrong",
    "incorrect",
    "keliru",
    "unknown",
    "unregistered",
    "!valid",
    "!found",
    "!ditemukan",
    "!terdaftar",
    "!registered",
    "!exist",
    "!exists",
    "!ada",
    "!benar",
    "!sesuai",
    "!cocok",
    "!match",
    "cek",
    "periksa",
    "check",
    "pastikan",
    "!such",
];
/// IDs that do not come from the customer.
const NOT_OF_A_CUSTOMER: [&str; 18] = [
    "ref",
    "reff",
    "reference",
    "transaction",
    "transaksi",
    "trx",
    "product",
    "produk",
    "service",
    "layanan",
    "order",
    "invoice",
    "sku",
    "api",
    "item",
    "client",
    "merchant",
    "category",
];

/// What these words of the provider are about.
pub fn cause(words: &str) -> Cause {
    let words = negated(words);
    let has = |word: &str| words.iter().any(|found| found == word);
    let said_of = |things: &[&str], saying: &[&str]| {
        words.iter().enumerate().any(|(at, word)| {
            let foreign = word == "id" && at > 0 && NOT_OF_A_CUSTOMER.contains(&words[at - 1].as_str());
            let near = &words[at.saturating_sub(NEAR)..words.len().min(at + NEAR + 1)];
            things.contains(&word.as_str()) && !foreign && near.iter().any(|word| saying.contains(&word.as_str()))
        })
    };
    if said_of(&BALANCE, &TOO_LITTLE) && !has("stok") && !has("stock") {
        Cause::Balance
    } else if has("missing") {
        Cause::Fields
    } else if said_of(&ITEM, &NOT_TO_BE_HAD) || OF_ANY_ITEM.iter().any(|word| has(word)) || (has("out") && has("stock")) {
        Cause::Item
    } else if said_of(&TARGET, &WRONG) {
        Cause::Target
    } else {
        Cause::Unknown
    }
}

/// The words in lower case; one that is negated begins with `!` in place of its negation.
fn negated(words: &str) -> Vec<String> {
    let lower = words.to_lowercase();
    let mut negation = false;
    let mut found = Vec::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if NEGATIONS.contains(&word) {
            negation = true;
        } else if !(negation && BETWEEN.contains(&word)) {
            found.push(if negation { format!("!{word}") } else { word.to_owned() });
            negation = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provider_s_words_have_a_cause_where_they_name_one() {
        for (cause, words) in [
            (Cause::Balance, "Insufficient balance"),
            (Cause::Balance, "INSUFFICIENT BALANCE."),
            (Cause::Balance, "Your insufficient balance: missing 500"),
            (Cause::Balance, "Saldo Anda tidak mencukupi"),
            (Cause::Balance, "Saldo tidak cukup, sisa deposit Rp 9.981.500"),
            (Cause::Fields, "Missing fields"),
            (Cause::Fields, "sku is missing"),
            (Cause::Item, "Product is not active"),
            (Cause::Item, "Produk tidak aktif"),
            (Cause::Item, "Layanan sedang tidak tersedia"),
            (Cause::Item, "Service is currently unavailable"),
            (Cause::Item, "Out of stock"),
            (Cause::Item, "Stok habis, saldo dikembalikan"),
            (Cause::Item, "Tidak ada stok"),
            (Cause::Item, "No stock"),
            (Cause::Item, "Provider sedang gangguan"),
            (Cause::Item, "System under maintenance"),
            (Cause::Item, "Product not found for this user ID"),
            (Cause::Target, "Invalid target"),
            (Cause::Target, "ID salah"),
            (Cause::Target, "ID tidak dapat ditemukan"),
            (Cause::Target, "User ID doesn't exist"),
            (Cause::Target, "no such player"),
            (Cause::Item, "No such product"),
            (Cause::Target, "Zone ID salah, tipe akun lain"),
            (Cause::Target, "Transaksi gagal, cek kembali ID Anda"),
            (Cause::Target, "Nomor tujuan tidak valid. Saldo dikembalikan."),
            (Cause::Unknown, ""),
            (Cause::Unknown, "Transaksi gagal"),
            (Cause::Unknown, "Duplicate ref_id"),
            (Cause::Unknown, "Invalid ref_id"),
            (Cause::Unknown, "Invalid product ID"),
            (Cause::Unknown, "Transaction ID not found"),
            (Cause::Unknown, "Akun Anda dibekukan"),
            (Cause::Unknown, "Account not active"),
            (Cause::Unknown, "Server not found"),
            (Cause::Unknown, "Service timed out"),
            (Cause::Unknown, "Saldo dikembalikan Rp 17.250, hubungi wa.me/62812"),
            (Cause::Unknown, "Insufficient permissions"),
        ] {
            assert_eq!(super::cause(words), cause, "{words}");
        }
    }
}
