-- Uncertain orders are weighed in turn, the oldest first.
CREATE INDEX orders_uncertain ON orders (created_at, id) WHERE state = 'uncertain';

-- Orders that ended around a time; and how many there are of each state, without reading them.
DROP INDEX orders_ended;
CREATE INDEX orders_ended ON orders (state, ended_at, created_at) WHERE ended_at IS NOT NULL;
DROP INDEX orders_open;
CREATE INDEX orders_open ON orders (created_at, state) WHERE state IN ('queued', 'sending', 'pending', 'uncertain');
