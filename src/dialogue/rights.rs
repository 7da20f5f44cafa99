//! Which right each button and each typed answer takes: the one table of it. It is checked when the button was pressed or the answer has
//! come, and it decides which buttons somebody sees.

use crate::dialogue::{
    AccessAction, Action, AdminAction, AdminOrdersAction, AlertsAction, BillsAction, BroadcastAction, CustomersAction, PayoutAction, Step,
    UnmatchedAction,
};
use crate::domain::role::Right;

/// The right that a button takes; `None`: it is a customer's.
pub fn of_action(action: &Action) -> Option<Right> {
    Some(match action {
        Action::Purchase(_) | Action::Orders(_) | Action::Language(_) | Action::Help(_) | Action::Wallet(_) | Action::TopUp(_) => {
            return None;
        }
        Action::GameAccounts(_) | Action::ToShop(_) | Action::Broadcast(BroadcastAction::OptOut | BroadcastAction::OptIn) => return None,
        Action::ToCustomer(_) => Right::Answer,
        Action::Access(AccessAction::List { .. }) => Right::Look,
        Action::Access(_) => Right::DecideAccess,
        Action::Customers(CustomersAction::List { .. } | CustomersAction::Search { .. } | CustomersAction::Show { .. }) => Right::Look,
        Action::Customers(CustomersAction::AskAmount { .. } | CustomersAction::Move { .. }) => Right::MoveMoney,
        Action::Alerts(AlertsAction::Waiting) => Right::Look,
        Action::AdminOrders(AdminOrdersAction::List { .. } | AdminOrdersAction::Show { .. }) => Right::Look,
        // What the provider says has costs and balances in it.
        Action::AdminOrders(AdminOrdersAction::Details { .. } | AdminOrdersAction::Ask { .. }) => Right::SeeCosts,
        Action::Admin(AdminAction::Menu) => Right::Look,
        Action::Admin(AdminAction::Today)
        | Action::Figures(_)
        | Action::Audit(_)
        | Action::Export(_)
        | Action::Bills(BillsAction::Figures) => Right::SeeCosts,
        Action::Bills(_) | Action::Unmatched(UnmatchedAction::Show { .. }) | Action::Payout(PayoutAction::Show { .. }) => Right::Look,
        Action::Resolution(_) | Action::Proof(_) | Action::Unmatched(_) | Action::Payout(_) | Action::Stars(_) => Right::MoveMoney,
        Action::Verification(_)
        | Action::Opening(_)
        | Action::Broadcast(_)
        | Action::Catalog(_)
        | Action::Prices(_)
        | Action::CustomerTerms(_)
        | Action::Alerts(_) => Right::RunShop,
        Action::Roles(_) => Right::ManageRoles,
    })
}

/// The right that what is typed at a step takes; `None`: nothing is, or a customer types it.
pub fn of_step(step: &Step) -> Option<Right> {
    Some(match step {
        Step::Menu | Step::Items { .. } | Step::Unclear { .. } | Step::Target { .. } | Step::Check { .. } | Step::Confirm { .. } => {
            return None;
        }
        Step::TopUpAmount | Step::Proof { .. } | Step::MessageToShop { .. } | Step::AccountName { .. } => return None,
        Step::Message { .. } => Right::Answer,
        Step::BillSearch => Right::Look,
        Step::FiguresDays | Step::ExportDays { .. } => Right::SeeCosts,
        Step::BlockReason { .. } => Right::DecideAccess,
        Step::Invoice { .. }
        | Step::Amount { .. }
        | Step::Reason { .. }
        | Step::ProofAmount { .. }
        | Step::UnmatchedAmount { .. }
        | Step::UnmatchedOwner { .. }
        | Step::PayoutAmount { .. }
        | Step::PayoutDestination { .. }
        | Step::StarsReason { .. } => Right::MoveMoney,
        Step::Catalog { .. }
        | Step::ClosedNote
        | Step::PlannedPause
        | Step::OpeningHours
        | Step::QuietHours
        | Step::BroadcastText
        | Step::BroadcastEnglish { .. } => Right::RunShop,
        Step::PriceTier | Step::TierName { .. } | Step::PriceValue { .. } | Step::OwnLimit { .. } => Right::RunShop,
        Step::RolePerson => Right::ManageRoles,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::{AdminMessageAction, DecidedOn, OpenedFrom, OpeningAction, PurchaseAction, ResolutionAction, RolesAction};
    use crate::domain::message::ConversationKey;
    use crate::domain::order::OrderId;
    use crate::domain::role::Role;

    #[test]
    fn support_sees_and_answers() {
        let order = || OrderId("o".to_owned());
        let from = || OpenedFrom::Search { text: String::new() };
        let may: [Action; 7] = [
            PurchaseAction::Back.into(),
            AdminAction::Menu.into(),
            AccessAction::List { page: 0 }.into(),
            CustomersAction::Show { user: 7 }.into(),
            AdminOrdersAction::Show { order: order(), from: from() }.into(),
            AdminMessageAction::Write { to: ConversationKey { user: 7, order: None } }.into(),
            BillsAction::Overview.into(),
        ];
        let may_not: [Action; 10] = [
            AlertsAction::List.into(),
            AdminAction::Today.into(),
            AccessAction::Decide { user: 7, approve: true, on: DecidedOn::Card }.into(),
            AccessAction::AskBlock { user: 7 }.into(),
            AdminOrdersAction::Details { order: order(), from: from() }.into(),
            AdminOrdersAction::Ask { order: order() }.into(),
            BillsAction::Figures.into(),
            ResolutionAction::AskInvoice { order: order() }.into(),
            OpeningAction::Show.into(),
            RolesAction::List { page: 0 }.into(),
        ];
        let support = |action: &Action| of_action(action).is_none_or(|right| Role::Support.may(right));
        for action in may {
            assert!(support(&action), "{action:?}");
        }
        for action in may_not {
            assert!(!support(&action), "{action:?}");
        }
    }
}
