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
unmatched-test = ⚠️ Penyedia pembayarannya menandai ini sebagai uji coba: tidak ada uang yang masuk.
unmatched-unknown-bill = Tidak ada tagihan untuk pembayaran ini.

admin-gateway-down = 🔌 <b>{ $method } sedang bermasalah</b>
    Tagihan baru memakai cara bayar berikutnya kalau ada. Tagihan yang sudah ada tetap dicek.
admin-gateway-key = 🔑 <b>{ $method } menolak akun kita</b>
    Cek kunci API-nya dengan <code>odzreshop-bot check</code>, dan di { $method } apakah QRIS sudah aktif.
admin-gateway-up = ✅ { $method } berfungsi lagi.
admin-gateway-word = ❔ { $method } memakai status yang belum kita kenal: <code>{ $word }</code>. Tagihannya tetap ditunggu.
# Tagihan: foto QR-nya, dan tombol di bawahnya.
bill-merchant = Di aplikasi bayarmu akan muncul nama <b>{ $merchant }</b>.
bill-how-to-prove = Sesudah bayar, kirim foto buktinya lewat tombol <b>Kirim bukti</b>. Admin cek dulu, lalu saldomu bertambah.
bill-picture-until = Bayar sebelum { $time }
button-bill-paid = 🔄 Sudah bayar
button-copy-amount = 📋 Salin nominal
button-send-proof = 📷 Kirim bukti
button-cancel-bill = ❌ Batalkan tagihan
toast-proof-needed = 📷 Kirim foto bukti bayarnya dulu, ya. Admin yang mengecek.
toast-proof-in-review = 🔎 Buktimu sedang dicek admin.
toast-bill-looking = 🔄 Sedang dicek.
toast-bill-paid = ✅ Tagihan ini sudah lunas.

# Isi saldo.
button-top-up = ➕ Isi saldo
button-top-up-other = ✏️ Nominal lain
top-up-choose = ➕ <b>Mau isi berapa?</b>
top-up-choose-way = 💳 <b>Isi { $amount }: mau bayar lewat apa?</b>
button-way-gateway = ⚡ QRIS, masuk otomatis
button-way-static = 🔳 QRIS toko, dicek admin
top-up-ask-amount = ✏️ <b>Mau isi berapa?</b> Ketik nominalnya, dari { $minimum } sampai { $maximum }. Contoh: <code>25000</code>, <code>25.000</code>, <code>25rb</code>
top-up-out-of-range = ✋ Sekali isi saldo dari { $minimum } sampai { $maximum }.
top-up-balance-full = ✋ Saldo paling banyak { $maximum }. Coba nominal yang lebih kecil, atau pakai dulu saldonya.
top-up-no-amount-free = ✋ Nominal itu sedang ramai dipakai. Coba nominal lain, atau coba lagi sebentar lagi.
top-up-opened = 👇 Tagihan <b>{ $number }</b> ada di bawah.
top-up-already-open = 👇 Kamu masih punya tagihan <b>{ $number }</b>. Selesaikan atau batalkan dulu yang ini.
wallet-too-little-top-up = 💳 <b>Saldo kurang</b>
    Saldo kamu { $balance }, kurang <b>{ $missing }</b>. Belum ada yang dipesan.

# Bukti bayar dari pelanggan.
proof-ask = 📷 <b>Kirim foto bukti bayarmu</b>
    Untuk tagihan { $number }, { $amount }. Tangkapan layar dari aplikasi bank atau e-wallet juga boleh.
hint-photo-only = 📷 Yang ditunggu di sini fotonya. Kirim sebagai foto, bukan teks atau file.
proof-kept = 🔎 <b>Buktimu sudah kami terima.</b>
    Admin cek dulu; begitu cocok, saldomu langsung bertambah dan kamu dikabari.
proof-too-many = ✋ Bukti untuk tagihan ini sudah cukup. Admin sedang mengeceknya. Ada yang mendesak? Hubungi { $support }.
proof-bill-paid = ✅ Tagihan ini sudah lunas, jadi tidak perlu bukti lagi.
proof-rejected-customer = ✋ <b>Bukti untuk tagihan { $number } belum bisa diterima</b>
    Alasan: { $reason }. Kalau memang sudah bayar, kirim bukti yang lain lewat <b>Kirim bukti</b>, atau hubungi { $support }.

