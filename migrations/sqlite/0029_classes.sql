-- Messages have a class and take turns: see `domain::message_class`. What waits from before is news, the answer to a press (0), or a
-- broadcast (7).
DROP INDEX outbox_waiting;
DROP INDEX outbox_lane;
ALTER TABLE outbox ADD COLUMN class BIGINT NOT NULL DEFAULT 4;
ALTER TABLE outbox ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
UPDATE outbox SET class = CASE urgent WHEN 1 THEN 0 ELSE 7 END WHERE urgent <> 0 AND state = 'waiting';
ALTER TABLE outbox DROP COLUMN urgent;
CREATE INDEX outbox_turn ON outbox (class, turn, id) WHERE state = 'waiting';
CREATE INDEX outbox_chat ON outbox (chat_id, class, turn, id) WHERE state = 'waiting';
