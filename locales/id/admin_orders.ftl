# Pesanan, untuk admin.

button-admin-orders = 📦 Pesanan
admin-orders-title = 📦 <b>Pesanan: { $list }</b>
admin-orders-all = Semua
admin-orders-open = Berjalan
admin-orders-uncertain = Belum jelas
admin-orders-failed = Gagal
admin-orders-none = Tidak ada pesanan di sini.
admin-orders-page = Halaman { $page }
admin-orders-which = 🤔 Daftar itu tidak ada. Yang ada: <code>/orders all</code>, <code>open</code>, <code>uncertain</code>, atau <code>failed</code>. Atau pilih di bawah.
button-ask-provider = 🔎 Tanya provider
toast-asking-provider = ⏳ Ditanyakan ke provider. Jawabannya menyusul di sini.
button-back-to-list = ⬅️ Daftar
button-back-to-search = ⬅️ Hasil pencarian
button-back-to-order = ⬅️ Pesanan

button-message = ✉️ Kirim pesan
button-message-answer = ✉️ Balas
button-admin-order = 📦 Pesanan
message-ask = ✉️ <b>Tulis pesan untuk pelanggan ini.</b>
    Pelanggan membacanya sebagai pesan dari toko, tanpa namamu. Langsung terkirim begitu kamu kirim.
message-sent = ✉️ Pesan untuk { $name } dikirim. Kalau dibalas, balasannya muncul di sini.
message-unreachable = 🚫 Pelanggan ini memblokir bot, jadi pesan tidak bisa sampai.
message-from-shop = 💬 <b>Pesan dari { $shop }</b>
message-answer-how = <i>Mau menjawab? Balas pesan ini, atau tekan tombol di bawah.</i>
message-ask-answer = ✉️ <b>Tulis jawabanmu untuk toko.</b>
message-answer-sent = ✅ Jawabanmu sudah kami terima. Terima kasih, ya.
message-from-customer = ✉️ <b>Jawaban dari pelanggan</b>
hint-invalid-message = ⚠️ Pesannya kosong atau terlalu panjang. Paling panjang { $max } karakter.

admin-resolved-ended = 🏁 <b>Pesanan yang kamu putuskan sudah selesai</b>
