# The command list in Telegram (at most 256 characters each).

command-start = Start
command-menu = Choose a game and shop
command-orders = Your orders
command-language = Change the language
command-help = How to shop, and contact
command-cancel = Cancel this purchase
command-balance = Provider account and balance
command-status = Status of the shop or an order
