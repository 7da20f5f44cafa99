-- How long the last deliveries of an item took: what customers are told before they confirm.
CREATE INDEX orders_delivered_item ON orders (sku, ended_at, created_at) WHERE state = 'success';
