# Percakapan pelanggan dengan toko.

button-ask-shop = 💬 Tanya admin
button-message = ✉️ Kirim pesan
button-message-answer = ✉️ Balas
button-message-close = ✖️ Tutup percakapan
button-message-anyway = ✅ Tetap kirim

message-ask-question = 💬 <b>Ada apa dengan pesanan ini?</b>
    Tulis di sini, atau kirim foto. Admin kami membalas di chat ini.
message-ask-answer = ✉️ <b>Tulis balasanmu untuk toko.</b>
    Bisa juga kirim foto.
message-passed = ✅ Sudah kami teruskan ke admin. Balasannya muncul di chat ini.
    Masih ada yang mau ditambahkan? Tulis saja.
message-closed = ✖️ Percakapan ini ditutup. Kalau masih butuh bantuan, tekan <b>Tanya admin</b>.
message-closed-by-shop = ✖️ <b>Admin menutup percakapan ini</b>
    Masih ada yang belum beres? Tekan <b>Tanya admin</b>.
message-nobody = 😔 Belum ada admin yang bisa membaca pesan di sini. Hubungi { $support }.
message-album = 🖼 Dari beberapa foto sekaligus, cuma yang pertama yang terkirim. Kirim sisanya satu per satu.
message-from-shop = 💬 <b>Pesan dari { $shop }</b>
message-answer-how = <i>Mau membalas? Balas pesan ini, atau tekan tombol di bawah.</i>

message-from-customer = 💬 <b>Pesan dari pelanggan</b>
message-in-topic = <i>Yang ditulis di topik ini langsung sampai ke pelanggan, tanpa namamu. Balasan ke sesama admin tidak diteruskan.</i>
message-answered = ✅ Dijawab { $name } · { $time }: { $text }
message-closed-by = ✖️ Ditutup { $name } · { $time }
message-closed-by-them = ✖️ Ditutup pelanggan · { $time }
message-closed-by-customer = ✖️ <b>Pelanggan menutup percakapan ini</b>
message-topic-closed = ✖️ Percakapan ini sudah ditutup, jadi pesanmu tidak dikirim. Untuk membukanya lagi, tekan ✉️.
message-topic-question = ✋ Pertanyaan bot masih menunggu jawabanmu, jadi yang barusan tidak dikirim ke pelanggan. Balas dulu pertanyaannya atau tekan ❌, lalu tulis lagi.
message-ask = ✉️ <b>Tulis pesan untuk pelanggan ini.</b>
    Teks atau foto. Pelanggan membacanya sebagai pesan dari toko, tanpa namamu. Langsung terkirim begitu kamu kirim.
message-line = <b>{ $name }</b> · { $time }: { $text }
message-sent = ✉️ Pesan untuk { $name } dikirim. Balasannya muncul sebagai 💬.
message-answered-before = ⚠️ <b>Belum dikirim: admin lain sudah menjawab</b>
message-unreachable = 🚫 Pelanggan ini memblokir bot, jadi pesan tidak bisa sampai.

hint-invalid-message = ⚠️ Pesannya kosong atau terlalu panjang. Paling panjang { $max } karakter.
hint-message-kind = 📎 Di sini cuma teks dan foto yang bisa diteruskan. Yang barusan tidak terkirim.
hint-message-too-fast = 🐢 Pelan-pelan, ya: pesan yang barusan tidak terkirim. Kirim lagi sebentar lagi.
hint-message-unanswered = ⏳ Kami sudah menerima banyak pesanmu. Tunggu balasan admin dulu, ya. Yang barusan tidak terkirim.
hint-message-waiting = ⏳ Masih ada beberapa percakapanmu yang menunggu balasan. Tunggu dulu, ya. Yang barusan tidak terkirim.
