# Payments, for admins: /bills, money that matches nothing, and payouts.

command-bills = Bills, payments and payouts
help-bills = /bills – bills, proofs, unmatched payments, payouts, and their figures

button-bills = 💳 Payments
bills-title = 💳 <b>Payments</b>
bills-nothing-waits = 👌 Nothing waits for an admin.
bills-waiting-since = ⏰ The oldest one has been waiting for an admin since { $time }
button-bills-open = ⏳ Not paid yet: { $count }
button-bills-review = 🔎 Proofs: { $count }
button-bills-unmatched = 💰 Unmatched: { $count }
button-bills-payouts = 💸 Payouts: { $count }
button-bills-search = 🔍 Search
button-bills-figures = 📊 Figures
bills-open = ⏳ <b>Bills that are not paid yet</b>: { $count }
bills-review = 🔎 <b>Proofs that wait for an admin</b>: { $count }
bills-unmatched = 💰 <b>Unmatched payments</b>: { $count }
bills-payouts = 💸 <b>Payouts that are not finished</b>: { $count }
bills-none = 👌 Nothing here.
bills-ask-number = 🔍 <b>Which number?</b> A bill's number, a reference, a payment's ID, or a payout's number.
bills-not-found = 🤷 There is no bill, payment or payout with <code>{ $text }</code>.
admin-payments-waiting = ⏰ <b>Customers' money is waiting for an admin</b>
admin-payment-late = 🐢 <b>{ $amount } arrived late</b>
    Its bill was already { $state }, { $span } before. The money is in the customer's balance; there is nothing to do.

bill-state-opening = being made
bill-state-waiting = waiting for payment
bill-state-review = in review
bill-state-paid = paid
bill-state-expired = expired
bill-state-cancelled = cancelled
bill-state-rejected = rejected
bill-state-failed = not made
bill-page-state = State: <b>{ $state }</b>
bill-page-asked = Asked for: <b>{ $asked }</b> · to the balance: { $amount }
bill-page-method = By: { $method }
bill-page-reference = Reference: <code>{ $reference }</code>
bill-page-created = Made: { $time }
bill-page-until = Valid until: { $time }
bill-page-ended = Ended: { $time }
bill-page-looked = Last checked: { $time }
bill-page-word = Its last answer: <code>{ $word }</code>
bill-page-payment = 💰 <b>{ $amount }</b> · { $time }
button-bill = 🧾 Its bill
button-bill-proof = 📷 Show the proof
button-bill-look = 🔄 Check now

method-pakasir = Pakasir
method-midtrans = Midtrans
method-qris = the shop's QRIS
method-stars = Telegram Stars
method-bank = bank transfer
payment-title = 💰 <b>Payment</b>
payment-seen = Seen: { $time }
payment-credited-by = ✅ { $admin } added <b>{ $amount }</b> to the balance.
payment-set-aside-by = 🗄 Set aside by { $admin }: { $reason }
button-unmatched-credit = ✅ Credit { $amount }
button-unmatched-amount = ✏️ Another amount
button-unmatched-aside = 🗄 Set aside
button-unmatched-yes-test = ✅ Yes, credit it anyway
unmatched-confirm = ❓ <b>Credit { $amount } to { $name }?</b>
unmatched-confirm-test = ⚠️ <b>This is a test payment: no money arrived.</b> If you credit it, the shop pays for it.
unmatched-ask-amount = ✏️ <b>How much is credited?</b> At most { $most }. Examples: <code>25000</code>, <code>25.000</code>, <code>25k</code>
unmatched-too-much = ✋ At most { $most }: as much as arrived or was asked for. For more, use ➕ on the customer's page.
unmatched-ask-owner = 👤 <b>Whose is this { $amount }?</b> Write a bill's number, an ID, a @username or a name.
unmatched-no-owner = 🤷 <code>{ $text }</code> is not exactly one customer.
unmatched-choose-aside = 🗄 <b>Why is it set aside?</b> Nothing is credited, and the customer is not told.
unmatched-denied = ✋ This payment can't be decided now.
aside-test = A test, no money
aside-not-ours = Not this shop's
aside-given-back = Given back already
aside-credited = Credited in another way

figures-title = 📊 <b>Figures of payments</b>
figures-today = <b>Today</b>
figures-days = <b>Last { $days } days</b>
figures-none = Nothing yet.
figures-method = { $method }: <b>{ $count }</b> × · received <b>{ $gross }</b>
figures-fee = fee { $fee } · net <b>{ $net }</b>
figures-fee-unknown = fee unknown for { $count } payments
figures-delay = from payment to balance: median { $median }, p95 { $p95 }
figures-unmatched = unmatched: { $count }

button-payout = 💸 Pay out
payout-ask-amount = ✏️ <b>How much is paid out?</b> For example <code>25000</code>, <code>25.000</code>, <code>25k</code>
payout-ask-destination = ✏️ <b>Pay out { $amount }: where to?</b> Bank, account number and name. The customer reads this too.
payout-invalid-destination = ⚠️ Write the destination in 3 to 120 characters.
payout-beyond-balance = ✋ There is not that much in the balance. At most <b>{ $balance }</b> can be paid out.
payout-confirm = ❓ <b>Pay out { $amount }?</b>
    To: { $destination }
    The balance is reduced now; then transfer the money, and mark it here.
button-payout-yes = ✅ Yes, pay out
payout-title = 💸 <b>Payout { $number }</b>: { $amount }
payout-state-open = ⏳ The balance is reduced. Transfer the money, then mark it here.
payout-state-done = ✅ Transferred.
payout-state-returned = ↩️ Not transferred: the money is back in the balance.
payout-destination = To: { $destination } ({ $method })
button-payout-sent = ✅ Transferred
button-payout-failed = ↩️ Can't be transferred
button-payout-sent-yes = ✅ Yes, it is transferred
button-payout-failed-yes = ✅ Yes, return it to the balance
payout-confirm-sent = ❓ <b>Was { $amount } really transferred to { $name }?</b>
    To: { $destination }
payout-confirm-failed = ❓ <b>Was { $amount } to { $name } really not transferred?</b> The money goes back to the balance.
    To: { $destination }

status-payments = 💳 <b>Payments today</b>
status-payments-waiting = Waiting for an admin: proofs { $review } · unmatched { $unmatched } · payouts { $payouts }
status-ledger-well = 🧮 Ledger: in order
status-ledger-wrong = 🧮 ⚠️ <b>The ledger is wrong</b>: { $count } accounts
