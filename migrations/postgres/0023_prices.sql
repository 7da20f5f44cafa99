-- Prices are changed in the chat. The rules that count now are a setting; here is who changed which one, when, from what and to what.
CREATE TABLE price_changes (
    version BIGINT PRIMARY KEY,             -- 1, 2, 3 …: of two changes at the same time one is refused
    admin   BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    body    TEXT   NOT NULL                 -- JSON
);

-- What an admin agreed with one customer: the tier whose prices they pay, and limits in place of the shop's.
ALTER TABLE people ADD COLUMN tier TEXT;
ALTER TABLE people ADD COLUMN daily_limit BIGINT CHECK (daily_limit >= 0);
ALTER TABLE people ADD COLUMN max_open_orders BIGINT CHECK (max_open_orders >= 1);
