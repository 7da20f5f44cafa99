//! Definitions as admins type them: a table of cases, and that what is written is read as the same.

use super::*;

fn id() -> Locale {
    Locale::new("id")
}

/// What was read, written again.
fn again(text: &str, before: &[Field]) -> Result<String, DefinitionError> {
    Definition::read(text, before).map(|read| Definition::write(&read.fields, &read.target, &id()))
}

#[test]
fn a_definition_is_read_as_people_write_it() {
    use DefinitionError::{Count, Example, Line, Rule, Target};
    let long = "x".repeat(65);
    let (long_label, six) = (format!("{long} | 1"), "A | 1\n".repeat(6));
    let cases = [
        ("User ID | 123456789 | 5-12\nZone ID | 1234 | 3-6", Ok("User ID | 123456789 | 5-12\nZone ID | 1234 | 3-6\n={1}{2}")),
        ("  User ID|123456789|5 – 12  \n\n = {1} ", Ok("User ID | 123456789 | 5-12\n={1}")),
        ("Player ID | 225009777", Ok("Player ID | 225009777 | 5-18\n={1}")),
        ("PIN | 1234 | 4", Ok("PIN | 1234 | 4-4\n={1}")),
        ("Riot ID | Budi#ID1", Ok("Riot ID | Budi#ID1 | .+\n={1}")),
        ("Riot ID | Budi#ID1 | [^#]{3,16}#(ID1|ID2)", Ok("Riot ID | Budi#ID1 | [^#]{3,16}#(ID1|ID2)\n={1}")),
        ("UID | 812345678 | 9-10\nServer | Asia=os_asia, Europe = os_euro\n={1}|{2}", {
            Ok("UID | 812345678 | 9-10\nServer | Asia=os_asia, Europe=os_euro\n={1}|{2}")
        }),
        ("A | 1\nA | 2", Ok("A | 1 | 1-2\nA | 2 | 1-2\n={1}{2}")),
        ("", Err(Count)),
        ("={1}", Err(Count)),
        (six.as_str(), Err(Count)),
        ("User ID", Err(Line(1))),
        ("| 123", Err(Line(1))),
        ("A | 1\n\nB |", Err(Line(3))),
        (long_label.as_str(), Err(Line(1))),
        ("Server | Asia=a, Europe=a", Err(Line(1))),
        ("A | 1 | [0-9", Err(Rule(1))),
        ("A | 1 | 5-3", Err(Example(1))),
        ("A | 12 | 3-5", Err(Example(1))),
        ("A | 1\nB | x | 1-2", Err(Example(2))),
        ("A | 1\nB | 2\n={1}", Err(Target)),
        ("A | 1\n={1}{2}", Err(Target)),
        ("A | 1\n={1", Err(Target)),
    ];
    for (text, read) in cases {
        assert_eq!(again(text, &[]), read.map(str::to_owned), "{text:?}");
    }
}

#[test]
fn what_is_written_is_read_as_the_same() {
    let read = Definition::read("UID | 812345678 | 9-10\nServer | Asia=os_asia, Europe=os_euro\n={1}|{2}", &[]).unwrap();
    let written = Definition::write(&read.fields, &read.target, &id());
    assert_eq!(again(&written, &read.fields).as_ref(), Ok(&written));
    let answers = Definition::examples(&read.fields).unwrap();
    assert_eq!(read.target.fill(&answers).as_deref(), Some("812345678|os_asia"));
}

#[test]
fn a_question_that_is_there_keeps_its_key_its_languages_and_its_help() {
    let label = LocalText::PerLocale([("id", "ID Pemain"), ("en", "Player ID")].map(|(code, text)| (code.into(), text.into())).into());
    let pattern = Shape::Pattern(Pattern::new("[0-9]+").unwrap());
    let before = [Field { key: "player".into(), label: label.clone(), shape: pattern, example: None, help: Some("Profil".into()) }];
    let read = Definition::read("ID Pemain | 123 | 3-5\nNama Server! | x", &before).unwrap();
    let kept = &read.fields[0];
    assert_eq!((kept.key.as_str(), &kept.label, kept.help.as_ref()), ("player", &label, Some(&"Profil".into())));
    assert_eq!(read.fields[1].key, "nama_server");
    assert_eq!(read.target.to_string(), "{player}{nama_server}");
}

#[test]
fn an_answer_that_looks_like_a_number_is_not_replaced_twice() {
    let read = Definition::read("1 | 123\n2 | 45\n={2}-{1}", &[]).unwrap();
    let answers = Definition::examples(&read.fields).unwrap();
    assert_eq!(read.target.fill(&answers).as_deref(), Some("45-123"));
}
