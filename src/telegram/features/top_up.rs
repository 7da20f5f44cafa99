//! Adding to one's wallet: how much, in which way, the bill, and for the shop's own QRIS code the photo that proves the payment.

use serde_json::json;

use crate::app::{BillOpening, BillWish, Effects, ProofReceipt};
use crate::dialogue::screen::Hint;
use crate::dialogue::{PurchaseAction, Step, TopUpAction, WalletAction};
use crate::domain::bill::{Bill, BillId, BillState};
use crate::domain::money::Rupiah;
use crate::domain::notification::{BillNotification, Notification};
use crate::domain::payment_method::{PaymentMethod, PaymentWay};
use crate::domain::stars::stars_for;
use crate::i18n::Words;
use crate::telegram::context::{HandlerError, HandlerResult, UpdateContext};
use crate::telegram::features::purchase;
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, ButtonKind, Page, ShopFacts};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{button, html, layout};

/// An admin has to see a proof first: the shop's own code tells nobody who paid.
const PROOF_NEEDED: Toast = Toast::new("toast-proof-needed");
/// The proof is with the admins.
const IN_REVIEW: Toast = Toast::new("toast-proof-in-review");
/// The method is being asked.
const LOOKING: Toast = Toast::new("toast-bill-looking");
/// The bill is paid already.
const PAID: Toast = Toast::new("toast-bill-paid");

/// Why the amount is asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// What any page may say.
    Hint(Hint),
    /// The typed text is no amount.
    InvalidAmount,
    /// Less or more than a bill may ask for.
    OutOfRange { minimum: Rupiah, maximum: Rupiah },
    /// The wallet would hold more than it may.
    BalanceFull { maximum: Rupiah },
    /// Every amount near this one is asked of somebody else.
    NoAmountFree,
}

impl Remark {
    fn text(self, words: &Words) -> String {
        match self {
            Self::Hint(shared) => hint(Some(shared), words),
            Self::InvalidAmount => words.say("hint-invalid-amount", &[]),
            Self::OutOfRange { minimum, maximum } => {
                html::say(words, "top-up-out-of-range", &[("minimum", minimum.into()), ("maximum", maximum.into())])
            }
            Self::BalanceFull { maximum } => html::say(words, "top-up-balance-full", &[("maximum", maximum.into())]),
            Self::NoAmountFree => words.say("top-up-no-amount-free", &[]),
        }
    }
}

/// A button of a top-up or of a bill.
pub async fn press(mut ctx: UpdateContext, action: TopUpAction) -> HandlerResult {
    let (app, user_id) = (ctx.app.clone(), ctx.user_id());
    match action {
        TopUpAction::Choose => choose(ctx, None).await,
        TopUpAction::AskAmount => ask_for_amount(ctx, None, None).await,
        TopUpAction::Open { amount } => open(ctx, amount).await,
        TopUpAction::OpenBy { amount, way } => open_by(ctx, amount, way).await,
        TopUpAction::Look { bill } => look(ctx, &bill).await,
        TopUpAction::SendProof { bill } => ask_for_proof(ctx, bill, None, None).await,
        TopUpAction::Cancel { bill } => {
            let cancelled = app.bills.cancel(user_id, &bill, &mut ctx.effects).await?;
            if let Some(invoice) = app.bills.find(user_id, &bill).await?.filter(|bill| cancelled && bill.method == PaymentMethod::Stars) {
                // What says that it is cancelled is another message.
                remove(&mut ctx, &invoice).await?;
            }
            ctx.toast_only(if cancelled { Toast::DONE } else { Toast::STALE_BUTTON })
        }
    }
}

/// An amount was typed.
pub async fn receive_amount(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return ask_for_amount(ctx, Some(Remark::Hint(Hint::TextOnly)), None).await };
    match Rupiah::read(&text) {
        Some(amount) => open(ctx, amount).await,
        None => ask_for_amount(ctx, Some(Remark::InvalidAmount), None).await,
    }
}

/// Something came where a photo is due: the photo, or anything else.
pub async fn receive_proof(mut ctx: UpdateContext, bill: BillId) -> HandlerResult {
    let (app, user_id) = (ctx.app.clone(), ctx.user_id());
    let Some(photo) = ctx.incoming.photo.clone() else { return ask_for_proof(ctx, bill, Some(words_for_no_photo), None).await };
    let receipt = app.proofs.receive(user_id, &bill, photo.file_unique_id, photo.file_id, &mut ctx.effects).await?;
    let page = proof_received(receipt, &ctx.words, &ctx.shop);
    ctx.reply(&Step::Menu, &page, None)
}

/// Asks again for what the step is about, because something else came.
pub async fn show_again(ctx: UpdateContext, step: Step, hint: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    match step {
        Step::Proof { bill } => ask_for_proof(ctx, bill, None, toast).await,
        _ => ask_for_amount(ctx, hint.map(Remark::Hint), toast).await,
    }
}

