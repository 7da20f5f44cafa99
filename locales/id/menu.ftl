# Menu, bahasa, bantuan, grup.

menu-welcome = 👋 Halo! Selamat datang di <b>{ $shop }</b>.
menu-choose = Mau top up game apa?
menu-empty = Belum ada game yang bisa dibeli saat ini. Mampir lagi nanti, ya.

languages-choose = 🌐 <b>Mau pakai bahasa apa?</b>

help-intro = ❓ <b>Cara belanja di { $shop }</b>
help-steps =
    1. Buka /menu, lalu pilih game dan nominalnya. Bisa juga langsung diketik, misalnya “ml 86”.
    2. Kirim ID akun game kamu.
    3. Cek lagi semuanya, lalu ketuk <b>Beli sekarang</b>.
    4. Tunggu kabar dari kami. Statusnya bisa dilihat kapan saja di /orders.
help-support = 💬 Ada kendala? Hubungi { $support } dan sebutkan nomor pesananmu.
help-admin = 🔧 <b>Untuk admin</b>

group-link = 👋 Belanjanya di chat pribadi, ya: { $link }
group-private = 👋 Belanjanya di chat pribadi, ya. Ketuk profil bot ini, lalu kirim pesan.
group-anonymous = 👤 Hak admin melekat pada orangnya, dan pesan tadi tidak menunjukkan siapa pengirimnya. Kirim lagi atas namamu sendiri: matikan “tetap anonim” di hak adminmu, atau jangan kirim sebagai channel.
