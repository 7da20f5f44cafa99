//! Reads the parameters of a request and refuses all that the Bot API doesn't name: Telegram itself ignores unknown parameters,
//! which is how misspelt ones live for years.

use serde_json::{Map, Value, json};

use super::methods::{Field, Shape, UNIONS, find_type};

/// Parameters by name.
pub type Params = Map<String, Value>;

/// Reads a request's query string and body.
///
/// # Errors
/// The description of a 400, when the body isn't what its content type says.
pub fn read(query: &str, content_type: &str, body: &[u8]) -> Result<(Params, Encoding), String> {
    let mut params = Params::new();
    let mut encoding = Encoding::Json;
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        encoding = Encoding::Form;
        params.insert(name.into_owned(), Value::String(value.into_owned()));
    }
    if body.is_empty() {
        return Ok((params, encoding));
    }
    if content_type.starts_with("application/json") {
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) if params.is_empty() => Ok((object, Encoding::Json)),
            Ok(Value::Object(_)) => Err("Bad Request: parameters in the query string and in a JSON body".into()),
            _ => Err("Bad Request: can't parse JSON object".into()),
        }
    } else if content_type.starts_with("application/x-www-form-urlencoded") {
        for (name, value) in url::form_urlencoded::parse(body) {
            params.insert(name.into_owned(), Value::String(value.into_owned()));
        }
        Ok((params, Encoding::Form))
    } else if let Some(boundary) = content_type.strip_prefix("multipart/form-data; boundary=") {
        params.extend(read_multipart(boundary, body).ok_or("Bad Request: can't parse multipart/form-data")?);
        Ok((params, Encoding::Form))
    } else {
        Err(format!("Bad Request: the sandbox doesn't read content type {content_type:?}"))
    }
}

/// The parts of a form with files (RFC 7578). A file is an object with its name and content, which is text or, under another name, bytes.
fn read_multipart(boundary: &str, body: &[u8]) -> Option<Params> {
    let body = body.strip_prefix(format!("--{boundary}\r\n").as_bytes())?;
    let (parts, _) = split_once(body, format!("\r\n--{boundary}--").as_bytes())?;
    let between = format!("\r\n--{boundary}\r\n");
    let (mut params, mut rest) = (Params::new(), parts);
    loop {
        let (part, others) = split_once(rest, between.as_bytes()).map_or((rest, None), |(part, others)| (part, Some(others)));
        let (name, value) = read_part(part)?;
        params.insert(name, value);
        let Some(others) = others else { return Some(params) };
        rest = others;
    }
}

fn read_part(part: &[u8]) -> Option<(String, Value)> {
    let (head, content) = split_once(part, b"\r\n\r\n")?;
    let head = std::str::from_utf8(head).ok()?;
    let disposition = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition: form-data"))?;
    let quoted = |name: &str| Some(disposition.split_once(&format!("; {name}=\""))?.1.split_once('"')?.0.to_owned());
    let text = std::str::from_utf8(content);
    let value = match (quoted("filename"), text) {
        (Some(file_name), Ok(text)) => json!({ "file_name": file_name, "content": text }),
        (Some(file_name), Err(_)) => {
            // Each byte as the character of its number.
            let bytes: String = content.iter().map(|byte| char::from(*byte)).collect();
            json!({ "file_name": file_name, "bytes": bytes })
        }
        (None, text) => text.ok()?.into(),
    };
    Some((quoted("name")?, value))
}

/// What was uploaded as this parameter.
pub fn file_bytes(file: &Value) -> Option<Vec<u8>> {
    let text = file["content"].as_str().map(|text| text.as_bytes().to_vec());
    text.or_else(|| file["bytes"].as_str()?.chars().map(|letter| u8::try_from(letter).ok()).collect())
}

/// What is before and after the first place of `mark`.
fn split_once<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    Some((&bytes[..at], &bytes[at + mark.len()..]))
}

