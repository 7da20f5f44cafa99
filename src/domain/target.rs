//! Targets: what the customer types so that the top-up reaches the right player.
//!
//! A category asks for one or more fields, and a template joins the answers into the one string that the provider gets.
//! A wrong character here is lost money, so nothing is corrected silently: a value is used as it is or refused with a reason.

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::domain::locale::{LocalText, Locale};

/// The longest answer, in characters. The longest known target (a CODM OpenID) has 25.
pub const MAX_ANSWER_CHARS: usize = 64;

/// One question of a category.
#[derive(Clone, Debug)]
pub struct Field {
    /// The field's name in the template.
    pub key: String,
    /// The name that customers see: "User ID".
    pub label: LocalText,
    /// What an answer must look like.
    pub shape: Shape,
    /// An answer that fits, shown to the customer.
    pub example: Option<String>,
    /// Where to find it in the game.
    pub help: Option<LocalText>,
}

/// What an answer must look like.
#[derive(Clone, Debug)]
pub enum Shape {
    /// The whole value matches.
    Pattern(Pattern),
    /// One of these, asked with buttons.
    Choices(Vec<Choice>),
}

/// One button of a field with choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What goes into the target.
    pub value: String,
    /// What the button says.
    pub label: LocalText,
}

/// A regular expression that must match the whole value.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

impl Pattern {
    /// Compiles a pattern and anchors it at both ends.
    ///
    /// # Errors
    /// What the regular expression's compiler says.
    pub fn new(text: &str) -> Result<Self, regex::Error> {
        Regex::new(text)?; // on its own first, so that the message speaks of the owner's text and `)(` can't escape the group
        Regex::new(&format!("^(?:{text})$")).map(Self)
    }

    /// As the owner wrote it.
    pub fn text(&self) -> &str {
        let anchored = self.0.as_str();
        anchored.strip_prefix("^(?:").and_then(|text| text.strip_suffix(")$")).unwrap_or(anchored)
    }

    /// Whether the whole value matches.
    pub fn matches(&self, value: &str) -> bool {
        self.0.is_match(value)
    }
}

/// The answer to one field, kept separately so that it can be shown on its own line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The field's key.
    pub key: String,
    /// The value that goes into the target.
    pub value: String,
}

/// Why a text is not a valid answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invalid {
    /// It is empty.
    Empty,
    /// It has more than [`MAX_ANSWER_CHARS`].
    TooLong,
    /// It has several lines.
    Lines,
    /// It has invisible characters: zero-width, direction marks, controls.
    Invisible,
    /// It has digits of another script, such as full-width digits, which look right but are wrong.
    ForeignDigits,
    /// It does not match the field's pattern or choices.
    Form,
    /// One value typed with a blank, or several values: both fit.
    Ambiguous,
}

/// How the target is built from the answers: `{user_id}{zone_id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Field(String),
}

/// Why a text is not a valid template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A brace is not paired.
    #[error("a `{{` or `}}` is not paired")]
    Brace,
    /// No field has this name.
    #[error("`{{{0}}}` is not a field of this category")]
    UnknownField(String),
    /// The template does not use this field.
    #[error("the field `{0}` does not appear in it")]
    UnusedField(String),
}

impl Template {
    /// Parses a template and checks that it uses each of `fields`, and no others.
    ///
    /// # Errors
    /// The first problem.
    pub fn parse(text: &str, fields: &[Field]) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            let inside = from.strip_prefix('{').ok_or(TemplateError::Brace)?;
            let (name, after) = inside.split_once('}').ok_or(TemplateError::Brace)?;
            if !fields.iter().any(|field| field.key == name) {
                return Err(TemplateError::UnknownField(name.to_owned()));
            }
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Field(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        match fields.iter().find(|field| !parts.contains(&Part::Field(field.key.clone()))) {
            Some(unused) => Err(TemplateError::UnusedField(unused.key.clone())),
            None => Ok(Self(parts)),
        }
    }

    /// The target, or `None` while an answer is missing.
    pub fn fill(&self, answers: &[Answer]) -> Option<String> {
        let mut target = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => target.push_str(text),
                Part::Field(key) => target.push_str(&answers.iter().find(|answer| answer.key == *key)?.value),
            }
        }
        Some(target)
    }
}

/// As the owner wrote it.
impl std::fmt::Display for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Text(text) => f.write_str(text),
            Part::Field(key) => write!(f, "{{{key}}}"),
        })
    }
}

