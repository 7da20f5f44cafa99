//! The ledger: accounts and transfers. The database itself refuses an overdraft, a second transfer of the same id, a wrong pair of accounts,
//! and any change or deletion; here that becomes a conflict for the caller.

use crate::domain::money::Rupiah;
use crate::domain::order::OrderId;
use crate::domain::time::Millis;
use crate::domain::wallet::{Account, Balance, Transfer, TransferKind};
use crate::storage::connection::Connection;
use crate::storage::sql::{self, Pool};
use crate::storage::{CommitError, ReadError, Reader, from_word};

/// What can be written to the ledger.
#[derive(Clone, Debug)]
pub enum LedgerWrite {
    /// Money moves. Conflict with `the transfer` when this has happened before, with `the balance` when there is too little.
    Transfer(Transfer),
}

impl LedgerWrite {
    pub(super) async fn apply(&self, db: &mut Connection) -> Result<(), CommitError> {
        let Self::Transfer(transfer) = self;
        open_accounts(db, [transfer.debit, transfer.credit]).await?;
        add(db, transfer).await
    }
}

/// A line of a customer's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferLine {
    pub kind: TransferKind,
    pub amount: Rupiah,
    /// The number of the order, the bill or the payout that it belongs to.
    pub number: Option<String>,
    /// An admin's reason.
    pub reason: Option<String>,
    pub at: Millis,
    /// What the customer could spend afterwards.
    pub available: Rupiah,
}

/// An account whose sums are not those of its transfers or orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub account: String,
    /// What stands on the account: credits less debits.
    pub stands: Rupiah,
    /// What it should be.
    pub should_be: Rupiah,
}

impl Reader {
    /// A customer's balance.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_balance(&self, user_id: i64) -> Result<Balance, ReadError> {
        const SQL: &str = "SELECT id, credits - debits FROM accounts WHERE id IN ($1, $2)";
        let (wallet, held) = (Account::Wallet(user_id).id(), Account::Held(user_id).id());
        let rows: Vec<(String, i64)> = sql::query(SQL).bind(&wallet).bind(&held).fetch_all(&self.pool).await?;
        let of = |account: &str| Rupiah(rows.iter().find(|(id, _)| id == account).map_or(0, |(_, balance)| *balance));
        Ok(Balance { available: of(&wallet), held: of(&held) })
    }

    /// A page of a customer's transfers, newest first, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_transfers(&self, user_id: i64, limit: i64, offset: i64) -> Result<(Vec<TransferLine>, i64), ReadError> {
        // The sign is that of `TransferKind::sign`: what changes the wallet. A line's balance is today's without what came after it, so
        // that only the newer lines are read.
        const SQL: &str = "SELECT page.kind, page.amount, COALESCE(orders.number, bills.number, payouts.number), page.reason, page.at, available \
             FROM (SELECT newest.*, CAST(credits - debits - COALESCE(SUM(CASE WHEN credit = $1 THEN amount WHEN debit = $1 THEN -amount ELSE 0 END) \
                  OVER (ORDER BY at DESC, newest.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) AS available \
                FROM (SELECT * FROM transfers WHERE user_id = $2 ORDER BY at DESC, id DESC LIMIT $3) AS newest \
                JOIN accounts ON accounts.id = $1 ORDER BY at DESC, newest.id DESC LIMIT $4 OFFSET $5) AS page \
             LEFT JOIN orders ON orders.id = page.order_id LEFT JOIN payments ON payments.transfer = page.id \
             LEFT JOIN bills ON bills.id = payments.bill_id LEFT JOIN payouts ON payouts.transfer = COALESCE(page.parent, page.id) \
             ORDER BY page.at DESC, page.id DESC";
        type Row = (String, i64, Option<String>, Option<String>, i64, i64);
        let query =
            sql::query(SQL).bind(Account::Wallet(user_id).id()).bind(user_id).bind(offset.saturating_add(limit)).bind(limit).bind(offset);
        let rows: Vec<Row> = query.fetch_all(&self.pool).await?;
        let (count,) = sql::query("SELECT COUNT(*) FROM transfers WHERE user_id = $1").bind(user_id).fetch_one(&self.pool).await?;
        let line = |(kind, amount, number, reason, at, available): Row| {
            let kind = from_word("transfers", &kind, &kind)?;
            Ok(TransferLine { kind, amount: Rupiah(amount), number, reason, at: Millis(at), available: Rupiah(available) })
        };
        Ok((rows.into_iter().map(line).collect::<Result<_, ReadError>>()?, count))
    }

    /// What this admin has added to wallets since `since`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sum_grants(&self, admin: i64, since: Millis) -> Result<Rupiah, ReadError> {
        const SQL: &str = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM transfers WHERE kind = 'grant' AND actor = $1 AND at >= $2";
        let (sum,) = sql::query(SQL).bind(admin).bind(since.0).fetch_one(&self.pool).await?;
        Ok(Rupiah(sum))
    }

    /// Audits the ledger: every account whose sums are not those of its transfers, and every held account that is not the price of its
    /// customer's open orders.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn audit_ledger(&self) -> Result<Vec<Difference>, ReadError> {
        differences(&self.pool).await
    }
}

