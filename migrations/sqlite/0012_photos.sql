-- Telegram's id of the photo that a message shows: it is sent again by that, not uploaded.
ALTER TABLE outbox ADD COLUMN photo TEXT;
