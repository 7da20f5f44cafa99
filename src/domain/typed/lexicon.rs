//! Words of Indonesian and English chat: those that say nothing about what is wanted, those that say the same, and those that ask for a page.

use super::words::alike;

/// Words that say nothing about what is wanted.
const FILLERS: &str = "
    kak ka kk kakak min mimin admin gan agan sis sist bro bang bg abang bos boss om tante mas mba mbak mbk pak pakde bu cuy guys ges say beb ko koh ci
    mau mo mw pengen pengin ingin pgn pingin butuh perlu minta mnta tolong tlg please pls plis plz coba bisa bs bsa boleh blh bantu can could
    beli bli belikan beliin membeli pembelian order orderin ngorder pesan pesen pesenin memesan psn buy purchase get want wanna need would like give
    topup top up tup tapup topap topupin isi isikan isiin ngisi diisi pengisian recharge refill charge reload id ids
    harga hrg hrga price prices pricing cost costs berapa brp brpa brapa berapaan how much many what whats cek check liat lihat lht show see
    kasih kasi tau tahu info infoin spill list daftar katalog pricelist buka open ada adakah kah apa apakah apaan
    dong donk dongs deh sih nih ni nie ya yah yaa yaaa yuk yuks kan lah loh lho tuh itu ini ga gak gk g nggak ngga enggak engga kalo kalau klo kl
    ready redi rdy stok stock jual sedia tersedia available masih msh yg yang di ke dari dr buat untuk utk bwt utk sama sm dan dgn dengan and for to the
    a an of in on with is are do does you u have pls hi hello halo hallo hai hay hei hey pagi siang sore malam selamat assalamualaikum assalamu alaikum
    salam permisi punten misi p tes sekarang skrg skrng skg now langsung lgsg lgsng cepat cepet cepetan murah murmer termurah paling promo diskon
    aja aj saja doang lagi lg juga jg nominal paket pkt biji pcs buah x kali gue gw gua aku saya sy ku my me i im id game gim games
    server zona zone via pake pakai pk seharga senilai sebesar sejumlah jumlah sebanyak karena krn waktu thanks thx makasih mksh mkasih terima kasih
    tq ty ok oke okay okey sip siap silahkan silakan satu one some
    tanya nanya bertanya dulu dlu nanti ntar sekalian gas gass gaskeun kuy yok ayo ayok hayuk adek adik anak teman temen pacar sendiri pack package cheap cheapest
    today quick fast sir there any got sell selling buying ordering";

/// Words for the same: each line begins with the one that the others are read as.
const SAME: &[&[&str]] = &[
    &["diamond", "dm", "dmd", "dmnd", "dimon", "dias", "diamon", "daimon"],
    &["point", "vp", "poin", "pts"],
    &["weekly", "week", "mingguan", "minggu", "perminggu", "seminggu"],
    &["monthly", "month", "bulanan", "bulan", "perbulan", "sebulan"],
    &["membership", "member", "membersip"],
    &["crystal", "kristal", "krystal"],
    &["robux", "rbx", "robuk", "robuks", "rbks"],
    &["voucher", "vocer", "voucer", "vcr"],
    &["coin", "koin"],
    &["starlight", "starlite", "sl"],
];

/// What a word asks for, where a game is not meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Orders that were made: even where a game is named.
    Orders,
    /// To stop: even where a game is named.
    Cancel,
    /// Help from a person: even where a game is named.
    Support,
    Help,
    Wallet,
    Menu,
    /// Not what is named.
    Not,
}

const TOPICS: &[(Topic, &str)] = &[
    (
        Topic::Orders,
        "pesanan pesananku orderan orderanku orders riwayat history status invoice resi transaksi struk belum blm blom belom
        gagal pending nyangkut refund komplain complain masuk proses diproses lama lambat track tracking failed arrived received
        ketipu penipu nipu scam salah",
    ),
    (Topic::Cancel, "batal batalin batalkan dibatalkan cancel gajadi gakjadi gajd stop"),
    (Topic::Support, "bantuan help cs kontak contact hubungi support kendala masalah lapor whatsapp telepon operator"),
    (Topic::Help, "admin cara gimana gmn gmna bagaimana bgmn tutorial panduan how wa nomor tanya nanya bantu"),
    (
        Topic::Wallet,
        "saldo saldoku wallet balance dompet deposit depo bayar pembayaran payment pay qris dana ovo gopay shopeepay spay linkaja transfer tf
        metode",
    ),
    (Topic::Menu, "menu list daftar katalog catalog pricelist game gim games home mulai start"),
    (Topic::Not, "jangan jgn bukan bkn tidak tdk not dont never tanpa"),
];

