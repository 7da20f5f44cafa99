# Untuk admin.

admin-order-number = Pesanan: <code>{ $value }</code>
admin-order-state = Status: <b>{ $value }</b>
admin-order-item = Item: { $item } (<code>{ $sku }</code>)
admin-order-category = Kategori: <code>{ $value }</code>
admin-order-target = Target ke provider: <code>{ $value }</code>
admin-order-money = Modal: { $cost } · Harga jual: { $price }
admin-order-customer = Pelanggan: <code>{ $value }</code>
admin-order-name = Nama: { $value }
admin-order-created = Dibuat: { $value }
admin-order-sent = Dikirim ke provider: { $value }
admin-order-invoice = Invoice: <code>{ $value }</code>
admin-order-ref-id = ref_id: <code>{ $value }</code>
admin-order-counts = Percobaan kirim: { $attempts } · Cek status: { $polls }

admin-uncertain = 🚨 <b>Status pesanan belum jelas</b>
    Belum jelas apakah provider menerima pesanan ini. Kartu ini otomatis diperbarui kalau ada petunjuk baru.
admin-uncertain-how = Cari target dan jam ini di riwayat transaksi provider, lalu pilih. Kalau ragu, biarkan dan tanya provider.
evidence-sent = Dikirim ke provider: { $time }
evidence-before = Saldo provider sebelum: { $balance }
evidence-after = Saldo provider sesudah: { $balance }
evidence-others = Terpakai pesanan lain: { $amount }
evidence-open = Pesanan lain yang mungkin ikut memotong saldo: { $count }
evidence-difference = Selisih: <b>{ $amount }</b> (modal: { $cost })
evidence-placed = 👉 Selisihnya persis modal pesanan ini: <b>sudah masuk</b>. Cari invoice-nya, lalu pilih 📥.
evidence-not-placed = 👉 Saldo tidak berkurang untuk pesanan ini: <b>tidak masuk</b> (atau sudah dikembalikan provider). Aman memilih 📭.
evidence-decidable = “Tidak masuk” baru bisa dipilih mulai: { $time }
doubt-no-snapshot-before = 🤷 Belum bisa disimpulkan: saldo sebelum pengiriman tidak diketahui.
doubt-no-snapshot-after = 🤷 Belum bisa disimpulkan: saldo sesudah pengiriman belum diketahui.
doubt-too-early = ⏳ Saldo belum berkurang untuk pesanan ini, tapi masih bisa menyusul. Tunggu dulu.
doubt-unknown-cost = 🤷 Belum bisa disimpulkan: ada pesanan yang modalnya tidak diketahui.
doubt-odd-receipt = 🤷 Belum bisa disimpulkan: provider tidak selalu memotong saldo saat menerima pesanan.
doubt-other-orders = 🤷 Belum bisa disimpulkan: selisihnya bisa juga karena pesanan lain. Mungkin jelas setelah pesanan itu selesai.
doubt-unexplained = 🤷 Belum bisa disimpulkan: selisihnya tidak cocok. Mungkin ada isi saldo atau pembelian lain.
doubt-contradiction = 🤷 Belum bisa disimpulkan: saldo sempat berkurang lalu kembali. Mungkin masuk, lalu gagal dan dikembalikan.
button-placed = 📥 Sudah masuk
button-not-placed = 📭 Tidak masuk
admin-ask-invoice = ✏️ <b>Kirim nomor invoice dari provider untuk pesanan ini.</b>
hint-invalid-invoice = ⚠️ Itu bukan nomor invoice. Kirim satu kata saja, tanpa spasi.
hint-invoice-taken = ⚠️ Invoice itu sudah dipakai pesanan lain. Cek lagi, lalu kirim yang benar.
admin-confirm-placed = ❓ <b>Yakin pesanan ini sudah masuk dengan invoice</b> <code>{ $invoice }</code><b>?</b>
    Statusnya akan diikuti lewat invoice ini.
button-confirm-placed = ✅ Ya, sudah masuk
admin-confirm-not-placed = ❓ <b>Yakin pesanan ini tidak masuk?</b>
    Pesanan akan ditandai gagal dan pelanggan dikabari. Kalau ternyata masuk, barang terkirim tanpa tercatat di sini.
button-confirm-not-placed = ✅ Ya, tidak masuk
button-resend = 🔁 Kirim ulang (ref_id sama)
admin-confirm-resend = ❓ <b>Kirim ulang pesanan ini dengan ref_id yang sama?</b>
    Hanya aman kalau provider tidak pernah memproses ref_id yang sama dua kali. Kalau ternyata diproses lagi, barang bisa terkirim dua kali.
