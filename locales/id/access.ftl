# Pintu masuk pelanggan.

access-asked =
    👋 Halo! Selamat datang di <b>{ $shop }</b>.
    Permintaanmu sudah kami teruskan ke admin. Kami kabari begitu disetujui. Pertanyaan? { $support }
access-waiting = ⏳ Permintaanmu masih menunggu persetujuan admin. Kami kabari begitu ada jawaban. Pertanyaan? { $support }
access-admitted = 🎉 <b>Kamu sudah disetujui!</b> Selamat belanja di { $shop }.
access-refused = 🙏 Maaf, saat ini kami belum bisa menerima pesanan darimu. Pertanyaan? { $support }

admin-access-request = 🙋 <b>Ada yang mau belanja</b>
admin-person-name = Nama: <b>{ $name }</b>
admin-person-username = Username: @{ $username }
admin-person-language = Bahasa Telegram: { $code }
admin-person-id = ID: <code>{ $id }</code>
button-admit = ✅ Terima
button-refuse = 🚫 Tolak
admin-admitted = ✅ <b>{ $name }</b> (<code>{ $id }</code>) sudah diterima dan dikabari.
admin-admitted-before = ✅ <b>{ $name }</b> (<code>{ $id }</code>) sudah diterima sebelumnya.
admin-refused = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) ditolak dan dikabari.
admin-refused-before = 🚫 <b>{ $name }</b> (<code>{ $id }</code>) sudah ditolak sebelumnya.
