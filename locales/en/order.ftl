# Orders as their customers see them.

state-queued = Waiting to be sent
state-sending = Being sent
state-pending = Being processed
state-uncertain = Being checked
state-success = Delivered
state-failed = Failed
state-cancelled = Cancelled
state-price-changed = Price changed, not ordered yet

order-number = Order <code>{ $number }</code>
order-item = <b>{ $item }</b>
order-target = Target:
order-price = Price: <b>{ $price }</b>
order-time = Time: { $time }
order-sn = Receipt (SN):
order-sn-in-file = 📄 The receipt (SN) is long, so we send all of it as a text file in this chat.
order-sn-missing = The receipt (SN) never reached us, so we stopped waiting for it. The top-up itself succeeded. If you need the receipt, contact { $support }.
order-sn-follows = The receipt (SN) comes later. We will send it as soon as we have it.
order-next-queued = We have received your order and will process it in a moment.
order-next-pending = Just a moment. We will message you as soon as it is done.
order-next-uncertain = We are checking whether this order went through. <b>Please don't order again yet</b>, or it may be delivered twice. We will send you the result here. Questions? { $support }
order-next-failed = Nothing was delivered. If you need help, contact { $support } and mention the number <code>{ $number }</code>.
order-next-price-changed = Nothing has been ordered yet. The offer with the new price is in this chat.

reason-our-side = There is a problem on our side, so this order could not be sent.
reason-target = This order was rejected. Please check whether the ID is right.
reason-item = This item is not available right now. Please try again later, or pick another item.
reason-bad-request = This order can't be processed right now. Please try again later.
reason-not-found = This item is no longer available.
reason-out-of-stock = This is out of stock right now.
reason-unreachable = The delivery system can't be reached right now.
reason-busy = The delivery system is too busy right now.
reason-provider = The top-up could not be processed.
reason-not-placed = We checked: this order did not go through.
reason-expired = This order waited too long to be sent, so we cancelled it.
reason-price-changed = The price changed before it could be sent.
reason-unavailable = This item ran out before it could be sent.
reason-unknown = We don't know the reason yet.

button-details = 🧾 Details
button-again = 🔁 Order again
button-copy-sn = 📋 Copy receipt (SN)

ended-success = 🎉 <b>Your top-up has arrived!</b>
ended-failed = 😔 <b>Sorry, this top-up failed</b>
ended-cancelled = 🚫 <b>Your order was cancelled</b>
sn-missing = 📭 <b>The receipt (SN) of your order never came</b>
sn-arrived = 📬 <b>The receipt (SN) for your order is here</b>
order-uncertain = 🔎 <b>We are checking your order</b>
order-slow = 🐢 <b>Your order is taking longer than usual</b>
order-next-slow = It is still in progress, so there is no need to order again. Questions? Contact { $support } and mention the number <code>{ $number }</code>.
price-changed = 🏷 <b>The price changed before your order was sent</b>
order-news = 📦 There is news about your order. Tap Details to see it.

orders-title = 📦 <b>Your orders</b>
orders-none = 📦 No orders yet. Start from the menu!
orders-line = { $emoji } <b>{ $item }</b>
    <code>{ $number }</code> · { $price } · { $time }

history-title = 📜 <b>Order history</b>
history-earlier = { $n ->
    [one] … and { $n } earlier entry
   *[other] … and { $n } earlier entries
}
history-created = Order placed
history-sending = Sending started
history-cancelled = Cancelled
history-price-changed = Not sent because the price changed
history-not-sent = Not sent yet: the system can't be reached
history-busy = Not sent yet: the system is busy
history-refused = Rejected
history-placed = Accepted, being processed
history-unclear = Unclear answer, being checked
history-orphaned = Sending was interrupted, being checked
history-found-placed = Checked: it went through
history-found-not-placed = Checked: it did not go through
history-proved-placed = Checked automatically: it went through
history-proved-not-placed = Checked automatically: it did not go through
history-resend-wanted = Will be sent again to check it
history-resent = Sent again to check it
history-resend-unclear = Sent again, still not clear
history-taken-back = Invoice removed, being checked again
history-success = Delivered
history-failed = Failed
history-sn-arrived = Receipt (SN) received
