# The commands: what Telegram's command list says of each (at most 256 characters), and its lines in /help.

command-start = Start
command-menu = Choose a game and shop
help-menu = /menu – start shopping
command-orders = Your orders
help-orders = /orders – your orders
command-wallet = Your balance
help-wallet = /wallet – your balance
command-language = Change the language
help-language = /language – change the language
command-help = How to shop, and contact
command-cancel = Cancel this purchase
help-cancel = /cancel – cancel this purchase
command-forget = Delete what is remembered of you
help-forget = /forget – delete what is remembered of you
command-balance = Provider account and balance
help-balance = /balance – provider account and balance
command-status = Status of the shop or an order
help-status =
    /status – status of the shop
    /status NUMBER – status of one order, checked with the provider now (order number or invoice)
command-find = Find orders or customers
help-find =
    /find TEXT – find orders (number, invoice, target) or customers (ID, @username, part of a name)
    /orders all, open, uncertain, failed – all orders, or those in a state
command-pending = Who waits for approval
help-pending = /pending – who waits for approval
command-customers = All customers
help-customers = /customers – all customers
