# Kabar untuk admin (🔔): jenisnya, jam tenang, ringkasan, dan topik di grup.

button-admin-alerts = 🔔 Kabar admin
button-alerts = ⬅️ Semua kabar
button-quiet-hours = 🌙 Jam tenang
button-no-quiet = 🔔 Tanpa jam tenang
button-alerts-here = 📌 Kirim ke topik ini
button-alerts-no-topic = ➖ Tanpa topik sendiri
button-digest-pending = ⏳ Menunggu persetujuan
button-uncertain-all = 🚨 Semua yang belum jelas
act-alerts = Ubah kabar admin

alerts-title = 🔔 <b>Kabar untuk admin</b>
    Pilih jenisnya untuk mengubah kapan kabarnya datang.
alerts-quiet = Jam tenang: { $from }–{ $until }, setiap hari
alerts-no-quiet = Jam tenang: tidak ada
alerts-digest-at = Ringkasan: setiap hari jam { $time }
alerts-kept = Menunggu ringkasan: { $count }
alerts-now = Sekarang: <b>{ $mode }</b>
alerts-topic = Topik di grup: nomor { $topic }
alerts-no-topic = Topik di grup: tidak ada yang khusus
alerts-topic-how = Supaya kabar ini masuk ke topik sendiri, buka /admin di dalam topik itu, lalu pilih 🔔.
alert-mode-now = Langsung
alert-mode-digest = Ringkasan
alert-mode-off = Mati

alert-uncertain = Pesanan belum jelas
alert-uncertain-about = Pesanan yang belum jelas sudah masuk ke provider atau belum. Yang menunggu keputusan tetap dikabarkan di jam tenang, karena uang pelanggan tertahan. Daftarnya selalu ada di /pending.
alert-orders = Kendala pesanan
alert-orders-about = Pesanan yang lama, ditolak, tanpa SN, atau modalnya tidak cocok. Kalau provider mengubah status akhir, itu tetap dikabarkan di jam tenang.
alert-shop = Toko tutup dan buka
alert-shop-about = Toko tutup karena provider, dan buka lagi. Selalu dikabarkan di jam tenang, karena selama itu tidak ada yang terjual.
alert-balance = Saldo provider
alert-balance-about = Saldo yang menipis, tidak terbaca, atau tidak cocok. Kalau sudah tidak cukup untuk pesanan, itu tetap dikabarkan di jam tenang.
alert-catalog = Katalog dan harga
alert-catalog-about = Kategori, item, dan harga yang berubah di provider, dan promo yang selesai. Semuanya bisa menunggu.
alert-payments = Pembayaran
alert-payments-about = Bukti bayar, uang masuk, gateway, dan buku kas. Uang yang tidak cocok, gateway yang mati, dan buku kas yang salah tetap dikabarkan di jam tenang.
alert-requests = Permintaan akses
alert-requests-about = Orang yang minta boleh belanja. Semuanya bisa menunggu; daftarnya selalu ada di /pending.
alert-messages = Pesan pelanggan
alert-messages-about = Yang ditulis pelanggan untuk toko. Semuanya bisa menunggu.
alert-system = Bot dan server
alert-system-about = Telegram, database, cadangan, dan pengaturan. Database yang macet, pesanan yang tidak terbaca, token yang dipakai program lain, dan pengaturan baru yang salah tetap dikabarkan di jam tenang.

alerts-mode-set = 👌 <b>{ $kind }</b>: { $mode }
alerts-topic-set = 📌 <b>{ $kind }</b> sekarang masuk ke topik ini (nomor { $topic }).
alerts-topic-removed = 👌 <b>{ $kind }</b> tidak punya topik sendiri lagi.
alerts-quiet-set = 🌙 <b>Jam tenang disimpan:</b> { $from }–{ $until }, setiap hari. Yang bisa menunggu datang sesudahnya dalam satu pesan.
alerts-no-quiet-set = 🔔 <b>Jam tenang dihapus.</b> Yang sempat ditahan segera dikirim.
alerts-as-file = 📄 Kabar admin sekarang mengikuti shop.toml.
alerts-ask-quiet = 🌙 Kirim jam tenang setiap hari. Contoh: <code>22.00-07.00</code>
hint-invalid-quiet = ⚠️ Itu belum berupa jam tenang. Kirim seperti contohnya.

alerts-digest = 🗞 <b>Ringkasan kabar: { $count }</b>
alerts-digest-more = { $count } yang lebih lama tidak ditampilkan; semuanya ada di daftar masing-masing.
alerts-topic-gone = 🧵 <b>Satu topik di grup ini tidak bisa dipakai lagi</b>
    Kabar ini sekarang masuk ke General: { $kinds }. Buka lagi topiknya, atau pilih topik lain dari /admin, 🔔.
alerts-topic-gone-default = 🧵 <b>Topik di ADMIN_CHAT_ID tidak bisa dipakai lagi</b>
    Kabarnya sekarang masuk ke General. Buka lagi topiknya, atau ubah ADMIN_CHAT_ID.
uncertain-waiting = 🚨 <b>Pesanan belum jelas: { $count }</b>
uncertain-since = <code>{ $number }</code> { $item }, sejak { $time }
