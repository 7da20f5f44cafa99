-- 1: a button of it was pressed that counts once, such as an approval. Pressing one that only shows something leaves the others as they are.
ALTER TABLE keyboards ADD COLUMN used_up BIGINT NOT NULL DEFAULT 0;
UPDATE keyboards SET used_up = 1 WHERE used_at IS NOT NULL;
-- Old messages are found without reading all.
CREATE INDEX conversation_messages_old ON conversation_messages (at);
