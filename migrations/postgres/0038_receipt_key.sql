-- The key that receipts are signed with. There is one, for ever: whoever has it can sign receipts of this shop.
CREATE TABLE receipt_key (
    id         BIGINT PRIMARY KEY CHECK (id = 1),
    secret     TEXT   NOT NULL,  -- 32 bytes in base64
    created_at BIGINT NOT NULL
);
