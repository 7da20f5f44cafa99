# The command list in Telegram (at most 256 characters each).

command-start = Start
command-menu = Choose a game and shop
command-orders = Your orders
command-language = Change the language
command-help = How to shop, and whom to ask
command-cancel = Cancel what is under way
command-balance = Account and balance at the provider
command-status = The shop, or one order