/// Words that ask for something together, one of each list: `udah bayar`, `where is my order`, `ga jadi`.
const TOGETHER: &[(Topic, &str, &str)] = &[
    (
        Topic::Orders,
        "udah udh sudah sdh dah already",
        "bayar tf transfer beli order pesan topup top kirim masuk dibayar paid sent ordered bought",
    ),
    (Topic::Orders, "my where cek check nomor no nmr", "order"),
    (Topic::Cancel, "ga gak gk g nggak ngga enggak engga tidak tdk no", "jadi jd usah"),
];

/// Whether a word says nothing about what is wanted; with a typo or a longer last letter too: `dongg`.
pub fn is_filler(word: &str) -> bool {
    let short = without_repeats(word);
    is_in(FILLERS, word) || is_in(FILLERS, short)
}

/// The same, also with a typo.
pub fn is_nearly_filler(word: &str) -> bool {
    FILLERS.split_whitespace().any(|filler| filler.len() >= 5 && alike(word, filler))
}

/// The word as which others that say the same are read: `dm` and `diamonds` are `diamond`.
pub fn same(word: &str) -> String {
    let plural = |word: &str| word.len() >= 5 && word.ends_with('s') && !word.ends_with("ss");
    let stem = without_ending(word);
    let stem = if plural(stem) { &stem[..stem.len() - 1] } else { stem };
    let known = SAME.iter().find(|words| words.contains(&stem) || words.contains(&word)).and_then(|words| words.first());
    known.map_or(stem, |known| *known).to_owned()
}

/// Whether a word is about paying: that says nothing about what is bought.
pub fn is_payment(word: &str) -> bool {
    TOPICS.iter().any(|(topic, list)| *topic == Topic::Wallet && is_in(list, word))
}

/// Whether a word is a span of time: `30 hari`.
pub fn is_time(word: &str) -> bool {
    is_in("hari day days jam hour hours bulan month months minggu week weeks tahun year years season", word)
}

/// What these words ask for.
pub fn topics(words: &[&str]) -> Vec<Topic> {
    let has = |list: &str| words.iter().any(|word| is_in(list, word) || is_in(list, without_ending(word)));
    let mut found: Vec<Topic> = TOPICS.iter().filter(|(_, list)| has(list)).map(|(topic, _)| *topic).collect();
    found.extend(TOGETHER.iter().filter(|(_, one, other)| has(one) && has(other)).map(|(topic, ..)| *topic));
    found
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// A word without "the": `harganya`.
fn without_ending(word: &str) -> &str {
    word.strip_suffix("nya").filter(|stem| stem.len() >= 3).unwrap_or(word)
}

/// A word without the repetition of its last letter, if it has other letters before.
fn without_repeats(word: &str) -> &str {
    let Some(last) = word.chars().next_back() else { return word };
    let stem = word.trim_end_matches(last);
    if stem.is_empty() { word } else { &word[..stem.len() + last.len_utf8()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_are_known_in_the_forms_of_chat() {
        for word in ["kak", "kakkk", "dongg", "minn", "ya", "yaaa", "topup", "harga"] {
            assert!(is_filler(word), "{word}");
        }
        for word in ["ml", "zzz", "weekly", "akun", "ff"] {
            assert!(!is_filler(word) && !is_nearly_filler(word), "{word}");
        }
        assert!(is_nearly_filler("berpaa") && is_nearly_filler("brapaa"));
    }

    #[test]
    fn some_words_are_the_same() {
        for (word, expected) in [
            ("dm", "diamond"),
            ("diamonds", "diamond"),
            ("diamondnya", "diamond"),
            ("mingguan", "weekly"),
            ("tokens", "token"),
            ("pass", "pass"),
            ("chess", "chess"),
            ("uc", "uc"),
        ] {
            assert_eq!(same(word), expected);
        }
    }
}
