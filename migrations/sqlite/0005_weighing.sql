-- Uncertain orders are weighed in turn, the oldest first; and how many orders there are of each state is told without reading them. What is
-- dropped comes first: a running replica must not get between two locks.
DROP INDEX orders_ended;
DROP INDEX orders_open;
CREATE INDEX orders_ended ON orders (state, ended_at, created_at) WHERE ended_at IS NOT NULL;
CREATE INDEX orders_open ON orders (created_at, state) WHERE state IN ('queued', 'sending', 'pending', 'uncertain');
CREATE INDEX orders_uncertain ON orders (created_at, id) WHERE state = 'uncertain';
