//! Every page that a feature makes by itself, in each of its shapes. `views` fails when a page is not in here.

use odzreshop_bot::app::{
    Allowance, BillFile, Customer, Member, MoveByHand, OrderFile, PaymentFile, PayoutOpening, PayoutWish, ProofReceipt, SpanFigures,
    Switch, SwitchState, TransferLine, UnmatchedOutcome,
};
use odzreshop_bot::dialogue::screen::Hint;
use odzreshop_bot::dialogue::{BillList, OpenedFrom, Step};
use odzreshop_bot::domain::access::{AccessGate, AccessStatus, LastDecision, Mode, OwnLimits, access_gate};
use odzreshop_bot::domain::bill::{Bill, BillState};
use odzreshop_bot::domain::broadcast::{Audience, Broadcast, BroadcastProgress, BroadcastState};
use odzreshop_bot::domain::locale::Locale;
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::notification::ClosedReason;
use odzreshop_bot::domain::opening::{Opening, OpeningHours};
use odzreshop_bot::domain::order::{OrderHistoryEntry, OrderState};
use odzreshop_bot::domain::order_filter::OrderFilter;
use odzreshop_bot::domain::payment::{AsideReason, Payment, PaymentsWaiting, Unmatched};
use odzreshop_bot::domain::payment_figures::MethodFigures;
use odzreshop_bot::domain::payment_method::{PaymentMethod, PaymentWay};
use odzreshop_bot::domain::payout::{Payout, PayoutState};
use odzreshop_bot::domain::person::Person;
use odzreshop_bot::domain::role::Role;
use odzreshop_bot::domain::wallet::{Balance, ByHand, TransferKind};
use odzreshop_bot::i18n::Words;
use odzreshop_bot::telegram::features::customers::Acts;
use odzreshop_bot::telegram::features::orders::ORDERS_PER_PAGE;
use odzreshop_bot::telegram::features::pending::PEOPLE_PER_PAGE;
use odzreshop_bot::telegram::features::resolution::Remark;
use odzreshop_bot::telegram::features::{
    access, admin, admin_orders, bills, block, broadcast, customers, game_accounts, general, help, language, opening, orders, pay_support,
    payout, proof, purchase, receipt, reload, resolution, roles, stars, status, top_up, unmatched, wallet,
};
use odzreshop_bot::telegram::tree::COMMANDS;
use odzreshop_bot::telegram::view::order::Subject;
use odzreshop_bot::telegram::view::toast::Toast;
use odzreshop_bot::telegram::view::{self, Page, ShopFacts};

use super::{NOW, Taste, closings, planned, sales};

/// A page, and the name of the function that makes it.
pub struct Sample {
    pub function: &'static str,
    pub page: Page,
    /// Whether it is one of its kind, rather than the same again with another order.
    pub worth_reading: bool,
}

