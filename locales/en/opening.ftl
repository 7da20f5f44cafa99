# The admins' menu, closing and opening the shop, and the opening hours.

command-admin = Admin menu
help-admin-menu = /admin – the admin menu: everything that you can change
command-close = Close the shop
help-close = /close [message] – close the shop; customers read the message. /close 22:00-23:00 – close at that time
command-open = Open the shop
help-open = /open – open the shop again

admin-menu = 🛠 <b>{ $shop }</b>
    What would you like to change?
button-admin = ⬅️ Admin menu
button-admin-customers = 👥 Customers
button-admin-figures = 📊 Figures
button-admin-opening = 🚪 Open/close the shop

opening-outside-hours = 🌙 <b>Outside the opening hours</b>
opening-in-plan = 🔴 <b>Closed as planned</b>: { $when }
opening-planned = 🗓 Planned closing: { $when }
opening-closed-by = Closed by <b>{ $admin }</b> ({ $time })
opening-opened-by = Last opened by <b>{ $admin }</b> ({ $time })
opening-note = Message to customers: { $note }
opening-no-note = Customers only read that the shop is closed.
opening-hours = Opening hours: { $from }–{ $until }, every day
opening-always = Opening hours: always open
opening-differs = What was set here counts, not what shop.toml says.
button-opening = 🚪 The shop's state
button-close-shop = 🚪 Close the shop
button-open-shop = 🚪 Open the shop
button-closed-note = ✏️ Message to customers
button-plan = ➕ Plan a closing
button-change-plan = ✏️ Change the planned closing
button-call-off = ↩️ Call off the planned closing
button-opening-hours = ⏰ Opening hours
button-opening-always = ⏰ Always open
button-as-file = 📄 Use what shop.toml says
button-undo-act = ↩️ Undo

opening-closed = 🔴 <b>The shop is closed.</b> New orders are not taken; those already confirmed go on.
opening-opened = 🟢 <b>The shop is open.</b>
opening-plan-set = 🗓 <b>The shop will be closed { $when }</b> and open again by itself. Customers read this from now on; orders already confirmed go on.
opening-plan-begun = 🔴 <b>The shop is closed now: { $when }</b>, then opens again by itself. Orders already confirmed go on.
opening-called-off = 👌 <b>The closing { $when } is called off.</b> Customers no longer read about it.
opening-hours-set = ⏰ <b>Opening hours saved:</b> { $from }–{ $until }, every day.
opening-always-set = ⏰ <b>Opening hours saved:</b> always open.
opening-as-file = 📄 Opening and hours are what shop.toml says now.
opening-ask-note = ✏️ Write what customers read while the shop is closed: why, say, and when it opens again.
opening-ask-plan = 🗓 From when until when is the shop closed? Example: <code>22:00-23:00</code> or <code>30 Nov 22:00 - 1 Dec 05:00</code>
opening-ask-hours = ⏰ Send the opening hours of every day. Example: <code>08.00-23.00</code>
hint-invalid-note = ⚠️ The message has 1 to 500 characters. Please try again.
hint-invalid-plan = ⚠️ I can't read that as times, or they are over. At most 31 days, beginning within the next 90.
hint-invalid-hours = ⚠️ These are no opening hours yet. Send them like in the example.

shop-paused = 😴 <b>We're closed at the moment</b>
planned-announced = 🗓 <b>We'll be closed { $when }.</b> After that we're open as usual.
planned-within-day = { $day } { $from }–{ $until } { $zone }
planned-over-days = { $day } { $from } – { $last } { $until } { $zone }
day-today = today
day-tomorrow = tomorrow
shop-planned = 😴 <b>We're closed at the moment</b>
    We're closed { $when }, then open as usual.
shop-outside-hours = 😴 <b>We're closed at the moment</b>
    We're open every day from { $from } to { $until }.
shop-paused-orders = Orders that you have confirmed go on. Questions? { $support }
