# Alerts for admins (🔔): their kinds, quiet hours, digest, and topics of the group.

button-admin-alerts = 🔔 Alerts
button-alerts = ⬅️ All alerts
button-quiet-hours = 🌙 Quiet hours
button-no-quiet = 🔔 No quiet hours
button-alerts-here = 📌 Send to this topic
button-alerts-no-topic = ➖ No topic of its own
button-digest-pending = ⏳ Waiting for approval
button-uncertain-all = 🚨 All uncertain orders
act-alerts = Change alerts

alerts-title = 🔔 <b>Alerts for admins</b>
    Pick a kind to change when it comes.
alerts-quiet = Quiet hours: { $from }–{ $until }, every day
alerts-no-quiet = Quiet hours: none
alerts-digest-at = Digest: every day at { $time }
alerts-kept = Waiting for the digest: { $count }
alerts-now = Now: <b>{ $mode }</b>
alerts-topic = Topic in the group: number { $topic }
alerts-no-topic = Topic in the group: none of its own
alerts-topic-how = To give these alerts a topic of their own, open /admin inside that topic, then pick 🔔.
alert-mode-now = At once
alert-mode-digest = Digest
alert-mode-off = Off

alert-uncertain = Uncertain orders
alert-uncertain-about = Orders of which nobody knows whether the provider has them. Those that wait for a decision come in quiet hours too, because a customer's money is held. /pending always lists them.
alert-orders = Problems with orders
alert-orders-about = Orders that are slow, refused, without an SN, or cost another price than listed. A final status that the provider changes comes in quiet hours too.
alert-shop = Shop closed and open
alert-shop-about = The shop closes because of the provider, and opens again. These come in quiet hours too, because nothing is sold meanwhile.
alert-balance = Provider balance
alert-balance-about = The balance is low, can't be read, or does not add up. If it does not cover an order, that comes in quiet hours too.
alert-catalog = Catalogue and prices
alert-catalog-about = Categories, items and prices that change at the provider, and promos that are over. All of it can wait.
alert-payments = Payments
alert-payments-about = Proofs, money that arrived, gateways and the ledger. Money that matches nothing, a gateway that is down and a wrong ledger come in quiet hours too.
alert-requests = Access requests
alert-requests-about = People who ask to buy here. All of it can wait; /pending always lists them.
alert-messages = Customers' messages
alert-messages-about = What customers write to the shop. All of it can wait.
alert-system = Bot and server
alert-system-about = Telegram, the database, backups and settings. A database that is stuck, an order that can't be read, a token that another program uses, and new settings that are wrong come in quiet hours too.

alerts-mode-set = 👌 <b>{ $kind }</b>: { $mode }
alerts-topic-set = 📌 <b>{ $kind }</b> goes to this topic now (number { $topic }).
alerts-topic-removed = 👌 <b>{ $kind }</b> has no topic of its own any more.
alerts-quiet-set = 🌙 <b>Quiet hours saved:</b> { $from }–{ $until }, every day. What can wait comes after them in one message.
alerts-no-quiet-set = 🔔 <b>No quiet hours any more.</b> What was held comes in a moment.
alerts-as-file = 📄 Alerts follow shop.toml now.
alerts-ask-quiet = 🌙 Send the quiet hours of every day. Example: <code>22:00-07:00</code>
hint-invalid-quiet = ⚠️ Those are no quiet hours. Send them as in the example.

alerts-digest = 🗞 <b>Digest of alerts: { $count }</b>
alerts-digest-more = { $count } older ones are not shown; all of them are on their lists.
alerts-topic-gone = 🧵 <b>A topic of this group can't be used any more</b>
    These alerts go to General now: { $kinds }. Open the topic again, or pick another one in /admin, 🔔.
alerts-topic-gone-default = 🧵 <b>The topic of ADMIN_CHAT_ID can't be used any more</b>
    Its alerts go to General now. Open the topic again, or change ADMIN_CHAT_ID.
uncertain-waiting = 🚨 <b>Uncertain orders: { $count }</b>
uncertain-since = <code>{ $number }</code> { $item }, since { $time }
