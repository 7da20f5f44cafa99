-- Telegram's id of the photo that a message shows: it is sent again by that, not uploaded.
ALTER TABLE outbox ADD COLUMN photo TEXT;

-- Photos by which customers prove that they paid a bill of the shop's own code.
CREATE TABLE proofs (
    bill_id TEXT   NOT NULL REFERENCES bills (id),
    picture TEXT   NOT NULL,      -- Telegram's id by which the same photo is known again, whoever sends it
    file_id TEXT   NOT NULL,      -- Telegram's id by which it is shown
    user_id BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (bill_id, picture)
);
CREATE INDEX proofs_picture ON proofs (picture, sent_at);
CREATE INDEX proofs_user ON proofs (user_id);

-- What admins decided about them: the last decision of each. Above a limit it takes two that approve the same amount.
CREATE TABLE proof_decisions (
    bill_id TEXT   NOT NULL REFERENCES bills (id),
    admin   BIGINT NOT NULL,
    amount  BIGINT CHECK (amount > 0),   -- approved
    reason  TEXT,                        -- rejected
    at      BIGINT NOT NULL,
    PRIMARY KEY (bill_id, admin),
    CHECK ((amount IS NULL) <> (reason IS NULL))
);
