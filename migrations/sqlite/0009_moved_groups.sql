-- Groups that became supergroups: their id changed, and the old one is of no use any more.
CREATE TABLE moved_groups (
    old_id BIGINT PRIMARY KEY,
    new_id BIGINT NOT NULL,
    at     BIGINT NOT NULL
);
