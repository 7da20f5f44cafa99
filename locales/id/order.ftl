# Pesanan di mata pelanggan.

state-queued = Menunggu dikirim
state-sending = Sedang dikirim
state-pending = Sedang diproses
state-uncertain = Sedang dicek
state-success = Berhasil
state-failed = Gagal
state-cancelled = Dibatalkan
state-price-changed = Harga berubah, belum dipesan

order-number = Pesanan <code>{ $number }</code>
order-item = <b>{ $item }</b>
order-target = Tujuan:
order-price = Harga: <b>{ $price }</b>
order-time = Waktu: { $time }
order-sn = Bukti (SN):
order-sn-in-file = 📄 Bukti (SN) ini panjang, jadi kami kirim lengkap sebagai berkas teks di chat ini.
order-sn-missing = Bukti (SN) tidak kami terima, jadi tidak kami tunggu lagi. Top up-nya sendiri berhasil. Kalau kamu butuh buktinya, hubungi { $support }.
order-sn-follows = Bukti (SN) menyusul. Kami kirim begitu tersedia.
order-next-queued = Pesananmu sudah kami terima dan segera diproses.
order-next-pending = Tunggu sebentar, ya. Kami kabari begitu selesai.
order-next-uncertain = Kami sedang memastikan apakah pesanan ini sudah masuk. <b>Jangan pesan lagi dulu</b>, supaya tidak terkirim dua kali. Hasilnya kami kabari di sini. Ada pertanyaan? { $support }
order-next-failed = Tidak ada yang terkirim. Kalau butuh bantuan, hubungi { $support } dan sebutkan nomor <code>{ $number }</code>.
order-next-price-changed = Belum ada yang dipesan. Tawaran dengan harga barunya ada di chat ini.

reason-our-side = Ada kendala di pihak kami, jadi pesanan ini tidak bisa dikirim.
reason-target = Pesanan ini ditolak. Cek lagi apakah ID-nya benar.
reason-item = Item ini sedang tidak tersedia. Coba lagi nanti, atau pilih item lain.
reason-bad-request = Pesanan ini belum bisa diproses. Coba lagi nanti, ya.
reason-not-found = Item ini sudah tidak tersedia.
reason-out-of-stock = Stok sedang habis.
reason-unreachable = Sistem pengiriman sedang tidak bisa dihubungi.
reason-busy = Sistem pengiriman sedang terlalu sibuk.
reason-provider = Top up tidak berhasil diproses.
reason-not-placed = Setelah dicek, pesanan ini ternyata tidak sempat masuk.
reason-expired = Pesanan ini terlalu lama menunggu untuk dikirim, jadi kami batalkan.
reason-price-changed = Harganya berubah sebelum sempat dikirim.
reason-unavailable = Item ini keburu habis sebelum sempat dikirim.
reason-unknown = Alasannya belum kami ketahui.

button-details = 🧾 Rincian
button-again = 🔁 Pesan lagi
button-copy-sn = 📋 Salin bukti (SN)

ended-success = 🎉 <b>Top up berhasil!</b>
ended-failed = 😔 <b>Maaf, top up ini gagal</b>
ended-cancelled = 🚫 <b>Pesanan dibatalkan</b>
sn-missing = 📭 <b>Bukti (SN) pesananmu tidak datang</b>
sn-arrived = 📬 <b>Bukti (SN) pesananmu sudah ada</b>
order-uncertain = 🔎 <b>Pesananmu sedang kami cek</b>
order-slow = 🐢 <b>Pesananmu butuh waktu lebih lama dari biasanya</b>
order-next-slow = Pesanannya tetap berjalan, jadi tidak perlu pesan lagi. Ada pertanyaan? Hubungi { $support } dan sebutkan nomor <code>{ $number }</code>.
price-changed = 🏷 <b>Harganya berubah sebelum pesananmu dikirim</b>
order-news = 📦 Ada kabar soal pesananmu. Ketuk Rincian untuk melihatnya.

orders-title = 📦 <b>Pesanan kamu</b>
orders-none = 📦 Belum ada pesanan. Yuk, mulai dari menu!
orders-line = { $emoji } <b>{ $item }</b>
    <code>{ $number }</code> · { $price } · { $time }

history-title = 📜 <b>Riwayat pesanan</b>
history-earlier = … dan { $n } catatan sebelumnya
history-created = Pesanan dibuat
history-sending = Mulai dikirim
history-cancelled = Dibatalkan
history-price-changed = Batal dikirim karena harga berubah
history-not-sent = Belum terkirim: sistem tidak bisa dihubungi
history-busy = Belum terkirim: sistem sedang sibuk
history-refused = Ditolak
history-placed = Diterima, sedang diproses
history-unclear = Jawaban tidak jelas, sedang dicek
history-orphaned = Pengiriman terputus, sedang dicek
history-found-placed = Sudah dicek: pesanan masuk
history-found-not-placed = Sudah dicek: pesanan tidak masuk
history-proved-placed = Dicek otomatis: pesanan masuk
history-proved-not-placed = Dicek otomatis: pesanan tidak masuk
history-resend-wanted = Akan dipastikan lewat pengiriman ulang
history-resent = Dipastikan lewat pengiriman ulang
history-resend-unclear = Pengiriman ulang belum memberi kepastian
history-taken-back = Invoice dilepas, dicek ulang
history-success = Berhasil
history-failed = Gagal
history-sn-arrived = Bukti (SN) diterima
