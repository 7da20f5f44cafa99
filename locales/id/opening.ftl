# Menu admin, tutup dan buka toko, dan jam buka.

command-admin = Menu admin
help-admin-menu = /admin – menu admin: semua yang bisa kamu atur
command-close = Tutup toko
help-close = /close [pesan] – tutup toko; pesannya dibaca pelanggan. /close 22.00-23.00 – tutup pada jam itu
command-open = Buka toko
help-open = /open – buka toko lagi

admin-menu = 🛠 <b>{ $shop }</b>
    Mau atur apa?
button-admin = ⬅️ Menu admin
button-admin-customers = 👥 Pelanggan
button-admin-figures = 📊 Ringkasan
button-admin-opening = 🚪 Buka/tutup toko

opening-outside-hours = 🌙 <b>Di luar jam buka</b>
opening-in-plan = 🔴 <b>Tutup sesuai rencana</b>: { $when }
opening-planned = 🗓 Rencana tutup: { $when }
opening-closed-by = Ditutup oleh <b>{ $admin }</b> ({ $time })
opening-opened-by = Terakhir dibuka oleh <b>{ $admin }</b> ({ $time })
opening-note = Pesan untuk pelanggan: { $note }
opening-no-note = Pelanggan hanya membaca bahwa toko sedang tutup.
opening-hours = Jam buka: { $from }–{ $until }, setiap hari
opening-always = Jam buka: 24 jam
opening-differs = Yang diatur di sini berlaku, bukan isi shop.toml.
button-opening = 🚪 Status toko
button-close-shop = 🚪 Tutup toko
button-open-shop = 🚪 Buka toko
button-closed-note = ✏️ Pesan untuk pelanggan
button-plan = ➕ Rencanakan tutup
button-change-plan = ✏️ Ubah rencana tutup
button-call-off = ↩️ Batalkan rencana tutup
button-opening-hours = ⏰ Jam buka
button-opening-always = ⏰ Buka 24 jam
button-as-file = 📄 Pakai isi shop.toml
button-undo-act = ↩️ Batalkan

opening-closed = 🔴 <b>Toko ditutup.</b> Pesanan baru tidak diterima; yang sudah dikonfirmasi tetap diproses.
opening-opened = 🟢 <b>Toko dibuka.</b>
opening-plan-set = 🗓 <b>Toko akan tutup { $when }</b>, lalu buka lagi sendiri. Pelanggan membacanya mulai sekarang; pesanan yang sudah dikonfirmasi tetap diproses.
opening-plan-begun = 🔴 <b>Toko sekarang tutup: { $when }</b>, lalu buka lagi sendiri. Pesanan yang sudah dikonfirmasi tetap diproses.
opening-called-off = 👌 <b>Tutup { $when } dibatalkan.</b> Pelanggan tidak membacanya lagi.
opening-hours-set = ⏰ <b>Jam buka disimpan:</b> { $from }–{ $until }, setiap hari.
opening-always-set = ⏰ <b>Jam buka disimpan:</b> 24 jam.
opening-as-file = 📄 Buka/tutup dan jam buka sekarang mengikuti shop.toml.
opening-ask-note = ✏️ Tulis pesan yang dibaca pelanggan selama toko tutup, misalnya alasannya dan kapan buka lagi.
opening-ask-plan = 🗓 Toko tutup dari kapan sampai kapan? Contoh: <code>22.00-23.00</code> atau <code>30 Nov 22.00 - 1 Des 05.00</code>
opening-ask-hours = ⏰ Kirim jam buka setiap hari. Contoh: <code>08.00-23.00</code>
hint-invalid-note = ⚠️ Pesannya 1 sampai 500 karakter. Coba lagi, ya.
hint-invalid-plan = ⚠️ Waktunya belum terbaca atau sudah lewat. Paling lama 31 hari, mulainya dalam 90 hari ini.
hint-invalid-hours = ⚠️ Itu belum berupa jam buka. Kirim seperti contohnya.

shop-paused = 😴 <b>Toko sedang tutup</b>
planned-announced = 🗓 <b>Toko tutup { $when }.</b> Setelah itu buka lagi seperti biasa.
planned-within-day = { $day } { $from }–{ $until } { $zone }
planned-over-days = { $day } { $from } – { $last } { $until } { $zone }
day-today = hari ini
day-tomorrow = besok
shop-planned = 😴 <b>Toko sedang tutup</b>
    Kami tutup { $when }, lalu buka lagi seperti biasa.
shop-outside-hours = 😴 <b>Toko sedang tutup</b>
    Kami buka setiap hari jam { $from }–{ $until }.
shop-paused-orders = Pesanan yang sudah kamu konfirmasi tetap kami proses. Ada pertanyaan? { $support }
