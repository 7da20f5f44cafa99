//! Some three hundred texts as customers write them, and where each leads.

use super::*;

/// The built-in games with the names and aliases of the built-in `shop.toml`, and what a reseller lists.
fn games() -> Vec<KnownGame> {
    let mut games: Vec<KnownGame> = Vec::new();
    for line in include_str!("../../config/shop.toml").lines() {
        let quoted = || line.split('"').skip(1).step_by(2).map(str::to_owned);
        match line.split(" = ").next() {
            Some("slug") => games.push(KnownGame { slug: quoted().next().unwrap(), ..KnownGame::default() }),
            Some("name") if !games.is_empty() => games.last_mut().unwrap().names = quoted().take(1).collect(),
            Some("aliases") => games.last_mut().unwrap().aliases = quoted().collect(),
            _ => {}
        }
    }
    for (slug, prefix, items) in ITEMS {
        let item = |item: &str| KnownItem { sku: item.trim().to_owned(), names: vec![format!("{prefix} {}", item.trim())] };
        games.iter_mut().find(|game| game.slug == *slug).unwrap().items = Some(items.split(',').map(item).collect());
    }
    games
}

/// A SKU of the sample is the item's name without its game.
const ITEMS: &[(&str, &str, &str)] = &[
    (
        "mobile-legends",
        "Mobile Legends",
        "5 Diamonds, 12 Diamonds, 28 Diamonds, 59 Diamonds, 86 Diamonds, 172 Diamonds, 257 Diamonds, 344 Diamonds, 1412 Diamonds, 2195 Diamonds,
        Weekly Diamond Pass, Twilight Pass",
    ),
    ("free-fire", "Free Fire", "5 Diamonds, 12 Diamonds, 50 Diamonds, 70 Diamonds, 140 Diamonds, 355 Diamonds, 720 Diamonds, Membership Mingguan, Membership Bulanan"),
    ("pubg-mobile", "PUBG Mobile", "60 UC, 120 UC, 325 UC, 660 UC, 1800 UC"),
    ("genshin-impact", "Genshin Impact", "60 Genesis Crystals, 300+30 Genesis Crystals, 980+110 Genesis Crystals, Blessing of the Welkin Moon"),
    ("honkai-star-rail", "Honkai Star Rail", "60 Oneiric Shards, 300+30 Oneiric Shards, Express Supply Pass"),
    ("valorant", "Valorant", "475 Points, 1000 Points, 2050 Points"),
    ("call-of-duty-mobile", "Call of Duty Mobile", "31 CP, 63 CP, 128 CP, 321 CP"),
    ("honor-of-kings", "Honor of Kings", "8 Tokens, 80 Tokens, 240 Tokens, 800+30 Tokens, Weekly Card, Weekly Card Plus"),
    ("arena-of-valor", "Arena of Valor", "40 Vouchers, 90 Vouchers"),
    ("magic-chess", "Magic Chess Go Go", "5 Diamonds, 86 Diamonds, 172 Diamonds, Weekly Pass"),
    ("zenless-zone-zero", "Zenless Zone Zero", "60 Monochrome, 300+30 Monochrome, Inter-Knot Membership"),
    ("wuthering-waves", "Wuthering Waves", "60 Lunites, 300+30 Lunites, Lunite Subscription"),
    ("roblox", "Roblox", "80 Robux, 400 Robux, 800 Robux, 10000 Robux"),
    ("point-blank", "Point Blank", "1200 Cash, 12000 Cash"),
    ("fc-mobile", "EA Sports FC Mobile", "40 FC Points, 100 FC Points, 39 Silver"),
    ("delta-force", "Delta Force", "60 Delta Coins, 300+20 Delta Coins"),
];

/// What a text leads to, in short: `ml: 86 Diamonds`, `ml`, `ml | ff`, `/orders`.
fn shown(typed: Typed) -> String {
    let short = |slug: &str| SHORT.iter().find(|(known, _)| *known == slug).map_or(slug, |(_, short)| short).to_owned();
    match typed {
        Typed::Item { category, sku } => format!("{}: {sku}", short(&category)),
        Typed::Game(slug) => short(&slug),
        Typed::Games(slugs) => slugs.iter().map(|slug| short(slug)).collect::<Vec<_>>().join(" | "),
        Typed::Page(page) => format!("/{page:?}").to_lowercase(),
        Typed::Unclear => "?".to_owned(),
    }
}