pub(super) fn sample(function: &'static str, page: Page) -> Sample {
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
        sample(
            "ask_account_name",
            game_accounts::ask_account_name(uncertain, None, Some(words.say("hint-account-name", &[("max", 24.into())])), words),
        ),
        sample("ask_account_name", game_accounts::ask_account_name(uncertain, Some(hostile), None, words)),
        sample("account_named", game_accounts::account_named(uncertain, Some(hostile), words)),
        sample("account_named", game_accounts::account_named(uncertain, None, words)),
        sample("forget_what", game_accounts::forget_what(words)),
        sample("forgotten", game_accounts::forgotten(words)),
        sample("help", help::help(COMMANDS, None, words, shop)),
        sample("help", help::help(COMMANDS, Some(Role::Owner), words, shop)),
        sample("pay_support", pay_support::pay_support(words, shop)),
        sample("payment_terms", pay_support::payment_terms(words, shop)),
        sample("access_pending", access::access_pending(true, words, shop)),
        sample("access_pending", access::access_pending(false, words, shop)),
        sample("access_unattended", access::access_unattended(words, shop)),
        sample("access_blocked", access::access_blocked(words, shop)),
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
        sample("reloaded", reload::reloaded(None, words)),
        sample("reloaded", reload::reloaded(Some(hostile), words)),
        sample("pay_first", purchase::pay_first("4C8W2H6T", words)),
        sample("group", general::group(words, shop)),
        sample("broken", general::broken(words, shop)),
    ]);
    samples.extend(closings().map(|closing| sample("shop_status", status::shop_status(&taste.status(Some(closing)), words))));
    samples.extend(of_access(taste, words));
    samples.extend(of_roles(taste, words));
    samples.extend(of_broadcasts(taste, words, shop));
    samples.extend(of_admin_orders(taste, history, words, shop));
    samples.extend(of_wallets(taste, words, shop));
    samples.extend(of_top_ups(taste, words, shop));
    samples.extend(of_proofs(taste, words));
    samples.extend(of_desk(taste, words));
    samples.extend(of_unmatched(taste, words));
    samples.extend(of_payouts(taste, words));
    samples.extend(sales::pages(taste, words));
    samples.extend(sales::export_pages(words));
    samples.extend(sales::audit_pages(taste, words));
    samples.extend(of_opening(taste, words, shop));
    samples.extend(super::alerts::of_alerts(words));
    samples.extend(super::catalog::of_catalog(taste, words));
    samples.extend(super::messages::of_messages(taste, words, shop));
    samples.extend(super::prices::of_prices(taste, words));
    samples.extend(super::prices::of_terms(taste, words));
    samples.push(sample("genuine_receipt", receipt::genuine_receipt(&taste.receipt().receipt, true, words)));
    samples.push(sample("forged_receipt", receipt::forged_receipt(&shop.name, false, words)));
    samples.push(Sample { worth_reading: false, ..sample("slow_down", general::slow_down(words)) });
    samples
}

/// The lists of orders, and each order as admins see it.
fn of_admin_orders(taste: &Taste, history: &[OrderHistoryEntry], words: &Words, shop: &ShopFacts) -> Vec<Sample> {
    let some: Vec<_> = taste.orders().into_iter().take(admin_orders::ORDERS_PER_PAGE).collect();
    let later = NOW.plus_ms(3 * 3_600_000);
    let mut samples = vec![
        sample("which_list", admin_orders::which_list(words)),
        sample("order_list", admin_orders::order_list(OrderFilter::All, &some, 1, true, later, words)),
        sample("order_list", admin_orders::order_list(OrderFilter::Uncertain, &[], 0, false, later, words)),
    ];
    for order in taste.orders() {
        let worth_reading = order.state == OrderState::Uncertain && order.evidence.is_none();
        let search = OpenedFrom::Search { text: taste.words.clone() };
        let costs = order.state != OrderState::Failed;
        let file = OrderFile { order, person: Some(taste.person()), history: history.to_vec() };
        let page = admin_orders::order_page(&file, search, costs, words, shop);
        samples.push(Sample { worth_reading, ..sample("order_page", page) });
        let list = OpenedFrom::List { filter: OrderFilter::Open, page: 1 };
        let file = OrderFile { person: None, ..file };
        samples.push(Sample { worth_reading, ..sample("order_details", admin_orders::order_details(&file, list, words, shop)) });
    }
    samples
}

