-- Alerts that are kept for a digest, because of quiet hours or because their kind is told once a day.
CREATE TABLE kept_alerts (
    message BIGINT PRIMARY KEY,  -- its id in the outbox, where it is done
    chat_id BIGINT NOT NULL,
    body    TEXT   NOT NULL,     -- JSON, as in the outbox
    kept_at BIGINT NOT NULL,     -- when it was caused
    digest  TEXT                 -- the digest that has it; NULL while it waits
);
CREATE INDEX kept_alerts_digest ON kept_alerts (digest, message);