button-confirm-resend = ✅ Ya, kirim ulang
admin-verifying = ⏳ Menanyakan ke provider. Jawabannya menyusul di sini.
admin-too-early = ⏳ <b>Belum bisa.</b> Pesanan <code>{ $number }</code> masih bisa masuk. Pilih lagi mulai { $time }.
admin-resolved = 👌 Beres. Pesanan <code>{ $number }</code> sekarang: { $emoji } <b>{ $state }</b>.
admin-already-resolved = 👌 Pesanan <code>{ $number }</code> sudah diputuskan: { $emoji } <b>{ $state }</b>.
admin-proved-placed = 🧾 <b>Pesanan ini terbukti sudah masuk</b>
    Saldo provider membuktikannya, tapi invoice-nya belum diketahui. Cari invoice-nya di riwayat transaksi provider, lalu pilih 📥.
admin-proved-not-placed = 🤖 <b>Pesanan ini terbukti tidak masuk</b>
    Saldo provider membuktikannya. Pesanan otomatis ditandai gagal dan pelanggan sudah dikabari.
admin-resend-placed = 🔁 <b>Dikirim ulang: provider sudah memberi invoice-nya</b>
    Statusnya diikuti seperti biasa.
admin-resend-unclear = 🔁 <b>Dikirim ulang, tapi statusnya tetap belum jelas</b>
    Alasannya ada di riwayat pesanan.
resolution-taken = ⚠️ <b>Tidak ada yang diubah.</b> Invoice <code>{ $invoice }</code> sudah dipakai pesanan lain.
resolution-other-item = ⚠️ <b>Tidak ada yang diubah.</b> Menurut provider, invoice <code>{ $invoice }</code> untuk item lain.
resolution-other-target = ⚠️ <b>Tidak ada yang diubah.</b> Menurut provider, invoice <code>{ $invoice }</code> untuk target lain.
resolution-unasked = ⚠️ <b>Tidak ada yang diubah.</b> Invoice <code>{ $invoice }</code> tidak bisa dipastikan:
resolution-taken-back = ↩️ <b>Invoice dilepas dari pesanan ini.</b> Provider tidak mengenal <code>{ $invoice }</code>; status pesanan ini kembali belum jelas.
resolution-known = ⚠️ <b>Tidak ada yang diubah.</b> Provider mengenal invoice <code>{ $invoice }</code>, jadi tidak bisa dilepas.
button-take-back = ↩️ Invoice salah, lepas

admin-slow = 🐢 <b>Pesanan ini sudah lama diproses</b>
    Statusnya tetap kami cek ke provider.
admin-unknown-status-word = 🤨 <b>Provider memakai status yang tidak dikenal:</b> <code>{ $word }</code>
    Pesanan tetap dianggap sedang diproses.
admin-flipped = ⚠️ <b>Provider mengubah status akhir pesanan ini</b>
    Menurut provider sekarang: <code>{ $word }</code>. Status di sini tidak diubah; cek langsung di provider.
admin-cost-differs = 💸 <b>Provider memotong saldo tidak sesuai daftar harganya</b>
    Daftar harga: { $listed } · Dipotong: <b>{ $charged }</b>
admin-no-sn = 📭 <b>SN tidak pernah datang</b>
    Pesanan ini berhasil sehari yang lalu, tetapi provider tidak memberi SN. Tidak dicek lagi; pelanggan sudah dikabari. Kalau SN-nya ada di situs provider, <code>/status</code> dengan nomor pesanannya mengirimkannya ke pelanggan.
admin-unverified = 🧪 <b>Kategori ini belum terverifikasi</b>
    Format targetnya belum pernah terbukti benar. Kartu ini mengikuti pesanannya.
admin-unverified-failed = 🧪 <b>Kategori ini belum terverifikasi</b>
    Pesanan ini tidak terkirim, jadi belum membuktikan apa-apa. Pesanan berikutnya dikabarkan juga.
admin-unverified-delivered = 🧪 <b>Kategori ini belum terverifikasi</b>
    Pesanan ini sudah terkirim. Kalau benar masuk ke akun pelanggan, tandai kategorinya.
admin-verified = ✅ <b>Kategori ini ditandai terverifikasi</b>
button-verify = ✅ Tandai terverifikasi
button-unverify = ↩️ Batalkan tanda
admin-order-refused = 🚫 <b>Provider menolak pesanan ini</b>
    Kata provider: “{ $words }”
