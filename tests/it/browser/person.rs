//! What a person at the page does and sees. Things are found by their text.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::session::Session;
use super::webdriver::Refusal;

/// How often a click is tried again when the page was redrawn between finding and clicking.
const TRIES: usize = 20;

/// Finds the last visible element (`arguments[0]`, a selector) with this text (`arguments[1]`); disabled elements don't count.
const VISIBLE: &str = "
    const [selector, text] = arguments;
    return [...document.querySelectorAll(selector)].findLast(element =>
        element.textContent.includes(text) && !element.disabled && element.checkVisibility({ visibilityProperty: true }));";

/// One of the two phones.
#[derive(Clone, Copy)]
pub enum Phone {
    Customer,
    Admin,
}

impl Phone {
    /// The selector of an element on it.
    fn has(self, what: &str) -> String {
        let phone = match self {
            Self::Customer => "phone-customer",
            Self::Admin => "phone-admin",
        };
        format!("[data-testid={phone}] {what}")
    }
}

impl Session {
    /// Presses a button under one of the bot's messages.
    pub async fn press(&self, phone: Phone, label: &str) {
        self.click(&phone.has("[data-testid=keyboard-button]"), label).await;
    }

    /// Writes a message and sends it.
    pub async fn say(&self, phone: Phone, text: &str) {
        self.click(&phone.has("[data-testid=composer]"), "").await;
        self.browser.keys(text).await;
        self.click(&phone.has("[data-testid=send]"), "").await;
    }

    /// Waits for a message of the bot with this text; returns the whole message.
    pub async fn see(&self, phone: Phone, text: &str) -> String {
        let message = self.find(&phone.has("[data-testid=message][data-from=bot]"), text).await;
        let words = self.browser.run("return arguments[0].innerText", json!([message])).await;
        words.as_str().unwrap().to_owned()
    }

    /// How many messages of the bot contain this text.
    pub async fn count(&self, phone: Phone, text: &str) -> u64 {
        let body = "const [selector, text] = arguments;
            return [...document.querySelectorAll(selector)].filter(element => element.textContent.includes(text)).length";
        let messages = phone.has("[data-testid=message][data-from=bot]");
        self.browser.run(body, json!([messages, text])).await.as_u64().unwrap()
    }

    /// The provider's invoices that the page shows.
    pub async fn invoices(&self) -> BTreeSet<String> {
        let history = self.find("[data-testid=order-history]", "INV-").await;
        let text = self.browser.run("return arguments[0].innerText", json!([history])).await;
        text.as_str().unwrap().split_whitespace().filter(|word| word.starts_with("INV-")).map(str::to_owned).collect()
    }

    /// Chooses the person at the customer's phone.
    pub async fn choose_person(&self, name: &str) {
        let option = "const [select, name] = arguments;
            return [...document.querySelectorAll(select)].find(option => option.textContent.includes(name))";
        let option = self.waited(&format!("{name} to choose"), option, json!(["[data-testid=person-select] option", name])).await;
        self.browser.click(&option).await.unwrap();
        let chosen = "const select = document.querySelector('[data-testid=person-select]');
            return select.selectedOptions[0]?.textContent.includes(arguments[0])";
        self.waited(&format!("{name} to sit at the phone"), chosen, json!([name])).await;
    }

    /// Chooses what the provider does with the next order, and waits until the page shows the choice.
    pub async fn next_order(&self, title: &str) {
        self.click("[data-testid=provider-next] button", title).await;
        self.find("[data-testid=provider-next] [aria-pressed=true]", title).await;
    }

    /// Clicks on the last visible element with this text, as soon as it exists and nothing covers it.
    pub async fn click(&self, selector: &str, text: &str) {
        let mut last = None;
        for _ in 0..TRIES {
            let element = self.find(selector, text).await;
            match self.browser.click(&element).await {
                Ok(()) => return,
                Err(refusal) => last = Some(refusal),
            }
        }
        panic!("{selector} {text:?} can't be clicked: {last:?}");
    }

    /// Waits for a visible element with this text.
    pub async fn find(&self, selector: &str, text: &str) -> Value {
        self.waited(&format!("{selector} {text:?}"), VISIBLE, json!([selector, text])).await
    }

    /// Waits until the body of a function returns something; panics with the page's text after the time limit.
    pub async fn waited(&self, what: &str, body: &str, arguments: Value) -> Value {
        match self.browser.wait(body, arguments).await {
            Ok(found) => found,
            Err(Refusal { error, message }) => {
                let page = self.browser.run("return document.body.innerText", json!([])).await;
                let picture = self.keep("failed").await;
                let (page, log) = (page.as_str().unwrap_or_default(), self.log());
                panic!("waited in vain for {what}: {error}: {message}\n{page}\nThe demo's log: {log}\nA picture: {}", picture.display());
            }
        }
    }

    /// A customer buys 86 diamonds for Mobile Legends, up to the press that confirms.
    pub async fn buy(&self) {
        let phone = Phone::Customer;
        self.say(phone, "/start").await;
        self.press(phone, "⚔️").await;
        // The menu may have a button for the same again.
        self.press(phone, "86 💎 — Rp").await;
        self.see(phone, "123456789").await;
        self.say(phone, "123456789 (1234)").await;
        self.press(phone, "✅").await;
    }

    /// A customer asks for a bill of the gateway over so many rupiah, and sees the QR code in the chat and the bill in the bank app.
    pub async fn ask_for_bill(&self, amount: &str) {
        self.ask_for_bill_by("⚡", amount).await;
        self.find("[data-testid=bank] [data-payment=open]", &format!("Rp {amount}")).await;
    }

    /// The same in another way, up to the picture in the chat.
    pub async fn ask_for_bill_by(&self, way: &str, amount: &str) {
        let phone = Phone::Customer;
        self.say(phone, "/wallet").await;
        self.press(phone, "➕").await;
        self.press(phone, amount).await;
        self.press(phone, way).await;
        self.find(&phone.has("[data-testid=message]:last-child [data-testid=picture]"), "").await;
    }

    /// Pays the open bill in the bank app, exactly.
    pub async fn pay(&self) {
        self.click("[data-testid=bank] [data-act^='pay ']", "").await;
        self.find("[data-testid=bank]", "Paid Rp ").await;
    }
}
