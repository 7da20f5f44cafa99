# Siapa yang boleh memesan: pelanggan yang meminta, admin yang memutuskan.

access-requested =
    👋 Halo! Selamat datang di <b>{ $shop }</b>.
    Toko ini untuk pelanggan terdaftar, jadi admin kami cek dulu akunmu; biasanya sebentar. Kami kabari begitu disetujui. Ada pertanyaan? { $support }
access-pending = ⏳ Akunmu masih menunggu persetujuan admin. Kami kabari begitu ada jawaban. Ada pertanyaan? { $support }
access-approved = 🎉 <b>Akunmu sudah disetujui!</b> Selamat belanja di { $shop }.
access-rejected = 🙏 Maaf, saat ini kami belum bisa menerima pesanan darimu. Ada pertanyaan? { $support }

admin-access-request = 🙋 <b>Ada yang mau belanja</b>
admin-person-name = Nama: <b>{ $name }</b>
admin-person-username = Username: @{ $username }
admin-person-language = Bahasa Telegram: { $code }
admin-person-id = ID: <code>{ $id }</code>
button-approve = ✅ Setujui
button-reject = 🚫 Tolak
admin-approved = ✅ <b>{ $name }</b> (<code>{ $id }</code>) sudah disetujui dan dikabari.
admin-approved-before = ✅ <b>{ $name }</b> (<code>{ $id }</code>) sudah disetujui sebelumnya.
admin-rejected = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) sudah ditolak dan dikabari.
admin-rejected-before = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) sudah ditolak sebelumnya.
