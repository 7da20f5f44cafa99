//! What a button does: one enum per feature, and the sum of them.

use serde::{Deserialize, Serialize};

use crate::dialogue::access::AccessAction;
use crate::dialogue::admin::AdminAction;
use crate::dialogue::admin_orders::AdminOrdersAction;
use crate::dialogue::alerts::AlertsAction;
use crate::dialogue::audit::AuditAction;
use crate::dialogue::bills::BillsAction;
use crate::dialogue::broadcast::BroadcastAction;
use crate::dialogue::catalog::CatalogAction;
use crate::dialogue::customer_terms::CustomerTermsAction;
use crate::dialogue::customers::CustomersAction;
use crate::dialogue::export::ExportAction;
use crate::dialogue::figures::FiguresAction;
use crate::dialogue::game_accounts::GameAccountsAction;
use crate::dialogue::help::HelpAction;
use crate::dialogue::language::LanguageAction;
use crate::dialogue::message::{AdminMessageAction, CustomerMessageAction};
use crate::dialogue::opening::OpeningAction;
use crate::dialogue::orders::OrdersAction;
use crate::dialogue::payout::PayoutAction;
use crate::dialogue::prices::PricesAction;
use crate::dialogue::proof::ProofAction;
use crate::dialogue::purchase::PurchaseAction;
use crate::dialogue::resolution::ResolutionAction;
use crate::dialogue::roles::RolesAction;
use crate::dialogue::stars::StarsAction;
use crate::dialogue::top_up::TopUpAction;
use crate::dialogue::unmatched::UnmatchedAction;
use crate::dialogue::verification::VerificationAction;
use crate::dialogue::wallet::WalletAction;

macro_rules! actions {
    ($($feature:ident($action:ty)),* $(,)?) => {
        /// What a button does. Stored on the server under an opaque token; a client sends only the token. In JSON it is the feature's
        /// action alone: the words under `do` are different in all features.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(untagged)]
        pub enum Action {
            $($feature($action)),*
        }

        $(impl From<$action> for Action {
            fn from(action: $action) -> Self {
                Self::$feature(action)
            }
        })*

        impl Action {
            /// Whether a second press must do nothing, because the first one changed something. The others only show something.
            pub fn is_single_use(&self) -> bool {
                match self {
                    $(Self::$feature(action) => action.is_single_use()),*
                }
            }
        }
    };
}

actions! {
    Purchase(PurchaseAction),
    Orders(OrdersAction),
    GameAccounts(GameAccountsAction),
    Language(LanguageAction),
    Help(HelpAction),
    Access(AccessAction),
    Resolution(ResolutionAction),
    Wallet(WalletAction),
    Customers(CustomersAction),
    Verification(VerificationAction),
    TopUp(TopUpAction),
    Proof(ProofAction),
    Bills(BillsAction),
    Unmatched(UnmatchedAction),
    Payout(PayoutAction),
    Stars(StarsAction),
    Admin(AdminAction),
    Opening(OpeningAction),
    Catalog(CatalogAction),
    AdminOrders(AdminOrdersAction),
    ToCustomer(AdminMessageAction),
    ToShop(CustomerMessageAction),
    Roles(RolesAction),
    Broadcast(BroadcastAction),
    Figures(FiguresAction),
    Export(ExportAction),
    Audit(AuditAction),
    Prices(PricesAction),
    CustomerTerms(CustomerTermsAction),
    Alerts(AlertsAction),
}

