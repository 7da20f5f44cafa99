# Messages to many customers.

command-broadcast = Write to many customers
help-broadcast = /broadcast – send one message to many customers
button-admin-broadcast = 📣 Broadcast
broadcast-ask = 📣 <b>What would you like to announce?</b>
    Send the text, or one photo with a caption, in Indonesian.
broadcast-too-long = ⚠️ Too long: at most { $max } characters.
broadcast-ask-english = 🌐 <b>Is there an English version?</b>
    Send the text for customers who use English, or let everybody read the same.
button-broadcast-same = ➡️ The same for all
broadcast-choose = 👆 <b>That is exactly what customers will see.</b> Who gets it?
broadcast-same-for-all = Customers who use English get this text too.
broadcast-to-all = 👥 All customers
broadcast-to-recent = 🛒 Bought in the last 30 days
broadcast-to-balance = 👛 With a balance
broadcast-to-tier = 🏷 Tier { $tier }
broadcast-confirm = ❓ <b>Send it to { $count } customers?</b>
    { $to }
broadcast-nobody = 🤷 There is nobody in this group.
    { $to }
button-broadcast-start = ✅ Yes, send it
broadcast-started = 📣 <b>On its way.</b> You can follow it below.
broadcast-running = 📣 <b>The broadcast is being sent</b>
broadcast-stopped = ⏹ <b>The broadcast was stopped</b>
broadcast-done = ✅ <b>The broadcast is finished</b>
broadcast-gone = 📣 This broadcast does not exist any more.
broadcast-sent = Sent: <b>{ $sent }</b> of { $total }
broadcast-lost = Not delivered (the bot is blocked): { $count }
button-broadcast-stop = ⏹ Stop
toast-broadcast-busy = ⏳ Another broadcast is still being sent.
broadcast-unwanted = 🔕 Left out, because they want no announcements: { $count }
button-broadcast-opt-out = 🔕 No more announcements
button-broadcast-opt-in = 🔔 Send me announcements again
broadcasts-unwanted = 🔕 <b>Okay, no more announcements.</b> We still tell you about your orders. Changed your mind? The button is in /help too.
broadcasts-wanted = 🔔 <b>Done!</b> You get our offers and announcements again.
