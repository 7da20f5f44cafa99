# Receipts that customers show to anybody, and their check.

button-receipt = 🧾 Receipt picture
toast-receipt-coming = 🧾 Your receipt is on its way.
receipt-title = 🧾 <b>{ $shop } receipt</b>
receipt-target = Account
receipt-delivered = Delivered: { $time }
receipt-how = Feel free to forward it. Anybody can check that it is genuine by scanning the QR code in the picture, or here: { $link }
receipt-none = 🧾 The receipt for this order can't be made yet. Try again in a moment.
receipt-picture-title = { $shop } RECEIPT
receipt-picture-check = Scan the code to check this receipt
receipt-genuine = ✅ <b>This is a genuine receipt from { $shop }</b>
receipt-compare = Compare it with the receipt you were shown. If anything differs, the picture was changed.
receipt-forged = ❌ <b>We don't know this receipt</b>
    { $shop } never issued a receipt with this code. Don't trust a payment or delivery that is shown only by this picture.
