-- Times are BIGINT unix milliseconds (UTC), money is BIGINT whole rupiah, ids and JSON are TEXT: the same on every database.

-- What Telegram delivered, raw. Committed before Telegram is told that we have it.
CREATE TABLE inbox (
    bot_id      BIGINT NOT NULL,
    update_id   BIGINT NOT NULL,
    chat_key    BIGINT NOT NULL,            -- updates of one chat are handled one after the other
    body        TEXT   NOT NULL,
    received_at BIGINT NOT NULL,
    attempts    BIGINT NOT NULL DEFAULT 0,
    state       TEXT   NOT NULL CHECK (state IN ('new', 'done', 'dead')),
    note        TEXT,                       -- why it is dead
    PRIMARY KEY (bot_id, update_id)
);
CREATE INDEX inbox_new ON inbox (chat_key, received_at, update_id) WHERE state = 'new';
CREATE INDEX inbox_old ON inbox (received_at) WHERE state <> 'new';

-- What is to be sent to Telegram. Written in the transaction of its cause, sent at least once.
CREATE TABLE outbox (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id    BIGINT NOT NULL,
    topic      BIGINT,
    body       TEXT   NOT NULL,
    urgent     BIGINT NOT NULL,             -- 1: answers to presses, sent beside the chat's queue
    slot       TEXT,                        -- a newer message of the same slot replaces one that still waits
    token      TEXT,                        -- the keyboard that goes with it
    due_at     BIGINT NOT NULL,
    expires_at BIGINT,                      -- pointless after this
    attempts   BIGINT NOT NULL DEFAULT 0,
    state      TEXT   NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
    message_id BIGINT,
    error      TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX outbox_waiting ON outbox (urgent DESC, id) WHERE state = 'waiting';
CREATE INDEX outbox_lane ON outbox (chat_id, id) WHERE state = 'waiting' AND urgent = 0;
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'waiting';
CREATE INDEX outbox_slot ON outbox (slot) WHERE state = 'waiting';
CREATE INDEX outbox_old ON outbox (created_at) WHERE state <> 'waiting';

-- Where somebody stands in the conversation.
CREATE TABLE dialogues (
    chat_id    BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    step       TEXT   NOT NULL,
    schema     BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    token      TEXT,                        -- the keyboard of the current screen
    message_id BIGINT,                      -- the message of the current screen, once sent
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (chat_id, user_id)
);

-- What the buttons under one message do. Callback data is `token:index`.
CREATE TABLE keyboards (
    token      TEXT   PRIMARY KEY,
    chat_id    BIGINT NOT NULL,
    user_id    BIGINT,                      -- NULL: any admin
    message_id BIGINT,                      -- once known
    screen     BIGINT NOT NULL,             -- 1: valid only while it is the dialogue's current one
    actions    TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX keyboards_old ON keyboards (expires_at);

CREATE TABLE people (
    id                BIGINT PRIMARY KEY,
    name              TEXT   NOT NULL,
    username          TEXT,
    telegram_language TEXT,
    chosen            TEXT,
    standing          TEXT   NOT NULL CHECK (standing IN ('new', 'asked', 'admitted', 'refused')),
    unreachable       BIGINT NOT NULL DEFAULT 0,
    created_at        BIGINT NOT NULL
);

CREATE TABLE greeted_groups (
    chat_id BIGINT PRIMARY KEY,
    at      BIGINT NOT NULL
);

CREATE TABLE quotes (
    id         TEXT   PRIMARY KEY,
    user_id    BIGINT NOT NULL,
    body       TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX quotes_old ON quotes (expires_at);

-- The body is the order; the columns are what is searched and summed.
CREATE TABLE orders (
    id         TEXT   PRIMARY KEY,
    number     TEXT   NOT NULL UNIQUE,
    quote      TEXT   NOT NULL UNIQUE,      -- one confirmation makes one order
    user_id    BIGINT NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('queued', 'sending', 'pending', 'uncertain', 'success', 'failed', 'cancelled')),
    version    BIGINT NOT NULL,
    category   TEXT   NOT NULL,
    sku        TEXT   NOT NULL,
    target     TEXT   NOT NULL,
    price      BIGINT NOT NULL,
    cost       BIGINT NOT NULL,
    invoice    TEXT   UNIQUE,
    due_at     BIGINT,
    created_at BIGINT NOT NULL,
    ended_at   BIGINT,
    body       TEXT   NOT NULL
);
CREATE INDEX orders_due ON orders (state, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX orders_user ON orders (user_id, created_at);
CREATE INDEX orders_open ON orders (created_at) WHERE state IN ('queued', 'sending', 'pending', 'uncertain');

CREATE TABLE order_events (
    order_id TEXT   NOT NULL REFERENCES orders (id),
    n        BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    state    TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    detail   TEXT,
    PRIMARY KEY (order_id, n)
);

CREATE TABLE shelves (
    category   TEXT   PRIMARY KEY,
    body       TEXT   NOT NULL,
    fetched_at BIGINT NOT NULL
);

CREATE TABLE deposit (
    id     BIGINT PRIMARY KEY CHECK (id = 1),
    amount BIGINT NOT NULL,
    low    BIGINT NOT NULL,                 -- 1: admins were told that it is low
    at     BIGINT NOT NULL
);

-- What an admin, or the bot itself, wants to hear from the provider.
CREATE TABLE questions (
    id         TEXT   PRIMARY KEY,
    body       TEXT   NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0,
    due_at     BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX questions_due ON questions (due_at);

CREATE TABLE audit (
    id      TEXT   PRIMARY KEY,
    actor   BIGINT NOT NULL,
    action  TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    detail  TEXT   NOT NULL,
    at      BIGINT NOT NULL
);

-- What several processes on one database share out. Until when: by this clock, and no process's own.
CREATE FUNCTION now_ms() RETURNS BIGINT LANGUAGE sql VOLATILE AS
    $$ SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) $$;

-- Who holds what one process does at a time.
CREATE TABLE leases (
    name  TEXT   PRIMARY KEY,
    owner TEXT   NOT NULL,
    until BIGINT NOT NULL,
    epoch BIGINT NOT NULL                   -- one more each time it passes to another
);

-- Who is at work on the updates of a chat.
CREATE TABLE lanes (
    chat_key BIGINT PRIMARY KEY,
    owner    TEXT   NOT NULL,
    until    BIGINT NOT NULL
);
