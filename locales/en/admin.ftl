# For admins.

inside-number = Order: <code>{ $value }</code>
inside-state = State: <b>{ $value }</b>
inside-item = Item: { $item } (<code>{ $sku }</code>)
inside-category = Category: <code>{ $value }</code>
inside-target = Target for the provider: <code>{ $value }</code>
inside-money = Cost: { $cost } · Price: { $price }
inside-customer = Customer: <code>{ $value }</code>
inside-name = Name: { $value }
inside-created = Made: { $value }
inside-sent = Sent: { $value }
inside-invoice = Invoice: <code>{ $value }</code>
inside-ref-id = ref_id: <code>{ $value }</code>
inside-counts = Attempts to send: { $attempts } · Status checks: { $polls }

admin-uncertain = 🚨 <b>Uncertain order</b>
    It is not clear whether the provider took this order. This card is updated when there is new evidence.
admin-uncertain-how = Look for this target and time in the provider's transaction history, then choose. In doubt, leave it and ask the provider.
evidence-sent = Sending began: { $time }
evidence-before = Balance before: { $balance }
evidence-after = Balance after: { $balance }
evidence-others = Taken by other orders: { $amount }
evidence-open = Other orders that may have changed it, or not: { $count }
evidence-difference = Difference: <b>{ $amount }</b> (cost: { $cost })
evidence-placed = 👉 The difference is exactly this order's cost: it <b>went through</b>. Find its invoice, then choose 📥.
evidence-not-placed = 👉 The balance has not gone down for this order: it <b>did not go through</b> (or was refunded). It is safe to choose 📭.
evidence-settled = “It did not” can be chosen from: { $time }
doubt-no-look-before = 🤷 Can't tell: the balance before sending is not known.
doubt-no-look-after = 🤷 Can't tell: the balance after sending is not known yet.
doubt-too-early = ⏳ The balance has not gone down for this order so far, but it still may. Please wait.
doubt-unknown-cost = 🤷 Can't tell: the cost of an order is not known.
doubt-odd-receipt = 🤷 Can't tell: the provider does not always charge the balance when it takes an order.
doubt-other-orders = 🤷 Can't tell: other orders may explain the difference too. It may become clear when they have ended.
doubt-unexplained = 🤷 Can't tell: the difference does not add up. Perhaps a top-up, or other purchases.
doubt-contradiction = 🤷 Can't tell: the balance went down and came back. Perhaps it went through, failed and was refunded.
button-placed = 📥 It went through
button-not-placed = 📭 It did not
admin-ask-invoice = ✏️ <b>Send the provider's invoice for this order.</b>
hint-invalid-invoice = ⚠️ That is no invoice. Send a single word without spaces.
hint-invoice-taken = ⚠️ That invoice belongs to another order. Check it, then send the right one.
admin-surely-placed = ❓ <b>Did this order really go through, with the invoice</b> <code>{ $invoice }</code><b>?</b>
    Its status will be followed under this invoice.
button-surely-placed = ✅ Yes, it went through
admin-surely-not-placed = ❓ <b>Did this order really not go through?</b>
    It will be marked as failed and the customer told so. If it did go through, it is delivered off the books.
button-surely-not-placed = ✅ Yes, it did not
button-resend = 🔁 Send again (same ref_id)
admin-surely-resend = ❓ <b>Send this order again with the same ref_id?</b>
    That is safe only if the provider never takes the same ref_id twice. If that is untrue, it may be delivered twice.
button-surely-resend = ✅ Yes, send it again
admin-verifying = ⏳ Asking the provider. The answer follows here.
admin-too-early = ⏳ <b>Not yet.</b> Order <code>{ $number }</code> may still go through. Choose again from { $time }.
admin-resolved = 👌 Done. Order <code>{ $number }</code> is now: { $emoji } <b>{ $state }</b>.
admin-already-resolved = 👌 Order <code>{ $number }</code> has already been resolved: { $emoji } <b>{ $state }</b>.
admin-proved-placed = 🧾 <b>This order is proved to have gone through</b>
    The provider's balance proves it, but its invoice is not known. Find that in the provider's transaction history, then choose 📥.
admin-proved-not-placed = 🤖 <b>This order is proved not to have gone through</b>
    The provider's balance proves it. It was marked as failed by itself, and the customer has been told.
admin-resend-placed = 🔁 <b>Sent again: the provider has given its invoice</b>
    Its status is followed as usual.
admin-resend-unclear = 🔁 <b>Sent again, and still uncertain</b>
    The order's trail says why.
settling-taken = ⚠️ <b>Nothing was changed.</b> The invoice <code>{ $invoice }</code> belongs to another order.
settling-other-item = ⚠️ <b>Nothing was changed.</b> The provider says that the invoice <code>{ $invoice }</code> is for another item.
settling-other-target = ⚠️ <b>Nothing was changed.</b> The provider says that the invoice <code>{ $invoice }</code> is for another target.
settling-unasked = ⚠️ <b>Nothing was changed.</b> The invoice <code>{ $invoice }</code> could not be verified:
settling-taken-back = ↩️ <b>Invoice taken back.</b> The provider doesn't know <code>{ $invoice }</code>; this order is uncertain again.
settling-known = ⚠️ <b>Nothing was changed.</b> The provider knows the invoice <code>{ $invoice }</code>, so it can't be taken back.
button-take-back = ↩️ Wrong invoice, take it back

