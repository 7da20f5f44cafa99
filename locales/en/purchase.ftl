# The steps of a purchase.

items-choose = <b>{ $category }</b>
    Choose an item:
items-stale = ⏱ Our latest list is from { $time }. Price and stock are checked again before your order is sent.
items-loading = ⏳ The price list of <b>{ $category }</b> is still loading. Wait a few seconds, then tap <b>Try again</b>.
button-look-again = 🔄 Try again
items-none = <b>{ $category }</b> is sold out right now. Try again later or choose another game.

ask-item = { $item } — <b>{ $price }</b>
ask-type = ✏️ Send your <b>{ $label }</b>:
ask-choose = 👇 Choose your <b>{ $label }</b>:
ask-example = Example: <code>{ $example }</code>
ask-example-of-all = Example: <code>{ $example }</code>, or everything at once: <code>{ $all }</code>
ask-accounts = 👤 Or tap an account that you have used before.

invalid-empty = ⚠️ That message was empty. Please send it again.
invalid-too-long = ⚠️ That is too long. Please send only what is asked for.
invalid-lines = ⚠️ Please send it in a single line.
invalid-invisible = ⚠️ There are invisible characters in it, perhaps from copying. Please type it yourself.
invalid-foreign-digits = ⚠️ Those are not plain digits. Please type it again with 0–9.
invalid-form = ⚠️ That doesn't look right. Please check it and send it again.
invalid-digits = ⚠️ That doesn't look right. { $label }: { $count } digits.
invalid-digits-signs = ⚠️ That doesn't look right. { $label }: { $count } digits and { $signs }
invalid-letters = ⚠️ That doesn't look right. { $label }: { $count } letters or digits.
invalid-letters-signs = ⚠️ That doesn't look right. { $label }: { $count } letters, digits or { $signs }
invalid-ambiguous = 🤔 Is that one ID or two answers? If it is one, send it without a space. If it is two, send them like this: 123456789 (1234).

confirm-check = 🧾 <b>Please check before you buy</b>
confirm-game = Game: { $category }
confirm-item = Item: <b>{ $item }</b>
confirm-price = Price: <b>{ $price }</b>
confirm-estimate = Delivery: usually { $usual }, at most { $longest }
confirm-estimate-one = Delivery: usually within { $usual }
confirm-price-changed = ⚠️ The price has changed: it was { $old }, now it is <b>{ $new }</b>.
confirm-twin = ⚠️ Order <code>{ $number }</code> for the same item and target is still in progress. Do you really want another one?
confirm-terms =
    ❗ Make sure the ID is right. A top-up sent to a wrong ID can't be cancelled or refunded.
    ⏱ { $minutes ->
        [one] Valid for { $minutes } minute.
       *[other] Valid for { $minutes } minutes.
    }
button-confirm = Buy now

item-gone = 😔 This item has just become unavailable. Please choose another one.
button-other-items = 🔎 See other items

shop-closed =
    😴 <b>We're temporarily closed</b>
    Orders can't be sent right now. Please try again later. If it is urgent, contact { $support }.

limit-open-orders = { $open ->
    [one] ✋ You still have { $open } order in progress. Please wait until it is finished.
   *[other] ✋ You still have { $open } orders in progress. Please wait until one of them is finished.
}
limit-daily = ✋ This order is over your limit for the day. Left for today: <b>{ $left }</b>.
limit-daily-used-up = ✋ You have used up your limit for today. See you tomorrow.

purchase-cancelled = 👌 Okay, cancelled. Nothing was ordered here. Orders you have already confirmed continue.

check-ask = 🤔 { $label } <code>{ $value }</code> usually goes with { $field } <b>{ $expected }</b>, but you chose <b>{ $given }</b>. Which one is right?
button-check-take = 👉 Take { $name }
button-check-keep = Keep { $name }
