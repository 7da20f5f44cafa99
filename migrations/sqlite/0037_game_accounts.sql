-- The names that customers give their game accounts.
CREATE TABLE game_account_names (
    user_id  BIGINT NOT NULL,
    category TEXT   NOT NULL,
    target   TEXT   NOT NULL,
    name     TEXT   NOT NULL CHECK (LENGTH(name) BETWEEN 1 AND 24),
    PRIMARY KEY (user_id, category, target)
);
-- Orders from before are not offered again: their customer wanted to be forgotten then.
ALTER TABLE people ADD COLUMN forgotten_at BIGINT;
