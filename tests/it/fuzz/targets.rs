//! Targets: what customers type, and the owner's rules for it.

use odzreshop_bot::dialogue::screen::{Confirmation, Line, Screen};
use odzreshop_bot::domain::locale::Locale;
use odzreshop_bot::domain::target::{Answer, Choice, Field, MAX_ANSWER_CHARS, Pattern, Shape, Template, is_invisible, read};
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::features::purchase;
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;

use crate::chance;
use crate::samples::Taste;

fn typed() -> BoxedStrategy<String> {
    let spaces = select(vec!["12345  678", "12\u{a0}345", " 12345\u{3000}678 ", "a  b", "\u{2003}x", "<b>&amp;", "(123) 456", "e\u{301}"]);
    prop_oneof![any::<String>(), "[0-9 ()|/,+.-]{0,30}", "[0-9]{5,12} ?\\(?[0-9]{3,6}\\)?", "\\PC{0,70}", spaces.prop_map(str::to_owned)]
        .boxed()
}

fn field(key: &str, shape: Shape) -> Field {
    Field { key: key.into(), label: key.into(), shape, example: None, help: None }
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    let shape = prop_oneof![
        select(vec!["[0-9]{5,12}", "[0-9]{3,6}", ".+", "\\S+", "\\d+", "[\\w ]{1,40}", "a|b"])
            .prop_map(|pattern| Shape::Pattern(Pattern::new(pattern).unwrap())),
        Just(Shape::Choices(vec![
            Choice { value: "os_asia".into(), label: "Asia".into() },
            Choice { value: "1".into(), label: "TW, HK & MO".into() },
        ])),
    ];
    vec(shape, 0..4).prop_map(|shapes| shapes.into_iter().enumerate().map(|(n, shape)| field(&format!("f{n}"), shape)).collect())
}

#[test]
fn an_answer_is_what_was_typed_and_what_is_shown() {
    let words = Words::new(Locale::new("id"), chrono_tz::Tz::Asia__Jakarta);
    chance::check(1, &(fields(), typed()), |(fields, text)| {
        let Ok(answers) = read(&fields, &text) else { return };
        assert!(answers.len() <= fields.len() && (fields.is_empty() || !answers.is_empty()));
        for (field, answer) in fields.iter().zip(&answers) {
            assert_eq!(field.accept(&answer.value).as_ref(), Some(answer), "an answer stays one");
            if matches!(field.shape, Shape::Pattern(_)) {
                assert!(text.contains(&answer.value), "{:?} was never typed", answer.value);
            }
            assert!(answer.value.chars().count() <= MAX_ANSWER_CHARS);
            let odd = |c: char| is_invisible(c) || c.is_numeric() && !c.is_ascii_digit();
            assert!(!answer.value.contains(odd), "{:?}", answer.value);
            let line = Line { label: field.label.clone(), value: answer.value.as_str().into() };
            let confirmation = Confirmation { lines: vec![line], ..Taste::pleasant().confirmation() };
            let page = purchase::screen(&Screen::Confirm(confirmation), &words, &Taste::pleasant_shop());
            let escaped = answer.value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            assert!(page.text.contains(&format!("<code>{escaped}</code>")), "{:?} is not what is shown:\n{}", answer.value, page.text);
        }
    });
}

#[test]
fn a_template_is_refused_or_filled_with_every_answer() {
    let text = prop_oneof!["([{}]|f0|f1|\\{f0\\}|\\{f1\\}|-|💎){0,8}", any::<String>()];
    let any_pattern = || Shape::Pattern(Pattern::new(".*").unwrap());
    let fields = [field("f0", any_pattern()), field("f1", any_pattern())];
    chance::check(1, &(text, vec("[0-9{}]{0,5}", 2)), |(text, values)| {
        let Ok(template) = Template::parse(&text, &fields) else { return };
        let answers: Vec<Answer> =
            fields.iter().zip(&values).map(|(field, value)| Answer { key: field.key.clone(), value: value.clone() }).collect();
        // By another way: cut at the marks, put the values between.
        let parts: Vec<String> = text.split("{f0}").map(|part| part.split("{f1}").collect::<Vec<_>>().join(&values[1])).collect();
        assert_eq!(template.fill(&answers), Some(parts.join(&values[0])));
        assert_eq!(template.fill(&answers[..1]), None);
    });
}

/// Patterns that can't match a snowman, whatever they say otherwise: so no value with one in front or behind is whole.
#[test]
fn a_pattern_matches_whole_values_only() {
    let pattern = prop_oneof!["[a-c|()?*+$^0-9]{0,12}", "\\(\\?[imx]{1,2}\\)[a-c|$^#\n]{0,6}", "[a-c]{1,2}\\)\\|\\([a-c]"];
    chance::check(1, &(pattern, "[a-c]{0,6}"), |(pattern, value)| {
        let Ok(compiled) = Pattern::new(&pattern) else { return };
        for more in [format!("{value}☃"), format!("☃{value}"), format!("{value}\n☃"), format!("☃\n{value}")] {
            assert!(!compiled.matches(&more), "{pattern:?} matches {more:?}");
        }
        if compiled.matches(&value) {
            assert!(regex::Regex::new(&pattern).unwrap().is_match(&value), "{pattern:?} {value:?}");
        }
    });
}
