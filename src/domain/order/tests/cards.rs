//! When the card of an order is edited.

use super::*;

/// The card is edited when it would say something else, but for a success that a message tells anyway.
#[test]
fn a_card_that_says_the_same_is_not_edited() {
    let cards = |moved: &Transition| told(moved).matches("Card").count();
    let postponed = act(order(OrderState::Queued), OrderEvent::Postponed);
    let again = act(postponed.order.clone(), OrderEvent::Postponed);
    assert_eq!((cards(&postponed), cards(&again)), (1, 0), "that it waits is said once");
    let sending = act(again.order, OrderEvent::Send { deadline: NOW.plus_seconds(60) });
    let placed = act(sending.order.clone(), OrderEvent::Placed(receipt(status_report(StatusWord::Pending, None))));
    assert_eq!((cards(&sending), cards(&placed)), (0, 1), "that it waits no more is said");
    assert!(placed.order.told.processing);
    let success = || OrderEvent::Seen(status_report(StatusWord::Success, Some("SN")));
    assert_eq!(told(&act(placed.order.clone(), success())), "success, never; Success; Ended; ");
    let waited = Order { told: Told::default(), ..placed.order };
    assert_eq!(told(&act(waited, success())), "success, never; Success; Card Ended; ", "the card said that it waits");
}
