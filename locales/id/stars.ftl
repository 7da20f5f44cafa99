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
