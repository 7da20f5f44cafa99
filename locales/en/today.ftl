# The command /today, for admins.

command-today = Summary of today
help-today = /today – summary of today: orders, turnover, cost and margin

today-title = 📊 <b>Summary of today</b>
    Since { $since }
today-delivered = ✅ Delivered: <b>{ $count }</b>
today-failed = ❌ Failed or cancelled: <b>{ $count }</b>
today-open = ⏳ Still open: <b>{ $count }</b>
today-money = 💰 <b>From the delivered orders</b>
today-turnover = Turnover: <b>{ $amount }</b>
today-cost = Cost: { $amount }
today-margin = Margin: <b>{ $amount }</b>
