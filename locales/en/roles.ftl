# Roles of the people who run the shop.

button-admin-roles = 👮 Roles
button-role = 👮 Role
button-roles = ⬅️ All roles
button-role-add = ➕ Add somebody
button-role-take = ➖ Take the role away
button-role-confirm = ✅ Yes, give it
button-role-confirm-take = ✅ Yes, take it away
role-owner = Owner
role-admin = Admin
role-support = Support
role-owner-may = May do everything.
role-admin-may = May do everything but manage roles.
role-support-may = May see orders, bills and customers, and answer their messages. Decides nothing, and sees no cost or provider balance.
roles-title = 👮 <b>Who runs the shop</b>
roles-line = { $role } — { $name } (<code>{ $id }</code>)
roles-ask-person = ✏️ <b>Who is to get a role?</b>
    Send their numeric ID or their @username. A @username is known only if they have written to this bot before.
roles-nobody = 🤷 This bot doesn't know <code>{ $text }</code> yet. Ask them to press START first, or send their numeric ID.
roles-several = 🤷 More than one person has used <code>{ $text }</code>. Send the numeric ID.
role-choose = 👮 <b>Which role?</b>
role-now = Now: <b>{ $role }</b>
role-none = Now: no role
role-fixed = Owner by ADMIN_IDS. Can only be changed on the server.
role-unmet = ⚠️ They have never written to this bot. Make sure the ID is right.
role-confirm = ❓ <b>Make { $name } { $role }?</b>
    { $may }
role-confirm-take = ❓ <b>Take { $name }'s role away?</b>
    Their admin menu and buttons stop working at once.
role-given = 👌 { $name } is now <b>{ $role }</b>.
role-taken = 👌 { $name } has no role any more.
role-given-to-you = 👮 <b>You are now { $role } at { $shop }.</b>
    { $may }
role-taken-from-you = 👮 You no longer have a role at { $shop }. You can still shop as usual.
toast-role-fixed = 🔒 This role can only be changed on the server.
toast-no-right = 🔒 Your role doesn't include this.
admin-order-price = Price: { $price }