admin-slow = 🐢 <b>This order has been under way for long</b>
    We keep asking the provider.
admin-odd-word = 🤨 <b>The provider used a status that we don't know:</b> <code>{ $word }</code>
    The order still counts as being processed.
admin-flipped = ⚠️ <b>The provider contradicts a final status that it gave before</b>
    Now it says: <code>{ $word }</code>. The state here is unchanged; look at the provider's site.
admin-cost-differs = 💸 <b>The provider charged something else than it listed</b>
    Listed: { $listed } · Charged: <b>{ $charged }</b>
admin-unverified = 🧪 <b>First order of this category</b>
    Nobody has verified the form of its target. Watch the result, then set <code>verified = true</code> in shop.toml.
admin-deposit-short = 💰 <b>Our balance at the provider doesn't cover this order</b>
    It failed and the customer has been told (without a word about the balance). Please top up.
admin-deposit-low = 💰 <b>Our balance at the provider is low:</b> { $balance }
    Please top up before it runs out.
admin-category-unknown = 🧩 <b>The provider doesn't know the category</b> <code>{ $slug }</code>
    It is hidden from customers. Check its slug in shop.toml.
admin-update-set-aside = 🗂 <b>An update could not be handled and was set aside</b>
    Update ID: <code>{ $id }</code>. The log says why.
admin-order-unreadable = 🗂 <b>What is stored of an order can't be read; it was set aside</b>
    ID: <code>{ $id }</code>. Nothing more happens to this order. Check the log and the database, then tell the customer.
admin-telegram-back = 📡 <b>Telegram can be reached again</b>
    It was out of reach since { $time }. Everything that waited is being sent.
admin-database-stuck = 🆘 <b>The database can't be written</b>
    Since { $time }. Customers are not answered and no order is sent. Please check the disk space and the log. Everything goes on by itself once it can be written.
admin-database-back = 💾 <b>The database can be written again</b>
    It was stuck since { $time }. Everything that waited goes on.

admin-shop-closed = 🔴 <b>The shop is closed</b>
admin-shop-closed-next = New orders are held back. It opens by itself as soon as the provider is well again.
admin-shop-open = 🟢 <b>The shop is open again</b>
    The provider answers normally.
closing-key = The API key is refused (401). Check <code>ODZRESHOP_API_KEY</code>.
closing-ip = The server's IP address is not whitelisted (403). Add it in the provider's Dashboard → Account Settings.
closing-vendor-depleted = The provider's own vendor balance is used up (503). Wait, or contact the provider.
closing-failing = The provider repeatedly gave no answer, or none that makes sense.

admin-asking = ⏳ No answer from the provider yet, asking again…
admin-inspection = 🔍 <b>Order inspection</b>
admin-foreign-invoice = 🔍 The invoice <code>{ $invoice }</code> is not of an order of this shop.
admin-no-such-order = 🤷 There is no order or invoice <code>{ $asked }</code>.
admin-which-order = Add an order number or invoice, for example <code>/status 7K3M9Q2X</code>.

report-title = <b>What the provider says now</b>
report-none = There is no invoice yet, so the provider was not asked.
report-word = Status: <code>{ $value }</code>
report-sn = SN: <code>{ $value }</code>
report-message = Message: <i>{ $value }</i>
report-item = Item: { $value }
report-target = Target: <code>{ $value }</code>
report-cost = Cost: { $value }

trouble-key = 🔑 The provider refuses the API key (401). Check <code>ODZRESHOP_API_KEY</code>.
trouble-ip = 🚧 The server's IP address is not whitelisted (403). Add it in the provider's Dashboard → Account Settings.
trouble-not-found = 🤷 The provider doesn't know it (404).
trouble-busy = 🐢 The provider is busy (429). Try again in a moment.
trouble-refused = 🚫 The provider refused: <i>{ $remark }</i>
trouble-no-answer = 📡 The provider gave no answer, or none that makes sense. Try again later.

account-facts =
    💰 <b>Provider account</b>
    Name: { $name }
    Tier: { $tier }
    Balance: <b>{ $balance }</b>

status-open = 🟢 <b>The shop is open</b>
status-closed = 🔴 <b>The shop is closed</b>
status-orders = <b>Orders</b>
status-no-orders = None yet.
status-oldest = Oldest still open: <code>{ $number }</code>, for { $span }
status-provider = Provider answered: { $ago }
status-telegram = Telegram answered: { $ago }
status-balance = Balance: { $balance }
status-queues = Queues: { $inbox } in · { $outbox } out
status-version = Version { $version } · up for { $span }
status-ago = { $span } ago
status-never = never
