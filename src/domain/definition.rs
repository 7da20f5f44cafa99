//! The questions of a category as an admin writes them in one message, and as they are shown to be changed.
//!
//! Each line is one question, `LABEL | EXAMPLE | RULE`. A rule is a number of digits (`5-12`) or a regular expression; without one, an example
//! of digits allows from half to twice as many of them, and any other example every text. A question with buttons is
//! `LABEL | NAME=VALUE, NAME=VALUE`. A last line `={1}|{2}` says what the provider gets; without it the answers stand one after the other.

use crate::domain::locale::{LocalText, Locale};
use crate::domain::target::{self, Answer, Choice, Field, MAX_ANSWER_CHARS, Pattern, Shape, Template};

/// Most questions for one target: no known game needs more than two.
pub const MAX_FIELDS: usize = 5;
/// Most buttons of one question: they must fit one screen.
pub const MAX_CHOICES: usize = 24;
/// Longest label of a question or button, in characters.
const MAX_LABEL_CHARS: usize = 64;
/// Longest rule, and longest form of the target, in characters.
const MAX_RULE_CHARS: usize = 256;

/// The questions of a category, and how their answers become the target.
#[derive(Clone, Debug)]
pub struct Definition {
    pub fields: Vec<Field>,
    pub target: Template,
}

/// Why a text defines no questions; lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefinitionError {
    /// There is no question, or there are more than [`MAX_FIELDS`].
    Count,
    /// The line has no label or no example, or they are too long.
    Line(usize),
    /// The rule of this line is no number of digits and no regular expression.
    Rule(usize),
    /// The example of this line does not follow its own rule.
    Example(usize),
    /// The last line does not use each answer, or names one that is not there.
    Target,
}

impl Definition {
    /// Reads what an admin typed. A question that is there already, by its label, keeps its key, its label in other languages and its help.
    ///
    /// # Errors
    /// The first problem.
    pub fn read(text: &str, before: &[Field]) -> Result<Self, DefinitionError> {
        let lines: Vec<(usize, &str)> =
            text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).filter(|(_, line)| !line.is_empty()).collect();
        let (target, questions) = match lines.split_last() {
            Some(((_, last), questions)) if last.starts_with('=') => (last.get(1..).map(str::trim), questions),
            _ => (None, lines.as_slice()),
        };
        if !(1..=MAX_FIELDS).contains(&questions.len()) {
            return Err(DefinitionError::Count);
        }
        let mut fields: Vec<Field> = Vec::new();
        for (at, line) in questions {
            let field = read_field(*at, line, before, &fields)?;
            fields.push(field);
        }
        let names: Vec<(String, &str)> = fields.iter().enumerate().map(|(at, field)| ((at + 1).to_string(), field.key.as_str())).collect();
        let written = target.map_or_else(|| names.iter().map(|(number, _)| format!("{{{number}}}")).collect(), str::to_owned);
        if written.chars().count() > MAX_RULE_CHARS || written.contains(|c: char| target::is_invisible(c)) {
            return Err(DefinitionError::Target);
        }
        let by_key = renamed(&written, |number| names.iter().find(|(known, _)| known == number).map(|(_, key)| (*key).to_owned()));
        let target = Template::parse(&by_key, &fields).map_err(|_| DefinitionError::Target)?;
        Ok(Self { fields, target })
    }

    /// The same as a text that [`Definition::read`] understands, with the labels of one language.
    pub fn write(fields: &[Field], target: &Template, locale: &Locale) -> String {
        let line = |field: &Field| {
            let label = field.label.get(locale);
            match &field.shape {
                Shape::Choices(choices) => {
                    let choice = |choice: &Choice| format!("{}={}", choice.label.get(locale), choice.value);
                    format!("{label} | {}", choices.iter().map(choice).collect::<Vec<_>>().join(", "))
                }
                Shape::Pattern(pattern) => {
                    let rule = digits_of(pattern.text()).unwrap_or_else(|| pattern.text().to_owned());
                    format!("{label} | {} | {rule}", field.example.as_deref().unwrap_or_default())
                }
            }
        };
        let number = |key: &str| fields.iter().position(|field| field.key == key).map(|at| (at + 1).to_string());
        let numbered = renamed(&target.to_string(), number);
        fields.iter().map(line).chain([format!("={numbered}")]).collect::<Vec<_>>().join("\n")
    }

    /// The answers of the examples, a question with buttons by its first one. `None` where an example is missing.
    pub fn examples(fields: &[Field]) -> Option<Vec<Answer>> {
        let answer = |field: &Field| match &field.shape {
            Shape::Pattern(_) => field.accept(field.example.as_deref()?),
            Shape::Choices(choices) => Some(Answer { key: field.key.clone(), value: choices.first()?.value.clone() }),
        };
        fields.iter().map(answer).collect()
    }
}