const SHORT: &[(&str, &str)] = &[
    ("mobile-legends", "ml"),
    ("free-fire", "ff"),
    ("pubg-mobile", "pubg"),
    ("genshin-impact", "gi"),
    ("honkai-star-rail", "hsr"),
    ("call-of-duty-mobile", "codm"),
    ("honor-of-kings", "hok"),
    ("arena-of-valor", "aov"),
    ("magic-chess", "mcgg"),
    ("zenless-zone-zero", "zzz"),
    ("wuthering-waves", "wuwa"),
    ("valorant", "valo"),
    ("point-blank", "pb"),
    ("fc-mobile", "fc"),
    ("delta-force", "df"),
];

fn check(cases: &[(&str, &str)], current: Option<&str>) {
    let games = games();
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, shown(read(text, &games, current))))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| format!("{text}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_item_is_named_in_many_ways() {
    check(OF_ITEMS, None);
}

const OF_ITEMS: &[(&str, &str)] = &[
    ("ml 86", "ml: 86 Diamonds"),
    ("ML86", "ml: 86 Diamonds"),
    ("86 ml", "ml: 86 Diamonds"),
    ("ml-86", "ml: 86 Diamonds"),
    ("mlbb 86", "ml: 86 Diamonds"),
    ("diamond mobile legend 86", "ml: 86 Diamonds"),
    ("kak mau beli dm ml 86 dong", "ml: 86 Diamonds"),
    ("min ml 86 berapa ya?", "ml: 86 Diamonds"),
    ("ml 86 dm ready ga kak", "ml: 86 Diamonds"),
    ("86 diamond mobile legends bang bang", "ml: 86 Diamonds"),
    ("mobil legend 86 dm", "ml: 86 Diamonds"),
    ("Mobile Legends: 1.412 diamonds", "ml: 1412 Diamonds"),
    ("ＭＬ　８６", "ml: 86 Diamonds"),
    ("💎86 ml 🙏", "ml: 86 Diamonds"),
    ("pubg 60 😀", "pubg: 60 UC"),
    ("ml 86 123456789 (1234)", "ml: 86 Diamonds"),
    ("topup ff 140 dong", "ff: 140 Diamonds"),
    ("ff140", "ff: 140 Diamonds"),
    ("top up free fire 140 dm", "ff: 140 Diamonds"),
    ("freefire 70", "ff: 70 Diamonds"),
    ("free fier 355 diamnd", "ff: 355 Diamonds"),
    ("epep 140", "ff: 140 Diamonds"),
    ("dm ff 50 brp kak", "ff: 50 Diamonds"),
    ("pubg 60 uc", "pubg: 60 UC"),
    ("pm 60", "pubg: 60 UC"),
    ("60 uc pubgm", "pubg: 60 UC"),
    ("uc pugb 325", "pubg: 325 UC"),
    ("genshin 60", "gi: 60 Genesis Crystals"),
    ("genshin 300+30", "gi: 300+30 Genesis Crystals"),
    ("gi 330", "gi: 300+30 Genesis Crystals"),
    ("welkin genshin", "gi: Blessing of the Welkin Moon"),
    ("welkin", "gi: Blessing of the Welkin Moon"),
    ("blessing of the welkin moon", "gi: Blessing of the Welkin Moon"),
    ("hsr 60 shard", "hsr: 60 Oneiric Shards"),
    ("hsr express supply pass", "hsr: Express Supply Pass"),
    ("valo 475", "valo: 475 Points"),
    ("vp valorant 1000", "valo: 1000 Points"),
    ("475 vp valo", "valo: 475 Points"),
    ("codm 128 cp", "codm: 128 CP"),
    ("cod mobile 63", "codm: 63 CP"),
    ("hok 80 token", "hok: 80 Tokens"),
    ("honor of king 240", "hok: 240 Tokens"),
    ("hok weekly card", "hok: Weekly Card"),
    ("uc 60", "pubg: 60 UC"),
    ("ml 86 bayar pakai dana ya", "ml: 86 Diamonds"),
    ("tolong isiin ml aku 86 ya min id 12345678 zone 2001", "ml: 86 Diamonds"),
    ("mobile lejen 86", "ml: 86 Diamonds"),
    ("robux 400 berapa kak", "roblox: 400 Robux"),
    ("400rbx", "roblox: 400 Robux"),
    ("roblox 800 rbx", "roblox: 800 Robux"),
    ("kak mau tanya harga robux 800", "roblox: 800 Robux"),
    ("gass ff 140 buat adek", "ff: 140 Diamonds"),
    ("beli uc pubg 660 kak", "pubg: 660 UC"),
    ("isi ff 720 dm id 12345678", "ff: 720 Diamonds"),
    ("Free Fire MAX 355", "ff: 355 Diamonds"),
    ("berapa harga diamond free fire 140?", "ff: 140 Diamonds"),
    ("zenles 60", "zzz: 60 Monochrome"),
    ("lunite subscription", "wuwa: Lunite Subscription"),
    ("hok 830", "hok: 800+30 Tokens"),
    ("aov 40 voucher", "aov: 40 Vouchers"),
    ("magic chess 86", "mcgg: 86 Diamonds"),
    ("zzz 60", "zzz: 60 Monochrome"),
    ("wuwa 60 lunite", "wuwa: 60 Lunites"),
    ("roblox 80 robux", "roblox: 80 Robux"),
    ("robux 800", "roblox: 800 Robux"),
    ("800 robux pls", "roblox: 800 Robux"),
    ("10.000 robux", "roblox: 10000 Robux"),
    ("pb 12000", "pb: 12000 Cash"),
    ("fc mobile 100 points", "fc: 100 FC Points"),
    ("fifa 40", "fc: 40 FC Points"),
    ("delta force 60", "df: 60 Delta Coins"),
    ("wdp", "ml: Weekly Diamond Pass"),
    ("wdp ml", "ml: Weekly Diamond Pass"),
    ("weekly diamond pass", "ml: Weekly Diamond Pass"),
    ("ml weekly", "ml: Weekly Diamond Pass"),
    ("weekly pass ml 1x kak", "ml: Weekly Diamond Pass"),
    ("twilight", "ml: Twilight Pass"),
    ("ff membership mingguan", "ff: Membership Mingguan"),
    ("membership mingguan", "ff: Membership Mingguan"),
    ("member bulanan ff", "ff: Membership Bulanan"),
    ("weekly membership free fire", "ff: Membership Mingguan"),
    ("i want to buy 86 diamonds for mobile legends please", "ml: 86 Diamonds"),
    ("hello, can I get 60 uc for pubg?", "pubg: 60 UC"),
    ("how much is ff 140", "ff: 140 Diamonds"),
];

