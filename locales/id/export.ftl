# Ekspor ke CSV dan XLSX (📤), untuk admin.

button-admin-export = 📤 Ekspor
button-export = ⬅️ Ekspor
export-choose = 📤 <b>Mau ekspor apa?</b>
    File-nya dikirim ke sini, dalam CSV atau XLSX (Excel).
export-orders = 📦 Pesanan
export-transfers = 💸 Mutasi saldo pelanggan
export-audit = 🧾 Catatan audit
export-title = 📤 <b>{ $what }</b>
    { $days }
export-rows = { $rows } baris
export-form = Pilih formatnya:
export-none = Tidak ada data di tanggal ini.
export-progress = ⏳ Menyiapkan ekspor: { $percent }% ({ $done } dari { $total } baris)
export-progress-done = ✅ Ekspor siap: { $total } baris. File-nya sedang dikirim.
export-too-large = ⚠️ Data satu hari itu terlalu besar untuk dikirim lewat Telegram (maksimal 50 MB). Coba XLSX, atau pakai perintah <code>odzreshop-bot export</code> di server.
export-failed = ⚠️ Ekspor gagal dibuat di server. Penyebabnya ada di log; coba lagi setelah diperbaiki.
toast-export-coming = Siap! File-nya segera dikirim ke sini.
export-orders-columns = Nomor | Dibuat | Selesai | Status | Kategori | Item | SKU | Target | ID pelanggan | Nama | Username | Harga | Modal | Dibayar dari | Invoice | SN | Alasan
export-transfers-columns = ID | Waktu | Jenis | Debit | Kredit | Jumlah | ID pelanggan | Nama | Pesanan | Admin | Alasan
export-audit-columns = Waktu | ID admin | Nama | Tindakan | Objek | Keterangan
