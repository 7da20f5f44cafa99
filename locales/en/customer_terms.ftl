# What is agreed with one customer: limits of their own, and a price tier.

button-own-limits = 🎚 Limits
button-own-tier = 🏷 Price tier
customer-tier = Price tier: <b>{ $tier }</b>
customer-own-limits = 🎚 Has limits of their own
own-limits = 🎚 <b>A customer's limits</b>
own-daily = Spending per day: <b>{ $value }</b>
own-open = Open orders at a time: <b>{ $value }</b>
own-as-shop = { $value } (the shop's limit)
own-no-limit = no limit
own-limits-confirm = 🎚 <b>Change this customer's limits?</b>
own-before = <b>Now</b>
own-after = <b>Then</b>
own-ask-daily = ✏️ How many rupiah may they spend per day? Example: <code>500k</code>
    <code>0</code> means no limit.
own-ask-open = ✏️ How many orders may be open at a time? Example: <code>5</code>
hint-invalid-own-daily = ⚠️ That isn't an amount in rupiah. Send a number like the example.
hint-invalid-own-open = ⚠️ That isn't a number from 1 to 100.
button-own-daily = ✏️ Spending per day
button-own-open = ✏️ Open orders
button-own-as-shop = ➖ Use the shop's limits
button-own-open-value = ➖ The shop's limit
button-own-save = ✅ Save
own-tiers = 🏷 <b>Pick this customer's price tier:</b>
own-tiers-none = 🏷 There are no price tiers yet. Make one in 💰 Prices with ➕.
own-no-tier = no tier
button-own-no-tier = ➖ No tier
own-tier-confirm = 🏷 <b>Change this customer's price tier?</b>
    It counts for prices that they see from now on.
toast-terms-changed = Another admin has changed it. Please look again.
