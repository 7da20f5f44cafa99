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
