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
unmatched-test = The payment service calls it a test: perhaps no money arrived.
unmatched-unknown-bill = There is no bill for this payment.

admin-gateway-down = 🔌 <b>{ $method } does not work at the moment</b>
    New bills use the next way to pay, if there is one. Bills that are there are still checked.
admin-gateway-key = 🔑 <b>{ $method } refuses our API key</b>
    Check its environment variables, then run <code>odzreshop-bot check</code>.
admin-gateway-up = ✅ { $method } works again.
admin-gateway-word = ❔ { $method } uses a status that we don't know: <code>{ $word }</code>. Its bill is still waited for.
