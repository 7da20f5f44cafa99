//! What a button shows of an item: the provider's name without what the screen above says already. `Mobile Legends 86 Diamonds` is `86 💎`
//! there, so that amount and price are seen at a glance and two buttons fit in a row.

/// What may stand between the name of a game and the rest.
const SEPARATORS: &[char] = &[' ', '-', '–', '—', '_', ':', '|', '/', '·', '•', ',', '.', '\u{a0}'];

/// How providers write diamonds behind their number.
const DIAMONDS: [&str; 3] = ["diamonds", "diamond", "dm"];

/// An item's name without the names of its game at either end, and with `💎` for counted diamonds. What would leave nothing to read is left.
pub fn short<'a>(name: &str, games: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut rest = name.trim();
    while let Some(shorter) = games.clone().filter_map(|game| without(rest, game)).min_by_key(|shorter| shorter.len()) {
        rest = shorter;
    }
    with_sign(rest)
}

/// `name` without `game` at its start or its end, if something is left. Letters and digits count, without their case: resellers write
/// `Call of Duty: Mobile` as `CALLOFDUTYMOBILE`, and often in the singular.
fn without<'a>(name: &'a str, game: &str) -> Option<&'a str> {
    let letters: Vec<char> = game.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let singular = letters.strip_suffix(&['s']).unwrap_or(&letters);
    let shorter = [letters.as_slice(), singular].into_iter().find_map(|game| after(name, game).or_else(|| before(name, game)))?;
    shorter.contains(char::is_alphanumeric).then_some(shorter)
}

/// What follows these letters at the start.
fn after<'a>(name: &'a str, game: &[char]) -> Option<&'a str> {
    let at = end_of(name.char_indices(), game.iter())?;
    Some(name.get(at..)?.trim_start_matches(SEPARATORS).trim_start_matches([')', ']']).trim_start_matches(SEPARATORS))
}

/// What stands before these letters at the end.
fn before<'a>(name: &'a str, game: &[char]) -> Option<&'a str> {
    let last = end_of(name.char_indices().rev(), game.iter().rev())?;
    let end = last + name.get(last..)?.chars().next()?.len_utf8();
    Some(name.get(..end)?.trim_end_matches(SEPARATORS).trim_end_matches(['(', '[']).trim_end_matches(SEPARATORS))
}

/// Where the first character after `game` is, in the order of `name`; `None` if `name` does not begin with it as whole words.
fn end_of<'g>(mut name: impl Iterator<Item = (usize, char)>, mut game: impl Iterator<Item = &'g char>) -> Option<usize> {
    let mut wanted = game.next();
    // Without letters there is nothing to leave out.
    wanted?;
    loop {
        let (at, c) = name.next()?;
        match wanted {
            None => return (!c.is_alphanumeric()).then_some(at),
            Some(_) if !c.is_alphanumeric() => {}
            Some(letter) if c.to_lowercase().eq([*letter]) => wanted = game.next(),
            Some(_) => return None,
        }
    }
}

/// `💎` for the word behind a number, unless the word goes on: `5 Diamond Pass` is no number of diamonds.
fn with_sign(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit()) && !word.contains(char::is_alphabetic);
    let sign = |(at, word): (usize, &&str)| {
        let is_counted = at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| is_number(before));
        let goes_on = words.get(at + 1).is_some_and(|next| next.starts_with(char::is_alphabetic));
        let is_diamonds = DIAMONDS.iter().any(|diamonds| word.eq_ignore_ascii_case(diamonds));
        if is_diamonds && is_counted && !goes_on { "💎".to_owned() } else { (*word).to_owned() }
    };
    words.iter().enumerate().map(sign).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_game_is_not_repeated() {
        let cases: &[(&str, &[&str], &str)] = &[
            ("Mobile Legends 86 Diamonds", &["Mobile Legends"], "86 💎"),
            ("86 Diamonds", &["Mobile Legends"], "86 💎"),
            ("MOBILELEGEND - 86 Diamond", &["Mobile Legends"], "86 💎"),
            ("mobile-legends: 86 dm", &["Mobile Legends"], "86 💎"),
            ("86 Diamonds - Mobile Legends", &["Mobile Legends"], "86 💎"),
            ("86 (78+8) Diamonds (Mobile Legends)", &["Mobile Legends"], "86 (78+8) 💎"),
            ("[Mobile Legends] 86 Diamonds (78 + 8 Bonus)", &["Mobile Legends"], "86 💎 (78 + 8 Bonus)"),
            ("Mobile Legends | Mobile Legends 86 Diamonds", &["Mobile Legends"], "86 💎"),
            ("Mobile Legends Weekly Diamond Pass", &["Mobile Legends"], "Weekly Diamond Pass"),
            ("Mobile Legends 5 Diamond Pass", &["Mobile Legends"], "5 Diamond Pass"),
            ("Call of Duty Mobile 31 CP", &["Call of Duty: Mobile"], "31 CP"),
            ("Honkai Star Rail 300+30 Oneiric Shards", &["Honkai: Star Rail"], "300+30 Oneiric Shards"),
            // In any of the languages, or as the provider's slug has it.
            ("Raja Kehormatan 80 Tokens", &["Honor of Kings", "Raja Kehormatan"], "80 Tokens"),
            ("Magic Chess Go Go 5 Diamonds", &["Magic Chess: Go Go", "magic-chess"], "5 💎"),
            ("Magic Chess Go Go 5 Diamonds", &["Magic Chess", "magic-chess-go-go"], "5 💎"),
            ("Magic Chess 5 Diamonds", &["Magic Chess: Go Go", "magic-chess"], "5 💎"),
            // Part of another word, of another game, or all there is.
            ("Robloxian 80", &["Roblox"], "Robloxian 80"),
            ("Free Fire Max 100 Diamonds", &["Free Fire"], "Max 100 💎"),
            ("EA Sports FC Mobile 40 FC Points", &["FC Mobile"], "EA Sports FC Mobile 40 FC Points"),
            ("Mobile Legends", &["Mobile Legends"], "Mobile Legends"),
            ("Mobile Legends !!", &["Mobile Legends"], "Mobile Legends !!"),
            ("Roblox Roblox", &["Roblox"], "Roblox"),
            // Nothing to compare with.
            ("80 Robux", &["", "🧱"], "80 Robux"),
            ("  ", &["Roblox"], ""),
            ("💎💎 5", &["Roblox"], "💎💎 5"),
        ];
        for (name, games, label) in cases {
            assert_eq!(short(name, games.iter().copied()), *label, "{name:?} of {games:?}");
        }
    }
}