impl Action {
    /// Whether it may stand in a group, where admins act and nothing is sold.
    pub fn is_for_groups(&self) -> bool {
        match self {
            Self::GameAccounts(_) | Self::ToShop(_) | Self::Broadcast(BroadcastAction::OptOut | BroadcastAction::OptIn) => false,
            Self::Access(_)
            | Self::Resolution(_)
            | Self::Verification(_)
            | Self::Customers(_)
            | Self::Proof(_)
            | Self::Bills(_)
            | Self::Unmatched(_)
            | Self::Payout(_)
            | Self::Stars(_)
            | Self::Admin(_)
            | Self::Opening(_)
            | Self::Catalog(_)
            | Self::AdminOrders(_)
            | Self::Roles(_)
            | Self::Broadcast(_)
            | Self::Figures(_)
            | Self::Export(_)
            | Self::Audit(_)
            | Self::Prices(_)
            | Self::CustomerTerms(_)
            | Self::Alerts(_)
            | Self::ToCustomer(_)
            | Self::Purchase(PurchaseAction::Cancel) => true,
            Self::Purchase(_) | Self::Orders(_) | Self::Language(_) | Self::Help(_) | Self::Wallet(_) | Self::TopUp(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::{AuditFilter, BillList, DecidedOn, OpenedFrom, OwnLimit, PaymentKey, ProofKey, RuleValue};
    use crate::domain::access::OwnLimits;
    use crate::domain::bill::BillId;
    use crate::domain::day_span::DaySpan;
    use crate::domain::export::{ExportFormat, ExportKind};
    use crate::domain::markup::{BasisPoints, Markup};
    use crate::domain::message::{ConversationKey, MessageContent};
    use crate::domain::money::Rupiah;
    use crate::domain::opening::PlannedPause;
    use crate::domain::order::OrderId;
    use crate::domain::order_filter::OrderFilter;
    use crate::domain::payment::AsideReason;
    use crate::domain::payment_method::{PaymentMethod, PaymentWay};
    use crate::domain::price_rule::{Rule, RuleDraft, RuleKey, RuleWish, Scope};
    use crate::domain::proof::RejectReason;
    use crate::domain::time::Millis;
    use crate::domain::wallet::ByHand;

    /// The JSON of every action, as the version before the features had their own enums wrote it.
    #[test]
    fn stored_actions_keep_their_form() {
        let order = || OrderId("o1".to_owned());
        let category = || "ml".to_owned();
        let decide = |approve| AccessAction::Decide { user: 7, approve, on: DecidedOn::Card };
        let cases: [(&str, Action, bool); 21] = [
            (r#"{"do":"menu","page":2}"#, PurchaseAction::Menu { page: 2 }.into(), false),
            (r#"{"do":"category","category":"ml","page":1}"#, PurchaseAction::Category { category: category(), page: 1 }.into(), false),
            (
                r#"{"do":"item","category":"ml","sku":"s","page":0}"#,
                PurchaseAction::Item { category: category(), sku: "s".into(), page: 0 }.into(),
                false,
            ),
            (r#"{"do":"choose","value":"v"}"#, PurchaseAction::Choose { value: "v".into() }.into(), false),
            (r#"{"do":"back"}"#, PurchaseAction::Back.into(), false),
            (r#"{"do":"cancel"}"#, PurchaseAction::Cancel.into(), false),
            (r#"{"do":"confirm","quote":"q"}"#, PurchaseAction::Confirm { quote: "q".into() }.into(), true),
            (r#"{"do":"again","order":"o1"}"#, PurchaseAction::Again { order: order() }.into(), false),
            (r#"{"do":"orders","page":1}"#, OrdersAction::List { page: 1 }.into(), false),
            (r#"{"do":"order","order":"o1","page":1}"#, OrdersAction::Detail { order: order(), page: 1 }.into(), false),
            (r#"{"do":"languages"}"#, LanguageAction::List.into(), false),
            (r#"{"do":"language","code":"en"}"#, LanguageAction::Choose { code: "en".into() }.into(), true),
            (r#"{"do":"help"}"#, HelpAction::Show.into(), false),
            (r#"{"do":"decide","user":7,"approve":true}"#, decide(true).into(), true),
            (r#"{"do":"placed","order":"o1"}"#, ResolutionAction::AskInvoice { order: order() }.into(), false),
            (r#"{"do":"not_placed","order":"o1"}"#, ResolutionAction::AskNotPlaced { order: order() }.into(), false),
            (
                r#"{"do":"surely_placed","order":"o1","invoice":"i"}"#,
                ResolutionAction::ConfirmPlaced { order: order(), invoice: "i".into() }.into(),
                true,
            ),
            (r#"{"do":"surely_not_placed","order":"o1"}"#, ResolutionAction::ConfirmNotPlaced { order: order() }.into(), true),
            (r#"{"do":"resend","order":"o1"}"#, ResolutionAction::AskResend { order: order() }.into(), false),
            (r#"{"do":"surely_resend","order":"o1"}"#, ResolutionAction::ConfirmResend { order: order() }.into(), true),
            (r#"{"do":"take_back","order":"o1"}"#, ResolutionAction::TakeBack { order: order() }.into(), true),
        ];
        for (json, action, single_use) in cases {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!(serde_json::to_string(&action).unwrap(), json);
            assert_eq!(action.is_single_use(), single_use, "{json}");
        }
        let what = ByHand::Grant;
        let newer: [(&str, Action, bool); 9] = [
            (r#"{"do":"verify","order":"o1"}"#, VerificationAction::Verify { order: order() }.into(), true),
            (r#"{"do":"unverify","order":"o1"}"#, VerificationAction::Unverify { order: order() }.into(), true),
            (r#"{"do":"look_again"}"#, PurchaseAction::LookAgain.into(), false),
            (r#"{"do":"customers","page":1}"#, CustomersAction::List { page: 1 }.into(), false),
            (r#"{"do":"wallet"}"#, WalletAction::Show.into(), false),
            (r#"{"do":"wallet_history","page":1}"#, WalletAction::History { page: 1 }.into(), false),
            (r#"{"do":"customer","user":7}"#, CustomersAction::Show { user: 7 }.into(), false),
            (r#"{"do":"customer_amount","user":7,"what":"grant"}"#, CustomersAction::AskAmount { user: 7, what }.into(), false),
            (
                r#"{"do":"customer_move","user":7,"what":"grant","amount":5,"reason":"r"}"#,
                CustomersAction::Move { user: 7, what, amount: Rupiah(5), reason: "r".into() }.into(),
                true,
            ),
        ];
        for (json, action, single_use) in newer {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!(serde_json::to_string(&action).unwrap(), json);
            assert_eq!(action.is_single_use(), single_use, "{json}");
        }
        let older = [
            (r#"{"do":"order","order":"o1"}"#, OrdersAction::Detail { order: order(), page: 0 }.into()),
            (r#"{"do":"decide","user":7,"admit":false}"#, decide(false).into()),
        ];
        for (json, action) in older {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
        }
        for unknown in [r#"{"do":"fly"}"#, r#"{"do":"confirm"}"#, "{}", "7"] {
            assert!(serde_json::from_str::<Action>(unknown).is_err(), "{unknown}");
        }
    }

    #[test]
    fn the_later_buttons_of_a_purchase_keep_their_form() {
        let pay = |way| PurchaseAction::Pay { quote: "q".into(), way };
        let cases: [(&str, Action, bool); 6] = [
            (r#"{"do":"take_expected"}"#, PurchaseAction::TakeExpected.into(), false),
            (r#"{"do":"keep_answers"}"#, PurchaseAction::KeepAnswers.into(), false),
            (r#"{"do":"go_on","bill":"b1"}"#, PurchaseAction::GoOn { bill: BillId("b1".into()) }.into(), false),
            (r#"{"do":"pay","quote":"q"}"#, pay(PaymentWay::Gateway).into(), true),
            (r#"{"do":"pay","quote":"q","way":"stars"}"#, pay(PaymentWay::Stars).into(), true),
            (r#"{"do":"leave_cart","bill":"b1"}"#, PurchaseAction::LeaveCart { bill: BillId("b1".into()) }.into(), false),
        ];
        for (json, action, single_use) in cases {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!((serde_json::to_string(&action).unwrap().as_str(), action.is_single_use()), (json, single_use));
        }
    }

    #[test]
    fn the_buttons_about_access_are_read_as_they_were_written() {
        let on_list = DecidedOn::List { page: 1 };
        let reason = || "r".to_owned();
        let cases: [(&str, Action, bool); 7] = [
            (
                r#"{"do":"decide","user":7,"approve":true,"on":{"list":{"page":1}}}"#,
                AccessAction::Decide { user: 7, approve: true, on: on_list }.into(),
                true,
            ),
            (
                r#"{"do":"undo_decision","user":7,"made_at":5,"on":"customer"}"#,
                AccessAction::Undo { user: 7, made_at: Millis(5), on: DecidedOn::Customer }.into(),
                true,
            ),
            (r#"{"do":"pending","page":1}"#, AccessAction::List { page: 1 }.into(), false),
            (r#"{"do":"ask_block","user":7}"#, AccessAction::AskBlock { user: 7 }.into(), false),
            (r#"{"do":"block_for","user":7,"reason":"r"}"#, AccessAction::BlockFor { user: 7, reason: reason() }.into(), false),
            (r#"{"do":"block","user":7,"reason":"r"}"#, AccessAction::Block { user: 7, reason: reason() }.into(), true),
            (r#"{"do":"unblock","user":7}"#, AccessAction::Unblock { user: 7 }.into(), true),
        ];
        for (json, action, single_use) in cases {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!(serde_json::to_string(&action).unwrap(), json);
            assert_eq!(action.is_single_use(), single_use, "{json}");
        }
    }

    #[test]
    fn the_buttons_of_the_payment_desk_are_read_as_they_were_written() {
        let bill = || BillId("b".to_owned());
        let key = || PaymentKey { method: PaymentMethod::Pakasir, payment: "p".to_owned() };
        let (amount, payout) = (Rupiah(5), || "x".to_owned());
        let (payment, reason) = (|| "c".to_owned(), "r".to_owned());
        let cases: [(&str, Action, bool); 20] = [
            (r#"{"do":"stars_back","payment":"c"}"#, StarsAction::AskReason { payment: payment() }.into(), false),
            (r#"{"do":"stars_back_yes","payment":"c","reason":"r"}"#, StarsAction::GiveBack { payment: payment(), reason }.into(), true),
            (r#"{"do":"bills"}"#, BillsAction::Overview.into(), false),
            (r#"{"do":"bills_list","list":"review","page":1}"#, BillsAction::List { list: BillList::Review, page: 1 }.into(), false),
            (r#"{"do":"bills_search"}"#, BillsAction::Search.into(), false),
            (r#"{"do":"bills_figures"}"#, BillsAction::Figures.into(), false),
            (r#"{"do":"bills_bill","bill":"b"}"#, BillsAction::Bill { bill: bill() }.into(), false),
            (r#"{"do":"bills_look","bill":"b"}"#, BillsAction::Look { bill: bill() }.into(), false),
            (r#"{"do":"bills_proof","bill":"b"}"#, BillsAction::Proof { bill: bill() }.into(), false),
            (r#"{"do":"unmatched","method":"pakasir","payment":"p"}"#, UnmatchedAction::Show { key: key() }.into(), false),
            (
                r#"{"do":"unmatched_ask","method":"pakasir","payment":"p","amount":5}"#,
                UnmatchedAction::AskCredit { key: key(), amount }.into(),
                false,
            ),
            (
                r#"{"do":"unmatched_credit","method":"pakasir","payment":"p","user":7,"amount":5}"#,
                UnmatchedAction::Credit { key: key(), user: 7, amount }.into(),
                true,
            ),
            (r#"{"do":"unmatched_amount","method":"pakasir","payment":"p"}"#, UnmatchedAction::AskAmount { key: key() }.into(), false),
            (r#"{"do":"unmatched_ask_aside","method":"pakasir","payment":"p"}"#, UnmatchedAction::AskAside { key: key() }.into(), false),
            (
                r#"{"do":"unmatched_aside","method":"pakasir","payment":"p","reason":"test"}"#,
                UnmatchedAction::Aside { key: key(), reason: AsideReason::Test }.into(),
                true,
            ),
            (r#"{"do":"payout_amount","user":7}"#, PayoutAction::AskAmount { user: 7 }.into(), false),
            (
                r#"{"do":"payout_open","user":7,"amount":5,"destination":"d"}"#,
                PayoutAction::Open { user: 7, amount, destination: "d".to_owned() }.into(),
                true,
            ),
            (r#"{"do":"payout","payout":"x"}"#, PayoutAction::Show { payout: payout() }.into(), false),
            (r#"{"do":"payout_ask_end","payout":"x","sent":true}"#, PayoutAction::AskEnd { payout: payout(), sent: true }.into(), false),
            (r#"{"do":"payout_end","payout":"x","sent":false}"#, PayoutAction::End { payout: payout(), sent: false }.into(), true),
        ];
        for (json, action, single_use) in cases {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!(serde_json::to_string(&action).unwrap(), json);
            assert_eq!(action.is_single_use(), single_use, "{json}");
        }
    }

    #[test]
    fn the_buttons_about_orders_keep_their_form() {
        let (order, filter) = (|| OrderId("o1".to_owned()), OrderFilter::Open);
        let (list, search) = (OpenedFrom::List { filter, page: 1 }, OpenedFrom::Search { text: "x".to_owned() });
        let to = |order| ConversationKey { user: 7, order };
        let content = MessageContent { text: "t".to_owned(), photo: Some("p".to_owned()) };
        let cases: [(&str, Action, bool); 12] = [
            (r#"{"do":"admin_orders","filter":"open","page":1}"#, AdminOrdersAction::List { filter, page: 1 }.into(), false),
            (
                r#"{"do":"admin_order","order":"o1","from":{"list":{"filter":"open","page":1}}}"#,
                AdminOrdersAction::Show { order: order(), from: list }.into(),
                false,
            ),
            (
                r#"{"do":"admin_order_details","order":"o1","from":{"search":{"text":"x"}}}"#,
                AdminOrdersAction::Details { order: order(), from: search }.into(),
                false,
            ),
            (r#"{"do":"receipt","order":"o1"}"#, OrdersAction::Receipt { order: order() }.into(), false),
            (r#"{"do":"admin_order_ask","order":"o1"}"#, AdminOrdersAction::Ask { order: order() }.into(), false),
            (r#"{"do":"message","user":7,"order":null}"#, AdminMessageAction::Write { to: to(None) }.into(), false),
            (
                r#"{"do":"message_anyway","user":7,"order":"o1","content":{"text":"t","photo":"p"},"seen":3}"#,
                AdminMessageAction::Anyway { to: to(Some(order())), content, seen: 3 }.into(),
                true,
            ),
            (r#"{"do":"message_close","user":7,"order":"o1"}"#, AdminMessageAction::Close { of: to(Some(order())) }.into(), true),
            (r#"{"do":"ask_shop","order":"o1"}"#, CustomerMessageAction::Ask { order: order() }.into(), false),
            (r#"{"do":"answer_shop","order":null}"#, CustomerMessageAction::Answer { order: None }.into(), false),
            (r#"{"do":"close_conversation","order":"o1"}"#, CustomerMessageAction::Close { order: Some(order()) }.into(), true),
            (r#"{"do":"find","text":"x"}"#, CustomersAction::Search { text: "x".to_owned() }.into(), false),
        ];
        for (json, action, single_use) in cases {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!((serde_json::to_string(&action).unwrap().as_str(), action.is_single_use()), (json, single_use));
        }
    }

    #[test]
    fn the_buttons_about_prices_and_terms_keep_their_form() {
        let key = || RuleKey { tier: Some("r".to_owned()), scope: Scope::Category("ml".to_owned()), promo: true };
        let markup = Markup { percent: Some(BasisPoints(250)), flat: Some(Rupiah(5)), round_up_to: None };
        let draft = |wish| RuleDraft { key: key(), wish, seen: 3 };
        let set = || draft(RuleWish::Set(Rule { markup, until: Some(Millis(9)) }));
        let to = OwnLimits { daily_limit: Some(Rupiah(0)), max_open_orders: None };
        let tier = || Some("r".to_owned());
        let cases: [(&str, Action, bool); 19] = [
            (r#"{"do":"prices","page":1}"#, PricesAction::List { page: 1 }.into(), false),
            (r#"{"do":"price_for_whom","page":1}"#, PricesAction::ForWhom { page: 1 }.into(), false),
            (r#"{"do":"price_tier"}"#, PricesAction::AskTier.into(), false),
            (r#"{"do":"price_tier_name","tier":"r"}"#, PricesAction::AskTierName { tier: "r".to_owned() }.into(), false),
            (
                r#"{"do":"price_tier_rename","from":"r","to":"s"}"#,
                PricesAction::RenameTier { from: "r".to_owned(), to: "s".to_owned() }.into(),
                true,
            ),
            (r#"{"do":"price_for_what","tier":null,"page":0}"#, PricesAction::ForWhat { tier: None, page: 0 }.into(), false),
            (
                r#"{"do":"price_in_category","tier":"r","category":"ml","page":0}"#,
                PricesAction::InCategory { tier: tier(), category: "ml".to_owned(), page: 0 }.into(),
                false,
            ),
            (r#"{"do":"price_rule","key":{"scope":"shop"}}"#, PricesAction::Edit { key: RuleKey::SHOP }.into(), false),
            (
                r#"{"do":"price_draft","draft":{"tier":"r","scope":{"category":"ml"},"promo":true,"wish":{"set":{"percent":250,"flat":5,"until":9}},"seen":3},"page":0}"#,
                PricesAction::Look { draft: set(), page: 0 }.into(),
                false,
            ),
            (
                r#"{"do":"price_value","draft":{"tier":"r","scope":{"category":"ml"},"promo":true,"wish":"remove","seen":3},"value":"round_up_to"}"#,
                PricesAction::Ask { draft: draft(RuleWish::Remove), value: RuleValue::RoundUpTo }.into(),
                false,
            ),
            (
                r#"{"do":"price_save","draft":{"tier":"r","scope":{"category":"ml"},"promo":true,"wish":"as_file","seen":3}}"#,
                PricesAction::Save { draft: draft(RuleWish::AsFile) }.into(),
                true,
            ),
            (r#"{"do":"price_history","page":1}"#, PricesAction::History { page: 1 }.into(), false),
            (r#"{"do":"own_limits","user":7}"#, CustomerTermsAction::Limits { user: 7 }.into(), false),
            (
                r#"{"do":"own_limit_ask","user":7,"limit":"open_orders"}"#,
                CustomerTermsAction::AskLimit { user: 7, limit: OwnLimit::OpenOrders }.into(),
                false,
            ),
            (
                r#"{"do":"own_limits_ask","user":7,"to":{"daily_limit":0,"max_open_orders":null}}"#,
                CustomerTermsAction::AskLimits { user: 7, to }.into(),
                false,
            ),
            (
                r#"{"do":"own_limits_set","user":7,"from":{"daily_limit":null,"max_open_orders":null},"to":{"daily_limit":0,"max_open_orders":null}}"#,
                CustomerTermsAction::SetLimits { user: 7, from: OwnLimits::default(), to }.into(),
                true,
            ),
            (r#"{"do":"own_tier","user":7,"page":0}"#, CustomerTermsAction::Tiers { user: 7, page: 0 }.into(), false),
            (r#"{"do":"own_tier_ask","user":7,"to":null}"#, CustomerTermsAction::AskTier { user: 7, to: None }.into(), false),
            (
                r#"{"do":"own_tier_set","user":7,"from":null,"to":"r"}"#,
                CustomerTermsAction::SetTier { user: 7, from: None, to: tier() }.into(),
                true,
            ),
        ];
        for (json, action, single_use) in cases {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!((serde_json::to_string(&action).unwrap().as_str(), action.is_single_use()), (json, single_use));
        }
    }

    #[test]
    fn buttons_of_later_features_are_read_as_they_were_written() {
        let bill = || BillId("b".to_owned());
        let proof = || ProofKey { bill: bill(), picture: "p".to_owned() };
        let amount = Rupiah(5);
        let planned = PlannedPause { from: Millis(1), until: Millis(2) };
        let cases: [(&str, Action, bool); 37] = [
            (r#"{"do":"top_up"}"#, TopUpAction::Choose.into(), false),
            (r#"{"do":"top_up_other"}"#, TopUpAction::AskAmount.into(), false),
            (r#"{"do":"top_up_open","amount":5}"#, TopUpAction::Open { amount }.into(), false),
            (r#"{"do":"top_up_by","amount":5,"way":"static"}"#, TopUpAction::OpenBy { amount, way: PaymentWay::Static }.into(), true),
            (r#"{"do":"bill_look","bill":"b"}"#, TopUpAction::Look { bill: bill() }.into(), false),
            (r#"{"do":"bill_proof","bill":"b"}"#, TopUpAction::SendProof { bill: bill() }.into(), false),
            (r#"{"do":"bill_cancel","bill":"b"}"#, TopUpAction::Cancel { bill: bill() }.into(), false),
            (r#"{"do":"sales","span":"today"}"#, FiguresAction::Show { span: DaySpan::Today }.into(), false),
            (r#"{"do":"sales","span":{"last":{"days":7}}}"#, FiguresAction::Show { span: DaySpan::Last { days: 7 } }.into(), false),
            (
                r#"{"do":"sales","span":{"between":{"since":5,"until":6}}}"#,
                FiguresAction::Show { span: DaySpan::Between { since: Millis(5), until: Millis(6) } }.into(),
                false,
            ),
            (r#"{"do":"sales_chart","span":"yesterday"}"#, FiguresAction::Chart { span: DaySpan::Yesterday }.into(), false),
            (
                r#"{"do":"audit","filter":{"actor":7,"action":"block"},"page":1}"#,
                AuditAction::List { filter: AuditFilter { actor: Some(7), action: Some("block".to_owned()) }, page: 1 }.into(),
                false,
            ),
            (r#"{"do":"audit_actors","filter":{}}"#, AuditAction::Actors { filter: AuditFilter::default() }.into(), false),
            (r#"{"do":"audit_acts","filter":{}}"#, AuditAction::Acts { filter: AuditFilter::default() }.into(), false),
            (r#"{"do":"export"}"#, ExportAction::Choose.into(), false),
            (
                r#"{"do":"export_days","what":"audit","span":"today"}"#,
                ExportAction::Show { what: ExportKind::Audit, span: DaySpan::Today }.into(),
                false,
            ),
            (r#"{"do":"export_ask","what":"orders"}"#, ExportAction::Ask { what: ExportKind::Orders }.into(), false),
            (
                r#"{"do":"export_send","what":"transfers","span":"today","format":"xlsx"}"#,
                ExportAction::Send { what: ExportKind::Transfers, span: DaySpan::Today, format: ExportFormat::Xlsx }.into(),
                true,
            ),
            (r#"{"do":"sales_days"}"#, FiguresAction::Ask.into(), false),
            (r#"{"do":"admin"}"#, AdminAction::Menu.into(), false),
            (r#"{"do":"today"}"#, AdminAction::Today.into(), false),
            (r#"{"do":"opening"}"#, OpeningAction::Show.into(), false),
            (r#"{"do":"opening_close"}"#, OpeningAction::Close.into(), false),
            (r#"{"do":"opening_open"}"#, OpeningAction::Open.into(), false),
            (r#"{"do":"opening_ask_note"}"#, OpeningAction::AskNote.into(), false),
            (r#"{"do":"opening_ask_plan"}"#, OpeningAction::AskPlan.into(), false),
            (r#"{"do":"opening_plan","from":1,"until":2}"#, OpeningAction::Plan { planned }.into(), false),
            (r#"{"do":"opening_call_off","from":1,"until":2}"#, OpeningAction::CallOff { planned }.into(), false),
            (r#"{"do":"opening_ask_hours"}"#, OpeningAction::AskHours.into(), false),
            (r#"{"do":"opening_always"}"#, OpeningAction::Always.into(), false),
            (r#"{"do":"opening_as_file"}"#, OpeningAction::AsFile.into(), false),
            (r#"{"do":"proof","bill":"b","picture":"p"}"#, ProofAction::Show { proof: proof() }.into(), false),
            (r#"{"do":"proof_ask","bill":"b","picture":"p","amount":5}"#, ProofAction::AskApprove { proof: proof(), amount }.into(), false),
            (r#"{"do":"proof_approve","bill":"b","picture":"p","amount":5}"#, ProofAction::Approve { proof: proof(), amount }.into(), true),
            (r#"{"do":"proof_amount","bill":"b","picture":"p"}"#, ProofAction::AskAmount { proof: proof() }.into(), false),
            (r#"{"do":"proof_ask_reject","bill":"b","picture":"p"}"#, ProofAction::AskReject { proof: proof() }.into(), false),
            (
                r#"{"do":"proof_reject","bill":"b","picture":"p","reason":"no_money"}"#,
                ProofAction::Reject { proof: proof(), reason: RejectReason::NoMoney }.into(),
                true,
            ),
        ];
        for (json, action, single_use) in cases {
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!(serde_json::to_string(&action).unwrap(), json);
            assert_eq!(action.is_single_use(), single_use, "{json}");
        }
    }
}
