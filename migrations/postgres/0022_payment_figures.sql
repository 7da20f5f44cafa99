-- What the figures of payments are added up from: when a payment was paid, as its method says, and what the method keeps of it.
ALTER TABLE payments ADD COLUMN paid_at BIGINT;
ALTER TABLE bills ADD COLUMN fee BIGINT;
UPDATE payments SET paid_at = CAST(CAST(body AS json) ->> 'paid_at' AS BIGINT);
UPDATE bills SET fee = payable - CAST(CAST(body AS json) ->> 'asked' AS BIGINT) WHERE method = 'pakasir';
CREATE INDEX payments_seen ON payments (seen_at);
CREATE INDEX payments_bill ON payments (bill_id);
CREATE INDEX payments_id ON payments (payment);
CREATE INDEX bills_reference ON bills (reference);
