# Daftar perintah di Telegram (paling panjang 256 karakter).

command-start = Mulai
command-menu = Pilih game dan belanja
command-orders = Pesanan kamu
command-language = Ganti bahasa
command-help = Cara belanja dan kontak
command-cancel = Batal isi pesanan
command-balance = Akun dan saldo provider
command-status = Status toko atau pesanan
