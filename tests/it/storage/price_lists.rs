//! The provider's price lists, and up to which of them admins were told what changed.

use odzreshop_bot::domain::catalog::{PriceList, Service};
use odzreshop_bot::domain::money::Rupiah;
use odzreshop_bot::domain::provider::ProviderName;
use odzreshop_bot::storage::{CatalogWrite, Write};

use super::{Database, NOW, on_both};

const PROVIDER: ProviderName = ProviderName::Odzreshop;

fn list(cost: i64) -> PriceList {
    let service = Service { sku: "a".to_owned(), name: "A".to_owned(), cost: Rupiah(cost), active: true };
    PriceList { services: vec![service], skipped: Vec::new(), fetched_at: NOW }
}

async fn a_list_stays_told_until_admins_are_told_of_a_later_one(database: Database) {
    let base = database.open().await;
    let category = || "ml".to_owned();
    let save = |cost| [Write::Catalog(CatalogWrite::SavePriceList { provider: PROVIDER, category: category(), price_list: list(cost) })];
    let told = async || base.store.list_told_price_lists(PROVIDER).await.unwrap().remove("ml");
    let known = async || base.store.list_price_lists(PROVIDER).await.unwrap().remove("ml");
    assert_eq!((known().await, told().await), (None, None));
    base.commit(save(1)).await;
    assert_eq!(told().await, Some(list(1)), "of the first one there is nothing to tell");
    base.commit(save(2)).await;
    base.commit(save(3)).await;
    assert_eq!((known().await, told().await), (Some(list(3)), Some(list(1))));
    // Told of the one that was compared, although a later one is there.
    base.commit([Write::Catalog(CatalogWrite::TellPriceList { provider: PROVIDER, category: category(), price_list: list(2) })]).await;
    assert_eq!((known().await, told().await), (Some(list(3)), Some(list(2))));
}

on_both! {
    a_list_stays_told_until_admins_are_told_of_a_later_one,
}
