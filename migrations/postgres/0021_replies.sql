-- A customer replies to a message: what was it about?
CREATE INDEX outbox_sent ON outbox (chat_id, message_id) WHERE state = 'sent' AND slot IS NOT NULL;
