# The customers' door.

access-asked =
    👋 Hi! Welcome to <b>{ $shop }</b>.
    We have passed your request on to an admin and will tell you as soon as it is approved. Questions? { $support }
access-waiting = ⏳ Your request is still waiting for an admin. We will tell you as soon as there is an answer. Questions? { $support }
access-admitted = 🎉 <b>You have been approved!</b> Enjoy shopping at { $shop }.
access-refused = 🙏 Sorry, we can't take orders from you at the moment. Questions? { $support }

admin-access-request = 🙋 <b>Somebody would like to order</b>
admin-person-name = Name: <b>{ $name }</b>
admin-person-username = Username: @{ $username }
admin-person-language = Telegram language: { $code }
admin-person-id = ID: <code>{ $id }</code>
button-admit = ✅ Admit
button-refuse = 🚫 Refuse
admin-admitted = ✅ <b>{ $name }</b> (<code>{ $id }</code>) has been admitted and told so.
admin-admitted-before = ✅ <b>{ $name }</b> (<code>{ $id }</code>) had been admitted before.
admin-refused = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) has been refused and told so.
admin-refused-before = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) had been refused before.
