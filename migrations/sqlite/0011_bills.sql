-- What customers are asked to pay into their wallets, and what arrived.
CREATE TABLE bills (
    id         TEXT   PRIMARY KEY,
    number     TEXT   NOT NULL UNIQUE,
    user_id    BIGINT NOT NULL,
    method     TEXT   NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('opening', 'waiting', 'review', 'paid', 'expired', 'cancelled', 'rejected', 'failed')),
    version    BIGINT NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),    -- what the wallet gets
    payable    BIGINT NOT NULL CHECK (payable > 0),   -- what is asked for, in the method's unit
    reference  TEXT,                                  -- what the method knows it by
    due_at     BIGINT,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    body       TEXT   NOT NULL,
    UNIQUE (method, reference)
);
CREATE UNIQUE INDEX bills_open ON bills (user_id) WHERE state IN ('opening', 'waiting', 'review');
CREATE INDEX bills_due ON bills (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX bills_state ON bills (state, created_at);

-- The amounts of a static code's bills: two customers are not asked for the same amount at a time, so that an admin sees who paid.
CREATE TABLE amounts (
    method  TEXT   NOT NULL,
    payable BIGINT NOT NULL,
    bill_id TEXT   NOT NULL REFERENCES bills (id),
    until   BIGINT NOT NULL,
    PRIMARY KEY (method, payable)
);

-- Money that arrived. Without a transfer nobody has been credited: it is unmatched.
CREATE TABLE payments (
    method   TEXT   NOT NULL,
    payment  TEXT   NOT NULL,
    bill_id  TEXT   REFERENCES bills (id),
    received BIGINT NOT NULL CHECK (received > 0),
    unit     TEXT   NOT NULL CHECK (unit IN ('IDR', 'XTR')),
    credited BIGINT CHECK (credited > 0),
    transfer TEXT   UNIQUE REFERENCES transfers (id),
    seen_at  BIGINT NOT NULL,
    actor    BIGINT,                                  -- the admin, where one decided
    body     TEXT   NOT NULL,
    PRIMARY KEY (method, payment),
    CHECK ((credited IS NULL) = (transfer IS NULL)),
    CHECK (transfer IS NULL OR transfer = 'pay:' || method || ':' || payment)
);
CREATE INDEX payments_unmatched ON payments (seen_at) WHERE transfer IS NULL;

-- An order that waits for the payment of one bill.
CREATE TABLE carts (
    id         TEXT   PRIMARY KEY,
    user_id    BIGINT NOT NULL,
    bill_id    TEXT   UNIQUE REFERENCES bills (id),
    state      TEXT   NOT NULL CHECK (state IN ('waiting', 'placed', 'lapsed')),
    order_id   TEXT   UNIQUE,
    ceiling    BIGINT NOT NULL CHECK (ceiling > 0),
    expires_at BIGINT NOT NULL,
    body       TEXT   NOT NULL,
    CHECK ((state = 'placed') = (order_id IS NOT NULL))
);
CREATE UNIQUE INDEX carts_waiting ON carts (user_id) WHERE state = 'waiting';
