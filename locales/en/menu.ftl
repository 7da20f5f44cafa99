# Menu, languages, help, groups.

menu-welcome = 👋 Hi! Welcome to <b>{ $shop }</b>.
menu-choose = Which game would you like to top up?
menu-empty = There is nothing to buy right now. Please come back later.

languages-choose = 🌐 <b>Which language would you like?</b>

help-intro = ❓ <b>How to shop at { $shop }</b>
help-steps =
    1. Open /menu, then choose a game and an item. Or just type it, such as “ml 86”.
    2. Send the ID of your game account.
    3. Check everything once more, then tap <b>Buy now</b>.
    4. Wait for our message. You can check the status in /orders at any time.
help-support = 💬 Need help? Contact { $support } and mention your order number.
help-admin = 🔧 <b>For admins</b>

group-link = 👋 Please shop in a private chat: { $link }
group-private = 👋 Please shop in a private chat. Tap this bot's profile, then send a message.
group-anonymous = 👤 Admin rights go by the person, and that message doesn’t say who you are. Please send it again under your own name: turn off “remain anonymous” in your admin rights, or don’t send as a channel.
