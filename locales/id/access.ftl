# Siapa yang boleh memesan: pelanggan yang meminta, admin yang memutuskan.

access-requested =
    👋 Halo! Selamat datang di <b>{ $shop }</b>.
    Toko ini untuk pelanggan terdaftar, jadi admin kami cek dulu akunmu; biasanya sebentar. Kami kabari begitu disetujui. Ada pertanyaan? { $support }
access-pending = ⏳ Akunmu masih menunggu persetujuan admin. Kami kabari begitu ada jawaban. Ada pertanyaan? { $support }
access-approved = 🎉 <b>Akunmu sudah disetujui!</b> Selamat belanja di { $shop }.
access-unattended = 🙏 Toko ini belum bisa menerima pelanggan baru lewat bot. Permintaanmu kami simpan; hubungi { $support } supaya cepat dibantu.
access-reopened = 🔁 Admin kami masih mengecek akunmu sekali lagi. Maaf menunggu; kami kabari begitu selesai. Ada pertanyaan? { $support }
access-blocked = 🙏 Maaf, toko ini tidak bisa melayani akunmu lagi. Pesanan yang sedang berjalan tetap kami selesaikan dan kabari. Ada pertanyaan? { $support }
access-unblocked = 🤝 <b>Akunmu tidak diblokir lagi.</b> Maaf kalau sempat merepotkan. Ada pertanyaan? { $support }
access-rejected = 🙏 Maaf, saat ini kami belum bisa menerima pesanan darimu. Ada pertanyaan? { $support }

admin-access-request = 🙋 <b>Ada yang mau belanja</b>
admin-access-takes-no-money = ⚠️ Bot ini tidak menagih uang: setiap pesanannya dibayar dari saldomu di provider. Setujui hanya yang kamu percaya akan membayarmu.
admin-person-name = Nama: <b>{ $name }</b>
admin-person-username = Username: @{ $username }
admin-person-language = Bahasa Telegram: { $code }
admin-person-id = ID: <code>{ $id }</code>
button-approve = ✅ Setujui
button-reject = 🚫 Tolak
admin-approved = ✅ <b>{ $name }</b> disetujui oleh <b>{ $admin }</b> ({ $time }) dan sudah dikabari.
admin-approved-before = ✅ <b>{ $name }</b> sudah disetujui sebelumnya.
admin-rejected = 🚫 <b>{ $name }</b> ditolak oleh <b>{ $admin }</b> ({ $time }) dan sudah dikabari.
admin-rejected-before = 🚫 <b>{ $name }</b> sudah ditolak sebelumnya.
admin-blocked = 🚫 <b>{ $name }</b> diblokir oleh <b>{ $admin }</b> ({ $time }). Pesanannya yang masih berjalan tetap dilanjutkan.
admin-blocked-before = 🚫 <b>{ $name }</b> sudah diblokir sebelumnya.
admin-access-reason = Alasan: { $reason }
button-undo = ↩️ Batalkan keputusan
button-customer = 👤 Pelanggan

pending-title = ⏳ <b>Menunggu persetujuan</b>
pending-none = ☕ Tidak ada yang menunggu persetujuan.
pending-since = Menunggu sejak { $time }

button-block = 🚫 Blokir
button-unblock = ♻️ Buka blokir
block-ask-reason = 🚫 <b>Kenapa diblokir?</b> Pilih alasannya, atau ketik sendiri. Hanya admin yang membacanya.
block-reason-fraud = Penipuan atau bukti bayar palsu
block-reason-unpaid = Belum membayar
block-reason-rude = Spam atau kata-kata kasar
block-reason-own-wish = Permintaan pelanggan sendiri
block-confirm = ❓ <b>Blokir pelanggan ini?</b> Pesanan baru tidak diterima lagi; yang masih berjalan tetap diselesaikan. Pelanggan dikabari tanpa alasannya.
    Alasan: { $reason }
button-block-confirm = ✅ Ya, blokir

customers-title = 👥 <b>Pelanggan: { $count }</b>, yang terbaru di atas
customers-find = Cari dengan <code>/find</code> dan ID, @username, atau sebagian nama.