#[test]
fn a_game_is_named_in_many_ways() {
    check(
        &[
            ("ml", "ml"),
            ("Mobile Legends", "ml"),
            ("mobilelegend", "ml"),
            ("mobail legen", "ml"),
            ("mlbb dong kak", "ml"),
            ("emel", "ml"),
            ("starlight ml", "ml"),
            ("starlight", "ml"),
            ("free fire", "ff"),
            ("ff", "ff"),
            ("fri fire", "ff"),
            ("harga dm ff", "ff"),
            ("ff membership", "ff"),
            ("list harga ff", "ff"),
            ("roblox", "roblox"),
            ("robux", "roblox"),
            ("roblok", "roblox"),
            ("rblx ada?", "roblox"),
            ("pubg", "pubg"),
            ("uc", "pubg"),
            ("uc pubg", "pubg"),
            ("genshin", "gi"),
            ("genshin impact", "gi"),
            ("gensin impek", "gi"),
            ("genesis crystal", "gi"),
            ("hsr", "hsr"),
            ("honkai", "hsr"),
            ("star rail", "hsr"),
            ("valo", "valo"),
            ("valorant", "valo"),
            ("valoran", "valo"),
            ("codm", "codm"),
            ("call of duty", "codm"),
            ("hok", "hok"),
            ("honor of kings", "hok"),
            ("aov", "aov"),
            ("magic chess go go", "mcgg"),
            ("mcgg", "mcgg"),
            ("zzz", "zzz"),
            ("zenless", "zzz"),
            ("wuthering waves", "wuwa"),
            ("wuwa", "wuwa"),
            ("point blank", "pb"),
            ("pb zepetto", "pb"),
            ("fc mobile", "fc"),
            ("ea fc", "fc"),
            ("delta force", "df"),
            ("free-fire", "ff"),
            ("cara topup ml gimana kak", "ml"),
            ("140 diamond", "ff"),
        ],
        None,
    );
}

