-- The figures of days that are over. A day's orders never change after it, so they are added up once.
CREATE TABLE sales_days (
    since  BIGINT NOT NULL,                 -- midnight in the shop's zone
    until  BIGINT NOT NULL,
    orders BIGINT NOT NULL,                 -- how many ended: the same number is in the table of orders
    body   TEXT   NOT NULL,
    PRIMARY KEY (since, until)
);
-- What payment methods kept is added up by the time of the credit.
CREATE INDEX transfers_at ON transfers (at, id);
