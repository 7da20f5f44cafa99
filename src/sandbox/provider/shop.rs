//! A whole shop to play with: the bot's built-in games as an Indonesian reseller lists them.
//!
//! It holds the API page's own example (`ml-86`, Rp 18.500). Prices have the usual size; they are no real price list.

use super::catalogue::Catalogue;

/// An item: end of its code, end of its name, rupiah.
type Item = (&'static str, &'static str, i64);

/// A game: slug, name, beginning of its codes, items.
type Game = (&'static str, &'static str, &'static str, &'static [Item]);

/// Fills a catalogue; codes are `ml-86`, names `Mobile Legends 86 Diamonds`.
pub(super) fn fill(catalogue: &mut Catalogue) {
    for (slug, game, prefix, items) in GAMES {
        let category = catalogue.add_category(slug, game);
        for (code, item, price) in *items {
            category.add(&format!("{prefix}-{code}"), &format!("{game} {item}"), *price);
        }
    }
}

#[rustfmt::skip] // One item a line would make a long list of a short one.
const GAMES: &[Game] = &[
    ("mobile-legends", "Mobile Legends", "ml", &[
        ("5", "5 Diamonds", 1_500), ("12", "12 Diamonds", 3_350), ("19", "19 Diamonds", 5_250),
        ("28", "28 Diamonds", 7_600), ("36", "36 Diamonds", 9_700), ("44", "44 Diamonds", 11_600),
        ("59", "59 Diamonds", 15_400), ("86", "86 Diamonds", 18_500), ("112", "112 Diamonds", 29_800),
        ("172", "172 Diamonds", 37_900), ("257", "257 Diamonds", 56_400), ("344", "344 Diamonds", 75_600),
        ("429", "429 Diamonds", 94_300), ("514", "514 Diamonds", 113_000), ("706", "706 Diamonds", 151_000),
        ("878", "878 Diamonds", 188_500), ("1412", "1412 Diamonds", 301_000),
        ("2195", "2195 Diamonds", 452_000), ("wdp", "Weekly Diamond Pass", 27_900),
        ("twp", "Twilight Pass", 142_500),
    ]),
    ("free-fire", "Free Fire", "ff", &[
        ("5", "5 Diamonds", 900), ("12", "12 Diamonds", 1_800), ("50", "50 Diamonds", 7_000),
        ("70", "70 Diamonds", 9_500), ("100", "100 Diamonds", 13_800), ("140", "140 Diamonds", 18_900),
        ("210", "210 Diamonds", 28_400), ("355", "355 Diamonds", 47_200), ("720", "720 Diamonds", 94_000),
        ("1450", "1450 Diamonds", 188_000), ("2180", "2180 Diamonds", 281_000),
        ("mw", "Membership Mingguan", 28_500), ("mm", "Membership Bulanan", 82_000),
    ]),
    ("pubg-mobile", "PUBG Mobile", "pubgm", &[
        ("60", "60 UC", 14_200), ("120", "120 UC", 28_400), ("180", "180 UC", 42_600),
        ("325", "325 UC", 70_500), ("385", "385 UC", 84_700), ("660", "660 UC", 141_000),
        ("720", "720 UC", 155_000), ("1800", "1800 UC", 352_000), ("3850", "3850 UC", 703_000),
        ("8100", "8100 UC", 1_405_000),
    ]),
    ("genshin-impact", "Genshin Impact", "gi", &[
        ("60", "60 Genesis Crystals", 13_100), ("330", "300+30 Genesis Crystals", 64_500),
        ("1090", "980+110 Genesis Crystals", 204_000), ("2240", "1980+260 Genesis Crystals", 427_000),
        ("3880", "3280+600 Genesis Crystals", 684_000), ("8080", "6480+1600 Genesis Crystals", 1_365_000),
        ("welkin", "Blessing of the Welkin Moon", 64_800),
    ]),
    ("honkai-star-rail", "Honkai Star Rail", "hsr", &[
        ("60", "60 Oneiric Shards", 13_000), ("330", "300+30 Oneiric Shards", 64_200),
        ("1090", "980+110 Oneiric Shards", 203_000), ("2240", "1980+260 Oneiric Shards", 425_000),
        ("3880", "3280+600 Oneiric Shards", 681_000), ("8080", "6480+1600 Oneiric Shards", 1_358_000),
        ("esp", "Express Supply Pass", 64_500),
    ]),
    ("valorant", "Valorant", "val", &[
        ("475", "475 Points", 51_500), ("1000", "1000 Points", 103_000), ("1475", "1475 Points", 154_500),
        ("2050", "2050 Points", 206_000), ("3050", "3050 Points", 309_000), ("3650", "3650 Points", 360_000),
        ("5350", "5350 Points", 514_000), ("11000", "11000 Points", 1_028_000),
    ]),
    ("call-of-duty-mobile", "Call of Duty Mobile", "codm", &[
        ("31", "31 CP", 4_600), ("63", "63 CP", 9_200), ("128", "128 CP", 18_400), ("321", "321 CP", 45_800),
        ("645", "645 CP", 91_500), ("800", "800 CP", 109_500), ("1373", "1373 CP", 182_500),
        ("2059", "2059 CP", 274_000), ("3564", "3564 CP", 456_000), ("7656", "7656 CP", 912_000),
    ]),
    ("honor-of-kings", "Honor of Kings", "hok", &[
        ("8", "8 Tokens", 1_450), ("16", "16 Tokens", 2_900), ("23", "23 Tokens", 4_300),
        ("80", "80 Tokens", 14_100), ("240", "240 Tokens", 42_200), ("400", "400 Tokens", 70_200),
        ("560", "560 Tokens", 98_300), ("830", "800+30 Tokens", 140_500), ("1245", "1200+45 Tokens", 210_500),
        ("2508", "2400+108 Tokens", 421_000), ("wc", "Weekly Card", 14_100),
        ("wcp", "Weekly Card Plus", 42_200),
    ]),
    ("arena-of-valor", "Arena of Valor", "aov", &[
        ("40", "40 Vouchers", 9_300), ("90", "90 Vouchers", 18_600), ("230", "230 Vouchers", 46_500),
        ("470", "470 Vouchers", 93_000), ("950", "950 Vouchers", 186_000), ("1430", "1430 Vouchers", 279_000),
        ("2390", "2390 Vouchers", 465_000), ("4800", "4800 Vouchers", 930_000),
    ]),
    ("magic-chess", "Magic Chess Go Go", "mcgg", &[
        ("5", "5 Diamonds", 1_550), ("19", "19 Diamonds", 5_300), ("44", "44 Diamonds", 11_700),
        ("86", "86 Diamonds", 20_200), ("172", "172 Diamonds", 40_100), ("257", "257 Diamonds", 59_800),
        ("344", "344 Diamonds", 79_900), ("516", "516 Diamonds", 119_500), ("706", "706 Diamonds", 159_500),
        ("wp", "Weekly Pass", 28_400),
    ]),
    ("zenless-zone-zero", "Zenless Zone Zero", "zzz", &[
        ("60", "60 Monochrome", 13_000), ("330", "300+30 Monochrome", 64_300),
        ("1090", "980+110 Monochrome", 203_500), ("2240", "1980+260 Monochrome", 426_000),
        ("3880", "3280+600 Monochrome", 682_000), ("8080", "6480+1600 Monochrome", 1_360_000),
        ("ikm", "Inter-Knot Membership", 64_500),
    ]),
    ("wuthering-waves", "Wuthering Waves", "wuwa", &[
        ("60", "60 Lunites", 13_200), ("330", "300+30 Lunites", 65_000), ("1090", "980+110 Lunites", 206_000),
        ("2240", "1980+260 Lunites", 431_000), ("3880", "3280+600 Lunites", 690_000),
        ("8080", "6480+1600 Lunites", 1_376_000), ("sub", "Lunite Subscription", 65_300),
    ]),
    ("roblox", "Roblox", "rbx", &[
        ("80", "80 Robux", 15_800), ("160", "160 Robux", 31_400), ("240", "240 Robux", 47_000),
        ("400", "400 Robux", 77_500), ("800", "800 Robux", 154_500), ("1700", "1700 Robux", 309_000),
        ("4500", "4500 Robux", 772_000), ("10000", "10000 Robux", 1_543_000),
    ]),
    ("point-blank", "Point Blank", "pb", &[
        ("1200", "1200 Cash", 9_600), ("2400", "2400 Cash", 19_200), ("6000", "6000 Cash", 47_800),
        ("12000", "12000 Cash", 95_500), ("24000", "24000 Cash", 191_000), ("36000", "36000 Cash", 286_500),
        ("60000", "60000 Cash", 477_000),
    ]),
    ("fc-mobile", "EA Sports FC Mobile", "fcm", &[
        ("40", "40 FC Points", 6_900), ("100", "100 FC Points", 15_400), ("520", "520 FC Points", 76_500),
        ("1070", "1070 FC Points", 153_000), ("2200", "2200 FC Points", 306_000),
        ("5750", "5750 FC Points", 765_000), ("12000", "12000 FC Points", 1_530_000),
        ("s39", "39 Silver", 6_900), ("s99", "99 Silver", 15_400), ("s499", "499 Silver", 76_500),
    ]),
    ("delta-force", "Delta Force", "df", &[
        ("60", "60 Delta Coins", 13_900), ("320", "300+20 Delta Coins", 69_200),
        ("460", "420+40 Delta Coins", 97_000), ("750", "680+70 Delta Coins", 153_000),
        ("1480", "1280+200 Delta Coins", 291_000), ("1980", "1680+300 Delta Coins", 382_000),
        ("3950", "3280+670 Delta Coins", 745_000), ("8100", "6480+1620 Delta Coins", 1_472_000),
    ]),
];
