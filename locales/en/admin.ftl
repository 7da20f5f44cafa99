# For admins.

admin-order-number = Order: <code>{ $value }</code>
admin-order-state = Status: <b>{ $value }</b>
admin-order-item = Item: { $item } (<code>{ $sku }</code>)
admin-order-category = Category: <code>{ $value }</code>
admin-order-target = Target for provider: <code>{ $value }</code>
admin-order-money = Cost: { $cost } · Price: { $price }
admin-order-customer = Customer: <code>{ $value }</code>
admin-order-name = Name: { $value }
admin-order-created = Placed: { $value }
admin-order-sent = Sent to provider: { $value }
admin-order-invoice = Invoice: <code>{ $value }</code>
admin-order-ref-id = ref_id: <code>{ $value }</code>
admin-order-counts = Send attempts: { $attempts } · Status checks: { $polls }

admin-uncertain = 🚨 <b>Order status unclear</b>
    It is not clear whether the provider accepted this order. This card is updated when there is new evidence.
admin-uncertain-how = Look for this target and time in the provider's transaction history, then choose. If you are not sure, leave it and ask the provider.
evidence-sent = Sent to provider: { $time }
evidence-before = Provider balance before: { $balance }
evidence-after = Provider balance after: { $balance }
evidence-others = Used by other orders: { $amount }
evidence-open = Other orders that may also have used the balance: { $count }
evidence-difference = Difference: <b>{ $amount }</b> (cost: { $cost })
evidence-placed = 👉 The difference is exactly this order's cost: it <b>went through</b>. Find its invoice, then choose 📥.
evidence-not-placed = 👉 The balance has not gone down for this order: it <b>did not go through</b> (or was refunded). It is safe to choose 📭.
evidence-decidable = “It did not” can be chosen from: { $time }
doubt-no-snapshot-before = 🤷 Can't tell: the balance before sending is not known.
doubt-no-snapshot-after = 🤷 Can't tell: the balance after sending is not known yet.
doubt-too-early = ⏳ The balance has not gone down for this order yet, but it still may. Please wait.
doubt-unknown-cost = 🤷 Can't tell: the cost of an order is not known.
doubt-odd-receipt = 🤷 Can't tell: the provider does not always charge the balance when it accepts an order.
doubt-other-orders = 🤷 Can't tell: other orders may explain the difference too. It may become clear when they are finished.
doubt-unexplained = 🤷 Can't tell: the difference does not add up. Perhaps a top-up, or other purchases.
doubt-contradiction = 🤷 Can't tell: the balance went down and came back. Perhaps it went through, failed and was refunded.
button-placed = 📥 It went through
button-not-placed = 📭 It did not
admin-ask-invoice = ✏️ <b>Send the provider's invoice for this order.</b>
hint-invalid-invoice = ⚠️ That is not an invoice number. Send one word without spaces.
hint-invoice-taken = ⚠️ That invoice belongs to another order. Check it, then send the right one.
admin-confirm-placed = ❓ <b>Did this order really go through with the invoice</b> <code>{ $invoice }</code><b>?</b>
    We will follow its status under this invoice.
button-confirm-placed = ✅ Yes, it went through
admin-confirm-not-placed = ❓ <b>Did this order really not go through?</b>
    It will be marked as failed and the customer notified. If it did go through, it is delivered but not recorded here.
button-confirm-not-placed = ✅ Yes, it did not
button-resend = 🔁 Send again (same ref_id)
admin-confirm-resend = ❓ <b>Send this order again with the same ref_id?</b>
    This is safe only if the provider never processes the same ref_id twice. Otherwise it may be delivered twice.
button-confirm-resend = ✅ Yes, send it again
admin-verifying = ⏳ Asking the provider. The answer will appear here.
admin-too-early = ⏳ <b>Not yet.</b> Order <code>{ $number }</code> may still go through. You can choose again from { $time }.
admin-resolved = 👌 Done. Order <code>{ $number }</code> is now: { $emoji } <b>{ $state }</b>.
admin-already-resolved = 👌 Order <code>{ $number }</code> was already decided: { $emoji } <b>{ $state }</b>.
admin-proved-placed = 🧾 <b>This order went through</b>
    The provider balance proves it, but the invoice is not known. Find it in the provider's transaction history, then choose 📥.
admin-proved-not-placed = 🤖 <b>This order did not go through</b>
    The provider balance proves it. The order was marked as failed automatically and the customer was notified.
admin-resend-placed = 🔁 <b>Sent again: the provider has given its invoice</b>
    We follow its status as usual.
admin-resend-unclear = 🔁 <b>Sent again, but the status is still unclear</b>
    The order history says why.
