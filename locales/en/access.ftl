# The customers' door.

access-asked =
    👋 Hi! Welcome to <b>{ $shop }</b>.
    This shop is for registered customers, so an admin checks your account first. It usually doesn't take long, and we will message you as soon as it is approved. Questions? { $support }
access-waiting = ⏳ Your account is still waiting for an admin's approval. We will message you as soon as there is an answer. Questions? { $support }
access-admitted = 🎉 <b>Your account has been approved!</b> Enjoy shopping at { $shop }.
access-refused = 🙏 Sorry, we can't take orders from you at the moment. Questions? { $support }

admin-access-request = 🙋 <b>Somebody would like to shop here</b>
admin-person-name = Name: <b>{ $name }</b>
admin-person-username = Username: @{ $username }
admin-person-language = Telegram language: { $code }
admin-person-id = ID: <code>{ $id }</code>
button-admit = ✅ Approve
button-refuse = 🚫 Reject
admin-admitted = ✅ <b>{ $name }</b> (<code>{ $id }</code>) has been approved and notified.
admin-admitted-before = ✅ <b>{ $name }</b> (<code>{ $id }</code>) was already approved.
admin-refused = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) has been rejected and notified.
admin-refused-before = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) was already rejected.
