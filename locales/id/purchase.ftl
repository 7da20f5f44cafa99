# Langkah-langkah pembelian.

items-choose = <b>{ $category }</b>
    Pilih nominal:
items-stale = ⏱ Daftar terakhir yang kami punya, per { $time }. Harga dan stok dicek lagi sebelum pesanan dikirim.
items-loading = ⏳ Daftar harga <b>{ $category }</b> masih dimuat. Tunggu beberapa detik, lalu ketuk <b>Coba lagi</b>.
button-look-again = 🔄 Coba lagi
items-none = <b>{ $category }</b> sedang kosong. Coba lagi nanti atau pilih game lain.

ask-item = { $item } — <b>{ $price }</b>
ask-type = ✏️ Kirim <b>{ $label }</b> kamu:
ask-choose = 👇 Pilih <b>{ $label }</b> kamu:
ask-example = Contoh: <code>{ $example }</code>
ask-example-of-all = Contoh: <code>{ $example }</code>, atau sekalian semuanya: <code>{ $all }</code>
ask-accounts = 👤 Atau ketuk akun yang pernah kamu pakai.

invalid-empty = ⚠️ Pesannya kosong. Coba kirim lagi, ya.
invalid-too-long = ⚠️ Terlalu panjang. Kirim yang diminta saja.
invalid-lines = ⚠️ Kirim dalam satu baris saja, ya.
invalid-invisible = ⚠️ Ada karakter tak terlihat di dalamnya, mungkin ikut tersalin. Coba ketik sendiri.
invalid-foreign-digits = ⚠️ Angkanya bukan angka biasa. Ketik ulang dengan angka 0–9.
invalid-form = ⚠️ Formatnya belum cocok. Coba cek lagi, lalu kirim ulang, ya.
invalid-digits = ⚠️ Belum cocok. { $label } berisi { $count } angka saja.
invalid-digits-signs = ⚠️ Belum cocok. { $label } berisi { $count } angka dan tanda { $signs }
invalid-letters = ⚠️ Belum cocok. { $label } berisi { $count } huruf atau angka.
invalid-letters-signs = ⚠️ Belum cocok. { $label } berisi { $count } huruf, angka, atau tanda { $signs }
invalid-ambiguous = 🤔 Itu satu ID atau dua isian? Kalau satu ID, kirim tanpa spasi. Kalau dua, kirim seperti ini: 123456789 (1234).

confirm-check = 🧾 <b>Cek dulu sebelum lanjut</b>
confirm-game = Game: { $category }
confirm-item = Item: <b>{ $item }</b>
confirm-price = Harga: <b>{ $price }</b>
confirm-estimate = Waktu: biasanya { $usual }, paling lama { $longest }
confirm-estimate-one = Waktu: biasanya selesai dalam { $usual }
confirm-price-changed = ⚠️ Harganya berubah: tadi { $old }, sekarang <b>{ $new }</b>.
confirm-twin = ⚠️ Pesanan <code>{ $number }</code> untuk item dan tujuan yang sama masih berjalan. Yakin mau beli lagi?
confirm-terms =
    ❗ Pastikan ID-nya benar. Top up ke ID yang salah tidak bisa dibatalkan atau di-refund.
    ⏱ Berlaku { $minutes } menit.
button-confirm = Beli sekarang

item-gone = 😔 Item ini baru saja tidak tersedia. Pilih yang lain, ya.
button-other-items = 🔎 Lihat item lain

shop-closed =
    😴 <b>Toko tutup sebentar</b>
    Saat ini pesanan belum bisa dikirim. Coba lagi nanti, ya. Kalau mendesak, hubungi { $support }.

limit-open-orders = ✋ Masih ada { $open } pesananmu yang berjalan. Tunggu salah satunya selesai dulu, ya.
limit-daily = ✋ Pesanan ini melewati batas belanja harianmu. Sisa untuk hari ini: <b>{ $left }</b>.
limit-daily-used-up = ✋ Batas belanja harianmu sudah terpakai semua. Lanjut besok, ya.

purchase-cancelled = 👌 Oke, batal. Tidak ada yang dipesan dari sini; pesanan yang sudah kamu konfirmasi tetap berjalan.

check-ask = 🤔 { $label } <code>{ $value }</code> biasanya untuk { $field } <b>{ $expected }</b>, sedangkan kamu memilih <b>{ $given }</b>. Pakai yang mana?
button-check-take = 👉 Pakai { $name }
button-check-keep = Tetap { $name }
