# Perintah /today, untuk admin.

command-today = Ringkasan hari ini
help-today = /today – ringkasan hari ini: pesanan, omzet, modal, dan margin

today-title = 📊 <b>Ringkasan hari ini</b>
    Sejak { $since }
today-delivered = ✅ Berhasil: <b>{ $count }</b>
today-failed = ❌ Gagal atau dibatalkan: <b>{ $count }</b>
today-open = ⏳ Masih berjalan: <b>{ $count }</b>
today-money = 💰 <b>Dari pesanan yang berhasil</b>
today-turnover = Omzet: <b>{ $amount }</b>
today-cost = Modal: { $amount }
today-margin = Margin: <b>{ $amount }</b>
