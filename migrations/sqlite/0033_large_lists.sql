-- With hundreds of thousands of orders every screen is read from an index. The list of open orders is sorted by its own, and what a customer
-- has open or has spent, who bought lately, and whether a game was ever delivered is in one.
DROP INDEX orders_open;
DROP INDEX orders_user;
DROP INDEX orders_ended;
DROP INDEX orders_failed;
DROP INDEX audit_action;
CREATE INDEX orders_open ON orders (created_at, id, state, provider) WHERE state IN ('queued', 'sending', 'pending', 'uncertain');
CREATE INDEX orders_user ON orders (user_id, created_at, id, state, price);
CREATE INDEX orders_ended ON orders (state, ended_at, created_at, provider, user_id) WHERE ended_at IS NOT NULL;
CREATE INDEX orders_failed ON orders (ended_at, id, state) WHERE state IN ('failed', 'cancelled');
CREATE INDEX orders_delivered ON orders (category, state) WHERE state = 'success';
-- The audit log of one admin, of one act, and of both.
CREATE INDEX audit_action ON audit (action, at, id);
CREATE INDEX audit_actor ON audit (actor, at, id);
CREATE INDEX audit_actor_action ON audit (actor, action, at, id);
-- The message of a screen is noted down by the screen's keyboard.
CREATE INDEX dialogues_token ON dialogues (token) WHERE token IS NOT NULL;
-- The customers of a day are written more shortly. The days are added up again.
DELETE FROM sales_days;
