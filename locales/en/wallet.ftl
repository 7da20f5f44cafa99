# Customers' wallets, and the admins who fill them.

button-wallet = 💳 Balance
button-wallet-history = 📜 History
button-back-to-wallet = ⬅️ Balance
wallet-available = 💳 Your balance: <b>{ $balance }</b>
wallet-held = 🔒 Held for orders in progress: { $held }
wallet-top-up = Want to add money? Contact { $support }.
wallet-too-little = 💳 <b>Your balance is too low</b>
    You have { $balance }, <b>{ $missing }</b> is missing. Nothing was ordered. To add money, contact { $support }.
wallet-history-title = 📜 <b>Balance history</b>
wallet-history-none = 📜 Nothing in your balance history yet.
wallet-history-line = { $time } · { $kind } { $about } · <b>{ $amount }</b> · balance { $balance }
transfer-payment = 💰 Top-up
transfer-grant = ➕ Added
transfer-take = ➖ Taken by an admin
transfer-hold = 🔒 Held
transfer-capture = ✅ Paid
transfer-release = ↩️ Returned
transfer-refund = ↩️ Refunded

confirm-balance-after = Balance afterwards: { $balance }
order-held = 🔒 { $price } of your balance is held until this order is finished.
order-released = ↩️ { $price } is back in your balance.
order-balance = 💳 Balance now: <b>{ $balance }</b>
wallet-granted = ➕ <b>{ $amount } was added to your balance</b>
    Note: { $reason }
wallet-taken = ➖ <b>{ $amount } was taken from your balance</b>
    Reason: { $reason }

find-whom = 🔎 Write what to find: an order number, an invoice, a target, an ID, a @username or part of a name, for example <code>/find budi</code>.
find-nothing = 🤷 No order and no customer matches <code>{ $text }</code>.
find-several = 🔎 What matches <code>{ $text }</code>. Choose one:
customer-title = 👤 <b>Customer</b>
customer-access = Access: { $access }
customer-orders = Orders: { $orders } · spent <b>{ $spent }</b>
customer-since = Since: { $time }
customer-language = Language in the bot: { $language }
customer-profile = 👤 Open profile
customer-balance = Balance: <b>{ $balance }</b> · held: { $held }
access-status-unknown = not requested
access-status-requested = waiting for approval
access-status-approved = approved
access-status-rejected = rejected
access-status-blocked = blocked
button-grant = ➕ Add money
button-take = ➖ Take money
button-back-to-customer = ⬅️ Customer
grant-ask-amount = ✏️ <b>How much is added?</b> For example <code>25000</code>, <code>25.000</code>, <code>25k</code>
take-ask-amount = ✏️ <b>How much is taken?</b> For example <code>25000</code>, <code>25.000</code>, <code>25k</code>
grant-ask-reason = ✏️ <b>Add { $amount }: what is it for?</b> The customer reads this too.
take-ask-reason = ✏️ <b>Take { $amount }: what is the reason?</b> The customer reads this too.
hint-invalid-amount = ⚠️ That amount is not clear. Write it like 25000, 25.000, Rp 25.000, 25rb or 25k.
hint-invalid-reason = ⚠️ Write the reason in 3 to 200 characters.
grant-confirm = ❓ <b>Add { $amount } to the balance?</b>
    Note: { $reason }
take-confirm = ❓ <b>Take { $amount } from the balance?</b>
    Reason: { $reason }
button-grant-confirm = ✅ Yes, add
button-take-confirm = ✅ Yes, take
grant-done = ✅ { $amount } was added to the balance of <b>{ $name }</b>. It is now <b>{ $balance }</b>, and the customer has been told.
take-done = ✅ { $amount } was taken from the balance of <b>{ $name }</b>. It is now <b>{ $balance }</b>, and the customer has been told.
grant-over-daily = ✋ That is over your daily limit for adding money. Left for today: <b>{ $left }</b>.
take-beyond-balance = ✋ There is not that much in the balance. At most <b>{ $balance }</b> can be taken.
move-denied = ✋ The balance can't be changed now.

admin-ledger-differs = 🧮 <b>The ledger of balances is wrong</b>
    Account <code>{ $account }</code>: it says { $stands }, but it should be { $expected }. Don't change balances for now; check with <code>odzreshop-bot ledger check</code>.

# Payouts.
transfer-payout = 💸 Payout
transfer-return = ↩️ Payout returned
payout-opened = 💸 <b>{ $amount } of your balance is on its way to you</b>
payout-sent = ✅ <b>We have sent { $amount }.</b> Not there yet? Contact { $support }.
payout-returned = ↩️ <b>{ $amount } could not be sent, so it is back in your balance</b>
payout-to = Payout { $number } to: { $destination }
