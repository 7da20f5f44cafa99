# Telegram Stars.

stars-amount = { $stars } ⭐
button-way-stars = ⭐ Telegram Stars, { $stars } ⭐
button-pay-stars = 💳 { $stars } ⭐, langsung proses
button-pay-invoice = ⭐ Bayar { $stars }
invoice-title = Isi saldo { $amount }
invoice-description = Bayar { $stars }, saldomu bertambah { $amount }. Berlaku sampai { $time }. Tagihan { $number }. Pembelian Stars-nya gagal? Batalkan, lalu pilih cara bayar lain.
stars-failed = ⚠️ <b>Telegram Stars sedang tidak bisa dipakai</b>
    Tidak ada yang perlu dibayar. Pilih cara bayar lain, atau hubungi { $support }.
cart-waits-stars = Begitu { $amount } dibayar sebelum { $time }, pesanan ini langsung diproses. Tagihannya ada di pesan berikutnya.
checkout-gone = Tagihan ini sudah tidak berlaku. Buka /wallet untuk isi saldo lagi.
checkout-not-yours = Tagihan ini milik orang lain. Buka bot-nya dan isi saldomu sendiri.
checkout-full = Saldomu sudah mendekati batas. Pakai dulu saldonya, lalu coba lagi.
checkout-closed = Toko sedang tutup sebentar. Stars-mu tidak terpakai; coba lagi nanti.
checkout-later = Sedang ada gangguan. Stars-mu tidak terpakai; coba lagi sebentar lagi.

# Untuk admin.
admin-stars-found = ⭐ <b>Ada pembayaran Stars yang baru ketahuan</b>
    Pembayaran <code>{ $payment }</code> ada di daftar Telegram, tetapi belum pernah sampai ke bot. Sekarang sudah dicatat seperti pembayaran lain.
admin-stars-back = ↩️ <b>Telegram mengembalikan Stars pelanggan</b>
    Pembayaran <code>{ $payment }</code>, bukan dari bot ini. { $taken } sudah diambil dari saldonya.
admin-stars-back-missing = ↩️ <b>Telegram mengembalikan Stars pelanggan</b>
    Pembayaran <code>{ $payment }</code>, bukan dari bot ini. Dari saldonya diambil { $taken }; <b>{ $missing }</b> sudah terpakai dan jadi tanggungan toko.
admin-stars-refused = ✋ <b>Telegram menolak mengembalikan Stars</b>
    Pembayaran <code>{ $payment }</code>: <code>{ $word }</code>. Uangnya sudah kembali ke saldo pelanggan.

# Bantuan pembayaran, seperti yang diminta Telegram.
command-paysupport = Bantuan pembayaran
command-terms = Ketentuan saldo
pay-support = 🧾 <b>Ada masalah dengan pembayaran?</b>
    Tulis ke { $support }: nomor tagihan atau pesanannya, berapa, dan kapan dibayar. Yang menangani { $shop } sendiri, bukan Telegram.
    Uang dari pesanan yang gagal otomatis kembali ke saldo.
payment-terms = 📄 <b>Ketentuan saldo di { $shop }</b>
    Saldo hanya untuk belanja di sini dan tidak bisa dipindah ke orang lain.
    Uang dari pesanan yang gagal kembali ke saldo. Top up yang sudah masuk ke ID yang kamu tulis tidak bisa dibatalkan.
    Pembayaran dengan Telegram Stars bisa dikembalikan selama saldonya belum terpakai. Hubungi { $support }.

# Admin mengembalikan Stars.
button-stars-back = 💸 Kembalikan Stars
stars-back-ask-reason = ✏️ <b>{ $amount }: kenapa dikembalikan?</b> Pelanggan ikut membacanya.
hint-invalid-stars-reason = ⚠️ Tulis alasannya dengan 3 sampai 100 karakter.
stars-back-confirm = ❓ <b>Kembalikan { $amount } ke Stars pelanggan?</b>
    Alasan: { $reason }
    Saldonya berkurang sekarang; sesudah itu Telegram mengembalikan Stars-nya.
button-stars-back-yes = ✅ Ya, kembalikan
payout-state-stars = ⏳ Saldo sudah berkurang. Telegram sedang mengembalikan Stars-nya.
