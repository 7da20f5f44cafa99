//! Prices that admins change in the chat. A change is looked at with what it does to real items before it counts, is in the history with who
//! made it, and can be taken back there. What is set here overrides `shop.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::audit::audit;
use crate::app::{AppError, Catalogs, Clock, Effects, Notifier};
use crate::domain::catalog::Catalog;
use crate::domain::locale::LocalText;
use crate::domain::markup::Markup;
use crate::domain::notification::{EndedPromo, PriceNotification};
use crate::domain::person::Person;
use crate::domain::price_preview::{DraftCheck, Preview, check, preview};
use crate::domain::price_rule::{PriceRules, Rule, RuleChange, RuleDraft, RuleKey, RuleWish, Scope, ScopeName};
use crate::domain::pricing::Pricing;
use crate::domain::shop::Shop;
use crate::storage::{BroadcastWrite, PersonWrite, PriceChange, PriceWrite, ReminderWrite, Store, Write};

/// The name of the reminder that says when admins were last told of promos that are over.
const ENDED: &str = "promos_ended";
/// How far back the first time looks.
const FIRST_LOOK_MS: i64 = 24 * 3_600_000;

/// A rule that counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRule {
    pub key: RuleKey,
    pub what: ScopeName,
    pub rule: Rule,
    /// Whether it was set in the chat and differs from `shop.toml`.
    pub differs: bool,
}

/// A draft as an admin looks at it before it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub draft: RuleDraft,
    pub what: ScopeName,
    /// What counts for the draft's key now, and what would; `None` is no rule.
    pub before: Option<Rule>,
    pub after: Option<Rule>,
    /// What `shop.toml` says, where that is not what would count.
    pub in_file: Option<Markup>,
    pub preview: Preview,
    pub check: DraftCheck,
    /// Who changed prices since the draft was begun: this was not seen then.
    pub meanwhile: Option<Person>,
}

/// What became of the wish to save a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceSaved {
    /// It counts, for every process, as soon as the effects are committed.
    Saved { what: ScopeName, after: Option<Rule>, undo: Box<RuleDraft> },
    /// It is to be looked at again.
    Again(Box<Proposal>),
}

/// What became of the wish to rename a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierRenamed {
    /// It has the new name as soon as the effects are committed.
    Renamed,
    /// Another tier has that name, or customers still have it.
    Taken,
    /// There is no such tier.
    Gone,
}

/// A change in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastChange {
    pub change: PriceChange,
    pub what: ScopeName,
    pub admin: Option<Person>,
    /// What takes it back, while the rule still is as it left it.
    pub undo: Option<RuleDraft>,
}

/// Prices.
pub struct Prices {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) notifier: Notifier,
    pub(super) catalogs: Arc<Catalogs>,
}

impl Prices {
    /// All rules that count now: promos first, then those for everybody, then those of tiers; the most general first.
    pub fn rules(&self, shop: &Arc<Shop>) -> Vec<ListedRule> {
        let catalog = self.catalogs.current(shop);
        let now = self.clock.now();
        let categories = shop.categories.iter().map(|category| (Scope::Category(category.slug.clone()), category.pricing));
        let skus = shop.pricing.sku.iter().map(|(sku, markup)| (Scope::Sku(sku.clone()), *markup));
        let of_file = std::iter::once((Scope::Shop, shop.pricing.shop)).chain(categories).chain(skus);
        let mut rules: BTreeMap<RuleKey, (Rule, bool)> =
            of_file.map(|(scope, markup)| (RuleKey { tier: None, scope, promo: false }, (Rule { markup, until: None }, false))).collect();
        for (key, rule) in shop.pricing.chat.iter().filter(|(_, rule)| rule.is_live(now)) {
            let differs = rules.get(key).is_none_or(|(of_file, _)| of_file != rule);
            rules.insert(key.clone(), (*rule, differs));
        }
        rules.retain(|key, (rule, differs)| *key == RuleKey::SHOP || *differs || *rule != Rule::default());
        let listed = |(key, (rule, differs)): (RuleKey, (Rule, bool))| ListedRule { what: named(&key.scope, &catalog), key, rule, differs };
        let mut rules: Vec<ListedRule> = rules.into_iter().map(listed).collect();
        rules.sort_by_key(|listed| !listed.key.promo);
        rules
    }

