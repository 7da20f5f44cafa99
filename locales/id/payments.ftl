# Pembayaran, untuk admin: /bills, uang masuk yang belum cocok, dan pencairan saldo.

command-bills = Tagihan, uang masuk, dan pencairan
help-bills = /bills – tagihan, bukti bayar, uang masuk yang belum cocok, pencairan, dan angkanya

button-bills = 💳 Pembayaran
bills-title = 💳 <b>Pembayaran</b>
bills-nothing-waits = 👌 Tidak ada yang menunggu admin.
bills-waiting-since = ⏰ Yang paling lama menunggu admin: sejak { $time }
button-bills-open = ⏳ Belum dibayar: { $count }
button-bills-review = 🔎 Bukti dicek: { $count }
button-bills-unmatched = 💰 Belum cocok: { $count }
button-bills-payouts = 💸 Pencairan: { $count }
button-bills-search = 🔍 Cari
button-bills-figures = 📊 Angka
bills-open = ⏳ <b>Tagihan yang belum dibayar</b>: { $count }
bills-review = 🔎 <b>Bukti bayar yang menunggu dicek</b>: { $count }
bills-unmatched = 💰 <b>Uang masuk yang belum cocok</b>: { $count }
bills-payouts = 💸 <b>Pencairan yang belum selesai</b>: { $count }
bills-none = 👌 Kosong.
bills-ask-number = 🔍 <b>Nomor apa yang dicari?</b> Nomor tagihan, referensi, ID pembayaran, atau nomor pencairan.
bills-not-found = 🤷 Tidak ada tagihan, pembayaran, atau pencairan dengan <code>{ $text }</code>.
admin-payments-waiting = ⏰ <b>Ada uang pelanggan yang menunggu admin</b>
admin-payment-late = 🐢 <b>{ $amount } masuk terlambat</b>
    Tagihannya sudah { $state } { $span } sebelumnya. Uangnya sudah masuk ke saldo pelanggan; tidak ada yang perlu dilakukan.

bill-state-opening = sedang dibuat
bill-state-waiting = menunggu dibayar
bill-state-review = buktinya dicek
bill-state-paid = lunas
bill-state-expired = kedaluwarsa
bill-state-cancelled = dibatalkan
bill-state-rejected = buktinya ditolak
bill-state-failed = gagal dibuat
bill-page-state = Status: <b>{ $state }</b>
bill-page-asked = Diminta: <b>{ $asked }</b> · masuk saldo: { $amount }
bill-page-method = Lewat: { $method }
bill-page-reference = Referensi: <code>{ $reference }</code>
bill-page-created = Dibuat: { $time }
bill-page-until = Berlaku sampai: { $time }
bill-page-ended = Selesai: { $time }
bill-page-looked = Terakhir dicek: { $time }
bill-page-word = Jawaban terakhirnya: <code>{ $word }</code>
bill-page-payment = 💰 <b>{ $amount }</b> · { $time }
button-bill = 🧾 Tagihannya
button-bill-proof = 📷 Lihat bukti
button-bill-look = 🔄 Cek sekarang

