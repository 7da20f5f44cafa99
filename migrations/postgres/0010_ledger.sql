-- Customers' money: double entry. A transfer is one debit and one credit, never changed; its id says what happened, so that nothing happens
-- twice. The sums stand on the accounts and are kept by the triggers below: a wallet that would fall below zero refuses the transfer.
CREATE TABLE accounts (
    id      TEXT   PRIMARY KEY,             -- wallet:42, held:42, method:pakasir, shop:sales, shop:grants
    kind    TEXT   NOT NULL CHECK (kind IN ('wallet', 'held', 'method', 'shop')),
    user_id BIGINT,
    debits  BIGINT NOT NULL DEFAULT 0 CHECK (debits >= 0),
    credits BIGINT NOT NULL DEFAULT 0 CHECK (credits >= 0),
    CHECK ((kind IN ('wallet', 'held')) = (user_id IS NOT NULL)),
    CHECK (user_id IS NULL OR id = kind || ':' || user_id),
    CONSTRAINT not_overdrawn CHECK (kind NOT IN ('wallet', 'held') OR credits >= debits)
);

CREATE TABLE transfers (
    id          TEXT   PRIMARY KEY,         -- pay:METHOD:PAYMENT, hold:ORDER, settle:ORDER, refund:ORDER, grant:PRESS, take:PRESS, payout:X, return:X
    kind        TEXT   NOT NULL CHECK (kind IN ('payment', 'grant', 'take', 'hold', 'capture', 'release', 'refund', 'payout', 'return')),
    debit       TEXT   NOT NULL REFERENCES accounts (id),
    credit      TEXT   NOT NULL REFERENCES accounts (id),
    amount      BIGINT NOT NULL CHECK (amount > 0),
    user_id     BIGINT NOT NULL,
    order_id    TEXT,
    parent      TEXT,                       -- the transfer that it undoes or ends
    parent_kind TEXT,
    actor       BIGINT,                     -- the admin, where one decided
    reason      TEXT,
    at          BIGINT NOT NULL,
    UNIQUE (id, kind, user_id, amount),
    FOREIGN KEY (parent, parent_kind, user_id, amount) REFERENCES transfers (id, kind, user_id, amount),
    CHECK ((parent IS NULL) = (parent_kind IS NULL)),
    CONSTRAINT shape CHECK ((CASE kind       -- IS TRUE: a CHECK lets NULL through
        WHEN 'payment' THEN debit LIKE 'method:%' AND credit = 'wallet:' || user_id AND parent IS NULL
        WHEN 'grant'   THEN debit = 'shop:grants' AND credit = 'wallet:' || user_id AND parent IS NULL AND actor IS NOT NULL AND length(reason) >= 3
        WHEN 'take'    THEN debit = 'wallet:' || user_id AND credit = 'shop:grants' AND parent IS NULL AND actor IS NOT NULL AND length(reason) >= 3
        WHEN 'hold'    THEN debit = 'wallet:' || user_id AND credit = 'held:' || user_id AND parent IS NULL AND id = 'hold:' || order_id
        WHEN 'capture' THEN debit = 'held:' || user_id AND credit = 'shop:sales' AND parent_kind = 'hold' AND parent = 'hold:' || order_id AND id = 'settle:' || order_id
        WHEN 'release' THEN debit = 'held:' || user_id AND credit = 'wallet:' || user_id AND parent_kind = 'hold' AND parent = 'hold:' || order_id AND id = 'settle:' || order_id
        WHEN 'refund'  THEN debit = 'shop:sales' AND credit = 'wallet:' || user_id AND parent_kind = 'capture' AND parent = 'settle:' || order_id AND id = 'refund:' || order_id AND actor IS NOT NULL AND length(reason) >= 3
        WHEN 'payout'  THEN debit = 'wallet:' || user_id AND credit LIKE 'method:%' AND parent IS NULL
        WHEN 'return'  THEN debit LIKE 'method:%' AND credit = 'wallet:' || user_id AND parent_kind = 'payout'
    END) IS TRUE)
);
CREATE INDEX transfers_user ON transfers (user_id, at, id);
CREATE UNIQUE INDEX transfers_return ON transfers (parent) WHERE kind = 'return';

-- Who pays an order: the shop, as before there were wallets, or the customer's wallet.
ALTER TABLE orders ADD COLUMN paid_by TEXT NOT NULL DEFAULT 'shop' CHECK (paid_by IN ('shop', 'wallet'));

CREATE FUNCTION transfers_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- In one order for all, so that two transfers in opposite directions don't wait for each other. FOR UPDATE would deadlock with the
    -- locks of the foreign keys.
    PERFORM 1 FROM accounts WHERE id IN (NEW.debit, NEW.credit) ORDER BY id FOR NO KEY UPDATE;
    UPDATE accounts SET debits = debits + NEW.amount WHERE id = NEW.debit;
    UPDATE accounts SET credits = credits + NEW.amount WHERE id = NEW.credit;
    RETURN NULL;
END $$;
CREATE TRIGGER transfers_sums AFTER INSERT ON transfers FOR EACH ROW EXECUTE FUNCTION transfers_sums();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is in % is never changed or deleted', TG_TABLE_NAME;
END $$;
CREATE TRIGGER transfers_unchanged BEFORE UPDATE OR DELETE ON transfers FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER accounts_undeleted BEFORE DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfers_untruncated BEFORE TRUNCATE ON transfers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The order and its money move in one commit, the transfer first.
CREATE FUNCTION orders_money() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT 1 FROM transfers WHERE id = 'hold:' || NEW.id AND user_id = NEW.user_id AND amount = NEW.price) THEN
            RAISE EXCEPTION 'an order paid from a wallet needs its hold';
        END IF;
    ELSIF NOT EXISTS (SELECT 1 FROM transfers WHERE id = 'settle:' || NEW.id
            AND kind = CASE NEW.state WHEN 'success' THEN 'capture' ELSE 'release' END) THEN
        RAISE EXCEPTION 'an order paid from a wallet ends with its capture or release';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER orders_held BEFORE INSERT ON orders FOR EACH ROW WHEN (NEW.paid_by = 'wallet') EXECUTE FUNCTION orders_money();
CREATE TRIGGER orders_settled BEFORE UPDATE OF state ON orders FOR EACH ROW
    WHEN (NEW.paid_by = 'wallet' AND OLD.state NOT IN ('success', 'failed', 'cancelled') AND NEW.state IN ('success', 'failed', 'cancelled'))
    EXECUTE FUNCTION orders_money();
