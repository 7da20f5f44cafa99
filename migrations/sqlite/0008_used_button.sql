-- Which button of a keyboard was pressed last: only the same one again, soon after, is a double press. Null for presses from before.
ALTER TABLE keyboards ADD COLUMN used_button BIGINT;
