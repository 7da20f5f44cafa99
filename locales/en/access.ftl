# Who may order: customers who ask, and admins who decide.

access-requested =
    👋 Hi! Welcome to <b>{ $shop }</b>.
    This shop is for registered customers, so an admin checks your account first. It usually doesn't take long, and we will message you as soon as it is approved. Questions? { $support }
access-pending = ⏳ Your account is still waiting for an admin's approval. We will message you as soon as there is an answer. Questions? { $support }
access-approved = 🎉 <b>Your account has been approved!</b> Enjoy shopping at { $shop }.
access-rejected = 🙏 Sorry, we can't take orders from you at the moment. Questions? { $support }

admin-access-request = 🙋 <b>Somebody would like to shop here</b>
admin-person-name = Name: <b>{ $name }</b>
admin-person-username = Username: @{ $username }
admin-person-language = Telegram language: { $code }
admin-person-id = ID: <code>{ $id }</code>
button-approve = ✅ Approve
button-reject = 🚫 Reject
admin-approved = ✅ <b>{ $name }</b> (<code>{ $id }</code>) has been approved and notified.
admin-approved-before = ✅ <b>{ $name }</b> (<code>{ $id }</code>) was already approved.
admin-rejected = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) has been rejected and notified.
admin-rejected-before = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) was already rejected.