/// How the parameters came: a form knows only strings, JSON has types and must use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// A JSON body, or no parameters at all.
    Json,
    /// A query string or a urlencoded body.
    Form,
}

/// Gives the strings of a form the types that the method asks for; what doesn't fit stays a string and is refused by [`check`].
pub fn type_form(shape: &Shape, params: &mut Params) {
    for field in shape.fields {
        let Some(value) = params.get_mut(field.name) else { continue };
        let Value::String(text) = &*value else { continue };
        let typed = alternatives(field).find_map(|kind| match kind {
            "String" => Some(Value::String(text.clone())),
            "Integer" => text.parse::<i64>().ok().map(Value::from),
            "Boolean" => match text.to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => Some(Value::Bool(true)),
                "false" | "0" | "no" => Some(Value::Bool(false)),
                _ => None,
            },
            _ => serde_json::from_str(text).ok(),
        });
        if let Some(typed) = typed {
            *value = typed;
        }
    }
}

/// Checks that each parameter is named by the Bot API, has one of its types, and that none is missing.
///
/// # Errors
/// What is wrong and where, as in `reply_markup.inline_keyboard[0][1].text is missing`.
pub fn check(shape: &Shape, params: &Params) -> Result<(), String> {
    check_fields(shape, params, "")
}

fn check_fields(shape: &Shape, object: &Params, path: &str) -> Result<(), String> {
    let here = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    for name in object.keys() {
        if !shape.fields.iter().any(|field| field.name == name) {
            return Err(format!("unknown parameter {:?} of {}", here(name), shape.name));
        }
    }
    for field in shape.fields {
        match object.get(field.name) {
            Some(value) => check_field(field, value, &here(field.name))?,
            None if field.required => return Err(format!("parameter {:?} is missing", here(field.name))),
            None => {}
        }
    }
    Ok(())
}

fn check_field(field: &Field, value: &Value, path: &str) -> Result<(), String> {
    let mut first_error = None;
    for kind in alternatives(field) {
        match check_type(kind, value, path) {
            Ok(()) => return Ok(()),
            // The alternative that fits best speaks: of the markups, the one whose main field is there.
            Err(error) => {
                if first_error.is_none() || recognises(kind, value) {
                    first_error = Some(error);
                }
            }
        }
    }
    Err(first_error.unwrap_or_else(|| format!("parameter {path:?} is not allowed")))
}

fn check_type(kind: &str, value: &Value, path: &str) -> Result<(), String> {
    let wrong = || Err(format!("parameter {path:?} must be {kind}"));
    if let Some(inner) = kind.strip_prefix("Array of ") {
        let Value::Array(items) = value else { return wrong() };
        return items.iter().enumerate().try_for_each(|(n, item)| check_type(inner, item, &format!("{path}[{n}]")));
    }
    match kind {
        "String" if value.is_string() => Ok(()),
        "Integer" if value.is_i64() => Ok(()),
        "Boolean" if value.is_boolean() => Ok(()),
        "True" if *value == Value::Bool(true) => Ok(()),
        "String" | "Integer" | "Boolean" | "True" => wrong(),
        _ => {
            let Value::Object(object) = value else { return wrong() };
            if let Some((_, members)) = UNIONS.iter().find(|(name, _)| *name == kind) {
                let errors: Vec<String> = members.iter().filter_map(|member| check_type(member, value, path).err()).collect();
                return if errors.len() < members.len() { Ok(()) } else { Err(errors.concat()) };
            }
            find_type(kind).map_or(Ok(()), |shape| check_fields(shape, object, path))
        }
    }
}

/// Whether the object has the first required field of the type, its mark.
fn recognises(kind: &str, value: &Value) -> bool {
    let mark = find_type(kind).and_then(|shape| shape.fields.iter().find(|field| field.required));
    mark.is_some_and(|field| value.get(field.name).is_some())
}

fn alternatives(field: &Field) -> impl Iterator<Item = &'static str> {
    field.types.split(" | ")
}

