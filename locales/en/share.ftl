# Links to a game or an item that customers pass on.

button-share = 🔗 Share
share-text = Top up { $subject } at { $shop }