# Bukti bayar untuk admin.
proof-title = 📷 <b>Bukti bayar</b>
proof-bill = Tagihan { $number }, diminta <b>{ $amount }</b>
proof-met = Pelanggan sejak { $time }
proof-earlier = Tagihan lain dengan bukti: { $count }, lunas: { $paid }
proof-seen = ⚠️ Foto ini pernah dikirim untuk tagihan { $number }
proof-bill-expired = ⌛ Tagihannya sudah kedaluwarsa; uang yang masuk tetap milik pelanggan.
proof-bill-cancelled = ❌ Tagihannya sudah dibatalkan; uang yang masuk tetap milik pelanggan.
proof-approved = ✅ Disetujui { $name }: { $detail }
proof-approved-first = ✅ { $name } menyetujui { $detail }; perlu satu admin lagi dengan nominal yang sama
proof-rejected = ❌ Ditolak { $name }: { $detail }
proof-credited = 💳 Masuk ke saldo: <b>{ $amount }</b>
button-proof-approve = ✅ Setujui { $amount }
button-proof-amount = ✏️ Nominal lain
button-proof-reject = ❌ Tolak
button-proof-yes = ✅ Ya, kreditkan
proof-confirm = ❓ <b>Kreditkan { $amount } ke saldo { $name }?</b> Pastikan uangnya ada di mutasi rekening.
proof-choose-reason = ❌ <b>Kenapa bukti ini ditolak?</b> Pelanggan ikut membacanya.
proof-ask-amount = ✏️ <b>Berapa yang masuk menurut mutasi rekening?</b> Contoh: <code>25137</code>, <code>25.137</code>
toast-proof-needs-second = ✅ Tercatat. Perlu satu admin lagi yang menyetujui nominal yang sama.
reject-no-money = Uangnya belum masuk
reject-other-amount = Jumlahnya tidak cocok
reject-unreadable = Fotonya tidak terbaca
reject-other-payment = Ini bukti pembayaran lain

# Pesanan yang menunggu pembayaran.
confirm-missing = 💳 Saldo kamu { $balance }, kurang <b>{ $missing }</b>. Bayar kekurangannya, lalu pesanan ini langsung diproses.
button-pay = 💳 QRIS { $amount }, langsung proses
pay-first = 🧾 Kamu masih punya tagihan <b>{ $number }</b>. Bayar atau batalkan dulu yang itu, lalu coba lagi.
cart-title = ⏳ <b>Menunggu pembayaran</b>
cart-item = <b>{ $item }</b> — { $price }
cart-waits = Begitu { $amount } masuk sebelum { $time }, pesanan ini langsung diproses. QRIS-nya ada di pesan berikutnya.
button-leave-cart = ❌ Batalkan pesanan
cart-left = 👌 <b>Pesanan ini tidak diproses.</b> Kalau tagihannya sudah dibayar, uangnya masuk ke saldomu.
cart-expired = ⌛ <b>Waktunya habis, jadi pesanan ini tidak diproses.</b> Kalau tagihannya sudah dibayar, uangnya masuk ke saldomu.
cart-by-hand = 👌 <b>Pesanan ini belum diproses.</b> Uang yang masuk bukan jumlah yang diminta, jadi admin memasukkannya ke saldomu.
payment-order-goes-on = 🚀 Pesananmu langsung diproses.
payment-order-waits = 🛒 Pesanan <b>{ $item }</b> belum diproses. Mau lanjut?
button-go-on = 🛒 Lanjutkan pesanan
cart-lapsed-cancelled = Pesanannya sudah dibatalkan, jadi uangnya tetap di saldomu.
cart-lapsed-expired = ⌛ Waktu pesanannya sudah lewat, jadi belum diproses.
cart-lapsed-not-admitted = 🔒 Akunmu belum bisa memesan, jadi pesananmu belum diproses.
cart-lapsed-gone = 😔 Item yang kamu pesan sedang tidak tersedia, jadi belum diproses.
cart-lapsed-price = 💡 Harganya naik, jadi pesananmu belum diproses.
cart-lapsed-closed = 😴 Toko sedang tutup sebentar, jadi pesananmu belum diproses.
cart-lapsed-limited = ✋ Batas pesananmu sudah tercapai, jadi belum diproses.
cart-lapsed-too-little = 💳 Saldonya belum cukup, jadi pesananmu belum diproses.
cart-go-on = <b>Mau lanjut?</b>
