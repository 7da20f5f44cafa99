-- When this database was restored from a backup. While released_at is NULL the bot does not run on it: the owner has to compare its orders
-- with the provider's history first.
CREATE TABLE restores (
    restored_at BIGINT PRIMARY KEY,
    backup_at   BIGINT,
    released_at BIGINT
);
