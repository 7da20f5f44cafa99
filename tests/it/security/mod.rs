//! Attacks, tried on the real bot.
//!
//! | attack | tried in |
//! |---|---|
//! | forged, foreign, old and doubled callback data; a price, a SKU or an action in it | `callbacks`, `fuzz::callbacks`, `access`, `admin` |
//! | an admin's button pressed by a customer; a customer's in another's chat | `admin`, `access`, `callbacks` |
//! | an admin's username, name or group in place of their id; anonymous admins, channels, bots | `impersonation` |
//! | a payload of a deep link that means more than a category | `impersonation`, `input` |
//! | HTML, attributes, invisible and direction characters in names and in the provider's texts | `injection`, `views`, `fuzz::targets` |
//! | over-long texts, from people and from the provider | `injection`, `input`, `views` |
//! | oversized, truncated, deeply nested and invalid answers of the provider | `provider`, `injection`, the fuzz of `provider::odzreshop` |
//! | redirects and URLs in the provider's answers: the key is sent nowhere else | `injection`, `provider` |
//! | plain http beyond this machine; other schemes | `config::environment`, `provider` |
//! | deeply nested, truncated and malformed updates; SQL in texts | `fuzz::updates`, `callbacks`, `injection` |
//! | floods; groups | `access`, `groups` |
//! | the webhook: no secret, a wrong one, too much, too many | `webhook` |
//! | log injection; secrets in logs, databases and messages, also where Telegram, the provider or a person repeats them | `canaries` |

mod canaries;
mod echo;
mod impersonation;
mod injection;