admin-order-failed = ❌ <b>Provider menggagalkan pesanan ini</b>
    Kata provider: “{ $words }”
admin-order-refused-once = Pelanggan sudah dikabari tanpa kata-kata ini. Kalau pesanan berikutnya ditolak dengan kata-kata yang sama, kabarnya tidak diulang.
admin-provider-balance-short = 💰 <b>Saldo provider tidak cukup untuk pesanan ini</b>
    Pesanan gagal dan pelanggan sudah dikabari (tanpa menyebut saldo). Segera isi saldo provider.
admin-provider-balance-low = 💰 <b>Saldo provider menipis:</b> { $balance }
    Isi sebelum habis.
admin-category-unknown = 🧩 <b>Provider tidak mengenal kategori</b> <code>{ $slug }</code>
    Kategori ini disembunyikan dari pelanggan. Cek slug-nya di shop.toml.
admin-targets-fail = 🚫 <b>{ $category } ditutup dulu</b>
    { $wrong } pesanan berturut-turut dari { $customers } pelanggan gagal karena kata provider ID-nya salah.
admin-targets-fail-item = 🚫 <b>{ $category }: item</b> <code>{ $item }</code> <b>ditutup dulu</b>
    { $wrong } pesanan berturut-turut dari { $customers } pelanggan gagal karena kata provider ID-nya salah.
admin-targets-fail-next = Mungkin provider mengubah format tujuannya. Tanyakan ke provider, sesuaikan isiannya di katalog, lalu buka lagi.
button-open-again = 🔓 Buka lagi
admin-balance-unreadable = 🧮 <b>Saldo provider tidak terbaca</b>
    Provider menulis: “{ $written }”. Toko tetap buka; cek saldonya langsung di provider.
admin-charge-unreadable = 🧮 <b>Potongan saldo untuk pesanan tidak terbaca</b>
    Pesanan <code>{ $number }</code>: provider menulis “{ $written }”. Modalnya dicatat sesuai daftar harga; cek potongannya langsung di provider.
admin-entries-skipped = 🧮 <b>Ada item provider yang tidak bisa dijual</b>
    Kategori <code>{ $slug }</code>. Item berikut dilewati karena datanya tidak terbaca; yang lain tetap dijual.
skipped-no-code = • { $entry }: tidak punya kode SKU
skipped-no-price = • <code>{ $entry }</code>: tidak punya harga
skipped-price = • <code>{ $entry }</code>: harganya tertulis “{ $written }”
skipped-no-status = • <code>{ $entry }</code>: tidak punya status
skipped-status = • <code>{ $entry }</code>: statusnya tertulis “{ $written }”
skipped-repeated = • <code>{ $entry }</code>: kodenya muncul dua kali, yang pertama dipakai
skipped-more = … dan { $n } lagi
admin-update-dead-letter = 🗂 <b>Satu update berkali-kali gagal diproses dan tidak dicoba lagi</b>
    ID update: <code>{ $id }</code>. Sebabnya ada di log.
admin-order-unreadable = 🗂 <b>Data satu pesanan tidak terbaca</b>
    ID: <code>{ $id }</code>. Pesanan ini tidak diproses lagi. Cek log dan database, lalu kabari pelanggannya.
admin-telegram-back = 📡 <b>Telegram sudah bisa dihubungi lagi</b>
    Terputus sejak { $time }. Semua pesan yang tertunda sedang dikirim.
admin-token-shared = 👥 <b>Ada program lain yang memakai token bot ini</b>
    Sebagian pesan pelanggan diambil program itu dan tidak sampai ke sini. Matikan program itu, atau ganti token lewat @BotFather.
admin-throttled = ⏳ <b>Telegram meminta bot menunggu lama</b>
    Untuk sementara bot tidak bisa menulis ke chat <code>{ $chat }</code>. Bot mencoba lagi setiap 5 menit, tidak ada pesan yang hilang.
admin-database-stuck = 🆘 <b>Database tidak bisa ditulis</b>
    Sejak { $time }. Pesan pelanggan belum diproses dan tidak ada pesanan yang dikirim. Cek ruang disk dan log. Begitu bisa ditulis, semuanya otomatis jalan lagi.
admin-database-back = 💾 <b>Database sudah bisa ditulis lagi</b>
    Terhenti sejak { $time }. Semua yang tertunda sudah jalan lagi.

