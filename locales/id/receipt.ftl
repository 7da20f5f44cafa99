# Struk yang bisa ditunjukkan ke siapa pun, dan pengecekannya.

button-receipt = 🧾 Struk
toast-receipt-coming = 🧾 Siap! Struknya segera dikirim ke sini.
receipt-title = 🧾 <b>Struk { $shop }</b>
receipt-target = Akun
receipt-delivered = Terkirim: { $time }
receipt-how = Bebas kamu teruskan. Siapa pun bisa mengecek keasliannya dengan memindai kode QR di gambar, atau lewat { $link }
receipt-none = 🧾 Struk pesanan ini belum bisa dibuat. Coba lagi sebentar lagi, ya.
receipt-picture-title = STRUK { $shop }
receipt-picture-check = Pindai kode untuk cek keaslian
receipt-genuine = ✅ <b>Struk ini asli dari { $shop }</b>
receipt-compare = Cocokkan dengan struk yang kamu terima. Kalau ada yang berbeda, gambarnya sudah diubah orang.
receipt-forged = ❌ <b>Struk ini tidak kami kenali</b>
    { $shop } tidak pernah mengeluarkan struk dengan kode ini. Jangan percaya pembayaran atau pengiriman yang hanya ditunjukkan dengan gambar ini.
