-- Who wants no broadcasts: 1. What their own orders and bills are about is sent all the same.
ALTER TABLE people ADD COLUMN no_broadcasts BIGINT NOT NULL DEFAULT 0;