admin-backup-failed = 💾 <b>Cadangan database gagal dibuat</b>
    { $detail }
    Bot mencoba lagi setiap 10 menit. Cek isi disk dan izin folder cadangan.

admin-backup-not-sent = 💾 <b>Cadangan database tidak bisa dikirim</b>
    Chat { $chat } (telegram_chat di shop.toml) tidak menerima berkas dari bot ini. Kirim /start ke bot dari chat itu, atau perbaiki nomornya.
backup-copy = 💾 Cadangan database <code>{ $name }</code>
backup-copy-part = 💾 Cadangan database <code>{ $name }</code>, bagian { $part } dari { $parts }

admin-shop-closed = 🔴 <b>Toko ditutup</b>
admin-shop-closed-next = Pesanan baru ditahan dulu. Toko otomatis buka lagi begitu provider pulih.
admin-shop-open = 🟢 <b>Toko buka lagi</b>
    Provider sudah menjawab dengan normal.
closed-reason-key = API key ditolak (401). Cek <code>ODZRESHOP_API_KEY</code>.
closed-reason-ip = IP server belum di-whitelist (403). Tambahkan di Dashboard → Account Settings milik provider.
closed-reason-vendor-depleted = Saldo vendor milik provider habis (503). Tunggu, atau hubungi provider.
closed-reason-failing = Provider berkali-kali tidak menjawab, atau jawabannya tidak masuk akal.

admin-still-asking = ⏳ Provider belum menjawab, masih ditanyakan…
admin-inspection = 🔍 <b>Pemeriksaan pesanan</b>
admin-foreign-invoice = 🔍 Invoice <code>{ $invoice }</code> bukan dari pesanan di toko ini.
admin-no-such-order = 🤷 Tidak ada pesanan atau invoice <code>{ $asked }</code>.
admin-which-order = Tulis nomor pesanan atau invoice-nya, misalnya <code>/status 7K3M9Q2X</code>.

report-title = <b>Kata provider sekarang</b>
report-none = Belum ada invoice, jadi provider tidak ditanya.
report-status = Status: <code>{ $value }</code>
report-sn = SN:
report-message = Pesan: <i>{ $value }</i>
report-item = Item: { $value }
report-target = Target: <code>{ $value }</code>
report-cost = Modal: { $value }

trouble-key = 🔑 API key ditolak provider (401). Cek <code>ODZRESHOP_API_KEY</code>.
trouble-ip = 🚧 IP server belum di-whitelist (403). Tambahkan di Dashboard → Account Settings milik provider.
trouble-not-found = 🤷 Provider tidak menemukannya (404).
trouble-busy = 🐢 Provider sedang sibuk (429). Coba lagi sebentar lagi.
trouble-refused = 🚫 Ditolak provider: <i>{ $remark }</i>
trouble-no-answer = 📡 Provider tidak menjawab, atau jawabannya tidak masuk akal. Coba lagi nanti.

balance-unreadable = tidak terbaca (“{ $written }”)
provider-account =
    💰 <b>Akun provider</b>
    Nama: { $name }
    Tier: { $tier }
    Saldo: <b>{ $balance }</b>

act-cancelled = 👌 Oke, batal. Tidak ada yang diubah.
act-nothing-open = 👌 Tidak ada yang perlu dibatalkan.

status-open = 🟢 <b>Toko buka</b>
status-closed-by-hand = 🔴 <b>Toko ditutup admin</b> (/open untuk membuka)
status-closed = 🔴 <b>Toko tutup</b>
status-orders = <b>Pesanan</b>
status-no-orders = Belum ada.
status-oldest = Terlama yang masih berjalan: <code>{ $number }</code>, sudah { $span }
status-provider = Provider terakhir merespons: { $ago }
status-telegram = Telegram terakhir merespons: { $ago }
status-token-shared = ⚠️ Ada program lain yang memakai token bot ini, terakhir terlihat: { $ago }
status-balance = Saldo provider: { $balance }
status-requests = ⏳ Menunggu persetujuan: { $count }
status-unverified = 🧪 Belum terverifikasi: { $categories }
status-queues = Antrean masuk: { $inbox } · keluar: { $outbox }
status-backup = 💾 Cadangan terakhir: { $ago }
status-backup-failing = 💾 ⚠️ <b>Cadangan gagal dibuat</b>, yang terakhir: { $ago }
status-version = Versi { $version } · jalan selama { $span }
status-ago = { $span } lalu
status-never = belum pernah
