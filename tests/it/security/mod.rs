//! Attacks, tried on the real bot.
//!
//! | attack | tried in |
//! |---|---|
//! | forged, foreign, old and doubled callback data; a price, a SKU or an action in it | `presses`, `fuzz::presses`, `access`, `admin` |
//! | an admin's button pressed by a customer; a customer's in another's chat | `admin`, `access`, `presses` |
//! | an admin's username, name or group in place of their id; anonymous admins, channels, bots | `impersonation` |
//! | a payload of a deep link that means more than a category | `impersonation`, `input` |
//! | HTML, attributes, invisible and turning characters in names and in the provider's words | `injection`, `views`, `fuzz::targets` |
//! | over-long texts, from people and from the provider | `injection`, `input`, `views` |
//! | oversized, truncated, deep and odd answers of the provider | `provider`, `injection`, the fuzz of `provider::odzreshop` |
//! | redirects, addresses in the provider's words: the key goes nowhere | `injection`, `provider` |
//! | plain http beyond this machine; other schemes | `config::environment`, `provider` |
//! | deep, cut and bent updates; SQL in texts | `fuzz::updates`, `presses`, `injection` |
//! | floods; groups | `access`, `groups` |
//! | the webhook: no secret, a wrong one, too much, too many | `webhook` |
//! | log injection; secrets in logs, databases and messages, also where Telegram, the provider or a person repeats them | `canaries` |

mod canaries;
mod echo;
mod impersonation;
mod injection;
