# Bills that fill a balance, and money that arrived.

bill-title = 🧾 <b>Bill { $number }</b>
bill-waiting = Pay exactly <b>{ $amount }</b> before { $time }.
bill-review = 🔎 An admin is checking your proof of payment.
bill-paid = ✅ <b>Paid.</b> Thank you!
bill-expired = ⌛ This bill has expired, please don't pay it any more. If you have paid already, the money still goes to your balance.
bill-cancelled = ❌ This bill was cancelled, please don't pay it any more. If you have paid already, the money still goes to your balance.
bill-rejected = ✋ This proof of payment does not match any money that arrived.
bill-not-opened = ⚠️ No payment code was made.
bill-gone = 🧾 This bill is no longer there.
bill-failed = ⚠️ <b>QRIS does not work at the moment</b>
    Nothing has to be paid. Try again in a moment, or contact { $support }.
payment-credited = ✅ <b>{ $amount } is now in your balance</b>
payment-of-bill = 🧾 Bill { $number }

admin-unmatched = 💸 <b>Money arrived that was not credited</b>
admin-unmatched-received = Received: <b>{ $amount }</b> by { $method }, id <code>{ $id }</code>
admin-unmatched-bill = Bill { $number } asks for { $amount }
unmatched-other-amount = It is not the amount of its bill.
unmatched-test = ⚠️ The payment service calls it a test: no money arrived.
unmatched-unknown-bill = There is no bill for this payment.

admin-gateway-down = 🔌 <b>{ $method } does not work at the moment</b>
    New bills use the next way to pay, if there is one. Bills that are there are still checked.
admin-gateway-key = 🔑 <b>{ $method } refuses our account</b>
    Check the API key with <code>odzreshop-bot check</code>, and at { $method } whether QRIS is activated.
admin-gateway-up = ✅ { $method } works again.
admin-gateway-word = ❔ { $method } uses a status that we don't know: <code>{ $word }</code>. Its bill is still waited for.
# A bill: the photo of its QR code, and the buttons below.
bill-merchant = Your payment app will show the name <b>{ $merchant }</b>.
bill-how-to-prove = After paying, send a photo of the payment with <b>Send proof</b>. An admin checks it, then your balance is filled.
bill-picture-until = Pay before { $time }
button-bill-paid = 🔄 I have paid
button-copy-amount = 📋 Copy amount
button-send-proof = 📷 Send proof
button-cancel-bill = ❌ Cancel bill
toast-proof-needed = 📷 Please send a photo of the payment first. An admin checks it.
toast-proof-in-review = 🔎 An admin is checking your proof.
toast-bill-looking = 🔄 Checking.
toast-bill-paid = ✅ This bill is paid.

# Adding to one's balance.
button-top-up = ➕ Add money
button-top-up-other = ✏️ Another amount
top-up-choose = ➕ <b>How much do you want to add?</b>
top-up-choose-way = 💳 <b>Add { $amount }: how do you want to pay?</b>
button-way-gateway = ⚡ QRIS, credited automatically
button-way-static = 🔳 The shop's QRIS, checked by an admin
top-up-ask-amount = ✏️ <b>How much do you want to add?</b> Type an amount from { $minimum } to { $maximum }. Examples: <code>25000</code>, <code>25.000</code>, <code>25k</code>
top-up-out-of-range = ✋ You can add { $minimum } to { $maximum } at a time.
top-up-balance-full = ✋ A balance holds at most { $maximum }. Try a smaller amount, or use your balance first.
top-up-no-amount-free = ✋ That amount is in use right now. Try another amount, or try again in a moment.
top-up-opened = 👇 Bill <b>{ $number }</b> is below.
top-up-already-open = 👇 You still have bill <b>{ $number }</b>. Please pay or cancel it first.
wallet-too-little-top-up = 💳 <b>Your balance is too low</b>
    Your balance is { $balance }, <b>{ $missing }</b> is missing. Nothing has been ordered.

# Customers' proofs of payment.
proof-ask = 📷 <b>Send a photo of your payment</b>
    For bill { $number }, { $amount }. A screenshot of your bank or e-wallet app is fine.
