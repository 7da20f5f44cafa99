-- Conversations between customers and the shop: one about each order, and one about none (`order_id` is empty).
CREATE TABLE conversations (
    user_id      BIGINT NOT NULL,
    order_id     TEXT   NOT NULL,
    id           TEXT   NOT NULL UNIQUE,
    closed_by    BIGINT,                      -- 0: the customer, else the admin; NULL while it is open
    closed_at    BIGINT,
    only_for     BIGINT,                      -- the one admin who hears the answers
    topic_chat   BIGINT,                      -- its topic in the admins' group
    topic        BIGINT,
    topic_wanted BIGINT NOT NULL,
    unanswered   BIGINT NOT NULL,
    last_by      BIGINT,                      -- as closed_by
    last_at      BIGINT,
    version      BIGINT NOT NULL,
    PRIMARY KEY (user_id, order_id)
);
CREATE INDEX conversations_topic ON conversations (topic_chat, topic) WHERE topic IS NOT NULL;

CREATE TABLE conversation_messages (
    id         TEXT   PRIMARY KEY,
    user_id    BIGINT NOT NULL,
    order_id   TEXT   NOT NULL,
    number     BIGINT NOT NULL,               -- the conversation's version after it
    written_by BIGINT NOT NULL,               -- 0: the customer, else the admin
    text       TEXT   NOT NULL,
    photo      TEXT,                          -- Telegram's id of it
    at         BIGINT NOT NULL,
    UNIQUE (user_id, order_id, number)
);
CREATE INDEX conversation_messages_at ON conversation_messages (user_id, at);