    /// A draft that leaves a rule as it is, to begin with.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn begin(&self, shop: &Shop, key: RuleKey) -> Result<RuleDraft, AppError> {
        let (chat, seen) = self.store.find_price_rules().await?;
        let rule = standing(shop, &chat, &key).unwrap_or_default();
        Ok(RuleDraft { key, wish: RuleWish::Set(rule), seen })
    }

    /// What a draft would do.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn propose(&self, shop: &Arc<Shop>, draft: RuleDraft) -> Result<Proposal, AppError> {
        let (chat, seen) = self.store.find_price_rules().await?;
        self.look_at(shop, draft, chat, seen).await
    }

    async fn look_at(&self, shop: &Arc<Shop>, draft: RuleDraft, chat: PriceRules, seen: i64) -> Result<Proposal, AppError> {
        let (now, catalog) = (self.clock.now(), self.catalogs.current(shop));
        let file = in_file(shop, &draft.key);
        let before = standing(shop, &chat, &draft.key);
        let outcome = draft.outcome(file.is_some());
        let after = outcome.or(file.map(|markup| Rule { markup, until: None })).filter(|rule| *rule != Rule::default());
        let old = Pricing { chat, ..shop.pricing.clone() };
        let new = Pricing { chat: old.chat.with(&draft.key, outcome, now), ..shop.pricing.clone() };
        let preview = preview(&catalog, &old, &new, &draft.key, now);
        let check = check(&draft, &preview, before, after, now);
        let meanwhile = if draft.seen < seen { self.last_changer().await? } else { None };
        let what = named(&draft.key.scope, &catalog);
        let in_file = file.filter(|markup| Some(*markup) != after.map(|rule| rule.markup));
        let draft = RuleDraft { seen, ..draft };
        Ok(Proposal { draft, what, before, after, in_file, preview, check, meanwhile })
    }

    /// Saves a draft, unless it may not be saved or prices were changed since it was begun. The right to do it is the caller's to check.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn save(&self, shop: &Arc<Shop>, admin: i64, draft: RuleDraft, effects: &mut Effects) -> Result<PriceSaved, AppError> {
        let (chat, seen) = self.store.find_price_rules().await?;
        let proposal = self.look_at(shop, draft, chat.clone(), seen).await?;
        if proposal.meanwhile.is_some() || proposal.check != DraftCheck::Allowed {
            return Ok(PriceSaved::Again(Box::new(proposal)));
        }
        // A promo that is over is left out of what is saved.
        self.report_ended(shop, &chat, effects).await?;
        let Proposal { draft, what, after, .. } = proposal;
        let (now, version) = (self.clock.now(), seen + 1);
        let outcome = draft.outcome(in_file(shop, &draft.key).is_some());
        let change = RuleChange { key: draft.key.clone(), before: chat.get(&draft.key).copied(), after: outcome };
        let (rules, undo) = (chat.with(&draft.key, outcome, now), undo(&change, version));
        let detail = format!("{} -> {}", in_words(change.before), in_words(change.after));
        effects.push(Write::Price(PriceWrite::Change { change: PriceChange { version, admin, at: now, change }, rules }));
        effects.push(audit(admin, "price", subject(&draft.key), detail, now));
        Ok(PriceSaved::Saved { what, after, undo: Box::new(undo) })
    }

    /// Gives a tier another name: its rules, its customers, and a broadcast to them that runs. The right to do it is the caller's to check.
    ///
    /// # Errors
    /// When the database cannot be read. The commit conflicts when prices were changed at the same time.
    pub async fn rename_tier(&self, admin: i64, from: &str, to: &str, effects: &mut Effects) -> Result<TierRenamed, AppError> {
        let (now, (chat, mut version)) = (self.clock.now(), self.store.find_price_rules().await?);
        let tiers = chat.tiers(now);
        if !tiers.contains(&from) {
            return Ok(TierRenamed::Gone);
        }
        let is_another = |tier: &&str| *tier != from && tier.to_lowercase() == to.to_lowercase();
        if from == to || tiers.iter().any(is_another) || self.store.count_of_tier(to).await? > 0 {
            return Ok(TierRenamed::Taken);
        }
        let mut rules = chat.clone();
        for (key, rule) in chat.iter().filter(|(key, rule)| key.tier.as_deref() == Some(from) && rule.is_live(now)) {
            let renamed = RuleKey { tier: Some(to.to_owned()), ..key.clone() };
            let removed = RuleChange { key: key.clone(), before: Some(*rule), after: None };
            for change in [removed, RuleChange { key: renamed, before: None, after: Some(*rule) }] {
                version += 1;
                rules = rules.with(&change.key, change.after, now);
                let change = PriceChange { version, admin, at: now, change };
                effects.push(Write::Price(PriceWrite::Change { change, rules: rules.clone() }));
            }
        }
        let (from, to) = (from.to_owned(), to.to_owned());
        effects.push(audit(admin, "rename_tier", to.clone(), format!("{from} -> {to}"), now));
        effects.push(Write::Person(PersonWrite::RenameTier { from: from.clone(), to: to.clone() }));
        effects.push(Write::Broadcast(BroadcastWrite::RenameTier { from, to }));
        Ok(TierRenamed::Renamed)
    }

    /// Tells admins of promos that are over, once.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn tell_ended(&self, shop: &Arc<Shop>) -> Result<(), AppError> {
        let mut effects = Effects::new();
        self.report_ended(shop, &shop.pricing.chat, &mut effects).await?;
        if !effects.is_empty() {
            self.store.commit(effects).await?;
        }
        Ok(())
    }

    async fn report_ended(&self, shop: &Arc<Shop>, chat: &PriceRules, effects: &mut Effects) -> Result<(), AppError> {
        let now = self.clock.now();
        if chat.iter().all(|(_, rule)| rule.is_live(now)) {
            return Ok(());
        }
        let since = self.store.find_reminder(ENDED).await?.unwrap_or_else(|| now.plus_ms(-FIRST_LOOK_MS));
        let is_news = |rule: &Rule| rule.until.is_some_and(|until| since < until && until <= now);
        let catalog = self.catalogs.current(shop);
        let ended = chat.iter().filter(|(_, rule)| is_news(rule));
        let ended = ended.map(|(key, rule)| EndedPromo { key: key.clone(), what: named(&key.scope, &catalog), rule: *rule });
        let promos: Vec<EndedPromo> = ended.collect();
        if !promos.is_empty() {
            effects.push(Write::Reminder(ReminderWrite::Sent { name: ENDED.into(), now }));
            effects.extend(self.notifier.to_admins(&PriceNotification::PromosEnded { promos }.into()));
        }
        Ok(())
    }

    /// A page of the history, newest first, and how many changes there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn history(&self, shop: &Arc<Shop>, page: usize, per_page: usize) -> Result<(Vec<PastChange>, usize), AppError> {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let catalog = self.catalogs.current(shop);
        let (chat, seen) = self.store.find_price_rules().await?;
        let (changes, count) = self.store.list_price_changes(number(per_page), number(page.saturating_mul(per_page))).await?;
        let mut past = Vec::with_capacity(changes.len());
        for change in changes {
            let RuleChange { key, after, .. } = &change.change;
            let undo = (chat.get(key) == after.as_ref()).then(|| undo(&change.change, seen));
            let (what, admin) = (named(&key.scope, &catalog), self.store.find_person(change.admin).await?);
            past.push(PastChange { change, what, admin, undo });
        }
        Ok((past, usize::try_from(count).unwrap_or(0)))
    }

    async fn last_changer(&self) -> Result<Option<Person>, AppError> {
        let (changes, _) = self.store.list_price_changes(1, 0).await?;
        let Some(change) = changes.into_iter().next() else { return Ok(None) };
        let person = self.store.find_person(change.admin).await?;
        Ok(Some(person.unwrap_or_else(|| Person { id: change.admin, ..Person::default() })))
    }
}