method-pakasir = Pakasir
method-midtrans = Midtrans
method-qris = QRIS toko
method-stars = Telegram Stars
method-bank = transfer bank
payment-title = 💰 <b>Uang masuk</b>
payment-seen = Terlihat: { $time }
payment-credited-by = ✅ { $admin } memasukkan <b>{ $amount }</b> ke saldo.
payment-set-aside-by = 🗄 Dikesampingkan { $admin }: { $reason }
button-unmatched-credit = ✅ Kreditkan { $amount }
button-unmatched-amount = ✏️ Nominal lain
button-unmatched-aside = 🗄 Kesampingkan
button-unmatched-yes-test = ✅ Ya, tetap kreditkan
unmatched-confirm = ❓ <b>Kreditkan { $amount } ke saldo { $name }?</b>
unmatched-confirm-test = ⚠️ <b>Ini pembayaran uji coba: tidak ada uang yang masuk.</b> Kalau dikreditkan, toko yang menanggungnya.
unmatched-ask-amount = ✏️ <b>Berapa yang dikreditkan?</b> Paling banyak { $most }. Contoh: <code>25000</code>, <code>25.000</code>, <code>25rb</code>
unmatched-too-much = ✋ Paling banyak { $most }: sebanyak yang masuk atau yang diminta. Selebihnya lewat ➕ di halaman pelanggan.
unmatched-ask-owner = 👤 <b>{ $amount } ini milik siapa?</b> Tulis nomor tagihan, ID, @username, atau namanya.
unmatched-no-owner = 🤷 <code>{ $text }</code> bukan tepat satu pelanggan.
unmatched-choose-aside = 🗄 <b>Kenapa dikesampingkan?</b> Tidak ada yang dikreditkan, dan pelanggan tidak dikabari.
unmatched-denied = ✋ Pembayaran ini tidak bisa diputuskan sekarang.
aside-test = Uji coba, tidak ada uang
aside-not-ours = Bukan milik toko ini
aside-given-back = Sudah dikembalikan
aside-credited = Sudah dikreditkan lewat jalan lain

figures-title = 📊 <b>Angka pembayaran</b>
figures-today = <b>Hari ini</b>
figures-days = <b>{ $days } hari terakhir</b>
figures-none = Belum ada.
figures-method = { $method }: <b>{ $count }</b> × · masuk <b>{ $gross }</b>
figures-fee = biaya { $fee } · bersih <b>{ $net }</b>
figures-fee-unknown = biaya tidak diketahui untuk { $count } pembayaran
figures-delay = dari bayar sampai masuk: median { $median }, p95 { $p95 }
figures-unmatched = belum cocok: { $count }

button-payout = 💸 Cairkan saldo
payout-ask-amount = ✏️ <b>Berapa yang dicairkan?</b> Contoh: <code>25000</code>, <code>25.000</code>, <code>25rb</code>
payout-ask-destination = ✏️ <b>Cairkan { $amount } ke mana?</b> Bank, nomor rekening, dan namanya. Pelanggan ikut membacanya.
payout-invalid-destination = ⚠️ Tulis tujuannya dengan 3 sampai 120 karakter.
payout-beyond-balance = ✋ Saldonya tidak sebanyak itu. Yang bisa dicairkan: <b>{ $balance }</b>.
payout-confirm = ❓ <b>Cairkan { $amount }?</b>
    Tujuan: { $destination }
    Saldonya berkurang sekarang; sesudah itu transfer uangnya, lalu tandai di sini.
button-payout-yes = ✅ Ya, cairkan
payout-title = 💸 <b>Pencairan { $number }</b>: { $amount }
payout-state-open = ⏳ Saldo sudah berkurang. Transfer uangnya, lalu tandai di sini.
payout-state-done = ✅ Sudah ditransfer.
payout-state-returned = ↩️ Tidak jadi: uangnya sudah kembali ke saldo.
payout-destination = Ke: { $destination } ({ $method })
button-payout-sent = ✅ Sudah ditransfer
button-payout-failed = ↩️ Tidak bisa ditransfer
button-payout-sent-yes = ✅ Ya, sudah ditransfer
button-payout-failed-yes = ✅ Ya, kembalikan ke saldo
payout-confirm-sent = ❓ <b>{ $amount } untuk { $name } benar sudah ditransfer?</b>
    Tujuan: { $destination }
payout-confirm-failed = ❓ <b>{ $amount } untuk { $name } benar belum ditransfer?</b> Uangnya kembali ke saldonya.
    Tujuan: { $destination }

status-payments = 💳 <b>Pembayaran hari ini</b>
status-payments-waiting = Menunggu admin: bukti { $review } · belum cocok { $unmatched } · pencairan { $payouts }
status-ledger-well = 🧮 Buku besar: cocok
status-ledger-wrong = 🧮 ⚠️ <b>Buku besar tidak cocok</b>: { $count } akun
