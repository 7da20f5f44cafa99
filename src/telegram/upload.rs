//! Files in calls. A call names them: a text with its name, a bill, a receipt or a chart that is still to be drawn, a photo that Telegram has, a file on the disk. So a call can wait in
//! the outbox as JSON, without the file itself; that is made when the call is sent.

use std::io::SeekFrom;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use crate::picture::chart::{self, Chart, Row};
use crate::picture::{self, BillPicture, PictureError, ReceiptPicture};
use crate::telegram::view::page::{BillPhoto, ChartPhoto, ChartRow, Photo, ReceiptPhoto};

/// How long a call with a file of the disk may take: 50 MB over a slow line.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// A parameter that is no plain value.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum File {
    Text {
        file_name: String,
        content: String,
    },
    Chart {
        chart: ChartPhoto,
    },
    /// A file on the disk.
    Stored {
        file_name: String,
        path: PathBuf,
        /// Only these bytes: from where, and how many.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        part: Option<(u64, u64)>,
    },
    /// The last, because it has no field that must be there.
    Photo {
        /// Telegram has it under this id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file_id: Option<String>,
        /// What is drawn where it has not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bill: Option<BillPhoto>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        receipt: Option<ReceiptPhoto>,
    },
}

/// Why a file of a call can't be sent.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    File(#[from] std::io::Error),
}

/// The parameters of a call, ready to be posted.
pub enum Body {
    Json(Value),
    /// With files (Bot API, "Sending files").
    Form(Form),
}

/// A text file as a parameter of a call, such as `document` of `sendDocument`.
pub fn text_file(name: &str, content: &str) -> Value {
    json!(File::Text { file_name: name.to_owned(), content: content.to_owned() })
}

/// A file on the disk as a parameter of a call.
pub fn file(name: &str, path: &Path) -> Value {
    json!(File::Stored { file_name: name.to_owned(), path: path.to_owned(), part: None })
}

/// `bytes` bytes of a file on the disk, beginning at `from`.
pub fn part_of_file(name: &str, path: &Path, from: u64, bytes: u64) -> Value {
    json!(File::Stored { file_name: name.to_owned(), path: path.to_owned(), part: Some((from, bytes)) })
}

/// How long a call may take; with a file on the disk longer than `usual`.
pub fn timeout(payload: &Value, usual: Duration) -> Duration {
    if payload["document"]["path"].is_string() { UPLOAD_TIMEOUT } else { usual }
}

/// A photo as a parameter of a call.
pub fn photo(photo: &Photo) -> Value {
    json!(match photo {
        Photo::Bill { bill, file_id } => File::Photo { file_id: file_id.clone(), bill: Some(bill.clone()), receipt: None },
        Photo::Receipt { receipt, file_id } => File::Photo { file_id: file_id.clone(), bill: None, receipt: Some(receipt.clone()) },
        Photo::Sent { file_id } => File::Photo { file_id: Some(file_id.clone()), bill: None, receipt: None },
        Photo::Chart(chart) => File::Chart { chart: chart.clone() },
    })
}

/// Whether the call can be made again without Telegram's id of its photo, because the photo can be drawn.
pub fn can_upload_again(payload: &Value) -> bool {
    let photo = &payload["photo"];
    photo["file_id"].is_string() && (photo["bill"].is_object() || photo["receipt"].is_object())
}

/// Makes the files that a call names.
///
/// # Errors
/// When a picture can't be drawn, or a file can't be opened.
pub async fn body(payload: &Value) -> Result<Body, UploadError> {
    let Some(parameters) = payload.as_object() else { return Ok(Body::Json(payload.clone())) };
    let (mut plain, mut files) = (Map::new(), Vec::new());
    for (name, value) in parameters {
        // Every other object, such as a keyboard, has none of the fields.
        let named = ["file_name", "file_id", "bill", "receipt", "chart"].iter().any(|field| value.get(field).is_some());
        match named.then(|| File::deserialize(value).ok()).flatten() {
            Some(File::Text { file_name, content }) => files.push((name.clone(), Part::text(content).file_name(file_name))),
            Some(File::Photo { file_id: Some(file_id), .. }) => {
                plain.insert(name.clone(), file_id.into());
            }
            Some(File::Photo { file_id: None, bill: Some(bill), .. }) => {
                files.push((name.clone(), Part::bytes(draw(&bill)?).file_name("bill.png")));
            }
            Some(File::Photo { file_id: None, receipt: Some(receipt), .. }) => {
                files.push((name.clone(), Part::bytes(draw_receipt(&receipt)?).file_name("receipt.png")));
            }
            Some(File::Chart { chart }) => files.push((name.clone(), Part::bytes(draw_chart(&chart)?).file_name("chart.png"))),
            Some(File::Stored { file_name, path, part }) => {
                let mut file = tokio::fs::File::open(path).await?;
                let (from, length) = match part {
                    Some(part) => part,
                    None => (0, file.metadata().await?.len()),
                };
                file.seek(SeekFrom::Start(from)).await?;
                let stream = reqwest::Body::wrap_stream(ReaderStream::new(file.take(length)));
                files.push((name.clone(), Part::stream_with_length(stream, length).file_name(file_name)));
            }
            Some(File::Photo { file_id: None, bill: None, receipt: None }) | None => {
                plain.insert(name.clone(), value.clone());
            }
        }
    }
    if files.is_empty() {
        return Ok(Body::Json(Value::Object(plain)));
    }
    let form = plain.into_iter().fold(Form::new(), |form, (name, value)| match value {
        Value::String(text) => form.text(name, text),
        other => form.text(name, other.to_string()),
    });
    Ok(Body::Form(files.into_iter().fold(form, |form, (name, part)| form.part(name, part))))
}

fn draw(bill: &BillPhoto) -> Result<Vec<u8>, PictureError> {
    let BillPhoto { code, merchant, amount, until, number } = bill;
    picture::draw(&BillPicture { code, merchant, amount, until, number })
}

fn draw_receipt(receipt: &ReceiptPhoto) -> Result<Vec<u8>, PictureError> {
    let ReceiptPhoto { code, title, item, lines } = receipt;
    picture::draw_receipt(&ReceiptPicture { code, title, item, lines })
}

fn draw_chart(photo: &ChartPhoto) -> Result<Vec<u8>, PictureError> {
    fn row(row: &ChartRow) -> Row<'_> {
        Row { title: &row.title, top: row.top, top_label: &row.top_label, values: &row.values }
    }
    let [first, middle, last] = &photo.days;
    let [above, below] = &photo.rows;
    chart::draw(&Chart { days: [first, middle, last], rows: [row(above), row(below)] })
}