/// The admins' menu and the shop's switch.
fn of_opening(taste: &Taste, words: &Words, shop: &ShopFacts) -> Vec<Sample> {
    let hours = OpeningHours { from: 8 * 60, until: 23 * 60 };
    let by_hand = Opening { closed: true, closed_note: Some(taste.words.as_str().into()), ..Opening::default() };
    let by_hours = Opening { hours: Some(hours), ..Opening::default() };
    let by_plan = |hours| Opening { planned: Some(planned(hours)), ..Opening::default() };
    let last = Some((taste.person(), NOW));
    let state = |opening: &Opening, minute| SwitchState {
        opening: opening.clone(),
        pause: opening.pause(NOW, minute),
        closed: None,
        now: NOW,
        last: last.clone(),
        overrides: true,
    };
    let never = SwitchState { last: None, overrides: false, ..state(&Opening::default(), 0) };
    let closed = |note: Option<&String>| Switch::Close { note: note.cloned() };
    let asked = |step, remark| sample("ask_opening", opening::ask_opening(&step, Some(remark), words));
    let mut samples = vec![
        sample("admin_menu", admin::admin_menu(words, shop)),
        sample("switch", opening::switch(&never, words)),
        sample("switch", opening::switch(&state(&by_hand, 0), words)),
        sample("switch", opening::switch(&state(&by_hours, 0), words)),
        sample("switch", opening::switch(&state(&by_plan(24), 0), words)),
        sample("switch", opening::switch(&SwitchState { closed: Some(ClosedReason::Key), ..state(&by_plan(-1), 0) }, words)),
        asked(Step::PlannedPause, opening::Remark::InvalidPlan),
        asked(Step::ClosedNote, opening::Remark::InvalidNote),
        asked(Step::OpeningHours, opening::Remark::InvalidHours),
        asked(Step::OpeningHours, opening::Remark::Hint(Hint::TextOnly)),
    ];
    let wishes = [
        closed(None),
        closed(Some(&taste.words)),
        Switch::Open { planned: None },
        Switch::Plan(planned(2)),
        Switch::Plan(planned(-1)),
        Switch::CallOff(planned(30)),
        Switch::Hours(Some(hours)),
        Switch::Hours(None),
        Switch::AsFile,
    ];
    samples.extend(wishes.map(|wish| sample("switched", opening::switched(&wish, NOW, words))));
    samples
}

/// What customers and admins see of wallets.
fn of_wallets(taste: &Taste, words: &Words, shop: &ShopFacts) -> Vec<Sample> {
    let balance = Balance { available: Rupiah(48_500), held: Rupiah(18_500) };
    let own = OwnLimits { daily_limit: Some(Rupiah::ZERO), max_open_orders: None };
    let person = Person { tier: Some(taste.words.clone()), chosen: Some(Locale::new("en")), limits: own, ..taste.person() };
    let someone = Customer { person, since: Some(NOW), orders: 3, spent: Rupiah(37_000), balance };
    let waits = Acts { is_staff: false, gate: AccessGate::Wait };
    let on = ShopFacts { wallet: true, ..shop.clone() };
    let transfer = |kind, number: Option<&str>, reason: Option<&String>| TransferLine {
        kind,
        amount: Rupiah(18_500),
        number: number.map(str::to_owned),
        reason: reason.cloned(),
        at: NOW,
        available: Rupiah(48_500),
    };
    let by_order = [
        TransferKind::Payment,
        TransferKind::Hold,
        TransferKind::Capture,
        TransferKind::Release,
        TransferKind::Payout,
        TransferKind::Return,
    ]
    .map(|kind| transfer(kind, Some("7K3M9Q2X"), None));
    let by_hand = [TransferKind::Grant, TransferKind::Take, TransferKind::Refund].map(|kind| transfer(kind, None, Some(&taste.words)));
    let some: Vec<_> = taste.orders().into_iter().take(2).collect();
    let lines: Vec<TransferLine> = by_order.into_iter().chain(by_hand).collect();
    let mut samples = vec![
        sample("wallet", wallet::wallet(balance, words, shop)),
        sample("wallet", wallet::wallet(Balance::default(), words, shop)),
        sample("history", wallet::history(&lines, (0, 2), words)),
        sample("history", wallet::history(&[], (0, 1), words)),
        sample("found", customers::found(&[], &[], &taste.words, NOW, words)),
        sample("found", customers::found(&some, &[taste.person(), Person { username: None, ..taste.person() }], &taste.words, NOW, words)),
        sample("customer", customers::customer(&someone, None, waits, words, shop)),
        sample("customer", customers::customer(&someone, None, waits, words, &on)),
        sample("customers", customers::customers(&[taste.person(), taste.person()], (0, 2), 9, words)),
        sample("not_moved", customers::not_moved(Allowance::Denied, 4_242, words)),
        sample("not_moved", customers::not_moved(Allowance::OverDaily { left: Rupiah(7_000) }, 4_242, words)),
        sample("not_moved", customers::not_moved(Allowance::BeyondBalance { available: Rupiah(7_000) }, 4_242, words)),
    ];
    for what in [ByHand::Grant, ByHand::Take] {
        let wish = MoveByHand { user: 4_242, what, amount: Rupiah(25_000), reason: taste.words.clone() };
        samples.extend([
            sample("ask_amount", customers::ask_amount(&someone, what, Some(customers::Remark::InvalidAmount), words)),
            sample("ask_reason", customers::ask_reason(&someone, what, Rupiah(25_000), Some(customers::Remark::InvalidReason), words)),
            sample("confirm_move", customers::confirm_move(&someone, &wish, words)),
            sample("moved", customers::moved(&someone, &wish, words)),
        ]);
    }
    samples
}

