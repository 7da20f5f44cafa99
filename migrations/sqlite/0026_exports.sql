-- Orders and the audit log are exported, and the log is listed, by time.
CREATE INDEX orders_created ON orders (created_at, id);
CREATE INDEX audit_at ON audit (at, id);