hint-photo-only = 📷 A photo is expected here. Please send it as a photo, not as text or a file.
proof-kept = 🔎 <b>We have your proof.</b>
    An admin checks it; as soon as it matches, your balance is filled and you are told.
proof-too-many = ✋ There are enough proofs for this bill. An admin is checking them. If it is urgent, contact { $support }.
proof-bill-paid = ✅ This bill is paid, so no proof is needed.
proof-rejected-customer = ✋ <b>The proof for bill { $number } could not be accepted</b>
    Reason: { $reason }. If you have paid, send another proof with <b>Send proof</b>, or contact { $support }.

# Proofs of payment, for admins.
proof-title = 📷 <b>Proof of payment</b>
proof-bill = Bill { $number }, asked for <b>{ $amount }</b>
proof-met = Customer since { $time }
proof-earlier = Other bills with proofs: { $count }, paid: { $paid }
proof-seen = ⚠️ This photo was sent for bill { $number } before
proof-bill-expired = ⌛ The bill has expired; money that arrives still belongs to the customer.
proof-bill-cancelled = ❌ The bill was cancelled; money that arrives still belongs to the customer.
proof-approved = ✅ Approved by { $name }: { $detail }
proof-approved-first = ✅ { $name } approved { $detail }; one more admin has to approve the same amount
proof-rejected = ❌ Rejected by { $name }: { $detail }
proof-credited = 💳 Added to the balance: <b>{ $amount }</b>
button-proof-approve = ✅ Approve { $amount }
button-proof-amount = ✏️ Another amount
button-proof-reject = ❌ Reject
button-proof-yes = ✅ Yes, credit it
proof-confirm = ❓ <b>Credit { $amount } to { $name }?</b> Make sure that the money is on the bank statement.
proof-choose-reason = ❌ <b>Why is this proof rejected?</b> The customer reads it too.
proof-ask-amount = ✏️ <b>How much arrived, by the bank statement?</b> Examples: <code>25137</code>, <code>25.137</code>
toast-proof-needs-second = ✅ Noted. One more admin has to approve the same amount.
reject-no-money = The money has not arrived
reject-other-amount = The amount does not match
reject-unreadable = The photo can't be read
reject-other-payment = This is the proof of another payment

# Orders that wait for a payment.
confirm-missing = 💳 Your balance is { $balance }, <b>{ $missing }</b> is missing. Pay the rest, and this order goes on by itself.
button-pay = 💳 QRIS { $amount } and order
pay-first = 🧾 You still have bill <b>{ $number }</b>. Pay or cancel that one first, then try again.
cart-title = ⏳ <b>Waiting for your payment</b>
cart-item = <b>{ $item }</b> — { $price }
cart-waits = As soon as { $amount } arrives before { $time }, this order goes on. The QRIS code is in the next message.
button-leave-cart = ❌ Cancel order
cart-left = 👌 <b>This order is not made.</b> If you have paid its bill, the money goes to your balance.
cart-expired = ⌛ <b>Its time is over, so this order is not made.</b> If you have paid its bill, the money goes to your balance.
cart-by-hand = 👌 <b>This order is not made.</b> What came is not what was asked for, so an admin put it into your balance.
payment-order-goes-on = 🚀 Your order is on its way.
payment-order-waits = 🛒 The order of <b>{ $item }</b> has not been made yet. Do you want to go on?
button-go-on = 🛒 Go on with the order
cart-lapsed-cancelled = The order was cancelled, so the money stays in your balance.
cart-lapsed-expired = ⌛ The order's time was over, so it was not made.
cart-lapsed-not-admitted = 🔒 Your account can't order at the moment, so the order was not made.
cart-lapsed-gone = 😔 The item is not available at the moment, so the order was not made.
cart-lapsed-price = 💡 The price went up, so the order was not made.
cart-lapsed-closed = 😴 The shop is closed for a moment, so the order was not made.
cart-lapsed-limited = ✋ Your limit is reached, so the order was not made.
cart-lapsed-too-little = 💳 The balance is too low, so the order was not made.
cart-go-on = <b>Do you want to go on?</b>
