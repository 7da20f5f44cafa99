-- What admins are told once, until it is over, also over a restart: the words that they were told.
ALTER TABLE reminders ADD COLUMN words TEXT NOT NULL DEFAULT '';
