# Ringkasan penjualan (/today dan 📊), untuk admin.

command-today = Ringkasan hari ini
help-today = /today – ringkasan hari ini: pesanan, omzet, modal, dan margin

sales-today = 📊 <b>Ringkasan hari ini</b>
    Sejak { $since }
sales-yesterday = 📊 <b>Ringkasan kemarin</b>
    { $date }
sales-last = 📊 <b>Ringkasan { $days } hari terakhir</b>
    { $since } – { $last }
sales-day = 📊 <b>Ringkasan { $date }</b>
sales-between = 📊 <b>Ringkasan</b>
    { $since } – { $last }
sales-delivered = ✅ Berhasil: <b>{ $count }</b>
sales-failed = ❌ Gagal atau dibatalkan: <b>{ $count }</b>
sales-open = ⏳ Masih berjalan: <b>{ $count }</b>
sales-rate = 🎯 Tingkat keberhasilan: { $rate }
sales-money = 💰 <b>Dari pesanan yang berhasil</b>
sales-turnover = Omzet: <b>{ $amount }</b>
sales-cost = Modal: { $amount }
sales-margin = Margin: <b>{ $amount }</b>
sales-fee-of = 💳 Biaya { $method }: { $fee }
sales-fee-none-of = 💳 Biaya { $method }: belum diketahui
sales-fee-unknown-of = ({ $count } pembayaran tanpa info biaya)
sales-times = ⏱ Waktu kirim: median { $median }, 95% dalam { $p95 }
sales-best-items = 🏆 <b>Paling laris</b>
sales-best-customers = 👑 <b>Pelanggan teratas</b>
sales-best = { $place }. { $name } · { $count }× · { $amount }
sales-failures = 🔎 <b>Penyebab gagal</b>
sales-failure = { $count }× { $why }
failure-target = ID pelanggan salah
failure-item = item tidak tersedia
failure-balance = saldo provider tidak cukup
failure-vendor = saldo vendor milik provider habis
failure-refused = ditolak provider
failure-unreachable = provider tidak bisa dihubungi
failure-provider = gagal di provider, tanpa keterangan
failure-not-placed = ternyata tidak masuk ke provider
failure-expired = terlalu lama menunggu dikirim
failure-price-changed = harga berubah sebelum dikirim
sales-ask-days = 🗓 <b>Tanggal berapa yang mau dilihat?</b>
    Contoh: <code>15/11/2026</code>, <code>1-15 Nov 2026</code>, <code>1 Okt s/d 15 Nov</code>, <code>Oktober 2026</code>
hint-invalid-days = ⚠️ Tanggalnya belum terbaca. Paling lama 3 tahun, dan mulainya tidak boleh setelah hari ini.
button-sales-today = Hari ini
button-sales-yesterday = Kemarin
button-sales-last = { $days } hari
button-sales-days = 🗓 Tanggal lain
button-sales-back = ⬅️ Ringkasan
button-sales-chart = 📈 Grafik
chart-turnover = Omzet { $total }
chart-orders = Pesanan berhasil: { $total }
chart-step = per { $days } hari

day-differs = ⚖️ <b>Saldo provider tanggal { $date } tidak cocok dengan pesanan</b>
day-before = Awal: { $balance } ({ $time })
day-after = Akhir: { $balance } ({ $time })
day-cost = Modal pesanan di antaranya: { $amount }
day-more = Saldo lebih <b>{ $amount }</b> dari seharusnya
day-less = Saldo kurang <b>{ $amount }</b> dari seharusnya
day-cause-top-up = 👉 Kemungkinan besar akun provider diisi saldo.
day-cause-foreign = 👉 Kemungkinan besar ada pembelian di luar bot: di situs provider, atau program lain yang memakai API key yang sama. Kalau bukan kamu, ganti API key-nya.
day-cause-uncertain = 👉 Kemungkinan besar dari pesanan yang statusnya belum jelas ({ $count }). Putuskan dulu di /orders uncertain.
day-cause-refund = 👉 Kemungkinan besar ada pesanan gagal yang belum dikembalikan provider ({ $count } pesanan gagal). Cek riwayat provider.
