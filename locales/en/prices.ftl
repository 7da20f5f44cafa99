# Selling prices: rules, promos, customers' tiers, and what was changed.

command-prices = Selling prices
help-prices = /prices – selling prices: shop, category, item, customers' tiers, promos
button-admin-prices = 💰 Prices
button-prices = ⬅️ List of prices

prices-title = 💰 <b>Selling prices</b>
    Tap a rule to change it.
prices-order = What counts: promos first, then rules for a customer's tier, then those for everybody. Among these: item, category, shop. A value left open comes from the next rule.
prices-differ = Set here, not in shop.toml: { $count }
button-price-add = ➕ Add a rule
button-price-history = 📜 History

price-of-shop = 🏪 Whole shop
price-everybody = all customers
price-text-nothing = nothing added
price-text-round = multiples of { $step }
price-text-until = { $rule }, until { $time }
price-text-file = what shop.toml says
price-text-none = none
percent-whole = { $whole }%
percent-decimals = { $whole }.{ $decimals }%

price-for-whom = ➕ <b>New rule: for whom?</b>
button-price-everybody = 👥 All customers
button-price-tier = ➕ New tier
price-ask-tier = 🏷 Send the name of the customers' tier. Example: <code>Reseller</code>
hint-invalid-tier = ⚠️ A tier's name has 1 to 30 characters. Please try again.
price-for-what = ➕ <b>New rule for { $who }</b>
    What is it for?
price-in-category = ➕ <b>New rule for { $who }</b>
    { $category }: all of it, or one item?
button-price-shop = 🏪 Whole shop
button-price-category = 🗂 All items

price-rule = 💰 <b>{ $rule }</b>
price-percent = Percent above cost: <b>{ $value }</b>
price-flat = Added: <b>{ $value }</b>
price-round = Rounded up to multiples of: <b>{ $value }</b>
price-open = from other rules
price-until = 🔥 Promo until <b>{ $time }</b>
price-in-file = shop.toml says: { $rule }
price-removes = ➖ This rule will be removed.
price-ends-promo = ➖ This promo will be stopped.
price-as-file = 📄 Then shop.toml counts: { $rule }
price-preview = <b>Prices that change: { $changed } of { $count }</b>
price-no-items = There is no price list yet, so there is no example.
price-example = { $item }
    cost { $cost } · { $today } → <b>{ $new }</b> · profit { $margin } ({ $percent })
price-example-same = { $item }
    cost { $cost } · stays <b>{ $new }</b> · profit { $margin } ({ $percent })
price-unchanged = Nothing is changed yet.
price-below-cost = ⛔ Items that would be sold below cost: { $count }. That can't be saved. Raise the values, or make it a 🔥 promo with an end.
price-unchecked = ⛔ There is no price list yet to check this discount. Try again later, or make it a 🔥 promo with an end.
price-no-end = ⏳ A promo needs an end.
price-ended = ⏳ This end has passed. Pick another one.
price-promo-below-cost = ⚠️ Items sold below cost until the promo ends: { $count }
price-meanwhile = ⚠️ <b>{ $admin }</b> has just changed prices. Look again before you save.

button-price-percent = ✏️ Percent
button-price-flat = ✏️ Amount
button-price-round = ✏️ Rounding
button-price-until = ✏️ End of promo
button-price-promo = 🔥 Make it a promo
button-price-save = ✅ Save
button-price-remove = ➖ Remove

price-ask-percent = ✏️ How many percent above cost? Example: <code>2.5</code>
    For a promo below cost use a minus: <code>-3</code>
price-ask-flat = ✏️ How many rupiah are added? Example: <code>500</code> or <code>1k</code>
    <code>0</code> adds nothing.
price-ask-round = ✏️ To multiples of what are prices rounded up? Example: <code>100</code>
price-ask-until = ⏳ When does the promo end? Pick, or send date and time. Example: <code>30-11-2026 18:00</code>
button-price-open = ➖ Leave open, from other rules
button-price-tonight = 🌙 Until midnight
button-price-hour = 1 hour
button-price-day = 24 hours
button-price-three-days = 3 days
button-price-week = 7 days
hint-invalid-percent = ⚠️ That isn't a percentage from -90 to 1000. Send a number like the example.
hint-invalid-flat = ⚠️ That isn't an amount in rupiah. Send a number like the example.
hint-invalid-round = ⚠️ That isn't an amount from Rp 1 to Rp 1.000.000. Send a number like the example.
hint-invalid-until = ⚠️ That isn't a date and time to come. Send it like the example.

price-saved = ✅ <b>Saved, and in force now.</b>
    { $rule }: { $text }
price-saved-none = ✅ <b>Saved, and in force now.</b>
    There is no rule for { $rule } any more.

price-history = 📜 <b>History of prices</b>
    ↩️ takes one change back.
price-history-none = 📜 Prices were never changed here.
price-change = <b>{ $number }.</b> { $time } · { $admin }
    { $rule }: { $before } → { $after }

button-tier-rename = ✏️ Rename this tier
price-ask-tier-name = 🏷 What is the new name of the tier <b>{ $tier }</b>?
price-tier-renamed = ✅ <b>The tier { $from } is now called { $to }.</b>
    Its rules and its customers stay with it.
hint-tier-taken = ⚠️ That name is in use. Please try another one.
promos-ended = 🔥 <b>Promos have ended.</b> The usual prices apply again.
promo-ended = { $rule }: { $text }
