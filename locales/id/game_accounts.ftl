# Akun game yang diingat untuk pelanggan.

button-account-name = ✏️ Beri nama akun ini
button-account-name-remove = ➖ Hapus namanya
account-name-ask = ✏️ <b>Mau diberi nama apa akun ini?</b>
    Namanya muncul di tombol waktu kamu belanja lagi, misalnya “Akun utama” atau “Adik”. Cuma kamu yang melihatnya.
account-name-now = Namanya sekarang: <b>{ $name }</b>
account-named = ✅ Akun ini sekarang bernama <b>{ $name }</b>.
account-name-removed = ✅ Nama akun ini sudah dihapus.
hint-account-name = ⚠️ Nama akun paling panjang { $max } huruf.

forget-ask = 🗑 <b>Hapus data yang kami ingat?</b>
    Yang dihapus: akun game di tombol, nama yang kamu berikan, dan pesanan terakhir di menu.
forget-stays = Yang tetap ada: catatan pesanan dan pembayaran beserta ID-nya, karena dibutuhkan untuk pembukuan dan kalau ada keluhan. Izin belanja, bahasa, dan percakapanmu dengan admin juga tetap. Pesanan yang sedang berjalan tetap diproses.
button-forget = 🗑 Ya, hapus data saya
forget-done = ✅ Data itu sudah dihapus. Pesanan berikutnya diingat lagi seperti biasa; kirim /forget kalau mau menghapusnya.