/// Reads what the customer typed as the answer to the first of the `open` fields, or, if the line has several values
/// (`123456789 (1234)`), as the answers to as many of them. A field with choices accepts a typed label or value too.
/// People type a long number in groups of digits too: without a bracket, `|`, `/` or `+`, `123456 789` may be one ID or two values.
///
/// # Errors
/// Why the text is not a valid answer; then no field is answered.
pub fn read(open: &[Field], text: &str) -> Result<Vec<Answer>, Invalid> {
    let text = text.trim();
    let Some(first) = open.first() else { return Ok(Vec::new()) };
    check_characters(text)?;
    if let Some(answer) = first.accept(text) {
        return Ok(vec![answer]);
    }
    let pieces: Vec<&str> = text.split([' ', '\t', '(', ')', '|', '/', '-', ',', '+', '.']).filter(|piece| !piece.is_empty()).collect();
    if (2..=open.len()).contains(&pieces.len()) {
        let answers: Option<Vec<Answer>> = open.iter().zip(&pieces).map(|(field, piece)| field.accept(piece)).collect();
        if let Some(answers) = answers {
            let apart = text.contains(['(', ')', '|', '/', '+']);
            let may_be_one = (2..=pieces.len()).any(|count| first.accept(&pieces[..count].concat()).is_some());
            return if apart || !may_be_one { Ok(answers) } else { Err(Invalid::Ambiguous) };
        }
    }
    Err(Invalid::Form)
}

/// A line that answers all of these fields, as an example; `None` for a single field, and where nothing surely reads as all of them.
pub fn example_of_all(open: &[Field], locale: &Locale) -> Option<String> {
    let (first, others) = open.split_first().filter(|(first, others)| first.is_typed() && !others.is_empty())?;
    let mut line = first.example.clone()?;
    for field in others {
        match &field.shape {
            Shape::Pattern(_) => line += &format!(" ({})", field.example.as_ref()?),
            Shape::Choices(choices) => line += &format!(" {}", choices.first()?.label.get(locale)),
        }
    }
    read(open, &line).is_ok_and(|answers| answers.len() == open.len()).then_some(line)
}

impl Field {
    /// Whether it is answered with a text, not with a button.
    pub fn is_typed(&self) -> bool {
        matches!(self.shape, Shape::Pattern(_))
    }

    /// `value` as the answer, if it is valid. Telegram shows several spaces in a row as one, so they are refused: customers must see
    /// exactly what will be sent.
    pub fn accept(&self, value: &str) -> Option<Answer> {
        let value = match &self.shape {
            Shape::Pattern(pattern) => (pattern.matches(value) && !value.contains("  ")).then(|| value.to_owned())?,
            Shape::Choices(choices) => choices.iter().find(|choice| choice.is(value))?.value.clone(),
        };
        Some(Answer { key: self.key.clone(), value })
    }
}

impl Choice {
    fn is(&self, text: &str) -> bool {
        let labelled = match &self.label {
            LocalText::Plain(label) => label.eq_ignore_ascii_case(text),
            LocalText::PerLocale(labels) => labels.values().any(|label| label.eq_ignore_ascii_case(text)),
        };
        labelled || self.value == text
    }
}

fn check_characters(text: &str) -> Result<(), Invalid> {
    if text.is_empty() {
        return Err(Invalid::Empty);
    }
    if text.chars().count() > MAX_ANSWER_CHARS {
        return Err(Invalid::TooLong);
    }
    if text.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        return Err(Invalid::Lines);
    }
    // Other kinds of spaces look like an ordinary space.
    if text.chars().any(|c| is_invisible(c) || c.is_whitespace() && c != ' ') {
        return Err(Invalid::Invisible);
    }
    if text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        return Err(Invalid::ForeignDigits);
    }
    Ok(())
}

