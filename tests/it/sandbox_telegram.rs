//! The simulated Telegram, seen over HTTP as a bot sees it: its answers are read with teloxide's types.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use odzreshop_bot::picture::{BillPicture, draw};
use odzreshop_bot::sandbox::telegram::{ANY, Content, Fault, Impossible, Options, Outcome, Telegram, User};
use serde_json::{Value, json};
use teloxide::types::{self as tg, UpdateKind};

const BUDI: i64 = 101;
const GROUP: i64 = -1_001_234_567_890;

/// A simulated Telegram with one person who has started the bot, and a client in the place of the bot.
struct Bench {
    telegram: Telegram,
    client: reqwest::Client,
    /// Milliseconds that the clock is ahead of its start.
    clock: Arc<AtomicI64>,
}

impl Bench {
    async fn start() -> Self {
        let clock = Arc::new(AtomicI64::new(0));
        let now = clock.clone();
        let options = Options { clock: Arc::new(move || 1_700_000_000_000 + now.load(Ordering::SeqCst)), ..Options::default() };
        let telegram = Telegram::start(options).await.unwrap();
        telegram.add_user(User::new(BUDI, "Budi", "id"));
        telegram.send_text(BUDI, "/start").unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { telegram, client, clock }
    }

    fn url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.telegram.url(), self.telegram.token())
    }

    async fn try_call(&self, method: &str, params: Value) -> reqwest::Result<(u16, String)> {
        let response = self.client.post(self.url(method)).json(&params).send().await?;
        Ok((response.status().as_u16(), response.text().await?))
    }

    async fn call(&self, method: &str, params: Value) -> Value {
        let (status, body) = self.try_call(method, params).await.unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["ok"] == true, status == 200);
        assert!(status == 200 || body["error_code"] == status);
        body
    }

    /// The result, read as teloxide reads it.
    async fn result<T: serde::de::DeserializeOwned>(&self, method: &str, params: Value) -> T {
        let body = self.call(method, params).await;
        serde_json::from_str(&body["result"].to_string()).unwrap_or_else(|error| panic!("{method}: {error}: {body}"))
    }

    async fn refusal(&self, method: &str, params: Value) -> String {
        self.call(method, params).await["description"].as_str().expect("should be refused").to_owned()
    }

    async fn send(&self, text: &str) -> i64 {
        let keyboard =
            json!({"inline_keyboard": [[{"text": "✅ Yes", "callback_data": "yes"}, {"text": "Copy", "copy_text": {"text": "SN"}}]]});
        self.call("sendMessage", json!({"chat_id": BUDI, "text": text, "reply_markup": keyboard})).await["result"]["message_id"]
            .as_i64()
            .unwrap()
    }
}

