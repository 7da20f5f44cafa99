# The catalogue: games and items on sale, for admins.

command-catalog = Games and items on sale
help-catalog = /catalog – the catalogue: games and items on sale
button-admin-catalog = 🗂 Catalogue

catalog-title = 🗂 <b>Catalogue</b> ({ $count } games, in the order of the menu)
catalog-signs = 🙈 hidden · ⭐ popular · 🧪 not verified · 🧩 unknown to the provider
catalog-reordered = The order is set here, not in shop.toml.
button-catalog-add = ➕ Add a game
button-catalog-back = ⬅️ Catalogue

catalog-slug = Slug: <code>{ $slug }</code>
catalog-state-sold = 👁 On sale
catalog-state-hidden = 🙈 Hidden: customers don't see it
catalog-state-unknown = 🧩 The provider doesn't know this slug, so it isn't sold
catalog-is-popular = ⭐ Popular: shown before the others
catalog-is-usual = ☆ Not marked as popular
catalog-is-verified = ✅ Verified
catalog-is-unverified = 🧪 Not verified yet
catalog-items-count = 💎 Items at the provider: { $count }, hidden: { $hidden }
catalog-items-unread = ⏳ The provider's list hasn't been read yet. Try again in a moment.
catalog-asks = ✏️ Asks: { $fields } → <code>{ $target }</code>
catalog-differs = <b>In shop.toml:</b>
catalog-differs-name = ✏️ Name: { $name }
catalog-differs-items = 💎 Items set differently: { $count }
catalog-added-here = ➕ Added here, not in shop.toml.
button-catalog-items = 💎 Items
button-catalog-hide = 🙈 Hide
button-catalog-show = 👁 Show
button-catalog-popular = ⭐ Popular
button-catalog-usual = ☆ Not popular
button-catalog-unverify = 🧪 Not verified
button-catalog-up = 🔼 Move up
button-catalog-down = 🔽 Move down
button-catalog-rename = ✏️ Name
button-catalog-fields = ✏️ Target fields
button-catalog-try = 🧪 Try the fields
button-catalog-label = ✏️ Label
button-catalog-remove = ➖ Remove this game
button-catalog-remove-yes = ✅ Yes, remove it
button-catalog-as-file-yes = ✅ Yes, use shop.toml

catalog-items-title = 💎 <b>{ $category }</b>: the provider's items
catalog-items-signs = ⛔ inactive at the provider · 🙈 hidden · ⭐ popular
catalog-item-category = Game: { $category }
catalog-item-name = The provider's name: { $name } (<code>{ $sku }</code>)
catalog-item-label = ✏️ Label: { $label }
catalog-no-label = none, the provider's name is shown
catalog-item-inactive = ⛔ Inactive at the provider, so it isn't sold
button-catalog-back-to-items = ⬅️ Items

catalog-saved = ✅ <b>Saved</b>, and in force at once.
catalog-hidden = 🙈 <b>Hidden.</b> Nobody can buy it any more; orders that are already placed go on.
catalog-shown = 👁 <b>On sale again.</b>
catalog-undone = ↩️ <b>Taken back</b>: as it was before.
catalog-confirm-as-file = ❓ Use what shop.toml says? Everything that was set here for this part will no longer count.
catalog-confirm-remove = ❓ Remove this game from the shop? Everything that was set for it goes too.

catalog-ask-slug = ➕ Send the provider's slug of the category. Example: <code>mobile-legends</code>
catalog-slug-asked = ⏳ Asking the provider about <code>{ $slug }</code>. The answer will appear here.
catalog-slug-known = 🧩 The provider knows <code>{ $slug }</code>: { $count } items.
catalog-slug-unknown = 🧩 <code>{ $slug }</code> can't be added yet.
button-catalog-go-on = ➕ Go on
button-catalog-other-slug = ✏️ Another slug
catalog-ask-new-name = ✏️ What do customers call this game (<code>{ $about }</code>)? An emoji may come first.
    One line for all languages, or two lines: Indonesian, then English.
catalog-ask-name = ✏️ Send the new name of { $about }. An emoji may come first.
    One line for all languages, or two lines: Indonesian, then English.
catalog-ask-label = ✏️ Send a short label for <code>{ $about }</code>, in place of the provider's name.
    One line for all languages, or two lines: Indonesian, then English.
catalog-ask-fields = ✏️ <b>{ $about }</b>: what must customers fill in?
catalog-fields-help =
    One line for each field: <code>Name | example | rule</code>
    The rule is a number of digits (<code>5-12</code>) or a regex; it may be left out.
    A choice by buttons: <code>Server | Asia=os_asia, Europe=os_euro</code>
    Last line, if needed: what the provider gets, such as <code>={ "{" }1{ "}" }|{ "{" }2{ "}" }</code>. Without it the fields are simply joined.
catalog-ask-try = 🧪 <b>{ $about }</b>: send what a customer would send. Nothing is ordered.
catalog-now = Now (tap to copy):
catalog-confirm-name = ❓ <b>Save this name?</b>
catalog-name-line = { $language }: <b>{ $name }</b>
catalog-confirm-fields = ❓ <b>Save these fields for { $category }?</b> The format counts as not verified until an order is delivered.
catalog-target = → the provider gets: <code>{ $target }</code>
catalog-next-field = → next field: { $field }
catalog-try-again = Send something else to try again.
button-catalog-save = ✅ Save
button-catalog-again = ✏️ Write it again
hint-catalog-name = ⚠️ One line for all languages or one line for each, with at most { $max } characters each.
hint-catalog-slug = ⚠️ A slug has only lower-case letters, digits and hyphens.
hint-catalog-slug-taken = ⚠️ That game is in the catalogue already.
hint-catalog-fields-count = ⚠️ Write 1 to 5 fields, one on each line.
hint-catalog-fields-line = ⚠️ Line { $line }: write a name, the sign |, then an example (or different choices).
hint-catalog-fields-rule = ⚠️ Line { $line }: the rule is neither a number of digits such as 5-12 nor a valid regex.
hint-catalog-fields-example = ⚠️ Line { $line }: the example does not follow its own rule.
hint-catalog-fields-target = ⚠️ The last line must use each field by its number, such as ={ "{" }1{ "}" }{ "{" }2{ "}" }.

digest-now = 📉 <b>What changed at the provider</b> since { $time }
digest-last = 🗓 <b>The digest before</b>, since { $time }
digest-none = Nothing.
digest-up = 🔺 { $item }: { $from } → { $to }
digest-down = 🔻 { $item }: { $from } → { $to }
digest-new = 🆕 { $item }: { $cost }
digest-gone = 🚫 { $item }: no longer on sale
button-catalog-digest = 📉 Changes at the provider