/// What admins decide about somebody's access: each status as its card and on the customer's page, and the steps of a block.
fn of_access(taste: &Taste, words: &Words) -> Vec<Sample> {
    let shop = &Taste::pleasant_shop();
    let mut samples = Vec::new();
    let someone = |person| Customer { person, since: None, orders: 3, spent: Rupiah::ZERO, balance: Balance::default() };
    for status in [AccessStatus::Unknown, AccessStatus::Requested, AccessStatus::Approved, AccessStatus::Rejected, AccessStatus::Blocked] {
        let reason = (status == AccessStatus::Blocked).then(|| taste.words.clone());
        let decision = LastDecision { admin: 2_001, at: NOW, from: AccessStatus::Requested, reason };
        let decided = Person { access: status, decision: Some(decision), ..taste.person() };
        let acts = Acts { is_staff: false, gate: access_gate(Mode::Approval, status, false) };
        let admin = Person { name: taste.person.clone(), ..Person::default() };
        samples.push(sample("view::card", view::access::card(&decided, Some(&admin), words, shop)));
        samples.push(sample("customer", customers::customer(&someone(decided.clone()), Some(&admin), acts, words, shop)));
        let before = Person { decision: None, ..decided };
        samples.push(Sample { worth_reading: false, ..sample("view::card", view::access::card(&before, None, words, shop)) });
        let open = Acts { is_staff: false, gate: access_gate(Mode::Open, status, false) };
        samples.push(Sample { worth_reading: false, ..sample("customer", customers::customer(&someone(before), None, open, words, shop)) });
    }
    let undone = Some((words.say("pending-none", &[]), None));
    samples.extend([
        sample(
            "view::waiting",
            view::access::waiting(&vec![taste.person(); PEOPLE_PER_PAGE], (1, 3), undone, (String::new(), Vec::new()), true, words),
        ),
        sample(
            "view::waiting",
            view::access::waiting(
                &[],
                (0, 1),
                None,
                view::uncertain::waiting(&vec![taste.order(OrderState::Uncertain, None); PEOPLE_PER_PAGE], 8, words),
                true,
                words,
            ),
        ),
        sample("view::waiting", view::access::waiting(&[taste.person()], (0, 1), None, (String::new(), Vec::new()), false, words)),
        sample("ask_reason_of_block", block::ask_reason_of_block(&someone(taste.person()), None, words)),
        sample("confirm_block", block::confirm_block(&someone(taste.person()), &taste.words, words)),
    ]);
    samples
}

