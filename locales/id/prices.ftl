# Harga jual: aturan, promo, level pelanggan, dan riwayatnya.

command-prices = Harga jual
help-prices = /prices – harga jual: toko, kategori, item, level pelanggan, promo
button-admin-prices = 💰 Harga
button-prices = ⬅️ Daftar harga

prices-title = 💰 <b>Harga jual</b>
    Ketuk aturan untuk mengubahnya.
prices-order = Yang berlaku: promo dulu, lalu aturan untuk level pelanggan, lalu untuk semua. Di antaranya: item, kategori, toko. Nilai yang kosong ikut aturan berikutnya.
prices-differ = Diatur di sini, bukan di shop.toml: { $count }
button-price-add = ➕ Tambah aturan
button-price-history = 📜 Riwayat

price-of-shop = 🏪 Seluruh toko
price-everybody = semua pelanggan
price-text-nothing = tanpa tambahan
price-text-round = kelipatan { $step }
price-text-until = { $rule }, sampai { $time }
price-text-file = isi shop.toml
price-text-none = tidak ada
percent-whole = { $whole } %
percent-decimals = { $whole },{ $decimals } %

price-for-whom = ➕ <b>Aturan baru: untuk siapa?</b>
button-price-everybody = 👥 Semua pelanggan
button-price-tier = ➕ Level baru
price-ask-tier = 🏷 Kirim nama level pelanggannya. Contoh: <code>Reseller</code>
hint-invalid-tier = ⚠️ Nama level 1 sampai 30 karakter. Coba lagi.
price-for-what = ➕ <b>Aturan baru untuk { $who }</b>
    Berlaku untuk apa?
price-in-category = ➕ <b>Aturan baru untuk { $who }</b>
    { $category }: semuanya, atau satu item?
button-price-shop = 🏪 Seluruh toko
button-price-category = 🗂 Semua item

price-rule = 💰 <b>{ $rule }</b>
price-percent = Persen di atas modal: <b>{ $value }</b>
price-flat = Tambahan: <b>{ $value }</b>
price-round = Dibulatkan ke atas ke kelipatan: <b>{ $value }</b>
price-open = ikut aturan lain
price-until = 🔥 Promo sampai <b>{ $time }</b>
price-in-file = Isi shop.toml: { $rule }
price-removes = ➖ Aturan ini akan dihapus.
price-ends-promo = ➖ Promo ini akan dihentikan.
price-as-file = 📄 Yang berlaku nanti isi shop.toml: { $rule }
price-preview = <b>Harga berubah: { $changed } dari { $count } item</b>
price-no-items = Daftar harganya belum ada, jadi belum ada contoh.
price-example = { $item }
    modal { $cost } · { $today } → <b>{ $new }</b> · untung { $margin } ({ $percent })
price-example-same = { $item }
    modal { $cost } · tetap <b>{ $new }</b> · untung { $margin } ({ $percent })
price-unchanged = Belum ada yang diubah.
price-below-cost = ⛔ { $count } item jadi di bawah modal, jadi belum bisa disimpan. Naikkan nilainya, atau jadikan 🔥 promo yang punya akhir.
price-unchecked = ⛔ Daftar harganya belum ada, jadi potongan ini belum bisa dicek. Coba lagi nanti, atau jadikan 🔥 promo yang punya akhir.
price-no-end = ⏳ Promo perlu waktu berakhir.
price-ended = ⏳ Waktu berakhirnya sudah lewat. Pilih yang baru.
price-promo-below-cost = ⚠️ { $count } item dijual di bawah modal sampai promo berakhir.
price-meanwhile = ⚠️ <b>{ $admin }</b> baru saja mengubah harga. Cek lagi sebelum menyimpan.

button-price-percent = ✏️ Persen
button-price-flat = ✏️ Tambahan
button-price-round = ✏️ Pembulatan
button-price-until = ✏️ Akhir promo
button-price-promo = 🔥 Jadikan promo
button-price-save = ✅ Simpan
button-price-remove = ➖ Hapus

price-ask-percent = ✏️ Berapa persen di atas modal? Contoh: <code>2,5</code>
    Untuk promo di bawah modal, pakai minus: <code>-3</code>
price-ask-flat = ✏️ Berapa rupiah tambahannya? Contoh: <code>500</code> atau <code>1rb</code>
    <code>0</code> berarti tanpa tambahan.
price-ask-round = ✏️ Harga dibulatkan ke atas ke kelipatan berapa? Contoh: <code>100</code>
price-ask-until = ⏳ Promo berakhir kapan? Pilih, atau kirim tanggal dan jamnya. Contoh: <code>30-11-2026 18:00</code>
button-price-open = ➖ Kosongkan, ikut aturan lain
button-price-tonight = 🌙 Sampai tengah malam
button-price-hour = 1 jam
button-price-day = 24 jam
button-price-three-days = 3 hari
button-price-week = 7 hari
hint-invalid-percent = ⚠️ Itu belum berupa persen antara -90 dan 1000. Kirim angka seperti contohnya.
hint-invalid-flat = ⚠️ Itu belum berupa jumlah rupiah. Kirim angka seperti contohnya.
hint-invalid-round = ⚠️ Itu belum berupa jumlah rupiah antara 1 dan 1.000.000. Kirim angka seperti contohnya.
hint-invalid-until = ⚠️ Itu belum berupa tanggal dan jam yang akan datang. Kirim seperti contohnya.

price-saved = ✅ <b>Tersimpan dan langsung berlaku.</b>
    { $rule }: { $text }
price-saved-none = ✅ <b>Tersimpan dan langsung berlaku.</b>
    Tidak ada lagi aturan untuk { $rule }.

price-history = 📜 <b>Riwayat harga</b>
    ↩️ mengembalikan satu perubahan.
price-history-none = 📜 Harga belum pernah diubah dari sini.
price-change = <b>{ $number }.</b> { $time } · { $admin }
    { $rule }: { $before } → { $after }

button-tier-rename = ✏️ Ganti nama level ini
price-ask-tier-name = 🏷 Nama baru untuk level <b>{ $tier }</b>?
price-tier-renamed = ✅ <b>Level { $from } sekarang bernama { $to }.</b>
    Aturan harga dan pelanggannya ikut.
hint-tier-taken = ⚠️ Nama itu masih dipakai. Coba nama lain.
promos-ended = 🔥 <b>Promo sudah berakhir.</b> Harga biasa berlaku lagi.
promo-ended = { $rule }: { $text }