resolution-taken = ⚠️ <b>Nothing was changed.</b> The invoice <code>{ $invoice }</code> belongs to another order.
resolution-other-item = ⚠️ <b>Nothing was changed.</b> The provider says that the invoice <code>{ $invoice }</code> is for another item.
resolution-other-target = ⚠️ <b>Nothing was changed.</b> The provider says that the invoice <code>{ $invoice }</code> is for another target.
resolution-unasked = ⚠️ <b>Nothing was changed.</b> The invoice <code>{ $invoice }</code> could not be verified:
resolution-taken-back = ↩️ <b>Invoice removed from this order.</b> The provider doesn't know <code>{ $invoice }</code>; the order's status is unclear again.
resolution-known = ⚠️ <b>Nothing was changed.</b> The provider knows the invoice <code>{ $invoice }</code>, so it can't be removed.
button-take-back = ↩️ Wrong invoice, remove it

admin-slow = 🐢 <b>This order is taking longer than usual</b>
    We keep checking its status with the provider.
admin-unknown-status-word = 🤨 <b>The provider sent a status that we don't know:</b> <code>{ $word }</code>
    The order still counts as being processed.
admin-flipped = ⚠️ <b>The provider changed this order's final status</b>
    The provider now says: <code>{ $word }</code>. The status here has not changed; check it on the provider's site.
admin-cost-differs = 💸 <b>The provider did not charge its list price</b>
    List price: { $listed } · Charged: <b>{ $charged }</b>
admin-no-sn = 📭 <b>The SN never came</b>
    This order succeeded a day ago, but the provider gave no SN. It is not checked any more; the customer has been told. If the SN is on the provider's site, <code>/status</code> with the order number sends it to the customer.
admin-unverified = 🧪 <b>This category is not verified</b>
    Its target format has never been proved right. This card follows the order.
admin-unverified-failed = 🧪 <b>This category is not verified</b>
    This order was not delivered, so it proves nothing. You will hear of the next one too.
admin-unverified-delivered = 🧪 <b>This category is not verified</b>
    This order was delivered. If it really reached the customer's account, mark the category.
admin-verified = ✅ <b>This category is marked as verified</b>
button-verify = ✅ Mark as verified
button-unverify = ↩️ Remove the mark
admin-order-refused = 🚫 <b>The provider refused this order</b>
    In its words: “{ $words }”
admin-order-failed = ❌ <b>The provider says that this order failed</b>
    In its words: “{ $words }”
admin-order-refused-once = The customer was notified without these words. If the next orders are refused in the same words, this is not repeated.
admin-provider-balance-short = 💰 <b>The provider balance is too low for this order</b>
    The order failed and the customer was notified (the balance was not mentioned). Please top up the provider balance.
admin-provider-balance-low = 💰 <b>The provider balance is low:</b> { $balance }
    Please top up before it runs out.
admin-category-unknown = 🧩 <b>The provider doesn't know the category</b> <code>{ $slug }</code>
    It is hidden from customers. Check its slug in shop.toml.
admin-targets-fail = 🚫 <b>{ $category } is closed for now</b>
    { $wrong } orders in a row from { $customers } customers failed because the provider says that the ID is wrong.
admin-targets-fail-item = 🚫 <b>{ $category }: the item</b> <code>{ $item }</code> <b>is closed for now</b>
    { $wrong } orders in a row from { $customers } customers failed because the provider says that the ID is wrong.
admin-targets-fail-next = The provider may have changed the form of the target. Ask the provider, adjust the questions in the catalogue, then open it again.
button-open-again = 🔓 Open again
admin-balance-unreadable = 🧮 <b>The provider balance can't be read</b>
    The provider wrote: “{ $written }”. The shop stays open; please look at the balance on the provider's site.
admin-charge-unreadable = 🧮 <b>What the provider charged can't be read</b>
    Order <code>{ $number }</code>: the provider wrote “{ $written }”. The list price is recorded as its cost; please look at the charge on the provider's site.
admin-entries-skipped = 🧮 <b>Some of the provider's items can't be sold</b>
    Category <code>{ $slug }</code>. These items are left out because their data can't be read; the others are sold as usual.
skipped-no-code = • { $entry }: has no SKU
skipped-no-price = • <code>{ $entry }</code>: has no price
skipped-price = • <code>{ $entry }</code>: its price is written as “{ $written }”
skipped-no-status = • <code>{ $entry }</code>: has no status
skipped-status = • <code>{ $entry }</code>: its status is written as “{ $written }”
skipped-repeated = • <code>{ $entry }</code>: its code is there twice, the first one counts
skipped-more = … and { $n } more
admin-update-dead-letter = 🗂 <b>An update failed several times and will not be tried again</b>
    Update ID: <code>{ $id }</code>. The log says why.
admin-order-unreadable = 🗂 <b>The data of an order can't be read</b>
    ID: <code>{ $id }</code>. This order is no longer processed. Check the log and the database, then tell the customer.
