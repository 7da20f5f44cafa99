# Conversations between customers and the shop.

button-ask-shop = 💬 Ask the shop
button-message = ✉️ Message
button-message-answer = ✉️ Reply
button-message-close = ✖️ Close conversation
button-message-anyway = ✅ Send anyway

message-ask-question = 💬 <b>What is it about this order?</b>
    Write it here, or send a photo. Our admins answer in this chat.
message-ask-answer = ✉️ <b>Write your answer to the shop.</b>
    You can send a photo too.
message-passed = ✅ Our admins have your message. The answer will appear in this chat.
    Anything to add? Just write it.
message-closed = ✖️ This conversation is closed. If you still need help, press <b>Ask the shop</b>.
message-closed-by-shop = ✖️ <b>The shop has closed this conversation</b>
    Something still not right? Press <b>Ask the shop</b>.
message-nobody = 😔 There is no admin who can read messages here yet. Please contact { $support }.
message-album = 🖼 Of several photos at once only the first was sent. Please send the others one by one.
message-from-shop = 💬 <b>Message from { $shop }</b>
message-answer-how = <i>Want to answer? Reply to this message, or press the button below.</i>

message-from-customer = 💬 <b>Message from a customer</b>
message-in-topic = <i>What is written in this topic goes straight to the customer, without your name. Replies to other admins don't.</i>
message-answered = ✅ Answered by { $name } · { $time }: { $text }
message-closed-by = ✖️ Closed by { $name } · { $time }
message-closed-by-them = ✖️ Closed by the customer · { $time }
message-closed-by-customer = ✖️ <b>The customer has closed this conversation</b>
message-topic-closed = ✖️ This conversation is closed, so your message was not sent. To open it again, press ✉️.
message-topic-question = ✋ The bot still waits for an answer of yours, so this was not sent to the customer. Reply to its question first or press ❌, then write it again.
message-ask = ✉️ <b>Write a message to this customer.</b>
    A text or a photo. They read it as a message from the shop, without your name. It is sent as soon as you send it.
message-line = <b>{ $name }</b> · { $time }: { $text }
message-sent = ✉️ The message to { $name } is on its way. Answers arrive as 💬.
message-answered-before = ⚠️ <b>Not sent yet: another admin has answered</b>
message-unreachable = 🚫 This customer has blocked the bot, so no message can reach them.

hint-invalid-message = ⚠️ The message is empty or too long. It may have up to { $max } characters.
hint-message-kind = 📎 Only texts and photos can be passed on here. This was not sent.
hint-message-too-fast = 🐢 Not so fast: your last message was not sent. Try again in a moment.
hint-message-unanswered = ⏳ We already have many messages from you; please wait for an answer. Your last one was not sent.
hint-message-waiting = ⏳ Several of your conversations still wait for an answer. Please wait for it. Your last message was not sent.
