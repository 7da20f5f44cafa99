-- The lists of commands that Telegram was told to show. Telegram keeps a list for ever, so what is no longer wanted has to be deleted by name.
CREATE TABLE command_lists (
    scope    TEXT NOT NULL,                 -- JSON (Bot API, BotCommandScope)
    language TEXT NOT NULL,                 -- two letters; empty: every other language
    commands TEXT NOT NULL,                 -- JSON; empty: deleted, but perhaps Telegram could not reach the chat then
    PRIMARY KEY (scope, language)
);

-- What earlier versions set and did not note down: as far as the outbox knows, and the lists of everybody who ever acted as an admin.
INSERT INTO command_lists
    SELECT DISTINCT
        CASE WHEN slot LIKE '%:' THEN substr(slot, 10, length(slot) - 10) ELSE substr(slot, 10, length(slot) - 12) END,
        CASE WHEN slot LIKE '%:' THEN '' ELSE substr(slot, length(slot) - 1) END,
        'unknown'
    FROM outbox WHERE slot LIKE 'commands:%';
INSERT INTO command_lists
    SELECT DISTINCT '{"chat_id":' || actor || ',"type":"chat"}', languages.language, 'unknown'
    FROM audit CROSS JOIN (SELECT '' AS language UNION SELECT 'id' UNION SELECT 'en') AS languages
    WHERE true
    ON CONFLICT DO NOTHING;