/// Asks how much. A customer with an open bill sees that bill instead.
async fn choose(ctx: UpdateContext, remark: Option<Remark>) -> HandlerResult {
    if ctx.app.bills.ways(&ctx.settings).is_empty() {
        return ctx.toast_only(Toast::STALE_BUTTON);
    }
    if let Some(bill) = ctx.app.bills.find_open(ctx.user_id()).await? {
        return show_open(ctx, bill).await;
    }
    let page = choose_amount(&ctx.settings.wallet.presets, remark, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn ask_for_amount(ctx: UpdateContext, remark: Option<Remark>, toast: Option<Toast>) -> HandlerResult {
    if ctx.app.bills.ways(&ctx.settings).is_empty() {
        return purchase::show_menu(ctx, None).await;
    }
    let page = ask_amount((ctx.settings.wallet.minimum, ctx.settings.wallet.maximum), remark, &ctx.words);
    ctx.reply(&Step::TopUpAmount, &page, toast)
}

/// Opens the bill, or asks how it is to be paid where there is a choice.
async fn open(ctx: UpdateContext, wanted: Rupiah) -> HandlerResult {
    match ctx.app.bills.ways(&ctx.settings)[..] {
        [] => purchase::show_menu(ctx, None).await,
        [way] => open_by(ctx, wanted, way).await,
        ref ways => {
            if let Some(bill) = ctx.app.bills.find_open(ctx.user_id()).await? {
                return show_open(ctx, bill).await;
            }
            let stars = ctx.settings.wallet.star_rate().and_then(|rate| stars_for(wanted, rate));
            let page = choose_way(wanted, ways, stars, &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
    }
}

async fn open_by(ctx: UpdateContext, wanted: Rupiah, way: PaymentWay) -> HandlerResult {
    let (app, settings) = (ctx.app.clone(), ctx.settings.clone());
    let wish = BillWish { user_id: ctx.user_id(), chat_id: ctx.user_id(), wanted };
    let mut opened_effects = Effects::new();
    let opening = match (way, settings.wallet.open_qris()) {
        (PaymentWay::Gateway, _) => app.bills.open(&settings, wish, &mut opened_effects).await?,
        (PaymentWay::Static, Some(qris)) => {
            let code = |payable| qris.code.with_amount(Rupiah(payable));
            app.bills.open_static(&settings, wish, qris.unique, &code, &mut opened_effects).await?
        }
        (PaymentWay::Static, None) => BillOpening::NoGateway,
        (PaymentWay::Stars, _) => app.bills.open_stars(&settings, wish, &mut opened_effects).await?,
    };
    let remark = match opening {
        BillOpening::Opened(bill) => {
            let page = opened(&bill, &ctx.words);
            // The bill is below what says so.
            let mut effects = ctx.reply(&Step::Menu, &page, None)?;
            effects.extend(opened_effects);
            return Ok(effects);
        }
        BillOpening::Already(bill) => return show_open(ctx, *bill).await,
        BillOpening::OutOfRange { minimum, maximum } => Remark::OutOfRange { minimum, maximum },
        BillOpening::BalanceFull { maximum } => Remark::BalanceFull { maximum },
        BillOpening::NoAmountFree => Remark::NoAmountFree,
        BillOpening::NoGateway => return purchase::show_menu(ctx, Some(Hint::StaleButton)).await,
    };
    ask_for_amount(ctx, Some(remark), None).await
}

/// The open bill once more, below; the message that showed it until now goes, so that one code is there and not two.
async fn show_open(mut ctx: UpdateContext, bill: Bill) -> HandlerResult {
    let app = ctx.app.clone();
    if bill.opened_at.is_some() {
        remove(&mut ctx, &bill).await?;
        app.bills.show_again(&bill, &mut ctx.effects);
    }
    let page = already_open(&bill, &ctx.words);
    let shown_effects = std::mem::take(&mut ctx.effects);
    let mut effects = ctx.reply(&Step::Menu, &page, None)?;
    effects.extend(shown_effects);
    Ok(effects)
}

/// The message that shows a bill goes.
async fn remove(ctx: &mut UpdateContext, bill: &Bill) -> Result<(), HandlerError> {
    let card = Notification::Bill(BillNotification::Card { bill: bill.id.clone() });
    if let Some(shown) = ctx.app.notifier.shown(bill.chat_id, &card).await? {
        ctx.call(bill.chat_id, "deleteMessage", json!({ "chat_id": bill.chat_id, "message_id": shown.message_id }));
    }
    Ok(())
}

/// The customer says that it is paid.
async fn look(mut ctx: UpdateContext, bill: &BillId) -> HandlerResult {
    let (app, user_id) = (ctx.app.clone(), ctx.user_id());
    let Some(found) = app.bills.find(user_id, bill).await? else { return ctx.toast_only(Toast::STALE_BUTTON) };
    let toast = match found.state {
        BillState::Paid => PAID,
        BillState::Review => IN_REVIEW,
        _ if !found.method.can_be_asked() => PROOF_NEEDED,
        _ if app.bills.look_now(user_id, bill, &mut ctx.effects).await? => LOOKING,
        _ => Toast::STALE_BUTTON,
    };
    ctx.toast_only(toast)
}

/// What is said above the question for a photo.
type Said = fn(&Words) -> String;

fn words_for_no_photo(words: &Words) -> String {
    words.say("hint-photo-only", &[])
}

async fn ask_for_proof(ctx: UpdateContext, bill: BillId, said: Option<Said>, toast: Option<Toast>) -> HandlerResult {
    let found = ctx.app.bills.find(ctx.user_id(), &bill).await?;
    let Some(found) = found.filter(|bill| bill.state != BillState::Paid) else { return ctx.toast_only(PAID) };
    let remark = said.map(|said| said(&ctx.words)).unwrap_or_default();
    let page = ask_proof(&found, remark, &ctx.words);
    ctx.reply(&Step::Proof { bill }, &page, toast)
}

/// First step: how much?
pub fn choose_amount(presets: &[Rupiah], remark: Option<Remark>, words: &Words) -> Page {
    let preset =
        |amount: &Rupiah| Button { label: amount.to_string(), kind: ButtonKind::Callback(TopUpAction::Open { amount: *amount }.into()) };
    let mut rows = button::grid(presets.iter().map(preset), 2);
    rows.push(vec![button::button(words, "button-top-up-other", TopUpAction::AskAmount)]);
    rows.push(vec![button::button(words, "button-back-to-wallet", WalletAction::Show)]);
    html::page(vec![said(remark, words), words.say("top-up-choose", &[])], rows)
}

/// How is it to be paid? `stars`: how many Telegram Stars that would be, where it can be paid with them.
pub fn choose_way(amount: Rupiah, ways: &[PaymentWay], stars: Option<i64>, words: &Words) -> Page {
    let way = |way: &PaymentWay| {
        let label = match (way, stars) {
            (PaymentWay::Gateway, _) => words.say("button-way-gateway", &[]),
            (PaymentWay::Static, _) => words.say("button-way-static", &[]),
            (PaymentWay::Stars, Some(stars)) => words.say("button-way-stars", &[("stars", stars.into())]),
            (PaymentWay::Stars, None) => return Vec::new(),
        };
        vec![Button { label, kind: ButtonKind::Callback(TopUpAction::OpenBy { amount, way: *way }.into()) }]
    };
    let mut rows: Vec<Vec<Button>> = ways.iter().map(way).collect();
    rows.push(vec![button::button(words, "button-back", TopUpAction::Choose), cancel(words)]);
    html::page(vec![html::say(words, "top-up-choose-way", &[("amount", amount.into())])], rows)
}

/// Another amount is to be typed.
pub fn ask_amount((minimum, maximum): (Rupiah, Rupiah), remark: Option<Remark>, words: &Words) -> Page {
    let question = html::say(words, "top-up-ask-amount", &[("minimum", minimum.into()), ("maximum", maximum.into())]);
    html::page(vec![said(remark, words), question], vec![vec![cancel(words)]])
}

/// The bill is below.
pub fn opened(bill: &Bill, words: &Words) -> Page {
    html::page(vec![html::say(words, "top-up-opened", &[("number", (&bill.number).into())])], vec![vec![button::menu(words)]])
}

/// There is an open bill already; it is below.
pub fn already_open(bill: &Bill, words: &Words) -> Page {
    html::page(vec![html::say(words, "top-up-already-open", &[("number", (&bill.number).into())])], vec![vec![button::menu(words)]])
}

/// The photo is to be sent; `remark` is above.
pub fn ask_proof(bill: &Bill, remark: String, words: &Words) -> Page {
    let args = [("number", (&bill.number).into()), ("amount", Rupiah(bill.payable).into())];
    html::page(vec![remark, html::say(words, "proof-ask", &args)], vec![vec![cancel(words)]])
}

/// What became of the photo.
pub fn proof_received(receipt: ProofReceipt, words: &Words, shop: &ShopFacts) -> Page {
    let key = match receipt {
        ProofReceipt::Kept => "proof-kept",
        ProofReceipt::TooMany => "proof-too-many",
        ProofReceipt::Paid => "proof-bill-paid",
        ProofReceipt::NotWanted => "bill-gone",
    };
    html::page(vec![layout::support(key, words, shop)], vec![vec![button::wallet(words), button::menu(words)]])
}

fn said(remark: Option<Remark>, words: &Words) -> String {
    remark.map(|remark| remark.text(words)).unwrap_or_default()
}

fn cancel(words: &Words) -> Button {
    button::button(words, "button-cancel", PurchaseAction::Cancel)
}
