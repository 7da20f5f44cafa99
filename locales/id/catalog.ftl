# Katalog: game dan item yang dijual, untuk admin.

command-catalog = Katalog game dan item
help-catalog = /catalog – katalog: game dan item yang dijual
button-admin-catalog = 🗂 Katalog

catalog-title = 🗂 <b>Katalog</b> ({ $count } game, sesuai urutan di menu)
catalog-signs = 🙈 disembunyikan · ⭐ populer · 🧪 belum terverifikasi · 🧩 tidak dikenal provider
catalog-reordered = Urutannya diatur di sini, bukan di shop.toml.
button-catalog-add = ➕ Tambah game
button-catalog-back = ⬅️ Katalog

catalog-slug = Slug: <code>{ $slug }</code>
catalog-state-sold = 👁 Dijual
catalog-state-hidden = 🙈 Disembunyikan: pelanggan tidak melihatnya
catalog-state-unknown = 🧩 Provider tidak mengenal slug ini, jadi tidak dijual
catalog-is-popular = ⭐ Populer: tampil paling depan
catalog-is-usual = ☆ Tidak ditandai populer
catalog-is-verified = ✅ Terverifikasi
catalog-is-unverified = 🧪 Belum terverifikasi
catalog-items-count = 💎 Item di provider: { $count }, disembunyikan: { $hidden }
catalog-items-unread = ⏳ Daftar item dari provider belum terbaca. Coba lagi sebentar lagi.
catalog-asks = ✏️ Isian: { $fields } → <code>{ $target }</code>
catalog-differs = <b>Menurut shop.toml:</b>
catalog-differs-name = ✏️ Nama: { $name }
catalog-differs-items = 💎 Item yang diatur lain: { $count }
catalog-added-here = ➕ Ditambahkan di sini, tidak ada di shop.toml.
button-catalog-items = 💎 Item
button-catalog-hide = 🙈 Sembunyikan
button-catalog-show = 👁 Tampilkan
button-catalog-popular = ⭐ Populer
button-catalog-usual = ☆ Bukan populer
button-catalog-unverify = 🧪 Belum terverifikasi
button-catalog-up = 🔼 Naikkan
button-catalog-down = 🔽 Turunkan
button-catalog-rename = ✏️ Nama
button-catalog-fields = ✏️ Isian target
button-catalog-try = 🧪 Coba isian
button-catalog-label = ✏️ Label
button-catalog-remove = ➖ Hapus game ini
button-catalog-remove-yes = ✅ Ya, hapus
button-catalog-as-file-yes = ✅ Ya, pakai isi shop.toml

catalog-items-title = 💎 <b>{ $category }</b>: item di provider
catalog-items-signs = ⛔ tidak aktif di provider · 🙈 disembunyikan · ⭐ populer
catalog-item-category = Game: { $category }
catalog-item-name = Nama di provider: { $name } (<code>{ $sku }</code>)
catalog-item-label = ✏️ Label: { $label }
catalog-no-label = tidak ada, nama dari provider yang tampil
catalog-item-inactive = ⛔ Tidak aktif di provider, jadi tidak dijual
button-catalog-back-to-items = ⬅️ Item

catalog-saved = ✅ <b>Disimpan</b> dan langsung berlaku.
catalog-hidden = 🙈 <b>Disembunyikan.</b> Tidak bisa dibeli lagi; pesanan yang sudah masuk tetap diproses.
catalog-shown = 👁 <b>Ditampilkan lagi.</b>
catalog-undone = ↩️ <b>Dikembalikan</b> seperti sebelumnya.
catalog-confirm-as-file = ❓ Pakai isi shop.toml? Semua yang diatur di sini untuk bagian ini tidak berlaku lagi.
catalog-confirm-remove = ❓ Hapus game ini dari toko? Semua yang diatur untuknya ikut hilang.