#[cfg(test)]
mod tests {
    use super::super::methods::find_method;
    use super::*;

    fn refusal(method: &str, params: Value) -> String {
        let Value::Object(params) = params else { panic!("not an object") };
        check(find_method(method).unwrap(), &params).err().unwrap_or_default()
    }

    #[test]
    fn documented_parameters_are_accepted() {
        assert_eq!(refusal("sendMessage", json!({"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b"}]]}})), "");
        assert_eq!(refusal("sendMessage", json!({"chat_id": "@name", "text": "a", "reply_markup": {"remove_keyboard": true}})), "");
        assert_eq!(refusal("getUpdates", json!({"allowed_updates": ["message"], "timeout": 3})), "");
    }

    #[test]
    fn undocumented_parameters_are_refused_with_their_place() {
        for (method, params, expected) in [
            ("sendMessage", json!({"chat_id": 1, "text": "a", "parsemode": "HTML"}), "unknown parameter \"parsemode\" of sendMessage"),
            ("sendMessage", json!({"chat_id": 1}), "parameter \"text\" is missing"),
            ("sendMessage", json!({"chat_id": 1, "text": 5}), "parameter \"text\" must be String"),
            ("sendMessage", json!({"chat_id": true, "text": "a"}), "parameter \"chat_id\" must be Integer"),
            ("deleteMessage", json!({"chat_id": 1, "message_id": "7"}), "parameter \"message_id\" must be Integer"),
            ("getUpdates", json!({"allowed_updates": ["message", 1]}), "parameter \"allowed_updates[1]\" must be String"),
            (
                "sendMessage",
                json!({"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "data": "c"}]]}}),
                "unknown parameter \"reply_markup.inline_keyboard[0][0].data\" of InlineKeyboardButton",
            ),
            (
                "sendMessage",
                json!({"chat_id": 1, "text": "a", "reply_markup": {"force_reply": false}}),
                "parameter \"reply_markup.force_reply\" must be True",
            ),
        ] {
            assert_eq!(refusal(method, params), expected);
        }
    }

    #[test]
    fn a_form_with_a_file_is_read() {
        let body = "--B\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5\r\n--B\r\nContent-Disposition: form-data; \
            name=\"document\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\none\r\n\r\ntwo\r\n--B--\r\n";
        let (mut params, encoding) = read("", "multipart/form-data; boundary=B", body.as_bytes()).unwrap();
        let method = find_method("sendDocument").unwrap();
        assert_eq!(encoding, Encoding::Form);
        type_form(method, &mut params);
        let expected = json!({"chat_id": 5, "document": {"file_name": "a.txt", "content": "one\r\n\r\ntwo"}});
        assert_eq!((Value::Object(params.clone()), check(method, &params)), (expected, Ok(())));
        assert!(read("", "multipart/form-data; boundary=B", b"--B\r\noops").is_err());
    }

    #[test]
    fn a_file_of_bytes_is_read_as_it_was_sent() {
        let file: Vec<u8> = (0..=255).collect();
        let mut body = b"--B\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\r\n".to_vec();
        body.extend(&file);
        body.extend(b"\r\n--B\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5\r\n--B--\r\n");
        let (params, _) = read("", "multipart/form-data; boundary=B", &body).unwrap();
        assert_eq!((file_bytes(&params["photo"]), &params["chat_id"]), (Some(file), &json!("5")));
    }

    #[test]
    fn form_values_get_the_documented_types() {
        let (mut params, encoding) = read("chat_id=5&text=7&disable_notification=true", "", b"").unwrap();
        let method = find_method("sendmessage").unwrap();
        assert_eq!(encoding, Encoding::Form);
        type_form(method, &mut params);
        assert_eq!(Value::Object(params.clone()), json!({"chat_id": 5, "text": "7", "disable_notification": true}));
        assert_eq!(check(method, &params), Ok(()));
    }
}
