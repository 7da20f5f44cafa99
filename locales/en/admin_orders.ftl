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

button-admin-order = 📦 Order

admin-resolved-ended = 🏁 <b>The order that you resolved has ended</b>
