-- The topic of their private chat in which somebody was last: what is said to them later appears there.
ALTER TABLE people ADD COLUMN topic BIGINT;

-- Invoices are typed in any case.
CREATE INDEX orders_invoice_any_case ON orders (LOWER(invoice)) WHERE invoice IS NOT NULL;
