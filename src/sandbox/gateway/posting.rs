//! Posting webhooks, as gateways do: as soon as the gateway tells of a payment, and again until somebody takes it.

use std::time::Duration;

use tokio::time::sleep;

use super::{Gateway, lock};

/// The pauses before each attempt; after the last one nobody is told any more, and the shop has to look by itself.
const PAUSES_S: [u64; 7] = [0, 1, 2, 5, 10, 30, 60];
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

impl Gateway {
    /// Posts a webhook to this address about each payment from now on.
    pub fn post_to(&self, url: String) {
        *lock(&self.inner.posts_to) = Some(url);
    }

    /// Something was paid: posts about it in a task of its own, where the shop has said where to.
    pub(super) fn post_about(&self, order_id: &str) {
        let Some(url) = lock(&self.inner.posts_to).clone() else { return };
        let (gateway, order_id) = (self.clone(), order_id.to_owned());
        tokio::spawn(async move {
            // Without a client nothing is posted, and the shop looks by itself.
            let Ok(client) = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build() else { return };
            sleep(gateway.lag()).await;
            for pause in PAUSES_S {
                sleep(Duration::from_secs(pause)).await;
                let Some(body) = gateway.hook_body(&order_id) else { return };
                if client.post(&url).json(&body).send().await.is_ok_and(|answer| answer.status().is_success()) {
                    return;
                }
            }
        });
    }
}
