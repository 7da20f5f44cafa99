-- The shop's settings can change while the bot runs, and what belongs to a provider is read by it.

-- Settings that go over what shop.toml says, by their place in it: access.daily_limit. Each change has a higher version than all before, so
-- that every process sees by the highest that something has changed. The row `reload` is no setting: its version says only that.
CREATE TABLE settings (
    key        TEXT   PRIMARY KEY,
    value      TEXT   NOT NULL,             -- JSON
    version    BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- The orders of one provider that may have moved its balance are counted without reading them.
DROP INDEX orders_ended;
DROP INDEX orders_open;
CREATE INDEX orders_ended ON orders (state, ended_at, created_at, provider) WHERE ended_at IS NOT NULL;
CREATE INDEX orders_open ON orders (created_at, state, provider) WHERE state IN ('queued', 'sending', 'pending', 'uncertain');
