# Daftar perintah di Telegram (paling panjang 256 karakter).

command-start = Mulai
command-menu = Pilih game dan belanja
command-orders = Pesanan kamu
command-language = Ganti bahasa
command-help = Cara belanja dan kontak
command-cancel = Batalkan yang sedang berjalan
command-balance = Akun dan saldo di provider
command-status = Keadaan toko atau satu pesanan