admin-telegram-back = 📡 <b>Telegram can be reached again</b>
    It was unreachable from { $time } until now. All waiting messages are being sent now.
admin-token-shared = 👥 <b>Another program uses this bot's token</b>
    It takes some of your customers' messages, which then never arrive here. Stop that program, or change the token with @BotFather.
admin-throttled = ⏳ <b>Telegram makes the bot wait for long</b>
    For now the bot can't write to chat <code>{ $chat }</code>. It tries again every 5 minutes, and no message is lost.
admin-database-stuck = 🆘 <b>The database can't be written</b>
    Since { $time }. Customers get no answers and no orders are sent. Check the disk space and the log. Everything continues by itself once the database can be written again.
admin-database-back = 💾 <b>The database can be written again</b>
    It was stuck from { $time } until now. Everything that waited continues.

admin-backup-failed = 💾 <b>No backup of the database could be made</b>
    { $detail }
    The bot tries again every 10 minutes. Look at the disk and at the rights of the backup folder.

admin-backup-not-sent = 💾 <b>The backup of the database can't be sent</b>
    Chat { $chat } (telegram_chat in shop.toml) takes no files from this bot. Write /start to the bot from that chat, or correct its number.
backup-copy = 💾 Backup of the database <code>{ $name }</code>
backup-copy-part = 💾 Backup of the database <code>{ $name }</code>, part { $part } of { $parts }

admin-shop-closed = 🔴 <b>The shop is closed</b>
admin-shop-closed-next = New orders are on hold. The shop opens again by itself when the provider has recovered.
admin-shop-open = 🟢 <b>The shop is open again</b>
    The provider answers normally.
closed-reason-key = The API key was rejected (401). Check <code>ODZRESHOP_API_KEY</code>.
closed-reason-ip = The server's IP address is not whitelisted (403). Add it in the provider's Dashboard → Account Settings.
closed-reason-vendor-depleted = The provider's own vendor balance is used up (503). Wait, or contact the provider.
closed-reason-failing = The provider repeatedly gave no answer, or none that makes sense.

admin-still-asking = ⏳ No answer from the provider yet, asking again…
admin-inspection = 🔍 <b>Order inspection</b>
admin-foreign-invoice = 🔍 The invoice <code>{ $invoice }</code> does not belong to an order of this shop.
admin-no-such-order = 🤷 There is no order or invoice <code>{ $asked }</code>.
admin-which-order = Add an order number or invoice, for example <code>/status 7K3M9Q2X</code>.

report-title = <b>What the provider says now</b>
report-none = There is no invoice yet, so the provider was not asked.
report-status = Status: <code>{ $value }</code>
report-sn = SN:
report-message = Message: <i>{ $value }</i>
report-item = Item: { $value }
report-target = Target: <code>{ $value }</code>
report-cost = Cost: { $value }

trouble-key = 🔑 The provider rejected the API key (401). Check <code>ODZRESHOP_API_KEY</code>.
trouble-ip = 🚧 The server's IP address is not whitelisted (403). Add it in the provider's Dashboard → Account Settings.
trouble-not-found = 🤷 The provider doesn't know it (404).
trouble-busy = 🐢 The provider is busy (429). Try again in a moment.
trouble-refused = 🚫 The provider rejected it: <i>{ $remark }</i>
trouble-no-answer = 📡 The provider gave no answer, or none that makes sense. Try again later.

balance-unreadable = can't be read (“{ $written }”)
provider-account =
    💰 <b>Provider account</b>
    Name: { $name }
    Tier: { $tier }
    Balance: <b>{ $balance }</b>

act-cancelled = 👌 Okay, cancelled. Nothing was changed.
act-nothing-open = 👌 There is nothing to cancel.

status-open = 🟢 <b>The shop is open</b>
status-closed-by-hand = 🔴 <b>Closed by an admin</b> (/open opens the shop)
status-closed = 🔴 <b>The shop is closed</b>
status-orders = <b>Orders</b>
status-no-orders = None yet.
status-oldest = Oldest open order: <code>{ $number }</code>, for { $span }
status-provider = Provider last answered: { $ago }
status-telegram = Telegram last answered: { $ago }
status-token-shared = ⚠️ Another program uses this bot's token, last seen: { $ago }
status-balance = Provider balance: { $balance }
status-requests = ⏳ Waiting for approval: { $count }
status-unverified = 🧪 Not verified: { $categories }
status-queues = Queues: { $inbox } in · { $outbox } out
status-backup = 💾 Last backup: { $ago }
status-backup-failing = 💾 ⚠️ <b>No backup can be made</b>, the last one: { $ago }
status-version = Version { $version } · up for { $span }
status-ago = { $span } ago
status-never = never
