-- Admins list ended orders from the one that ended last, and find orders by their target.
CREATE INDEX orders_ended_last ON orders (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX orders_failed ON orders (ended_at, id) WHERE state IN ('failed', 'cancelled');
CREATE INDEX orders_target ON orders (target, created_at);
