# Perintah /reload, untuk admin.

command-reload = Muat ulang pengaturan toko
help-reload = /reload – baca ulang shop.toml tanpa mematikan bot

reload-done = ✅ Pengaturan toko sudah dimuat ulang.
reload-problems = ⚠️ <b>Pengaturan baru belum bisa dipakai.</b> Yang lama tetap berlaku. Perbaiki dulu:
