-- What one process knows of the provider and the others have to know: how the shop stands. One row.
CREATE TABLE condition (
    id   BIGINT PRIMARY KEY CHECK (id = 1),
    body TEXT   NOT NULL
);