/// One message to many customers.
fn of_broadcasts(taste: &Taste, words: &Words, shop: &ShopFacts) -> Vec<Sample> {
    let on = ShopFacts { wallet: true, ..shop.clone() };
    let plain = Broadcast { photo: None, ..taste.broadcast(BroadcastState::Draft) };
    let progress = BroadcastProgress { sent: 996, lost: 4, waiting: 0 };
    let mut samples = vec![
        sample("ask_broadcast", broadcast::ask_broadcast(None, words)),
        sample("ask_english", broadcast::ask_english("b1", None, words)),
        sample("choose_audience", broadcast::choose_audience("b1", &[], false, words, shop)),
        sample("choose_audience", broadcast::choose_audience("b1", &[&taste.words], true, words, &on)),
        sample("confirm_broadcast", broadcast::confirm_broadcast("b1", Audience::Tier(taste.words.clone()), (1_000, 12), words)),
        sample("confirm_broadcast", broadcast::confirm_broadcast("b1", Audience::WithBalance, (0, 1), words)),
        sample("broadcasts_wanted", broadcast::broadcasts_wanted(true, words)),
        sample("broadcasts_wanted", broadcast::broadcasts_wanted(false, words)),
        sample("broadcast_started", broadcast::broadcast_started(words)),
        sample("view::message", view::broadcast::message(&plain, words.locale(), Vec::new())),
    ];
    for state in [BroadcastState::Stopped, BroadcastState::Done] {
        samples.push(sample("view::progress", view::broadcast::progress(&taste.broadcast(state), progress, words)));
    }
    samples
}

/// Who runs the shop.
fn of_roles(taste: &Taste, words: &Words) -> Vec<Sample> {
    let member = |role| Member { user: 4_242, person: Some(taste.person()), role };
    let unmet = |role| Member { person: None, ..member(role) };
    let everybody = [member(Some(Role::Owner)), member(Some(Role::Admin)), unmet(Some(Role::Support))];
    let mut samples = vec![sample("staff", roles::staff(&everybody, (1, 3), words)), sample("ask_person", roles::ask_person(None, words))];
    for role in [Some(Role::Owner), Some(Role::Admin), Some(Role::Support), None] {
        samples.push(sample("choose_role", roles::choose_role(&member(role), words)));
    }
    for role in [Some(Role::Admin), Some(Role::Support), None] {
        samples.push(sample("confirm_role", roles::confirm_role(&unmet(None), role, words)));
        samples.push(sample("role_changed", roles::role_changed(&member(role), words)));
    }
    samples
}

/// What customers see when they add to their wallets.
fn of_top_ups(taste: &Taste, words: &Words, shop: &ShopFacts) -> Vec<Sample> {
    let bill = taste.bill(BillState::Waiting);
    let presets = [20_000, 50_000, 100_000].map(Rupiah);
    let (minimum, maximum) = (Rupiah(10_000), Rupiah(1_000_000));
    let remarks = [
        top_up::Remark::InvalidAmount,
        top_up::Remark::OutOfRange { minimum, maximum },
        top_up::Remark::BalanceFull { maximum },
        top_up::Remark::NoAmountFree,
    ];
    let mut samples = vec![
        sample("choose_amount", top_up::choose_amount(&presets, None, words)),
        sample(
            "choose_way",
            top_up::choose_way(Rupiah(20_000), &[PaymentWay::Gateway, PaymentWay::Static, PaymentWay::Stars], Some(134), words),
        ),
        sample("opened", top_up::opened(&bill, words)),
        sample("already_open", top_up::already_open(&bill, words)),
        sample("ask_proof", top_up::ask_proof(&bill, words.say("hint-photo-only", &[]), words)),
    ];
    samples.extend(remarks.map(|remark| sample("ask_amount", top_up::ask_amount((minimum, maximum), Some(remark), words))));
    for receipt in [ProofReceipt::Kept, ProofReceipt::TooMany, ProofReceipt::Paid, ProofReceipt::NotWanted] {
        samples.push(sample("proof_received", top_up::proof_received(receipt, words, shop)));
    }
    samples
}