#[tokio::test]
async fn teloxide_reads_every_answer() {
    let bench = Bench::start().await;
    let me: tg::Me = bench.result("getMe", json!({})).await;
    assert_eq!(me.username(), "odzreshop_bot");
    let params = json!({"chat_id": BUDI, "text": "<b>Hi</b> 😀 <code>1</code>", "parse_mode": "HTML", "reply_parameters": {"message_id": 1},
        "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}});
    let sent: tg::Message = bench.result("sendMessage", params).await;
    assert_eq!((sent.text(), sent.entities().unwrap().len()), (Some("Hi 😀 1"), 2));
    assert_eq!(sent.reply_to_message().unwrap().text(), Some("/start"));
    let edited: tg::Message = bench.result("editMessageText", json!({"chat_id": BUDI, "message_id": sent.id.0, "text": "Bye"})).await;
    assert!(edited.edit_date().is_some() && edited.reply_markup().is_none());
    let chat: tg::ChatFullInfo = bench.result("getChat", json!({"chat_id": BUDI})).await;
    assert!(chat.is_private());
    let _: tg::WebhookInfo = bench.result("getWebhookInfo", json!({})).await;
    let _: tg::True = bench.result("sendChatAction", json!({"chat_id": BUDI, "action": "typing"})).await;
    let _: tg::True = bench.result("deleteMessage", json!({"chat_id": BUDI, "message_id": sent.id.0})).await;
    let commands = json!({"commands": [{"command": "start", "description": "Begin"}], "scope": {"type": "chat", "chat_id": BUDI}});
    let _: tg::True = bench.result("setMyCommands", commands).await;
    let listed: Vec<tg::BotCommand> = bench.result("getMyCommands", json!({"scope": {"type": "chat", "chat_id": BUDI}})).await;
    assert_eq!(listed[0].command, "start");
    assert_eq!(bench.telegram.read(|state| state.menu(BUDI)).len(), 1);
    assert_eq!(bench.telegram.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn html_is_kept_as_telegram_keeps_it() {
    let bench = Bench::start().await;
    let html = " <b>a <code>b</code></b> <a href='tg://user?id=101'>c</a><a href='tg://user?id=102'>d</a><i>e </i>\n";
    let sent: tg::Message = bench.result("sendMessage", json!({"chat_id": BUDI, "text": html, "parse_mode": "HTML"})).await;
    assert_eq!(sent.text(), Some("a b cde"));
    let entities = sent.entities().unwrap().iter().map(|entity| (entity.offset, entity.length, &entity.kind));
    let user = |id: &tg::MessageEntityKind| matches!(id, tg::MessageEntityKind::TextMention { user } if user.first_name == "Budi");
    let entities: Vec<_> = entities.map(|(offset, length, kind)| (offset, length, if user(kind) { "Budi" } else { "other" })).collect();
    assert_eq!(entities, [(0, 2, "other"), (2, 1, "other"), (4, 1, "Budi"), (6, 1, "other")]);
}

#[tokio::test]
async fn photos_are_uploaded_once_and_keep_their_captions() {
    let bench = Bench::start().await;
    let bill = BillPicture { code: "TOKO", merchant: "TOKO", amount: "Rp 10.007", until: "14.35", number: "#B1" };
    let file = draw(&bill).unwrap();
    let upload = |file: Vec<u8>| {
        let part = reqwest::multipart::Part::bytes(file).file_name("bill.png");
        let form = reqwest::multipart::Form::new().text("chat_id", BUDI.to_string()).text("caption", "Pay").part("photo", part);
        reqwest::Client::new().post(bench.url("sendPhoto")).multipart(form).send()
    };
    let sent: Value = upload(file.clone()).await.unwrap().json().await.unwrap();
    let largest = sent["result"]["photo"].as_array().unwrap().last().unwrap().clone();
    let (width, height) = (u32::from_be_bytes(file[16..20].try_into().unwrap()), u32::from_be_bytes(file[20..24].try_into().unwrap()));
    assert_eq!((&largest["width"], &largest["height"], &sent["result"]["caption"]), (&json!(width), &json!(height), &json!("Pay")));
    let file_id = largest["file_id"].as_str().unwrap();
    assert_eq!(bench.telegram.photo(file_id), Some(file));
    let again = bench.call("sendPhoto", json!({"chat_id": BUDI, "photo": file_id, "caption": "Again"})).await;
    assert_eq!(again["result"]["photo"], sent["result"]["photo"]);
    let message = &again["result"]["message_id"];
    bench.call("editMessageCaption", json!({"chat_id": BUDI, "message_id": message, "caption": "Paid"})).await;
    assert_eq!(bench.telegram.last_bot_message(BUDI).unwrap().text, "Paid");
    let text = bench.send("Sure?").await;
    for (method, params, description) in [
        ("sendPhoto", json!({"chat_id": BUDI, "photo": "made-up"}), "wrong file identifier/HTTP URL specified"),
        ("editMessageText", json!({"chat_id": BUDI, "message_id": message, "text": "x"}), "there is no text in the message to edit"),
        ("editMessageCaption", json!({"chat_id": BUDI, "message_id": text, "caption": "x"}), "there is no caption in the message to edit"),
    ] {
        assert_eq!(bench.refusal(method, params).await, format!("Bad Request: {description}"));
    }
    assert_eq!(bench.telegram.violations(), Vec::<String>::new());
    let refused: Value = upload(b"GIF89a \xff no picture".to_vec()).await.unwrap().json().await.unwrap();
    assert!(refused["description"].as_str().unwrap().contains("IMAGE_PROCESS_FAILED"), "{refused}");
}

#[tokio::test]
async fn teloxide_reads_every_update() {
    let bench = Bench::start().await;
    let telegram = &bench.telegram;
    let message = bench.send("Sure?").await;
    telegram.send_photo(BUDI, "proof").unwrap();
    for content in [
        Content::Sticker("👍".into()),
        Content::Document("a.pdf".into()),
        Content::Contact("+62812".into()),
        Content::Voice,
        Content::Location(-6.2, 106.8),
    ] {
        telegram.send(BUDI, content).unwrap();
    }
    telegram.press(BUDI, BUDI, message, "✅").unwrap();
    bench.call("deleteMessage", json!({"chat_id": BUDI, "message_id": message})).await;
    telegram.press_data(BUDI, BUDI, message, "forged").unwrap();
    telegram.add_supergroup(GROUP, "Staff", true);
    telegram.add_bot_to_group(BUDI, GROUP).unwrap();
    telegram.send_in(BUDI, GROUP, Some(5), Content::Text("/status".into())).unwrap();
    telegram.remove_bot_from_group(BUDI, GROUP).unwrap();
    telegram.block(BUDI).unwrap();
    telegram.unblock(BUDI).unwrap();
    let updates: Vec<Value> = bench.result("getUpdates", json!({})).await;
    assert_eq!(updates.len(), 14);
    let kinds = updates.iter().map(|update| match tg_update(update).kind {
        UpdateKind::Message(_) => "message",
        UpdateKind::CallbackQuery(query) => {
            assert_eq!(query.regular_message().is_some(), query.data.as_deref() == Some("yes"));
            "callback"
        }
        UpdateKind::MyChatMember(_) => "member",
        other => panic!("{other:?}"),
    });
    let expected = "message message message message message message message callback callback member message member member member";
    assert_eq!(kinds.collect::<Vec<_>>().join(" "), expected);
    let photo = tg_update(&updates[1]);
    assert!(matches!(photo.kind, UpdateKind::Message(message) if message.photo().is_some() && message.caption() == Some("proof")));
}

fn tg_update(update: &Value) -> tg::Update {
    serde_json::from_str(&update.to_string()).unwrap()
}

#[tokio::test]
async fn malformed_requests_are_refused_and_kept_as_violations() {
    let bench = Bench::start().await;
    let long = "a".repeat(4097);
    let cases = [
        ("sendMessage", json!({"chat_id": BUDI, "text": "a", "parse_mod": "HTML"}), "unknown parameter \"parse_mod\""),
        ("sendMessage", json!({"chat_id": BUDI, "text": "a < b", "parse_mode": "HTML"}), "can't parse entities"),
        ("sendMessage", json!({"chat_id": BUDI, "text": "a", "parse_mode": "MarkdownV2"}), "unsupported parse_mode"),
        ("sendMessage", json!({"chat_id": BUDI, "text": ""}), "message text is empty"),
        ("sendMessage", json!({"chat_id": BUDI, "text": " \n"}), "text must be non-empty"),
        ("sendMessage", json!({"chat_id": BUDI, "text": long}), "message is too long"),
        ("editMessageText", json!({"text": "a"}), "message identifier is not specified"),
        ("answerCallbackQuery", json!({"callback_query_id": "1", "text": "a".repeat(201)}), "MESSAGE_TOO_LONG"),
        ("sendChatAction", json!({"chat_id": BUDI, "action": "dancing"}), "wrong parameter action"),
        ("setMyCommands", json!({"commands": [{"command": "Start", "description": "a"}]}), "BOT_COMMAND_INVALID"),
        ("setMyCommands", json!({"commands": [{"command": "start", "description": ""}]}), "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", json!({"commands": [], "scope": {"type": "chat"}}), "can't parse BotCommandScope"),
        ("setMyCommands", json!({"commands": [], "language_code": "id-ID"}), "invalid language code"),
        ("setWebhook", json!({"url": "http://example.com"}), "HTTPS URL"),
    ];
    let count = cases.len();
    for (method, params, expected) in cases {
        let refusal = bench.refusal(method, params).await;
        assert!(refusal.starts_with("Bad Request: ") && refusal.contains(expected), "{method}: {refusal}");
    }
    assert_eq!(bench.refusal("sendSticker", json!({})).await, "Not Found");
    assert_eq!(bench.telegram.violations().len(), count + 1);
    assert_eq!(bench.telegram.messages(BUDI).len(), 1);
}

#[tokio::test]
async fn refusals_because_of_the_state_are_no_violations() {
    let bench = Bench::start().await;
    bench.telegram.add_user(User::new(102, "Siti", "id"));
    bench.telegram.add_group(-5, "Old group");
    let message = bench.send("Sure?").await;
    let text = |chat: i64| json!({"chat_id": chat, "text": "a"});
    let edit = |message: i64, text: &str| json!({"chat_id": BUDI, "message_id": message, "text": text});
    assert_eq!(bench.refusal("sendMessage", text(999)).await, "Bad Request: chat not found");
    assert_eq!(bench.refusal("sendMessage", text(102)).await, "Forbidden: bot can't initiate conversation with a user");
    let scope = json!({"commands": [], "scope": {"type": "chat", "chat_id": 102}});
    assert_eq!(bench.refusal("setMyCommands", scope).await, "Bad Request: chat not found");
    assert_eq!(bench.refusal("sendMessage", text(-5)).await, "Forbidden: bot was kicked from the group chat");
    assert_eq!(bench.refusal("editMessageText", edit(99, "a")).await, "Bad Request: message to edit not found");
    assert_eq!(bench.refusal("editMessageText", edit(1, "a")).await, "Bad Request: message can't be edited");
    bench.call("editMessageText", edit(message, "b")).await;
    let same = bench.refusal("editMessageText", edit(message, "b")).await;
    assert!(same.starts_with("Bad Request: message is not modified: specified new message content and reply markup are exactly"));
    bench.clock.fetch_add(49 * 3_600_000, Ordering::SeqCst);
    let late = bench.refusal("deleteMessage", json!({"chat_id": BUDI, "message_id": message})).await;
    assert_eq!(late, "Bad Request: message can't be deleted for everyone");
    bench.telegram.block(BUDI).unwrap();
    assert_eq!(bench.refusal("sendMessage", text(BUDI)).await, "Forbidden: bot was blocked by the user");
    assert_eq!(bench.telegram.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_press_is_answered_once_and_in_time() {
    let bench = Bench::start().await;
    let message = bench.send("Sure?").await;
    let answer = |id: &str, text: &str| json!({"callback_query_id": id, "text": text, "show_alert": false});
    let query = bench.telegram.press(BUDI, BUDI, message, "✅").unwrap();
    assert_eq!((bench.telegram.answer(&query), bench.telegram.unanswered()), (None, vec![query.clone()]));
    bench.call("answerCallbackQuery", answer(&query, "One moment")).await;
    assert_eq!(bench.telegram.answer(&query).unwrap().text, "One moment");
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(bench.refusal("answerCallbackQuery", answer(&query, "")).await, old);
    let late = bench.telegram.press_data(BUDI, BUDI, message, "forged").unwrap();
    bench.clock.fetch_add(Options::default().query_ttl.as_millis() as i64 + 1, Ordering::SeqCst);
    assert_eq!(bench.refusal("answerCallbackQuery", answer(&late, "")).await, old);
    assert!(matches!(bench.telegram.press(BUDI, BUDI, message, "No"), Err(Impossible::NoButton { .. })));
    assert!(matches!(bench.telegram.press(BUDI, BUDI, message, "Copy"), Err(Impossible::NotACallback(_))));
    bench.call("editMessageText", json!({"chat_id": BUDI, "message_id": message, "text": "Done\nThanks"})).await;
    bench.telegram.send_photo(BUDI, "ok").unwrap();
    assert_eq!(
        bench.telegram.transcript(BUDI),
        "> /start  (Budi)\nbot #2 (edited): Done\n  Thanks\n> press [✅ Yes] on #2  (Budi)\n! toast: One moment\n\
         > press data \"forged\" on #2  (Budi)\n> [photo] ok  (Budi)\n"
    );
}

#[tokio::test]
async fn a_long_poll_wakes_is_replaced_and_ends_with_the_server() {
    let bench = Bench::start().await;
    let poll = |params: Value| {
        let (client, url) = (bench.client.clone(), bench.url("getUpdates"));
        tokio::spawn(async move {
            let body = client.post(url).json(&params).send().await?.text().await?;
            reqwest::Result::Ok(serde_json::from_str::<Value>(&body).unwrap())
        })
    };
    let first = bench.telegram.undelivered_updates()[0];
    let waiting = poll(json!({"timeout": 50, "offset": first + 1}));
    bench.telegram.wait_until("the acknowledgement", |state| state.acknowledged(first).then_some(())).await.unwrap();
    let second = bench.telegram.send_text(BUDI, "hello").unwrap().update_id.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap()["result"][0]["update_id"], second);
    assert!(!bench.telegram.acknowledged(second));

    let older = poll(json!({"timeout": 50, "offset": second + 1}));
    bench.telegram.wait_until("the acknowledgement", |state| state.acknowledged(second).then_some(())).await.unwrap();
    bench.telegram.redeliver(first);
    assert_eq!(older.await.unwrap().unwrap()["result"][0]["update_id"], first);
    let older = poll(json!({"timeout": 50, "offset": second + 1}));
    let third = bench.telegram.send_text(BUDI, "again").unwrap().update_id.unwrap();
    assert_eq!(older.await.unwrap().unwrap()["result"][0]["update_id"], third);

    let older = poll(json!({"timeout": 50, "offset": third + 1}));
    bench.telegram.wait_until("the acknowledgement", |state| state.acknowledged(third).then_some(())).await.unwrap();
    let newer: Vec<Value> = bench.result("getUpdates", json!({})).await;
    assert_eq!(newer, Vec::<Value>::new());
    let older = older.await.unwrap().unwrap();
    assert_eq!(
        (&older["error_code"], older["description"].as_str().unwrap().split(';').next()),
        (&json!(409), Some("Conflict: terminated by other getUpdates request"))
    );

    bench.call("setWebhook", json!({"url": "https://example.com/hook", "secret_token": "abc"})).await;
    assert!(bench.refusal("getUpdates", json!({})).await.contains("while webhook is active"));
    bench.call("deleteWebhook", json!({"drop_pending_updates": true})).await;
    let last = poll(json!({"timeout": 50}));
    bench.telegram.stop().await;
    assert!(last.await.unwrap().is_err());
}

#[tokio::test]
async fn faults_do_what_their_names_say() {
    let bench = Bench::start().await;
    let telegram = &bench.telegram;
    let message = || json!({"chat_id": BUDI, "text": "a"});
    let count = || telegram.messages(BUDI).len();
    let before = count();

    telegram.fail_in_chat("sendMessage", BUDI, Fault::too_many_requests(7), 1);
    let limited = bench.call("sendMessage", message()).await;
    assert_eq!((&limited["error_code"], &limited["parameters"]["retry_after"]), (&json!(429), &json!(7)));
    telegram.fail(ANY, Fault::DropBefore, 1);
    assert!(bench.try_call("sendMessage", message()).await.is_err());
    telegram.fail("sendMessage", Fault::Html502, 1);
    assert!(matches!(bench.try_call("sendMessage", message()).await, Ok((502, page)) if page.starts_with("<html>")));
    assert_eq!(count(), before);

    telegram.fail("sendMessage", Fault::DropAfter, 1);
    assert!(bench.try_call("sendMessage", message()).await.is_err());
    telegram.fail("sendMessage", Fault::BadJson, 1);
    let (status, body) = bench.try_call("sendMessage", message()).await.unwrap();
    assert!(status == 200 && serde_json::from_str::<Value>(&body).is_err());
    telegram.fail("sendMessage", Fault::Delay(Duration::from_millis(1)), 1);
    bench.call("sendMessage", message()).await;
    assert_eq!(count(), before + 3);

    telegram.down(true);
    assert!(bench.try_call("getMe", json!({})).await.is_err());
    telegram.down(false);
    bench.call("getMe", json!({})).await;
    assert_eq!(telegram.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn tokens_and_forms_are_read_as_telegram_reads_them() {
    let bench = Bench::start().await;
    let get = async |path: &str| {
        let response = bench.client.get(format!("{}{path}", bench.telegram.url())).send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap()["description"].clone())
    };
    assert_eq!(get("/bot1:wrong/getMe").await, (401, json!("Unauthorized")));
    assert_eq!(get("/botwrong/getMe").await, (404, json!("Not Found")));
    assert_eq!(get("/").await, (404, json!("Not Found")));
    let token = bench.telegram.token().to_owned();
    assert_eq!(get(&format!("/bot{token}/sendmessage?chat_id={BUDI}&text={token}")).await.0, 200);
    let call = bench.telegram.calls().pop().unwrap();
    assert_eq!((call.method.as_str(), call.params), ("sendMessage", json!({"chat_id": BUDI, "text": "<token>"})));
    let typed = bench.refusal("sendMessage", json!({"chat_id": BUDI, "text": 5})).await;
    assert_eq!(typed, "Bad Request: parameter \"text\" must be String");
}

/// What Telegram says about invoices in Stars, in its own words.
#[tokio::test]
async fn stars_are_asked_about_paid_given_back_and_listed() {
    let bench = Bench::start().await;
    let invoice = |more: Value| {
        let mut params = json!({
            "chat_id": BUDI, "title": "Top up", "description": "134 Stars", "payload": "b1", "currency": "XTR",
            "prices": [{"label": "Top up", "amount": 134}],
        });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        params
    };
    let no_pay = json!({"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]});
    for (more, expected) in [
        (json!({"payload": ""}), "INVOICE_PAYLOAD_INVALID"),
        (json!({"currency": "IDR"}), "PAYMENT_PROVIDER_INVALID"),
        (json!({"prices": []}), "STARS_INVOICE_INVALID"),
        (json!({"prices": [{"label": "a", "amount": 100_001}]}), "CURRENCY_TOTAL_AMOUNT_INVALID"),
        (json!({"title": "x".repeat(33)}), "title"),
        (json!({"reply_markup": no_pay}), "REPLY_MARKUP_BUY_EMPTY"),
    ] {
        assert!(bench.refusal("sendInvoice", invoice(more)).await.contains(expected), "{expected}");
    }
    let pay = json!({"inline_keyboard": [[{"text": "x", "pay": true}]]});
    assert!(bench.refusal("sendMessage", json!({"chat_id": BUDI, "text": "a", "reply_markup": pay})).await.contains("BUTTON_TYPE_INVALID"));
    let sent: tg::Message = bench.result("sendInvoice", invoice(json!({"start_parameter": "bill"}))).await;
    assert_eq!(sent.invoice().unwrap().total_amount, 134);
    let message = i64::from(sent.id.0);
    let answer = |query: &str, ok: bool| json!({"pre_checkout_query_id": query, "ok": ok, "error_message": "no"});
    let query = bench.telegram.pay(BUDI, BUDI, message).unwrap();
    bench.call("answerPreCheckoutQuery", answer(&query, false)).await;
    assert_eq!(bench.telegram.payment(&query).unwrap().outcome, Outcome::Refused("no".to_owned()));
    // Too late: ten seconds are over.
    let late = bench.telegram.pay(BUDI, BUDI, message).unwrap();
    bench.clock.fetch_add(10_001, Ordering::SeqCst);
    assert!(bench.refusal("answerPreCheckoutQuery", answer(&late, true)).await.contains("query is too old"));
    let query = bench.telegram.pay(BUDI, BUDI, message).unwrap();
    bench.call("answerPreCheckoutQuery", answer(&query, true)).await;
    let Outcome::Paid(charge) = bench.telegram.payment(&query).unwrap().outcome else { panic!("not paid") };
    let updates: Vec<tg::Update> = bench.result("getUpdates", json!({"allowed_updates": ["message", "pre_checkout_query"]})).await;
    let paid = updates.iter().find_map(|update| match &update.kind {
        UpdateKind::Message(message) => message.successful_payment(),
        _ => None,
    });
    assert_eq!(paid.unwrap().telegram_payment_charge_id.0, charge);
    let refund = json!({"user_id": BUDI, "telegram_payment_charge_id": charge});
    assert_eq!(bench.call("getMyStarBalance", json!({})).await["result"]["amount"], 134);
    bench.call("refundStarPayment", refund.clone()).await;
    assert!(bench.refusal("refundStarPayment", refund).await.contains("CHARGE_ALREADY_REFUNDED"));
    let unknown = json!({"user_id": BUDI, "telegram_payment_charge_id": "x"});
    assert!(bench.refusal("refundStarPayment", unknown).await.contains("CHARGE_NOT_FOUND"));
    let listed: tg::StarTransactions = bench.result("getStarTransactions", json!({})).await;
    assert_eq!(listed.transactions.iter().map(|item| item.id.0.as_str()).collect::<Vec<_>>(), [charge.as_str(), charge.as_str()]);
    let rest: tg::StarTransactions = bench.result("getStarTransactions", json!({"offset": 1, "limit": 1})).await;
    assert!(rest.transactions.len() == 1 && rest.transactions[0].receiver.is_some());
}
