# Who may order: customers who ask, and admins who decide.

access-requested =
    👋 Hi! Welcome to <b>{ $shop }</b>.
    This shop is for registered customers, so an admin checks your account first. It usually doesn't take long, and we will message you as soon as it is approved. Questions? { $support }
access-pending = ⏳ Your account is still waiting for an admin's approval. We will message you as soon as there is an answer. Questions? { $support }
access-approved = 🎉 <b>Your account has been approved!</b> Enjoy shopping at { $shop }.
access-unattended = 🙏 This shop can't take new customers through the bot yet. We have kept your request; please write to { $support } and we'll help you from there.
access-reopened = 🔁 An admin is taking another look at your account. Sorry for the wait; we will message you as soon as it is done. Questions? { $support }
access-blocked = 🙏 Sorry, this shop can no longer serve your account. Orders that are in progress will still be finished, and we will message you about them. Questions? { $support }
access-unblocked = 🤝 <b>Your account is no longer blocked.</b> Sorry for the trouble. Questions? { $support }
access-rejected = 🙏 Sorry, we can't take orders from you at the moment. Questions? { $support }

admin-access-request = 🙋 <b>Somebody would like to shop here</b>
admin-access-takes-no-money = ⚠️ This bot takes no money: each order is paid from your balance at the provider. Approve only those whom you trust to pay you.
admin-person-name = Name: <b>{ $name }</b>
admin-person-username = Username: @{ $username }
admin-person-language = Telegram language: { $code }
admin-person-id = ID: <code>{ $id }</code>
button-approve = ✅ Approve
button-reject = 🚫 Reject
admin-approved = ✅ <b>{ $name }</b> was approved by <b>{ $admin }</b> ({ $time }) and notified.
admin-approved-before = ✅ <b>{ $name }</b> was already approved.
admin-rejected = 🚫 <b>{ $name }</b> was rejected by <b>{ $admin }</b> ({ $time }) and notified.
admin-rejected-before = 🚫 <b>{ $name }</b> was already rejected.
admin-blocked = 🚫 <b>{ $name }</b> was blocked by <b>{ $admin }</b> ({ $time }). Their open orders go on.
admin-blocked-before = 🚫 <b>{ $name }</b> was already blocked.
admin-access-reason = Reason: { $reason }
button-undo = ↩️ Undo this decision
button-customer = 👤 Customer

pending-title = ⏳ <b>Waiting for approval</b>
pending-none = ☕ Nobody is waiting for approval.
pending-since = Waiting since { $time }

button-block = 🚫 Block
button-unblock = ♻️ Unblock
block-ask-reason = 🚫 <b>Why?</b> Pick a reason or type one. Only admins read it.
block-reason-fraud = Fraud or fake proof of payment
block-reason-unpaid = Has not paid
block-reason-rude = Spam or insults
block-reason-own-wish = The customer asked for it
block-confirm = ❓ <b>Block this customer?</b> New orders are no longer taken; open ones are still finished. The customer is notified, without the reason.
    Reason: { $reason }
button-block-confirm = ✅ Yes, block

customers-title = 👥 <b>Customers: { $count }</b>, the newest first
customers-find = Search with <code>/find</code> and an ID, a @username or part of a name.
