//! The shop's services without the bot around them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use odzreshop_bot::app::{Admins, App, Parts, ShopFile};
use odzreshop_bot::payment::{Gateway, midtrans, pakasir};
use odzreshop_bot::provider::{Client, Settings};
use odzreshop_bot::storage::{Location, Store};
use serde_json::Value;

use super::{KEY, SARI, Shop};

/// The services of one process on `store`, whose `shop.toml` is this text.
pub async fn services(shop: &Shop, store: Store, file: Arc<Mutex<String>>) -> App {
    let config = shop.config();
    let settings = Settings {
        base_url: config.provider.url.clone(),
        api_key: KEY.into(),
        requests_per_minute: 60,
        call_timeout: Duration::from_secs(5),
        redactor: config.redactor(),
    };
    let pakasir = config.pakasir.clone().map(|pakasir| {
        let (base_url, project, api_key) = (pakasir.url, pakasir.project, pakasir.api_key);
        let (requests_per_minute, redactor) = (pakasir.requests_per_minute, config.redactor());
        let settings = pakasir::Settings { base_url, project, api_key, requests_per_minute, redactor };
        Gateway::Pakasir(pakasir::Client::new(settings).unwrap())
    });
    let midtrans = config.midtrans.clone().map(|midtrans| {
        let (base_url, server_key) = (midtrans.url, midtrans.server_key);
        let (requests_per_minute, redactor) = (midtrans.requests_per_minute, config.redactor());
        let settings = midtrans::Settings { base_url, server_key, requests_per_minute, redactor };
        Gateway::Midtrans(midtrans::Client::new(settings).unwrap())
    });
    let gateways = pakasir.into_iter().chain(midtrans).collect();
    let read_shop = move |_: ShopFile, settings: &[(String, Value)]| {
        let text = file.lock().unwrap().clone();
        config.shop_source.read(&|_| Ok(text.clone()), settings).map_err(|problems| problems.to_string())
    };
    let (provider, admins) = (Client::new(settings).unwrap(), Admins::new(&[SARI], None));
    let database = Location::Sqlite(shop.folder.path().join("shop.db"));
    let parts =
        Parts { store, database, shop: config.shop, read_shop: Box::new(read_shop), clock: shop.clock(), provider, gateways, admins };
    App::new(parts).await.unwrap()
}
