//! The floor: what the same answer takes without a bot behind it, so that what the network and the simulation take is known.

use std::time::{Duration, Instant};

use odzreshop_bot::sandbox::telegram::Telegram;
use reqwest::Client;
use serde_json::{Value, json};
use tokio::time::sleep;

const SAMPLES: usize = 50;
const APART: Duration = Duration::from_millis(20);

/// Milliseconds from a text to its answer by a loop that does nothing else.
pub async fn answers_ms(telegram: &Telegram) -> Vec<f64> {
    let answering = tokio::spawn(answer_all(format!("{}/bot{}", telegram.url(), telegram.token())));
    let mut samples = Vec::with_capacity(SAMPLES);
    for n in 0..SAMPLES {
        sleep(APART).await;
        let began = Instant::now();
        telegram.send_text(1, "/start").unwrap();
        let answers = |state: &odzreshop_bot::sandbox::telegram::State| state.messages(1).iter().filter(|message| message.from_bot).count();
        telegram.wait_until("an answer", |state| (answers(state) > n).then_some(())).await.unwrap();
        samples.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    answering.abort();
    samples
}

async fn answer_all(base: String) {
    let (polls, calls) = (Client::new(), Client::new());
    let mut offset = 0;
    loop {
        let asked = polls.post(format!("{base}/getUpdates")).json(&json!({ "offset": offset, "timeout": 25 }));
        let updates: Value = asked.send().await.unwrap().json().await.unwrap();
        for update in updates["result"].as_array().unwrap() {
            offset = update["update_id"].as_i64().unwrap() + 1;
            let answer = json!({ "chat_id": update["message"]["chat"]["id"], "text": "Hello" });
            calls.post(format!("{base}/sendMessage")).json(&answer).send().await.unwrap();
        }
    }
}
