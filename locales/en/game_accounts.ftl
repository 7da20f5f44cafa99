# Game accounts that are remembered for customers.

button-account-name = ✏️ Name this account
button-account-name-remove = ➖ Remove its name
account-name-ask = ✏️ <b>What do you want to call this account?</b>
    Its name is on the button the next time you buy, for example “Main” or “My brother”. Only you see it.
account-name-now = Its name now: <b>{ $name }</b>
account-named = ✅ This account is now called <b>{ $name }</b>.
account-name-removed = ✅ The name of this account was removed.
hint-account-name = ⚠️ A name has at most { $max } characters.

forget-ask = 🗑 <b>Delete what we remember?</b>
    Deleted are: the game accounts on buttons, the names that you gave them, and the last orders in the menu.
forget-stays = What stays: the records of orders and payments with their IDs, because we need them for our books and for complaints. Your permission to buy, your language and your messages with our admins stay too. Orders in progress go on.
button-forget = 🗑 Yes, delete my data
forget-done = ✅ That data is deleted. Your next orders are remembered as usual; send /forget to delete them again.