#[test]
fn items_are_known_by_the_names_that_other_resellers_give_them() {
    let names = [
        "MOBILELEGENDS - 86 Diamond (78+8 Bonus)",
        "Diamond ML 12",
        "MLBB Weekly Diamond Pass (WDP)",
        "MLBB Weekly Diamond Pass 2x",
        "Starlight Member 1 Bulan",
        "Starlight Member Plus",
        "Royale Pass Season 12",
        "Membership 30 Hari",
        "172 💎",
    ];
    let item = |name: &&str| KnownItem { sku: (*name).to_owned(), names: vec![(*name).to_owned()] };
    let items = Some(names.iter().map(item).collect());
    let aliases = vec!["mlbb".to_owned()];
    let game = KnownGame { slug: "mobile-legends".to_owned(), names: vec!["Mobile Legends".to_owned()], aliases, items };
    for (text, expected) in [
        ("ml 86", Some(names[0])),
        ("ml 78", None),
        ("mlbb 12 diamond", Some(names[1])),
        ("wdp", Some(names[2])),
        ("ml weekly", Some(names[2])),
        ("ml weekly diamond pass 2", Some(names[3])),
        ("ml 2", None),
        ("ml 1", None),
        ("mlbb", None),
        ("starlight", None),
        ("starlight bulanan ml", Some(names[4])),
        ("ml starlight plus", Some(names[5])),
        ("ml royale pass", Some(names[6])),
        ("ml season 12", Some(names[6])),
        ("ml 30", None),
        ("ml membership", None),
        ("ml membership 30 hari", Some(names[7])),
        ("172 dm ml", Some(names[8])),
    ] {
        let found = match read(text, std::slice::from_ref(&game), None) {
            Typed::Item { sku, .. } => Some(sku),
            _ => None,
        };
        assert_eq!(found.as_deref(), expected, "{text}");
    }
}

#[test]
fn what_is_not_surely_meant_opens_no_item() {
    check(
        &[
            ("ml 87", "ml"),
            ("ml 8600", "ml"),
            ("ml 86 172", "ml"),
            ("ml 86+172", "ml"),
            ("ml 86 x2", "ml"),
            ("2x ml 86", "ml"),
            ("ff 10k", "ff"),
            ("ml 20 ribu", "ml"),
            ("robux 100k", "roblox"),
            ("mau beli 2 weekly diamond pass ml", "ml"),
            ("free fire 5 + 12", "ff"),
            ("skin ml", "ml"),
            ("genshin asia 60", "gi"),
            ("jam buka?", "?"),
            ("promo hari ini apa", "?"),
            ("harga", "?"),
            ("jangan ml 86", "ml"),
            ("bukan ml 86 kak", "ml"),
            ("jual akun ml 86 skin", "ml"),
            ("ml 86 gratis", "ml"),
            ("ml 86 wdp", "ml"),
            ("ff weekly", "ff: Membership Mingguan"),
            ("ml 86 atau ff 140", "ml | ff"),
            ("ff 140 uc", "ff"),
            ("86 diamond", "ml | mcgg"),
            ("diamond", "ml | ff | mcgg"),
            ("weekly", "ml | ff | hok | mcgg"),
            ("valor", "valo"),
            ("ml sama ff mana yang murah", "ml | ff"),
            ("apa bedanya ml sama magic chess", "ml | mcgg"),
            ("weekly pass", "ml | mcgg"),
            ("ml diamond", "ml"),
            ("hsr welkin", "hsr"),
            ("joki ml 86", "ml"),
            ("diamond gratis", "?"),
            ("netflix", "?"),
            ("free fir", "?"),
            ("86", "?"),
            ("140", "?"),
            ("123456789 (1234)", "?"),
            ("mobile", "?"),
            ("kak", "?"),
            ("mau", "?"),
            ("halo min", "?"),
            ("p", "?"),
            ("ya", "?"),
            ("yes", "?"),
            ("beli", "?"),
            ("assalamualaikum", "?"),
            ("test", "?"),
            ("asdfgh", "?"),
            ("pulsa telkomsel", "?"),
            ("token listrik 20 ribu", "?"),
            ("karena zona waktu", "?"),
            ("🙏", "?"),
            ("", "?"),
        ],
        None,
    );
    check(&[(&"ml 86 ".repeat(50), "?")], None);
}

