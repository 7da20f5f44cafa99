-- The shop's switch shows who used it last.
CREATE INDEX audit_action ON audit (action, at);
