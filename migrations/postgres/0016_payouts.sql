-- Money that left a wallet for its customer. The transfer is in the same commit; what became of the money is known later.
CREATE TABLE payouts (
    id         TEXT   PRIMARY KEY,
    number     TEXT   NOT NULL UNIQUE,
    user_id    BIGINT NOT NULL,
    method     TEXT   NOT NULL,
    payment    TEXT,                                  -- the payment that is given back, where it is one
    amount     BIGINT NOT NULL CHECK (amount > 0),
    state      TEXT   NOT NULL CHECK (state IN ('open', 'done', 'returned')),
    transfer   TEXT   NOT NULL UNIQUE REFERENCES transfers (id),
    returned   TEXT   UNIQUE REFERENCES transfers (id),
    created_at BIGINT NOT NULL,
    body       TEXT   NOT NULL,
    FOREIGN KEY (method, payment) REFERENCES payments (method, payment),
    CHECK (transfer = 'payout:' || id),
    CHECK ((state = 'returned') = (returned IS NOT NULL)),
    CHECK (returned IS NULL OR returned = 'return:' || id)
);
CREATE UNIQUE INDEX payouts_payment ON payouts (method, payment) WHERE payment IS NOT NULL AND state <> 'returned';
CREATE INDEX payouts_open ON payouts (created_at) WHERE state = 'open';
