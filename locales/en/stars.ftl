# Telegram Stars.

stars-amount = { $stars } ⭐
button-way-stars = ⭐ Telegram Stars, { $stars } ⭐
button-pay-stars = 💳 { $stars } ⭐ and order
button-pay-invoice = ⭐ Pay { $stars }
invoice-title = Top up { $amount }
invoice-description = Pay { $stars } and get { $amount } in your balance. Valid until { $time }. Bill { $number }. Does buying Stars fail? Cancel it and choose another way to pay.
stars-failed = ⚠️ <b>Telegram Stars can't be used at the moment</b>
    There is nothing to pay. Choose another way to pay, or contact { $support }.
cart-waits-stars = As soon as { $amount } is paid before { $time }, this order goes on. The bill is in the next message.
checkout-gone = This bill is not valid any more. Send /wallet to top up again.
checkout-not-yours = This bill is somebody else's. Open the bot and top up your own balance.
checkout-full = Your balance is close to its limit. Use it first, then try again.
checkout-closed = The shop is closed for a moment. Your Stars are not spent; try again later.
checkout-later = Something is wrong at the moment. Your Stars are not spent; try again in a moment.

# For admins.
admin-stars-found = ⭐ <b>A payment in Stars was found</b>
    Payment <code>{ $payment }</code> is on Telegram's list, but never reached the bot. It counts now like any other.
admin-stars-back = ↩️ <b>Telegram gave a customer's Stars back</b>
    Payment <code>{ $payment }</code>, not by this bot. { $taken } was taken from the balance.
admin-stars-back-missing = ↩️ <b>Telegram gave a customer's Stars back</b>
    Payment <code>{ $payment }</code>, not by this bot. { $taken } was taken from the balance; <b>{ $missing }</b> was spent, and is the shop's loss.
admin-stars-refused = ✋ <b>Telegram refuses to give Stars back</b>
    Payment <code>{ $payment }</code>: <code>{ $word }</code>. The amount is in the customer's balance again.

# Support for payments, as Telegram demands it.
command-paysupport = Help with a payment
command-terms = Terms of the balance
pay-support = 🧾 <b>Is something wrong with a payment?</b>
    Write to { $support }: the number of the bill or the order, how much, and when you paid. { $shop } itself takes care of it, not Telegram.
    The money of a failed order goes back to your balance by itself.
payment-terms = 📄 <b>Terms of the balance at { $shop }</b>
    The balance is for buying here only, and can't be moved to somebody else.
    The money of a failed order goes back to the balance. A top-up that reached the ID that you typed can't be undone.
    A payment in Telegram Stars can be given back as long as its balance is not spent. Contact { $support }.

# Admins give Stars back.
button-stars-back = 💸 Give the Stars back
stars-back-ask-reason = ✏️ <b>{ $amount }: why is it given back?</b> The customer reads it too.
hint-invalid-stars-reason = ⚠️ Please write a reason of 3 to 100 characters.
stars-back-confirm = ❓ <b>Give { $amount } back to the customer's Stars?</b>
    Reason: { $reason }
    The balance is reduced now; then Telegram gives the Stars back.
button-stars-back-yes = ✅ Yes, give them back
payout-state-stars = ⏳ The balance is reduced. Telegram is giving the Stars back.