catalog-ask-slug = ➕ Kirim slug kategori dari provider. Contoh: <code>mobile-legends</code>
catalog-slug-asked = ⏳ Menanyakan <code>{ $slug }</code> ke provider. Jawabannya menyusul di sini.
catalog-slug-known = 🧩 Provider mengenal <code>{ $slug }</code>: { $count } item.
catalog-slug-unknown = 🧩 <code>{ $slug }</code> belum bisa ditambahkan.
button-catalog-go-on = ➕ Lanjut
button-catalog-other-slug = ✏️ Slug lain
catalog-ask-new-name = ✏️ Apa nama game ini (<code>{ $about }</code>) untuk pelanggan? Boleh diawali emoji.
    Satu baris untuk semua bahasa, atau dua baris: Indonesia, lalu Inggris.
catalog-ask-name = ✏️ Kirim nama baru untuk { $about }. Boleh diawali emoji.
    Satu baris untuk semua bahasa, atau dua baris: Indonesia, lalu Inggris.
catalog-ask-label = ✏️ Kirim label pendek untuk <code>{ $about }</code>, sebagai ganti nama dari provider.
    Satu baris untuk semua bahasa, atau dua baris: Indonesia, lalu Inggris.
catalog-ask-fields = ✏️ <b>{ $about }</b>: apa yang harus diisi pelanggan?
catalog-fields-help =
    Satu baris untuk satu isian: <code>Nama | contoh | aturan</code>
    Aturan: jumlah angka (<code>5-12</code>) atau regex; boleh dikosongkan.
    Pilihan dengan tombol: <code>Server | Asia=os_asia, Eropa=os_euro</code>
    Baris terakhir, kalau perlu: yang dikirim ke provider, misalnya <code>={ "{" }1{ "}" }|{ "{" }2{ "}" }</code>. Tanpa itu, isian digabung begitu saja.
catalog-ask-try = 🧪 <b>{ $about }</b>: kirim isian seperti pelanggan mengirimnya. Tidak ada yang dipesan.
catalog-now = Sekarang (ketuk untuk menyalin):
catalog-confirm-name = ❓ <b>Simpan nama ini?</b>
catalog-name-line = { $language }: <b>{ $name }</b>
catalog-confirm-fields = ❓ <b>Simpan isian ini untuk { $category }?</b> Formatnya dianggap belum terverifikasi sampai ada pesanan yang terkirim.
catalog-target = → provider menerima: <code>{ $target }</code>
catalog-next-field = → isian berikutnya: { $field }
catalog-try-again = Kirim isian lain untuk mencoba lagi.
button-catalog-save = ✅ Simpan
button-catalog-again = ✏️ Tulis ulang
hint-catalog-name = ⚠️ Satu baris untuk semua bahasa atau satu baris per bahasa, masing-masing paling banyak { $max } karakter.
hint-catalog-slug = ⚠️ Slug hanya huruf kecil, angka, dan tanda hubung.
hint-catalog-slug-taken = ⚠️ Game itu sudah ada di katalog.
hint-catalog-fields-count = ⚠️ Tulis 1 sampai 5 isian, satu per baris.
hint-catalog-fields-line = ⚠️ Baris { $line }: tulis nama, tanda |, lalu contohnya (atau pilihan yang berbeda-beda).
hint-catalog-fields-rule = ⚠️ Baris { $line }: aturannya bukan jumlah angka seperti 5-12, dan bukan regex yang benar.
hint-catalog-fields-example = ⚠️ Baris { $line }: contohnya tidak cocok dengan aturannya sendiri.
hint-catalog-fields-target = ⚠️ Baris terakhir harus memakai setiap isian dengan nomornya, misalnya ={ "{" }1{ "}" }{ "{" }2{ "}" }.

digest-now = 📉 <b>Yang berubah di provider</b> sejak { $time }
digest-last = 🗓 <b>Ringkasan sebelumnya</b>, sejak { $time }
digest-none = Tidak ada.
digest-up = 🔺 { $item }: { $from } → { $to }
digest-down = 🔻 { $item }: { $from } → { $to }
digest-new = 🆕 { $item }: { $cost }
digest-gone = 🚫 { $item }: tidak dijual lagi
button-catalog-digest = 📉 Perubahan di provider