/// What admins see of bills, payments and payouts.
fn of_desk(taste: &Taste, words: &Words) -> Vec<Sample> {
    let waiting = taste.payments_waiting();
    let bill = || taste.bill(BillState::Review);
    let payments = vec![taste.payment(Unmatched::OtherAmount), credited(taste, Some(2_001)), credited(taste, None)];
    let file = BillFile { bill: bill(), person: Some(taste.person()), payments, proofs: vec![taste.review().proof] };
    let expired = Bill { ended_at: Some(NOW), looked_at: Some(NOW), word: None, ..taste.bill(BillState::Expired) };
    let bare = BillFile { bill: expired, person: None, payments: Vec::new(), proofs: Vec::new() };
    let rows = || vec![bills::bill_button(&bill(), words); 8];
    let unmatched = vec![bills::payment_button(&taste.payment(Unmatched::Test), words)];
    let payouts = vec![bills::payout_button(&taste.payout(PayoutState::Open), words)];
    let (gross, fee) = (Rupiah(1_240_000), Rupiah(21_400));
    let mut known = MethodFigures { credited: 34, gross, fee, unmatched: 2, ..MethodFigures::new(PaymentMethod::Pakasir) };
    [(4, 32), (61, 2)].into_iter().for_each(|(seconds, count)| known.delays.add(seconds, count));
    let unknown = MethodFigures { credited: 3, gross, fee_unknown: 3, ..MethodFigures::new(PaymentMethod::Qris) };
    let span = |days, methods| SpanFigures { days, methods };
    let spans = [span(1, Vec::new()), span(7, vec![known.clone()]), span(30, vec![known, unknown])];
    let hint = || Some(words.say("hint-use-buttons", &[]));
    let mut samples = vec![
        sample("desk", bills::desk(&waiting, words)),
        sample("desk", bills::desk(&PaymentsWaiting::default(), words)),
        sample("listed", bills::listed(BillList::Open, rows(), (0, 2), 12, words)),
        sample("listed", bills::listed(BillList::Unmatched, unmatched, (0, 1), 1, words)),
        sample("listed", bills::listed(BillList::Payouts, payouts, (0, 1), 1, words)),
        sample("listed", bills::listed(BillList::Review, Vec::new(), (0, 1), 0, words)),
        sample("bill_page", bills::bill_page(&file, words)),
        sample("bill_page", bills::bill_page(&bare, words)),
        sample("figures", bills::figures(&spans, words)),
        sample("ask_number", bills::ask_number(hint(), words)),
    ];
    for state in BillState::ALL {
        let page = bills::bill_page(&BillFile { bill: taste.bill(state), ..bare.clone() }, words);
        samples.push(Sample { function: "bill_page", page, worth_reading: false });
    }
    samples
}

fn credited(taste: &Taste, actor: Option<i64>) -> Payment {
    Payment { credited: Some(Rupiah(15_000)), unmatched: None, actor, ..taste.payment(Unmatched::OtherAmount) }
}

/// What admins see when they decide about an unmatched payment.
fn of_unmatched(taste: &Taste, words: &Words) -> Vec<Sample> {
    let bill = Some(taste.bill(BillState::Expired));
    let file = |payment| PaymentFile {
        payment,
        bill: bill.clone(),
        person: Some(taste.person()),
        decider: Some(taste.person()),
        most: Rupiah(20_001),
    };
    let stranger = PaymentFile {
        payment: Payment { bill: None, ..taste.payment(Unmatched::UnknownBill) },
        bill: None,
        person: None,
        decider: None,
        most: Rupiah(15_000),
    };
    let (other, test) = (file(taste.payment(Unmatched::OtherAmount)), file(taste.payment(Unmatched::Test)));
    let aside = |reason: AsideReason| {
        let payment = Payment { actor: Some(2_001), note: Some(reason.as_str().to_owned()), ..taste.payment(Unmatched::Test) };
        sample("view::card", unmatched::card(&file(payment), words))
    };
    let remark = || Some(words.say("hint-invalid-amount", &[]));
    let mut samples = vec![
        sample("card", unmatched::card(&stranger, words)),
        sample("card", unmatched::card(&file(credited(taste, Some(2_001))), words)),
        sample("card", unmatched::card(&file(credited(taste, None)), words)),
        sample("confirm_credit", unmatched::confirm_credit(&other, &taste.person(), Rupiah(15_000), words)),
        sample("confirm_credit", unmatched::confirm_credit(&test, &taste.person(), Rupiah(15_000), words)),
        sample("ask_amount", unmatched::ask_amount(&other, remark(), words)),
        sample("ask_owner", unmatched::ask_owner(&stranger, Rupiah(15_000), remark(), words)),
        sample("choose_aside", unmatched::choose_aside(&test, words)),
    ];
    let refused = [UnmatchedOutcome::Already, UnmatchedOutcome::TooMuch { most: Rupiah(20_001) }, UnmatchedOutcome::Denied];
    samples.extend(refused.map(|refused| sample("refused_of", unmatched::refused_of(&refused, &other, words))));
    samples.extend(AsideReason::ALL.map(aside));
    samples
}

