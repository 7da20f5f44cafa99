# Pengumuman ke banyak pelanggan.

command-broadcast = Kirim pengumuman ke pelanggan
help-broadcast = /broadcast – kirim pengumuman ke banyak pelanggan sekaligus
button-admin-broadcast = 📣 Pengumuman
broadcast-ask = 📣 <b>Mau mengumumkan apa?</b>
    Kirim teksnya, atau satu foto dengan keterangan, dalam bahasa Indonesia.
broadcast-too-long = ⚠️ Terlalu panjang: paling banyak { $max } karakter.
broadcast-ask-english = 🌐 <b>Ada versi bahasa Inggrisnya?</b>
    Kirim teksnya untuk pelanggan yang memakai bahasa Inggris, atau pakai teks yang sama untuk semua.
button-broadcast-same = ➡️ Sama untuk semua
broadcast-choose = 👆 <b>Persis seperti itu yang dilihat pelanggan.</b> Dikirim ke siapa?
broadcast-same-for-all = Pelanggan berbahasa Inggris juga menerima teks ini.
broadcast-to-all = 👥 Semua pelanggan
broadcast-to-recent = 🛒 Belanja 30 hari terakhir
broadcast-to-balance = 👛 Punya saldo
broadcast-to-tier = 🏷 Tier { $tier }
broadcast-confirm = ❓ <b>Kirim ke { $count } pelanggan?</b>
    { $to }
broadcast-nobody = 🤷 Tidak ada pelanggan di kelompok ini.
    { $to }
button-broadcast-start = ✅ Ya, kirim
broadcast-started = 📣 <b>Mulai dikirim.</b> Perkembangannya terlihat di bawah ini.
broadcast-running = 📣 <b>Pengumuman sedang dikirim</b>
broadcast-stopped = ⏹ <b>Pengumuman dihentikan</b>
broadcast-done = ✅ <b>Pengumuman selesai dikirim</b>
broadcast-gone = 📣 Pengumuman ini sudah tidak ada.
broadcast-sent = Terkirim: <b>{ $sent }</b> dari { $total }
broadcast-lost = Tidak sampai (bot diblokir): { $count }
button-broadcast-stop = ⏹ Hentikan
toast-broadcast-busy = ⏳ Masih ada pengumuman lain yang sedang dikirim.
broadcast-unwanted = 🔕 { $count } pelanggan lain tidak mau menerima pengumuman.
button-broadcast-opt-out = 🔕 Jangan kirimi pengumuman lagi
button-broadcast-opt-in = 🔔 Kirimi pengumuman lagi
broadcasts-unwanted = 🔕 <b>Oke, tidak ada pengumuman lagi.</b> Kabar soal pesananmu tetap kami kirim. Berubah pikiran? Tombolnya juga ada di /help.
broadcasts-wanted = 🔔 <b>Siap!</b> Promo dan pengumuman kami kirim lagi.
