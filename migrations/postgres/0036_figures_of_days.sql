-- The figures of days have columns for what is read alone: how orders ended, for their counts, and the customers, who are most of a day. They
-- are added up again.
DROP TABLE sales_days;
CREATE TABLE sales_days (
    since     BIGINT NOT NULL,              -- midnight in the shop's zone
    until     BIGINT NOT NULL,
    orders    BIGINT NOT NULL,              -- how many ended: the same number is in the table of orders
    delivered BIGINT NOT NULL,
    failed    BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    customers TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    PRIMARY KEY (since, until)
);
-- The customers who have a balance.
CREATE INDEX accounts_balance ON accounts (user_id) WHERE kind = 'wallet' AND credits > debits;
