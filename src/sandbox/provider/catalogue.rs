//! What the simulated provider sells: categories and their SKUs, changeable while it runs.

use super::options::Unknown;

/// A SKU on the provider's list.
#[derive(Clone, Debug)]
pub(super) struct Sku {
    /// The code that orders name, e.g. `ml-86`.
    pub(super) code: String,
    /// The name on the list, e.g. `Mobile Legends 86 Diamonds`.
    pub(super) name: String,
    /// Rupiah.
    pub(super) price: i64,
    /// Inactive SKUs stay on the list and can't be ordered.
    pub(super) active: bool,
}

#[derive(Debug)]
pub(super) struct Category {
    slug: String,
    pub(super) name: String,
    pub(super) skus: Vec<Sku>,
}

impl Category {
    pub(super) fn add(&mut self, code: &str, name: &str, price: i64) {
        self.skus.push(Sku { code: code.to_owned(), name: name.to_owned(), price, active: true });
    }

    /// The brand as resellers write it: `Mobile Legends` is `MOBILELEGENDS`.
    pub(super) fn brand(&self) -> String {
        self.name.to_uppercase().replace(' ', "")
    }
}

#[derive(Debug, Default)]
pub(super) struct Catalogue(Vec<Category>);

impl Catalogue {
    /// Adds a category, or renames the one that has this slug.
    pub(super) fn add_category(&mut self, slug: &str, name: &str) -> &mut Category {
        let known = self.0.iter().position(|category| category.slug == slug);
        let at = known.unwrap_or_else(|| {
            self.0.push(Category { slug: slug.to_owned(), name: String::new(), skus: Vec::new() });
            self.0.len() - 1
        });
        let category = &mut self.0[at];
        category.name = name.to_owned();
        category
    }

    pub(super) fn add_sku(&mut self, slug: &str, code: &str, name: &str, price: i64) -> Result<(), Unknown> {
        let mut categories = self.0.iter_mut();
        let category = categories.find(|category| category.slug == slug).ok_or_else(|| Unknown(slug.to_owned()))?;
        category.add(code, name, price);
        Ok(())
    }

    pub(super) fn remove_sku(&mut self, code: &str) -> Result<(), Unknown> {
        for category in &mut self.0 {
            if let Some(at) = category.skus.iter().position(|sku| sku.code == code) {
                category.skus.remove(at);
                return Ok(());
            }
        }
        Err(Unknown(code.to_owned()))
    }

    pub(super) fn category(&self, slug: &str) -> Option<&Category> {
        self.0.iter().find(|category| category.slug == slug)
    }

    pub(super) fn sku(&self, code: &str) -> Option<&Sku> {
        let mut skus = self.0.iter().flat_map(|category| &category.skus);
        skus.find(|sku| sku.code == code)
    }

    pub(super) fn skus_mut(&mut self) -> impl Iterator<Item = &mut Sku> {
        self.0.iter_mut().flat_map(|category| &mut category.skus)
    }

    pub(super) fn sku_mut(&mut self, code: &str) -> Result<&mut Sku, Unknown> {
        let mut skus = self.skus_mut();
        skus.find(|sku| sku.code == code).ok_or_else(|| Unknown(code.to_owned()))
    }
}
