# Menu, languages, help, groups.

menu-welcome = 👋 Hi! Welcome to <b>{ $shop }</b>.
menu-choose = Which game would you like to top up?
menu-empty = There is nothing on sale right now. Please come back later.

languages-choose = 🌐 <b>Which language would you like?</b>

help-intro = ❓ <b>How to shop at { $shop }</b>
help-steps =
    1. Open /menu, then choose a game and an item.
    2. Send the ID of your game account.
    3. Check everything once more, then tap the ✅ button.
    4. Wait for our message. You can look at the status any time in /orders.
help-commands =
    /menu – start shopping
    /orders – your orders
    /language – change the language
    /cancel – cancel what is under way
help-support = 💬 Any trouble? Contact { $support } and mention your order number.
help-admin =
    🔧 <b>For admins</b>
    /balance – account and balance at the provider
    /status – how the shop is doing
    /status NUMBER – one order, asked at the provider right now (order number or invoice)

group-link = 👋 Let's talk in private: { $link }
group-private = 👋 Let's talk in private. Tap my profile and send me a message.
