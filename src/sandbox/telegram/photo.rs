//! Photos as Telegram keeps them: each has an id by which it can be sent again, and one by which the same photo is known again.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::refusal::Refusal;

/// The two sides of a photo together (Bot API, sendPhoto).
const MAX_SIDES: u32 = 10_000;
/// How many times longer one side may be (Bot API, sendPhoto).
const MAX_RATIO: u32 = 20;

/// Every photo that was ever sent, by its `file_id`.
#[derive(Debug, Default)]
pub struct Photos {
    known: BTreeMap<String, Photo>,
    sent: usize,
}

#[derive(Debug)]
struct Photo {
    /// The Bot API's list of `PhotoSize`.
    sizes: Value,
    /// The file, if the bot uploaded it.
    file: Vec<u8>,
}

impl Photos {
    /// The bot uploads a photo. Returns the Bot API's list of its sizes.
    pub fn upload(&mut self, file: Vec<u8>) -> Result<Value, Refusal> {
        let (width, height) = png_sides(&file).ok_or_else(|| Refusal::malformed("IMAGE_PROCESS_FAILED (the sandbox reads PNG)"))?;
        let (long, short) = (width.max(height), width.min(height));
        if width + height > MAX_SIDES || long > short.saturating_mul(MAX_RATIO) {
            return Err(Refusal::malformed("PHOTO_INVALID_DIMENSIONS"));
        }
        self.sent += 1;
        Ok(self.keep(&format!("upload-{}", self.sent), (width, height), file))
    }

    /// A person sends the photo of this name, or one that nobody has sent before.
    pub fn take(&mut self, name: Option<&str>) -> Value {
        self.sent += 1;
        let name = name.map_or_else(|| format!("photo-{}", self.sent), |name| format!("photo-of-{name}"));
        self.keep(&name, (1280, 720), Vec::new())
    }

    /// The sizes of a photo that is known.
    pub fn find(&self, file_id: &str) -> Result<Value, Refusal> {
        let photo = self.known.get(file_id).ok_or_else(|| Refusal::impossible("wrong file identifier/HTTP URL specified"))?;
        Ok(photo.sizes.clone())
    }

    /// The file that the bot uploaded.
    pub fn file(&self, file_id: &str) -> Option<Vec<u8>> {
        self.known.get(file_id).map(|photo| photo.file.clone()).filter(|file| !file.is_empty())
    }

    fn keep(&mut self, name: &str, (width, height): (u32, u32), file: Vec<u8>) -> Value {
        let size = |of: &str, part: u32| {
            json!({
                "file_id": format!("{name}{of}"), "file_unique_id": format!("unique-{name}{of}"), "file_size": file.len().max(12_345),
                "width": (width / part).max(1), "height": (height / part).max(1),
            })
        };
        // The smallest first; a bot that takes that one shows a stamp.
        let sizes = json!([size("-small", 8), size("", 1)]);
        self.known.insert(name.to_owned(), Photo { sizes: sizes.clone(), file });
        sizes
    }
}

/// Width and height of a PNG: they stand in its first chunk.
fn png_sides(file: &[u8]) -> Option<(u32, u32)> {
    let head = file.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")?;
    let number = |at: usize| head.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    Some((number(0)?, number(4)?)).filter(|(width, height)| *width > 0 && *height > 0)
}
