# Tautan ke game atau item, untuk dibagikan pelanggan.

button-share = 🔗 Bagikan
share-text = Top up { $subject } di { $shop }
