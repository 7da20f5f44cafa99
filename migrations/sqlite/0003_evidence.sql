-- Looks at our deposit: /profile, and the receipts of orders. What uncertain orders are weighed by.
CREATE TABLE observations (
    id             TEXT   PRIMARY KEY,
    asked_at       BIGINT NOT NULL,         -- between these two the provider looked
    answered_at    BIGINT NOT NULL,
    balance_before BIGINT NOT NULL,
    balance_after  BIGINT NOT NULL,
    order_id       TEXT                     -- whose receipt; NULL: /profile
);
CREATE INDEX observations_answered ON observations (answered_at);
CREATE INDEX observations_asked ON observations (asked_at);

-- Up to when the clock had been before it was set back: what was seen until then is in no order. One row.
CREATE TABLE blind (
    id         BIGINT PRIMARY KEY CHECK (id = 1),
    until_time BIGINT NOT NULL
);

-- Orders that may have moved the deposit lately.
CREATE INDEX orders_ended ON orders (ended_at) WHERE ended_at IS NOT NULL;

-- Where a message that is edited later was sent to.
CREATE INDEX outbox_shown ON outbox (slot, id) WHERE state = 'sent' AND slot IS NOT NULL;
