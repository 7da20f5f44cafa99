# Bahasa, waktu, tombol, dan kalimat pendek yang dipakai di mana-mana.
# Teks memakai HTML Telegram (<b>, <code>, <i>) saja; tag tidak boleh melewati akhir baris.

language-name = Bahasa Indonesia

month-names = Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des
clock-format = { $hour }.{ $minute }
date-format = { $day } { $month } { $year }
percent-format = { $whole },{ $tenth }%
time-format = { $day } { $month } { $year } { $clock } { $zone }
span-days = { $n } hari
span-hours = { $n } jam
span-minutes = { $n } menit
span-seconds = { $n } detik

not-known = tidak diketahui
page-number = Halaman { $page } dari { $pages }

button-menu = 🏠 Menu
button-orders = 📦 Pesanan saya
button-languages = 🌐 Bahasa
button-help = ❓ Bantuan
button-back = ⬅️ Kembali
button-back-to-menu = ⬅️ Menu
button-back-to-orders = ⬅️ Daftar pesanan
button-cancel = ❌ Batal
button-open-bot = 💬 Buka chat

reply-here = ↩️ <b>Balas pesan ini.</b>
hint-only-looking = 🛠️ Toko belum bisa menerima pesanan untuk sementara. Silakan lihat-lihat dulu.
hint-quote-expired = ⌛ Konfirmasi tadi sudah kedaluwarsa dan belum ada yang dipesan. Ini yang baru, dengan harga sekarang.
hint-use-buttons = 👇 Pilih lewat tombol di bawah.
hint-unclear = 👇 Ketik nama game dan nominalnya, atau pilih lewat tombol di bawah.
hint-which-game = 🤔 Maksudnya game yang mana? Pilih lewat tombol di bawah.
hint-text-only = ✏️ Yang bisa dibaca di sini cuma teks, jadi ketik saja.
hint-stale-button = ⌛ Tombol tadi sudah tidak berlaku. Ini yang terbaru.
hint-unknown-command = 🤔 Perintah itu tidak ada. Lihat daftarnya di /help.
hint-category-gone = 😔 Game itu sudah tidak ada di toko ini. Pilih game lain, ya.
hint-unknown-link = 🔗 Yang kamu cari lewat link itu tidak ada di sini. Pilih dari menu saja.
hint-language-set = ✅ Oke, sekarang pakai Bahasa Indonesia.

toast-stale-button = ⌛ Tombol ini sudah tidak berlaku. Pakai pesan yang terbaru.
toast-not-yours = 🙅 Tombol ini bukan untukmu.
toast-doubled = 👌 Sudah diproses.
toast-too-fast = 🐢 Pelan-pelan, ya. Coba lagi sebentar lagi.
toast-admin-only = 🔒 Khusus admin.
toast-no-typing = ⌨️ Di channel tidak bisa mengetik. Buka chat pribadi dengan bot, lalu pakai /status NOMOR di sana.
toast-done = ✅ Beres.
toast-already-decided = 👌 Sudah diputuskan lebih dulu.

slow-down = 🐢 Pesanmu masuk terlalu cepat, jadi sebagian belum sempat kami baca. Tunggu sebentar, lalu coba lagi.

something-broke =
    😵 <b>Ada gangguan di pihak kami</b>
    Tidak ada yang berubah pada pesananmu. Coba lagi sebentar lagi. Kalau masih begini, hubungi { $support }.
