# Language, time, buttons, and short sentences used everywhere.
# Texts hold Telegram HTML (<b>, <code>, <i>) only; no tag may cross the end of a line.

language-name = English

month-names = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
clock-format = { $hour }:{ $minute }
date-format = { $day } { $month } { $year }
percent-format = { $whole }.{ $tenth }%
time-format = { $day } { $month } { $year }, { $clock } { $zone }
span-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
span-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
span-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
span-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}

not-known = unknown
page-number = Page { $page } of { $pages }

button-menu = 🏠 Menu
button-orders = 📦 My orders
button-languages = 🌐 Language
button-help = ❓ Help
button-back = ⬅️ Back
button-back-to-menu = ⬅️ Menu
button-back-to-orders = ⬅️ All orders
button-cancel = ❌ Cancel
button-open-bot = 💬 Open chat

reply-here = ↩️ <b>Reply to this message.</b>
hint-only-looking = 🛠️ The shop is not taking orders right now. Feel free to look around.
hint-quote-expired = ⌛ That confirmation has expired and nothing was ordered. Here is a new one with the current price.
hint-use-buttons = 👇 Please pick one of the buttons below.
hint-unclear = 👇 Type a game and an amount, or pick one of the buttons below.
hint-which-game = 🤔 Which game do you mean? Please pick one of the buttons below.
hint-text-only = ✏️ We can only read text here, so please type it.
hint-stale-button = ⌛ That button no longer works. Here is the latest.
hint-unknown-command = 🤔 There is no such command. See the list in /help.
hint-category-gone = 😔 This shop no longer has that game. Please choose another one.
hint-unknown-link = 🔗 We don't have what that link points to. Please choose from the menu.
hint-language-set = ✅ Okay, English it is.

toast-stale-button = ⌛ This button no longer works. Please use the latest message.
toast-not-yours = 🙅 This button isn't for you.
toast-doubled = 👌 Already done.
toast-too-fast = 🐢 Slow down a little. Try again in a moment.
toast-admin-only = 🔒 Admins only.
toast-no-typing = ⌨️ Nothing can be typed in a channel. Open a private chat with the bot and use /status NUMBER there.
toast-done = ✅ Done.
toast-already-decided = 👌 That was already decided.

slow-down = 🐢 Your messages came too fast, so we could not read all of them. Wait a moment, then try again.

something-broke =
    😵 <b>Something went wrong on our side</b>
    Nothing about your orders has changed. Try again in a moment. If it happens again, contact { $support }.
