# Yang disepakati dengan satu pelanggan: batas sendiri dan level harga.

button-own-limits = 🎚 Batas
button-own-tier = 🏷 Level harga
customer-tier = Level harga: <b>{ $tier }</b>
customer-own-limits = 🎚 Punya batas sendiri
own-limits = 🎚 <b>Batas pelanggan</b>
own-daily = Belanja per hari: <b>{ $value }</b>
own-open = Pesanan berjalan sekaligus: <b>{ $value }</b>
own-as-shop = { $value } (batas toko)
own-no-limit = tanpa batas
own-limits-confirm = 🎚 <b>Ubah batas pelanggan ini?</b>
own-before = <b>Sekarang</b>
own-after = <b>Menjadi</b>
own-ask-daily = ✏️ Paling banyak belanja berapa rupiah per hari? Contoh: <code>500rb</code>
    <code>0</code> berarti tanpa batas.
own-ask-open = ✏️ Paling banyak berapa pesanan berjalan sekaligus? Contoh: <code>5</code>
hint-invalid-own-daily = ⚠️ Itu belum berupa jumlah rupiah. Kirim angka seperti contohnya.
hint-invalid-own-open = ⚠️ Itu belum berupa angka dari 1 sampai 100.
button-own-daily = ✏️ Belanja per hari
button-own-open = ✏️ Pesanan berjalan
button-own-as-shop = ➖ Pakai batas toko
button-own-open-value = ➖ Ikut batas toko
button-own-save = ✅ Simpan
own-tiers = 🏷 <b>Pilih level harga pelanggan ini:</b>
own-tiers-none = 🏷 Belum ada level harga. Buat dulu di 💰 Harga dengan ➕.
own-no-tier = tanpa level
button-own-no-tier = ➖ Tanpa level
own-tier-confirm = 🏷 <b>Ganti level harga pelanggan ini?</b>
    Berlaku untuk harga yang dilihat mulai sekarang.
toast-terms-changed = Sudah diubah admin lain. Cek lagi, ya.
