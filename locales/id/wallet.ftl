# Saldo pelanggan, dan admin yang mengisinya.

button-wallet = 💳 Saldo
button-wallet-history = 📜 Riwayat
button-back-to-wallet = ⬅️ Saldo
wallet-available = 💳 Saldo kamu: <b>{ $balance }</b>
wallet-held = 🔒 Ditahan untuk pesanan yang berjalan: { $held }
wallet-top-up = Mau isi saldo? Hubungi { $support }.
wallet-too-little = 💳 <b>Saldo kurang</b>
    Saldo kamu { $balance }, kurang <b>{ $missing }</b>. Belum ada yang dipesan. Untuk isi saldo, hubungi { $support }.
wallet-history-title = 📜 <b>Riwayat saldo</b>
wallet-history-none = 📜 Belum ada riwayat saldo.
wallet-history-line = { $time } · { $kind } { $about } · <b>{ $amount }</b> · saldo { $balance }
transfer-payment = 💰 Isi saldo
transfer-grant = ➕ Isi saldo
transfer-take = ➖ Dikurangi admin
transfer-hold = 🔒 Ditahan
transfer-capture = ✅ Terbayar
transfer-release = ↩️ Kembali
transfer-refund = ↩️ Pengembalian

confirm-balance-after = Saldo sesudahnya: { $balance }
order-held = 🔒 { $price } ditahan dari saldomu sampai pesanan ini selesai.
order-released = ↩️ { $price } sudah kembali ke saldomu.
order-balance = 💳 Saldo sekarang: <b>{ $balance }</b>
wallet-granted = ➕ <b>Saldo kamu bertambah { $amount }</b>
    Keterangan: { $reason }
wallet-taken = ➖ <b>Saldo kamu dikurangi { $amount }</b>
    Alasan: { $reason }

find-whom = 🔎 Tulis yang dicari: nomor pesanan, invoice, target, ID, @username, atau sebagian nama, misalnya <code>/find budi</code>.
find-nothing = 🤷 Tidak ada pesanan atau pelanggan yang cocok dengan <code>{ $text }</code>.
find-several = 🔎 Yang cocok dengan <code>{ $text }</code>. Pilih satu:
customer-title = 👤 <b>Pelanggan</b>
customer-access = Akses: { $access }
customer-orders = Pesanan: { $orders } · belanja <b>{ $spent }</b>
customer-since = Sejak: { $time }
customer-language = Bahasa di bot: { $language }
customer-profile = 👤 Buka profil
customer-balance = Saldo: <b>{ $balance }</b> · ditahan: { $held }
access-status-unknown = belum meminta
access-status-requested = menunggu persetujuan
access-status-approved = disetujui
access-status-rejected = ditolak
access-status-blocked = diblokir
button-grant = ➕ Tambah saldo
button-take = ➖ Kurangi saldo
button-back-to-customer = ⬅️ Pelanggan
grant-ask-amount = ✏️ <b>Berapa yang ditambahkan?</b> Contoh: <code>25000</code>, <code>25.000</code>, <code>25rb</code>
take-ask-amount = ✏️ <b>Berapa yang dikurangi?</b> Contoh: <code>25000</code>, <code>25.000</code>, <code>25rb</code>
grant-ask-reason = ✏️ <b>Tambah { $amount }: untuk apa?</b> Pelanggan ikut membacanya.
take-ask-reason = ✏️ <b>Kurangi { $amount }: apa alasannya?</b> Pelanggan ikut membacanya.
hint-invalid-amount = ⚠️ Nominalnya belum jelas. Tulis seperti 25000, 25.000, Rp 25.000, 25rb, atau 25k.
hint-invalid-reason = ⚠️ Tulis alasannya dengan 3 sampai 200 karakter.
grant-confirm = ❓ <b>Tambah saldo { $amount }?</b>
    Keterangan: { $reason }
take-confirm = ❓ <b>Kurangi saldo { $amount }?</b>
    Alasan: { $reason }
button-grant-confirm = ✅ Ya, tambah
button-take-confirm = ✅ Ya, kurangi
grant-done = ✅ { $amount } ditambahkan ke saldo <b>{ $name }</b>. Saldonya sekarang <b>{ $balance }</b>, dan pelanggan sudah dikabari.
take-done = ✅ Saldo <b>{ $name }</b> dikurangi { $amount }. Saldonya sekarang <b>{ $balance }</b>, dan pelanggan sudah dikabari.
grant-over-daily = ✋ Itu melewati batas harianmu untuk menambah saldo. Sisa untuk hari ini: <b>{ $left }</b>.
take-beyond-balance = ✋ Saldonya tidak sebanyak itu. Yang bisa dikurangi: <b>{ $balance }</b>.
move-denied = ✋ Saldo tidak bisa diubah sekarang.

admin-ledger-differs = 🧮 <b>Buku saldo tidak cocok</b>
    Akun <code>{ $account }</code>: tercatat { $stands }, seharusnya { $expected }. Jangan ubah saldo dulu; cek dengan <code>odzreshop-bot ledger check</code>.

# Pencairan saldo.
transfer-payout = 💸 Pencairan
transfer-return = ↩️ Pencairan batal
payout-opened = 💸 <b>{ $amount } dari saldomu sedang kami kirim</b>
payout-sent = ✅ <b>{ $amount } sudah kami kirim.</b> Belum sampai? Hubungi { $support }.
payout-returned = ↩️ <b>{ $amount } tidak bisa dikirim, jadi sudah kembali ke saldomu</b>
payout-to = Pencairan { $number } ke: { $destination }
