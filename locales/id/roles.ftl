# Peran orang yang mengurus toko.

button-admin-roles = 👮 Peran
button-role = 👮 Peran
button-roles = ⬅️ Daftar peran
button-role-add = ➕ Tambah orang
button-role-take = ➖ Cabut perannya
button-role-confirm = ✅ Ya, berikan
button-role-confirm-take = ✅ Ya, cabut
role-owner = Pemilik
role-admin = Admin
role-support = Support
role-owner-may = Boleh semuanya.
role-admin-may = Boleh semuanya, kecuali mengatur peran.
role-support-may = Boleh melihat pesanan, tagihan, dan pelanggan, lalu membalas pesan mereka. Tidak memutuskan apa pun, dan tidak melihat modal atau saldo provider.
roles-title = 👮 <b>Yang mengurus toko</b>
roles-line = { $role } — { $name } (<code>{ $id }</code>)
roles-ask-person = ✏️ <b>Siapa yang diberi peran?</b>
    Kirim ID angkanya atau @username-nya. @username hanya dikenal kalau orangnya sudah pernah menulis ke bot ini.
roles-nobody = 🤷 Bot ini belum mengenal <code>{ $text }</code>. Minta orangnya menekan START dulu, atau kirim ID angkanya.
roles-several = 🤷 <code>{ $text }</code> pernah dipakai lebih dari satu orang. Kirim ID angkanya.
role-choose = 👮 <b>Perannya apa?</b>
role-now = Sekarang: <b>{ $role }</b>
role-none = Sekarang: tanpa peran
role-fixed = Pemilik dari ADMIN_IDS. Hanya bisa diubah di server.
role-unmet = ⚠️ Orang ini belum pernah menulis ke bot ini. Pastikan ID-nya benar.
role-confirm = ❓ <b>Jadikan { $name } { $role }?</b>
    { $may }
role-confirm-take = ❓ <b>Cabut peran { $name }?</b>
    Menu dan tombol adminnya langsung tidak berlaku.
role-given = 👌 { $name } sekarang <b>{ $role }</b>.
role-taken = 👌 Peran { $name } sudah dicabut.
role-given-to-you = 👮 <b>Kamu sekarang { $role } di { $shop }.</b>
    { $may }
role-taken-from-you = 👮 Peranmu di { $shop } sudah dicabut. Kamu tetap bisa belanja seperti biasa.
toast-role-fixed = 🔒 Peran ini hanya bisa diubah di server.
toast-no-right = 🔒 Peranmu tidak mencakup ini.
admin-order-price = Harga jual: { $price }
