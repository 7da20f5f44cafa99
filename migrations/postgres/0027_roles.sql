-- The roles that owners gave in the chat. The owners themselves are in the environment.
CREATE TABLE roles (
    user_id  BIGINT PRIMARY KEY,
    role     TEXT   NOT NULL CHECK (role IN ('admin', 'support')),
    given_by BIGINT NOT NULL,
    given_at BIGINT NOT NULL
);
