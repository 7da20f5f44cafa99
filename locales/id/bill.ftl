# Tagihan isi saldo dan uang yang masuk.

bill-title = 🧾 <b>Tagihan { $number }</b>
bill-waiting = Bayar tepat <b>{ $amount }</b> sebelum { $time }.
bill-review = 🔎 Bukti bayarmu sedang dicek admin.
bill-paid = ✅ <b>Lunas.</b> Terima kasih!
bill-expired = ⌛ Tagihan ini sudah kedaluwarsa, jangan dibayar lagi. Kalau sudah terlanjur bayar, uangnya tetap masuk ke saldomu.
bill-cancelled = ❌ Tagihan ini dibatalkan, jangan dibayar lagi. Kalau sudah terlanjur bayar, uangnya tetap masuk ke saldomu.
bill-rejected = ✋ Bukti bayar ini tidak cocok dengan uang yang masuk.
bill-not-opened = ⚠️ Kode bayarnya tidak jadi dibuat.
bill-gone = 🧾 Tagihan ini sudah tidak ada.
bill-failed = ⚠️ <b>QRIS sedang tidak bisa dipakai</b>
    Tidak ada yang perlu dibayar. Coba lagi sebentar lagi, atau hubungi { $support }.
payment-credited = ✅ <b>{ $amount } sudah masuk ke saldomu</b>
payment-of-bill = 🧾 Tagihan { $number }

admin-unmatched = 💸 <b>Uang masuk yang belum dikreditkan</b>
admin-unmatched-received = Masuk: <b>{ $amount }</b> lewat { $method }, id <code>{ $id }</code>
admin-unmatched-bill = Tagihan { $number } meminta { $amount }
unmatched-other-amount = Jumlahnya tidak sama dengan tagihannya.
unmatched-test = Penyedia pembayarannya menandai ini sebagai uji coba: belum tentu ada uang yang masuk.
unmatched-unknown-bill = Tidak ada tagihan untuk pembayaran ini.

admin-gateway-down = 🔌 <b>{ $method } sedang bermasalah</b>
    Tagihan baru memakai cara bayar berikutnya kalau ada. Tagihan yang sudah ada tetap dicek.
admin-gateway-key = 🔑 <b>{ $method } menolak kunci API kita</b>
    Cek variabel lingkungannya, lalu jalankan <code>odzreshop-bot check</code>.
admin-gateway-up = ✅ { $method } berfungsi lagi.
admin-gateway-word = ❔ { $method } memakai status yang belum kita kenal: <code>{ $word }</code>. Tagihannya tetap ditunggu.
