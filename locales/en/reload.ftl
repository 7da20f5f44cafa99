# The command /reload, for admins.

command-reload = Reload the shop's settings
help-reload = /reload – read shop.toml again without stopping the bot

reload-done = ✅ The shop's settings were reloaded.
reload-problems = ⚠️ <b>The new settings can't be used.</b> The old ones stay in force. Fix these first:
