# Exports to CSV and XLSX (📤), for admins.

button-admin-export = 📤 Export
button-export = ⬅️ Export
export-choose = 📤 <b>What do you want to export?</b>
    The file comes here, as CSV or XLSX (Excel).
export-orders = 📦 Orders
export-transfers = 💸 Customers' transfers
export-audit = 🧾 Audit log
export-title = 📤 <b>{ $what }</b>
    { $days }
export-rows = { $rows } rows
export-form = Choose a format:
export-none = There is nothing on these days.
export-progress = ⏳ Preparing the export: { $percent }% ({ $done } of { $total } rows)
export-progress-done = ✅ The export is ready: { $total } rows. The file is on its way.
export-too-large = ⚠️ One day is too large for Telegram (at most 50 MB). Try XLSX, or run <code>odzreshop-bot export</code> on the server.
export-failed = ⚠️ The export could not be made on the server. The log says why; try again when that is fixed.
toast-export-coming = Okay! The file will be here in a moment.
export-orders-columns = Number | Created | Ended | State | Category | Item | SKU | Target | Customer ID | Name | Username | Price | Cost | Paid from | Invoice | SN | Reason
export-transfers-columns = ID | Time | Kind | Debit | Credit | Amount | Customer ID | Name | Order | Admin | Reason
export-audit-columns = Time | Admin ID | Name | Action | Subject | Detail
