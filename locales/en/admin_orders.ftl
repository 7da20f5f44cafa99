# Orders, for admins.

button-admin-orders = 📦 Orders
admin-orders-title = 📦 <b>Orders: { $list }</b>
admin-orders-all = All
admin-orders-open = Open
admin-orders-uncertain = Uncertain
admin-orders-failed = Failed
admin-orders-none = No orders here.
admin-orders-page = Page { $page }
admin-orders-which = 🤔 There is no such list. There are <code>/orders all</code>, <code>open</code>, <code>uncertain</code> and <code>failed</code>. Or choose below.
button-ask-provider = 🔎 Ask the provider
toast-asking-provider = ⏳ Asking the provider. The answer follows here.
button-back-to-list = ⬅️ List
button-back-to-search = ⬅️ Search results
button-back-to-order = ⬅️ Order

button-message = ✉️ Message
button-message-answer = ✉️ Reply
button-admin-order = 📦 Order
message-ask = ✉️ <b>Write a message to this customer.</b>
    They read it as a message from the shop, without your name. It is sent as soon as you send it.
message-sent = ✉️ The message to { $name } is on its way. An answer will appear here.
message-unreachable = 🚫 This customer has blocked the bot, so no message can reach them.
message-from-shop = 💬 <b>Message from { $shop }</b>
message-answer-how = <i>Want to answer? Reply to this message, or press the button below.</i>
message-ask-answer = ✉️ <b>Write your answer to the shop.</b>
message-answer-sent = ✅ We have your answer. Thank you.
message-from-customer = ✉️ <b>Answer from a customer</b>
hint-invalid-message = ⚠️ The message is empty or too long. It may have up to { $max } characters.

admin-resolved-ended = 🏁 <b>The order that you resolved has ended</b>