/// What `shop.toml` says for a key, if it says anything.
fn in_file(shop: &Shop, key: &RuleKey) -> Option<Markup> {
    let of_category = |slug: &str| shop.categories.iter().find(|category| category.slug == slug).map(|category| category.pricing);
    shop.pricing.of_file(key, of_category).filter(|markup| *markup != Markup::default())
}

/// What counts for a key, if anything does.
fn standing(shop: &Shop, chat: &PriceRules, key: &RuleKey) -> Option<Rule> {
    let of_file = || in_file(shop, key).map(|markup| Rule { markup, until: None });
    chat.get(key).copied().or_else(of_file).filter(|rule| *rule != Rule::default())
}

/// The draft that takes a change back.
fn undo(change: &RuleChange, seen: i64) -> RuleDraft {
    RuleDraft { key: change.key.clone(), wish: change.before.map_or(RuleWish::AsFile, RuleWish::Set), seen }
}

/// What a rule is for, by its name.
fn named(scope: &Scope, catalog: &Catalog) -> ScopeName {
    match scope {
        Scope::Shop => ScopeName::Shop,
        Scope::Category(slug) => match catalog.categories.iter().find(|category| category.slug == *slug) {
            Some(category) => ScopeName::Category { emoji: category.emoji.clone(), name: category.name.clone() },
            None => ScopeName::Category { emoji: String::new(), name: LocalText::Plain(slug.clone()) },
        },
        Scope::Sku(sku) => {
            let services = catalog.price_lists.values().flat_map(|price_list| &price_list.services);
            let name = services.into_iter().find(|service| service.sku == *sku).map(|service| &service.name);
            ScopeName::Item(name.filter(|name| !name.trim().is_empty()).unwrap_or(sku).clone())
        }
    }
}

/// A key in one word, for the audit log.
fn subject(key: &RuleKey) -> String {
    let scope = match &key.scope {
        Scope::Shop => "shop".to_owned(),
        Scope::Category(slug) => format!("category:{slug}"),
        Scope::Sku(sku) => format!("sku:{sku}"),
    };
    let promo = if key.promo { "promo:" } else { "" };
    key.tier.as_ref().map_or_else(|| format!("{promo}{scope}"), |tier| format!("{promo}{scope}@{tier}"))
}

/// A rule for the audit log: `percent=250 flat=500`, in hundredths of a percent, rupiah and milliseconds.
fn in_words(rule: Option<Rule>) -> String {
    let Some(Rule { markup, until }) = rule else { return "as in shop.toml".to_owned() };
    let values = [
        ("percent", markup.percent.map(|points| points.0)),
        ("flat", markup.flat.map(|amount| amount.0)),
        ("round_up_to", markup.round_up_to.map(|amount| amount.0)),
        ("until", until.map(|until| until.0)),
    ];
    let values: Vec<String> = values.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect();
    if values.is_empty() { "nothing".to_owned() } else { values.join(" ") }
}