/// Whether a character has no width or changes the text direction: such characters are easily copied without notice.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(key: &str, pattern: &str) -> Field {
        Field { key: key.into(), label: key.into(), shape: Shape::Pattern(Pattern::new(pattern).unwrap()), example: None, help: None }
    }

    fn mobile_legends() -> Vec<Field> {
        vec![field("user_id", "[0-9]{5,12}"), field("zone_id", "[0-9]{3,6}")]
    }

    fn values(answers: Result<Vec<Answer>, Invalid>) -> Result<String, Invalid> {
        answers.map(|answers| answers.into_iter().map(|answer| answer.value).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn a_line_answers_one_field_or_several() {
        let fields = mobile_legends();
        for (text, read_as) in [
            ("123456789", Ok("123456789")),
            ("  123456789 ", Ok("123456789")),
            ("123456789 (1234)", Ok("123456789|1234")),
            ("123456789(1234)", Ok("123456789|1234")),
            ("123456789 / 1234", Ok("123456789|1234")),
            ("123456789-1234", Ok("123456789|1234")),
            ("123456789 1234", Ok("123456789|1234")),
            ("123456 (789)", Ok("123456|789")),
            ("123456/789", Ok("123456|789")),
            ("123456 789", Err(Invalid::Ambiguous)),
            ("123456-789", Err(Invalid::Ambiguous)),
            ("123456.789", Err(Invalid::Ambiguous)),
            ("12345678 1234", Err(Invalid::Ambiguous)),
            ("1234 56789", Err(Invalid::Form)),
            ("123456789 1234 99", Err(Invalid::Form)),
            ("123456789 (12)", Err(Invalid::Form)),
            ("1234", Err(Invalid::Form)),
            ("1234567890123", Err(Invalid::Form)),
            ("12345678a", Err(Invalid::Form)),
            ("", Err(Invalid::Empty)),
            ("   ", Err(Invalid::Empty)),
            ("123456789\n1234", Err(Invalid::Lines)),
            ("1234\u{200b}56789", Err(Invalid::Invisible)),
            ("\u{202e}123456789", Err(Invalid::Invisible)),
            ("１２３４５６７８９", Err(Invalid::ForeignDigits)),
            ("١٢٣٤٥٦٧", Err(Invalid::ForeignDigits)),
            (&"1".repeat(65), Err(Invalid::TooLong)),
            (&"1".repeat(4096), Err(Invalid::TooLong)),
        ] {
            assert_eq!(values(read(&fields, text)), read_as.map(str::to_owned), "{text:?}");
        }
        assert_eq!(values(read(&fields[1..], "1234")), Ok("1234".into()));
    }

    #[test]
    fn an_answer_may_contain_separators_when_the_pattern_allows_them() {
        let riot = [field("riot_id", r"[^#]{3,16}#[\p{L}\p{N}]{3,5}")];
        assert_eq!(values(read(&riot, "Budi Gaming#ID1")), Ok("Budi Gaming#ID1".into()));
        assert_eq!(values(read(&riot, "Budi Gaming")), Err(Invalid::Form));
        assert_eq!(values(read(&riot, "Budi  Gaming#ID1")), Err(Invalid::Form), "shown as another one than it is");
        assert_eq!(values(read(&riot, "Budi\u{a0}Gaming#ID1")), Err(Invalid::Invisible));
        assert_eq!(values(read(&mobile_legends(), "123456789  (1234)")), Ok("123456789|1234".into()));
    }

    #[test]
    fn choices_are_accepted_by_label_or_value() {
        let server =
            Field { shape: Shape::Choices(vec![Choice { value: "os_asia".into(), label: "Asia".into() }]), ..field("server", ".") };
        let fields = [field("uid", "[1-9][0-9]{8,9}"), server];
        assert_eq!(values(read(&fields, "812345678 asia")), Ok("812345678|os_asia".into()));
        assert_eq!(values(read(&fields[1..], "os_asia")), Ok("os_asia".into()));
        assert_eq!(values(read(&fields[1..], "Mars")), Err(Invalid::Form));
    }

    #[test]
    fn an_example_answers_all_fields_or_there_is_none() {
        let with = |example: &str, field: Field| Field { example: Some(example.into()), ..field };
        let choice = |label: &str| Choice { value: "v".into(), label: label.into() };
        let server = |label: &str| Field { shape: Shape::Choices(vec![choice(label)]), ..field("server", ".") };
        let (user, zone) = (with("123456789", field("user_id", "[0-9]{5,12}")), with("1234", field("zone_id", "[0-9]{3,6}")));
        let uid = with("812345678", field("uid", "[1-9][0-9]{8,9}"));
        let cases: [(&[Field], Option<&str>); 8] = [
            (&[user.clone(), zone.clone()], Some("123456789 (1234)")),
            (&[uid.clone(), server("Asia")], Some("812345678 Asia")),
            (&[uid.clone(), server("TW, HK, MO")], None),
            (&[user.clone(), field("zone_id", "[0-9]{3,6}")], None),
            (&[user.clone(), with("12", field("zone_id", "[0-9]{3,6}"))], None),
            (&[server("Asia"), uid], None),
            (&[user], None),
            (&[], None),
        ];
        for (open, example) in cases {
            assert_eq!(example_of_all(open, &Locale::new("id")).as_deref(), example);
        }
    }

    #[test]
    fn a_pattern_matches_the_whole_value_only() {
        let pattern = Pattern::new("a|bc").unwrap();
        assert!(pattern.matches("a") && pattern.matches("bc"));
        assert!(!pattern.matches("ab") && !pattern.matches("xa") && !pattern.matches("bcd") && !pattern.matches("a\n"));
        assert!(Pattern::new("(").is_err());
        assert!(Pattern::new("a)|(b").is_err());
    }

    #[test]
    fn a_template_must_use_exactly_its_fields() {
        let fields = mobile_legends();
        let answers = read(&fields, "123456789 (1234)").unwrap();
        let fill = |text: &str| Template::parse(text, &fields).map(|template| template.fill(&answers));
        assert_eq!(fill("{user_id}{zone_id}"), Ok(Some("1234567891234".into())));
        assert_eq!(fill("id:{user_id}|{zone_id}!"), Ok(Some("id:123456789|1234!".into())));
        assert_eq!(fill("{user_id}{zone}"), Err(TemplateError::UnknownField("zone".into())));
        assert_eq!(fill("{user_id}"), Err(TemplateError::UnusedField("zone_id".into())));
        assert_eq!(fill("{user_id}{zone_id"), Err(TemplateError::Brace));
        assert_eq!(fill("}{user_id}{zone_id}"), Err(TemplateError::Brace));
        assert_eq!(Template::parse("{user_id}{zone_id}", &fields).unwrap().fill(&answers[..1]), None);
    }
}