#[test]
fn questions_lead_to_their_page() {
    check(
        &[
            ("cek pesanan", "/orders"),
            ("cek order", "/orders"),
            ("kapan masuknya kak", "/orders"),
            ("salah kirim id", "/orders"),
            ("batalin pesanan saya", "/orders"),
            ("how to pay", "/wallet"),
            ("how do i top up", "/help"),
            ("ada game apa aja", "/menu"),
            ("status pesanan saya", "/orders"),
            ("ml 86 belum masuk kak", "/orders"),
            ("udah bayar ml 86 kok lama", "/orders"),
            ("kak udah tf ya", "/orders"),
            ("diamond ff saya blm masuk", "/orders"),
            ("refund dong", "/orders"),
            ("where is my order", "/orders"),
            ("riwayat", "/orders"),
            ("saldo", "/wallet"),
            ("cek saldo", "/wallet"),
            ("isi saldo", "/wallet"),
            ("cara bayar", "/wallet"),
            ("bisa bayar pakai qris?", "/wallet"),
            ("bantuan", "/help"),
            ("help", "/help"),
            ("cs", "/help"),
            ("admin", "/help"),
            ("nomor wa admin", "/help"),
            ("kak mau tanya", "/help"),
            ("cara order gimana", "/help"),
            ("batal", "/cancel"),
            ("ga jadi kak", "/cancel"),
            ("gak jadi ml 86", "/cancel"),
            ("cancel", "/cancel"),
            ("menu", "/menu"),
            ("daftar game", "/menu"),
            ("pricelist", "/menu"),
        ],
        None,
    );
}

#[test]
fn an_item_is_the_only_one_when_every_list_is_known() {
    let mut games = games();
    games.iter_mut().filter(|game| game.slug != "free-fire").for_each(|game| game.items = None);
    for (text, expected) in [("5 diamonds", "ff"), ("membership mingguan", "ff"), ("ff 5", "ff: 5 Diamonds"), ("ml 5", "ml")] {
        assert_eq!(shown(read(text, &games, None)), expected, "{text}");
    }
}

#[test]
fn in_a_games_list_its_items_come_first() {
    check(
        &[
            ("86", "ml: 86 Diamonds"),
            ("86 dm kak", "ml: 86 Diamonds"),
            ("weekly", "ml: Weekly Diamond Pass"),
            ("172 ya", "ml: 172 Diamonds"),
            ("87", "?"),
            ("diamond", "ml | ff | mcgg"),
            ("ff", "ff"),
            ("ff 140", "ff: 140 Diamonds"),
            ("123456789", "?"),
            ("batal", "/cancel"),
        ],
        Some("mobile-legends"),
    );
}

#[test]
fn the_number_of_an_order_is_found_among_other_words() {
    for (text, expected) in [
        ("7K3M9Q2X", "7K3M9Q2X"),
        ("cek pesanan #7k3m9q2x dong", "7K3M9Q2X"),
        ("7K3M9Q2X.", "7K3M9Q2X"),
        ("oK3MlQ2X", "0K3M1Q2X"),
        ("membayar dvphjyqf", "MEMBAYAR DVPHJYQF"),
        ("7U3M9Q2X", ""),
        ("7K3M9Q2", ""),
        ("ml 86", ""),
        (&"abcdefgh ".repeat(9), "ABCDEFGH ABCDEFGH ABCDEFGH ABCDEFGH"),
    ] {
        assert_eq!(order_numbers(text).join(" "), expected, "{text}");
    }
}
