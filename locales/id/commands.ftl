# Perintah: keterangan di daftar perintah Telegram (paling panjang 256 karakter), dan barisnya di /help.

command-start = Mulai
command-menu = Pilih game dan belanja
help-menu = /menu – mulai belanja
command-orders = Pesanan kamu
help-orders = /orders – pesanan kamu
command-wallet = Saldo kamu
help-wallet = /wallet – saldo kamu
command-language = Ganti bahasa
help-language = /language – ganti bahasa
command-help = Cara belanja dan kontak
command-cancel = Batal isi pesanan
help-cancel = /cancel – batal isi pesanan
command-forget = Hapus data yang diingat
help-forget = /forget – hapus data yang diingat
command-balance = Akun dan saldo provider
help-balance = /balance – akun dan saldo provider
command-status = Status toko atau pesanan
help-status =
    /status – status toko
    /status NOMOR – status satu pesanan, dicek langsung ke provider (nomor pesanan atau invoice)
command-find = Cari pesanan atau pelanggan
help-find =
    /find TEKS – cari pesanan (nomor, invoice, target) atau pelanggan (ID, @username, sebagian nama)
    /orders all, open, uncertain, failed – semua pesanan, atau menurut statusnya
command-pending = Yang menunggu persetujuan
help-pending = /pending – yang menunggu persetujuan
command-customers = Semua pelanggan
help-customers = /customers – semua pelanggan
