//! When a cart becomes an order.

use super::*;

const NOW: Millis = Millis(1_795_507_445_000);

fn cart() -> Cart {
    let quote = Quote {
        id: "q1".to_owned(),
        user_id: 7,
        category: "mobile-legends".to_owned(),
        sku: "ml-86".to_owned(),
        item: "86 Diamonds".to_owned(),
        answers: Vec::new(),
        target: "1234567891234".to_owned(),
        price: Rupiah(18_500),
        cost: Rupiah(18_000),
        expires_at: NOW,
    };
    Cart {
        id: "c1".to_owned(),
        user_id: 7,
        place: Place::chat(7),
        card_message_id: 3,
        bill: BillId("b1".to_owned()),
        state: CartState::Waiting,
        order: None,
        lapse: None,
        ceiling: Rupiah(18_500),
        expires_at: NOW.plus_ms(60_000),
        quote,
    }
}

fn offer(price: i64) -> Offer {
    Offer { sku: "ml-86".to_owned(), name: "86 Diamonds".into(), label: "86 💎".into(), cost: Rupiah(18_000), price: Rupiah(price) }
}

fn facts() -> CartFacts {
    let (quote_used, admitted, open, limited, available) = (false, true, true, false, Rupiah(18_500));
    CartFacts { now: NOW, bill: BillState::Waiting, offer: Some(offer(18_500)), quote_used, admitted, open, limited, available }
}

#[test]
fn a_cart_becomes_an_order_only_as_agreed() {
    use CartLapse::*;
    let late = NOW.plus_ms(60_001);
    for (what, facts, expected) in [
        ("as agreed", facts(), Ok(offer(18_500))),
        ("at the last moment", CartFacts { now: NOW.plus_ms(60_000), ..facts() }, Ok(offer(18_500))),
        ("after the bill's end", CartFacts { bill: BillState::Expired, ..facts() }, Ok(offer(18_500))),
        ("cheaper", CartFacts { offer: Some(offer(15_000)), ..facts() }, Ok(offer(15_000))),
        ("too late", CartFacts { now: late, ..facts() }, Err(Expired)),
        ("a rupiah dearer", CartFacts { offer: Some(offer(18_501)), available: Rupiah(50_000), ..facts() }, Err(PriceRose)),
        ("not on sale", CartFacts { offer: None, ..facts() }, Err(Gone)),
        ("the bill was cancelled", CartFacts { bill: BillState::Cancelled, ..facts() }, Err(Cancelled)),
        ("confirmed by another way", CartFacts { quote_used: true, ..facts() }, Err(Cancelled)),
        ("blocked meanwhile", CartFacts { admitted: false, ..facts() }, Err(NotAdmitted)),
        ("shop closed", CartFacts { open: false, ..facts() }, Err(Closed)),
        ("limit reached", CartFacts { limited: true, ..facts() }, Err(Limited)),
        ("spent meanwhile", CartFacts { available: Rupiah(18_499), ..facts() }, Err(TooLittle)),
    ] {
        assert_eq!(decide(&cart(), &facts), expected, "{what}");
    }
    for state in [CartState::Placed, CartState::Lapsed] {
        assert_eq!(decide(&Cart { state, ..cart() }, &facts()), Err(Cancelled), "{state:?}");
    }
    for (lapse, offered) in [(None, false), (Some(Cancelled), false), (Some(ByHand), true), (Some(Expired), true), (Some(PriceRose), false)]
    {
        assert_eq!(Cart { lapse, ..cart() }.can_go_on(), offered, "{lapse:?}");
    }
    let over = Cart { state: CartState::Lapsed, lapse: Some(Expired), ..cart() };
    assert_eq!(decide(&over, &CartFacts { now: late, ..facts() }), Err(Expired), "its time passed before the payment");
}