/// What admins see when they pay a balance out.
fn of_payouts(taste: &Taste, words: &Words) -> Vec<Sample> {
    let balance = Balance { available: Rupiah(48_500), held: Rupiah(18_500) };
    let someone = Customer { person: taste.person(), since: None, orders: 3, spent: Rupiah::ZERO, balance };
    let amount = Rupiah(25_000);
    let remark = || Some(words.say("payout-invalid-destination", &[]));
    let refused = [PayoutOpening::BeyondBalance { available: Rupiah(7_000) }, PayoutOpening::Denied];
    let mut samples = vec![
        sample("ask_payout", payout::ask_payout(&someone, remark(), words)),
        sample("ask_destination", payout::ask_destination(&someone, amount, remark(), words)),
        sample("confirm_payout", payout::confirm_payout(&someone, amount, &taste.words, words)),
    ];
    let stars =
        PayoutWish { user: 4_242, method: PaymentMethod::Stars, payment: Some("c1".to_owned()), amount, destination: String::new() };
    let invalid = Some(words.say("hint-invalid-stars-reason", &[]));
    samples.push(sample("ask_refund_reason", stars::ask_refund_reason(&stars, &someone, invalid, words)));
    samples.push(sample("confirm_refund", stars::confirm_refund(&stars, &someone, &taste.words, words)));
    samples.push(sample("payout_page", {
        let by_stars = Payout { method: PaymentMethod::Stars, ..taste.payout(PayoutState::Open) };
        payout::payout_page(&by_stars, &taste.person(), words)
    }));
    samples.extend(refused.map(|refused| sample("not_paid_out", payout::not_paid_out(&refused, 4_242, words))));
    for state in [PayoutState::Open, PayoutState::Done, PayoutState::Returned] {
        samples.push(sample("payout_page", payout::payout_page(&taste.payout(state), &taste.person(), words)));
    }
    for sent in [true, false] {
        samples.push(sample("confirm_end", payout::confirm_end(&taste.payout(PayoutState::Open), &taste.person(), sent, words)));
    }
    samples
}

/// What admins see when they decide about a proof.
fn of_proofs(taste: &Taste, words: &Words) -> Vec<Sample> {
    let shown = proof::Shown { bill: taste.bill(BillState::Review), person: taste.person(), review: taste.review() };
    vec![
        sample("confirm_approve", proof::confirm_approve(&shown, Rupiah(20_001), words)),
        sample("confirm_typed", proof::confirm_typed(&shown, Rupiah(15_000), words)),
        sample("choose_reason", proof::choose_reason(&shown, words)),
        sample("ask_amount", proof::ask_amount(&shown, Some(words.say("hint-invalid-amount", &[])), words)),
        sample("outcome_of", proof::outcome_of(Toast::DONE, &shown, words)),
    ]
}

fn of_each_order(taste: &Taste, history: &[OrderHistoryEntry], words: &Words, shop: &ShopFacts) -> Vec<Sample> {
    let mut samples = Vec::new();
    let category = taste.title();
    for order in &taste.orders() {
        let subject = Subject { order, category: Some(&category), lines: &[], available: None };
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