/// A template whose fields have other names.
fn renamed(template: &str, name_of: impl Fn(&str) -> Option<String>) -> String {
    let (mut text, mut rest) = (String::new(), template);
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').map_or((after, ""), |(name, after)| (name, after));
        let closed = rest.len() > before.len() + 1 + name.len();
        text.push_str(before);
        text.push('{');
        text.push_str(&name_of(name).filter(|_| closed).unwrap_or_else(|| name.to_owned()));
        text.push_str(if closed { "}" } else { "" });
        rest = after;
    }
    text + rest
}

fn read_field(at: usize, line: &str, before: &[Field], earlier: &[Field]) -> Result<Field, DefinitionError> {
    let mut parts = line.splitn(3, '|').map(str::trim);
    let (label, example, rule) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
    let fits = |text: &str, most: usize| (1..=most).contains(&text.chars().count()) && !text.contains(target::is_invisible);
    if !fits(label, MAX_LABEL_CHARS) || example.is_empty() {
        return Err(DefinitionError::Line(at));
    }
    let known = before.iter().find(|field| is_called(field, label));
    let key = known.map(|field| field.key.clone()).filter(|key| !earlier.iter().any(|field| field.key == *key));
    let key = key.unwrap_or_else(|| key_of(label, earlier));
    let (kept_label, help) = known.map_or((LocalText::from(label), None), |field| (field.label.clone(), field.help.clone()));
    if rule.is_none()
        && let Some(choices) = read_choices(example, known)
    {
        let right = |choice: &Choice| fits(&choice.value, MAX_ANSWER_CHARS) && fits(choice.label.get(&Locale::new("id")), MAX_LABEL_CHARS);
        let mut values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
        values.sort_unstable();
        values.dedup();
        if choices.len() > MAX_CHOICES || values.len() != choices.len() || !choices.iter().all(right) {
            return Err(DefinitionError::Line(at));
        }
        return Ok(Field { key, label: kept_label, shape: Shape::Choices(choices), example: None, help });
    }
    let rule =
        rule.filter(|rule| !rule.is_empty()).map_or_else(|| rule_for(example), |rule| digits(rule).unwrap_or_else(|| rule.to_owned()));
    if rule.chars().count() > MAX_RULE_CHARS {
        return Err(DefinitionError::Rule(at));
    }
    let pattern = Pattern::new(&rule).map_err(|_| DefinitionError::Rule(at))?;
    let field = Field { key, label: kept_label, shape: Shape::Pattern(pattern), example: Some(example.to_owned()), help };
    match target::read(std::slice::from_ref(&field), example) {
        Ok(_) => Ok(field),
        Err(_) => Err(DefinitionError::Example(at)),
    }
}

/// `Asia=os_asia, Europe=os_euro`: `None` if it is something else. A name that is there already keeps its other languages.
fn read_choices(text: &str, known: Option<&Field>) -> Option<Vec<Choice>> {
    let before = match known.map(|field| &field.shape) {
        Some(Shape::Choices(choices)) => choices.as_slice(),
        _ => &[],
    };
    let choice = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        let kept = before.iter().find(|choice| choice.value == value && is_text(&choice.label, name));
        let label = kept.map_or_else(|| name.into(), |choice| choice.label.clone());
        (!name.is_empty()).then(|| Choice { value: value.to_owned(), label })
    };
    text.split(',').map(choice).collect()
}

fn is_called(field: &Field, label: &str) -> bool {
    is_text(&field.label, label)
}

fn is_text(text: &LocalText, written: &str) -> bool {
    match text {
        LocalText::Plain(text) => text == written,
        LocalText::PerLocale(texts) => texts.values().any(|text| text == written),
    }
}

/// A key that no other question has: the label in small letters.
fn key_of(label: &str, earlier: &[Field]) -> String {
    let plain: String = label.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).take(24).collect();
    let plain = plain.trim_matches('_');
    let base = if plain.is_empty() { "field" } else { plain };
    let taken = |key: &str| earlier.iter().any(|field| field.key == key);
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(|key| !taken(key)).unwrap_or_default()
}

/// The regular expression of a number of digits: `5-12`, `9`.
fn digits(rule: &str) -> Option<String> {
    let (least, most) = rule.split_once(['-', '–']).unwrap_or((rule, rule));
    let (least, most): (usize, usize) = (least.trim().parse().ok()?, most.trim().parse().ok()?);
    (1 <= least && least <= most && most <= MAX_ANSWER_CHARS).then(|| format!("[0-9]{{{least},{most}}}"))
}

/// `[0-9]{5,12}` as `5-12`.
fn digits_of(pattern: &str) -> Option<String> {
    let (least, most) = pattern.strip_prefix("[0-9]{")?.strip_suffix('}')?.split_once(',')?;
    let written = format!("{least}-{most}");
    (digits(&written)? == pattern).then_some(written)
}

/// What an example without a rule allows.
fn rule_for(example: &str) -> String {
    let count = example.chars().count();
    if example.bytes().all(|c| c.is_ascii_digit()) {
        return format!("[0-9]{{{},{}}}", count.div_ceil(2), (count * 2).min(MAX_ANSWER_CHARS));
    }
    ".+".to_owned()
}

#[cfg(test)]
mod tests;
