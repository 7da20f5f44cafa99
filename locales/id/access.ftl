# Pintu masuk pelanggan.

access-asked =
    👋 Halo! Selamat datang di <b>{ $shop }</b>.
    Toko ini untuk pelanggan terdaftar, jadi admin kami cek dulu akunmu; biasanya sebentar. Kami kabari begitu disetujui. Ada pertanyaan? { $support }
access-waiting = ⏳ Akunmu masih menunggu persetujuan admin. Kami kabari begitu ada jawaban. Ada pertanyaan? { $support }
access-admitted = 🎉 <b>Akunmu sudah disetujui!</b> Selamat belanja di { $shop }.
access-refused = 🙏 Maaf, saat ini kami belum bisa menerima pesanan darimu. Ada pertanyaan? { $support }

admin-access-request = 🙋 <b>Ada yang mau belanja</b>
admin-person-name = Nama: <b>{ $name }</b>
admin-person-username = Username: @{ $username }
admin-person-language = Bahasa Telegram: { $code }
admin-person-id = ID: <code>{ $id }</code>
button-admit = ✅ Setujui
button-refuse = 🚫 Tolak
admin-admitted = ✅ <b>{ $name }</b> (<code>{ $id }</code>) sudah disetujui dan dikabari.
admin-admitted-before = ✅ <b>{ $name }</b> (<code>{ $id }</code>) sudah disetujui sebelumnya.
admin-refused = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) sudah ditolak dan dikabari.
admin-refused-before = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) sudah ditolak sebelumnya.
