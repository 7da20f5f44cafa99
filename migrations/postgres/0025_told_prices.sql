-- The price list up to which admins were told what changed: at first the one that is there.
ALTER TABLE price_lists ADD COLUMN told TEXT;
UPDATE price_lists SET told = body;
