# Pesanan, untuk admin.

button-admin-orders = 📦 Pesanan
admin-orders-title = 📦 <b>Pesanan: { $list }</b>
admin-orders-all = Semua
admin-orders-open = Berjalan
admin-orders-uncertain = Belum jelas
admin-orders-failed = Gagal
admin-orders-none = Tidak ada pesanan di sini.
admin-orders-page = Halaman { $page }
admin-orders-which = 🤔 Daftar itu tidak ada. Yang ada: <code>/orders all</code>, <code>open</code>, <code>uncertain</code>, atau <code>failed</code>. Atau pilih di bawah.
button-ask-provider = 🔎 Tanya provider
toast-asking-provider = ⏳ Ditanyakan ke provider. Jawabannya menyusul di sini.
button-back-to-list = ⬅️ Daftar
button-back-to-search = ⬅️ Hasil pencarian
button-back-to-order = ⬅️ Pesanan

button-admin-order = 📦 Pesanan

admin-resolved-ended = 🏁 <b>Pesanan yang kamu putuskan sudah selesai</b>
