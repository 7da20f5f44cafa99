//! Every page that a feature makes by itself, in each of its shapes. `views` fails when a page is not in here.

use odzreshop_bot::domain::order::{OrderHistoryEntry, OrderState};
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::features::orders::ORDERS_PER_PAGE;
use odzreshop_bot::telegram::features::resolution::Remark;
use odzreshop_bot::telegram::features::{access, general, help, language, orders, resolution, status};
use odzreshop_bot::telegram::tree::COMMANDS;
use odzreshop_bot::telegram::view::order::Subject;
use odzreshop_bot::telegram::view::{Page, ShopFacts};

use super::{NOW, Taste, closings};

/// A page, and the name of the function that makes it.
pub struct Sample {
    pub function: &'static str,
    pub page: Page,
    /// Whether it is one of its kind, rather than the same again with another order.
    pub worth_reading: bool,
}

fn sample(function: &'static str, page: Page) -> Sample {
    Sample { function, page, worth_reading: true }
}

/// Every page, in each of its shapes; the orders have this history.
pub fn pages(taste: &Taste, history: &[OrderHistoryEntry], words: &Words, shop: &ShopFacts) -> Vec<Sample> {
    let mut samples = of_each_order(taste, history, words, shop);
    let some: Vec<_> = taste.orders().into_iter().take(ORDERS_PER_PAGE).collect();
    let uncertain = &taste.order(OrderState::Uncertain, None);
    let hostile = taste.words.as_str();
    samples.extend([
        sample("orders", orders::orders(&some, (1, 3), words)),
        sample("orders", orders::orders(&[], (0, 1), words)),
        sample("languages", language::languages(words)),
        sample("help", help::help(COMMANDS, false, words, shop)),
        sample("help", help::help(COMMANDS, true, words, shop)),
        sample("access_pending", access::access_pending(true, words, shop)),
        sample("access_pending", access::access_pending(false, words, shop)),
        sample("access_rejected", access::access_rejected(words, shop)),
        sample("shop_status", status::shop_status(&taste.status(None), words)),
        sample("ask_invoice", resolution::ask_invoice(uncertain, Some(Remark::InvalidInvoice), words)),
        sample("ask_invoice", resolution::ask_invoice(uncertain, Some(Remark::InvoiceTaken), words)),
        sample("confirm_placed", resolution::confirm_placed(uncertain, hostile, words)),
        sample("confirm_not_placed", resolution::confirm_not_placed(uncertain, words)),
        sample("confirm_resend", resolution::confirm_resend(uncertain, words)),
        sample("verifying", resolution::verifying(words)),
        sample("too_early", resolution::too_early(uncertain, NOW, words)),
        sample("no_such_order", status::no_such_order(hostile, words)),
        sample("group", general::group(words, shop)),
        sample("broken", general::broken(words, shop)),
    ]);
    samples.extend(closings().map(|closing| sample("shop_status", status::shop_status(&taste.status(Some(closing)), words))));
    for (approved, first) in [(true, true), (true, false), (false, true), (false, false)] {
        samples.push(sample("access_decided", access::access_decided(&taste.person, 4_242, approved, first, words)));
    }
    samples.push(Sample { worth_reading: false, ..sample("slow_down", general::slow_down(words)) });
    samples
}

fn of_each_order(taste: &Taste, history: &[OrderHistoryEntry], words: &Words, shop: &ShopFacts) -> Vec<Sample> {
    let mut samples = Vec::new();
    let category = taste.title();
    for order in &taste.orders() {
        let subject = Subject { order, category: Some(&category), lines: &[] };
        for admin in [false, true] {
            let page = orders::order_detail(&subject, history, 0, admin, words, shop);
            samples.push(Sample { function: "order_detail", page, worth_reading: order.state == OrderState::Uncertain });
        }
        let worth_reading = order.state == OrderState::Pending && !order.told.customer_slow;
        samples.push(Sample { function: "resolved", page: resolution::resolved(order, words), worth_reading });
        samples.push(Sample { function: "already_resolved", page: resolution::already_resolved(order, words), worth_reading });
    }
    samples
}
