# The figures of sales (/today and 📊), for admins.

command-today = Summary of today
help-today = /today – summary of today: orders, turnover, cost and margin

sales-today = 📊 <b>Summary of today</b>
    Since { $since }
sales-yesterday = 📊 <b>Summary of yesterday</b>
    { $date }
sales-last = 📊 <b>Summary of the last { $days } days</b>
    { $since } – { $last }
sales-day = 📊 <b>Summary of { $date }</b>
sales-between = 📊 <b>Summary</b>
    { $since } – { $last }
sales-delivered = ✅ Delivered: <b>{ $count }</b>
sales-failed = ❌ Failed or cancelled: <b>{ $count }</b>
sales-open = ⏳ Still open: <b>{ $count }</b>
sales-rate = 🎯 Success rate: { $rate }
sales-money = 💰 <b>From the delivered orders</b>
sales-turnover = Turnover: <b>{ $amount }</b>
sales-cost = Cost: { $amount }
sales-margin = Margin: <b>{ $amount }</b>
sales-fee-of = 💳 { $method } fee: { $fee }
sales-fee-none-of = 💳 { $method } fee: not known
sales-fee-unknown-of = ({ $count } payments without a known fee)
sales-times = ⏱ Delivery time: median { $median }, 95% within { $p95 }
sales-best-items = 🏆 <b>Best sellers</b>
sales-best-customers = 👑 <b>Top customers</b>
sales-best = { $place }. { $name } · { $count }× · { $amount }
sales-failures = 🔎 <b>Why orders failed</b>
sales-failure = { $count }× { $why }
failure-target = wrong customer ID
failure-item = item not available
failure-balance = provider balance too low
failure-vendor = the provider's own vendor balance is used up
failure-refused = refused by the provider
failure-unreachable = provider could not be reached
failure-provider = failed at the provider, no reason given
failure-not-placed = turned out not to be placed
failure-expired = waited too long to be sent
failure-price-changed = price changed before sending
sales-ask-days = 🗓 <b>Which days do you want to see?</b>
    For example: <code>15/11/2026</code>, <code>1-15 Nov 2026</code>, <code>1 Oct to 15 Nov</code>, <code>October 2026</code>
hint-invalid-days = ⚠️ I can't read that as days. At most 3 years, and the first day can't be after today.
button-sales-today = Today
button-sales-yesterday = Yesterday
button-sales-last = { $days } days
button-sales-days = 🗓 Other days
button-sales-back = ⬅️ Summary
button-sales-chart = 📈 Chart
chart-turnover = Turnover { $total }
chart-orders = Delivered orders: { $total }
chart-step = per { $days } days

day-differs = ⚖️ <b>The provider balance of { $date } does not match the orders</b>
day-before = Start: { $balance } ({ $time })
day-after = End: { $balance } ({ $time })
day-cost = Cost of the orders in between: { $amount }
day-more = The balance is <b>{ $amount }</b> higher than it should be
day-less = The balance is <b>{ $amount }</b> lower than it should be
day-cause-top-up = 👉 Most likely the provider account was topped up.
day-cause-foreign = 👉 Most likely something was bought outside the bot: on the provider's site, or by another program with the same API key. If it wasn't you, change the API key.
day-cause-uncertain = 👉 Most likely because of uncertain orders ({ $count }). Resolve them first: /orders uncertain.
day-cause-refund = 👉 Most likely a failed order was not refunded by the provider ({ $count } failed orders). Check the provider's history.