async fn differences(pool: &Pool) -> Result<Vec<Difference>, ReadError> {
    const SUMS: &str = "SELECT accounts.id, credits - debits, CAST(COALESCE(total, 0) AS BIGINT) FROM accounts LEFT JOIN \
           (SELECT account, SUM(change) AS total FROM (SELECT credit AS account, amount AS change FROM transfers \
              UNION ALL SELECT debit, -amount FROM transfers) AS changes GROUP BY account) AS totals ON account = accounts.id \
         WHERE credits - debits <> COALESCE(total, 0) ORDER BY accounts.id";
    const HELD: &str = "SELECT accounts.id, credits - debits, CAST(COALESCE(total, 0) AS BIGINT) FROM accounts LEFT JOIN \
           (SELECT user_id, SUM(price) AS total FROM orders WHERE paid_by = 'wallet' AND state IN ('queued', 'sending', 'pending', 'uncertain') \
              GROUP BY user_id) AS totals ON totals.user_id = accounts.user_id \
         WHERE kind = 'held' AND credits - debits <> COALESCE(total, 0) ORDER BY accounts.id";
    let mut found = Vec::new();
    for sql in [SUMS, HELD] {
        let rows: Vec<(String, i64, i64)> = sql::query(sql).fetch_all(pool).await?;
        let difference = |(account, stands, should_be)| Difference { account, stands: Rupiah(stands), should_be: Rupiah(should_be) };
        found.extend(rows.into_iter().map(difference));
    }
    Ok(found)
}

async fn open_accounts(db: &mut Connection, [debit, credit]: [Account; 2]) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO accounts (id, kind, user_id) VALUES ($1, $2, $3), ($4, $5, $6) ON CONFLICT DO NOTHING";
    let open = sql::query(SQL).bind(debit.id()).bind(debit.kind()).bind(debit.user());
    open.bind(credit.id()).bind(credit.kind()).bind(credit.user()).execute(db).await
}

async fn add(db: &mut Connection, transfer: &Transfer) -> Result<(), CommitError> {
    const SQL: &str = "INSERT INTO transfers (id, kind, debit, credit, amount, user_id, order_id, parent, parent_kind, actor, reason, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING";
    let Transfer { id, kind, debit, credit, amount, user_id, order, parent, actor, reason, at } = transfer;
    sql::query(SQL)
        .bind(id)
        .bind(kind.as_str())
        .bind(debit.id())
        .bind(credit.id())
        .bind(amount.0)
        .bind(*user_id)
        .bind(order.as_ref().map(|OrderId(id)| id))
        .bind(parent.as_ref().map(|(id, _)| id))
        .bind(parent.as_ref().map(|(_, kind)| kind.as_str()))
        .bind(*actor)
        .bind(reason)
        .bind(at.0)
        .execute_one(db, "the transfer")
        .await
}
