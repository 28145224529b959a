-- Version 3. Only other indices, and one table: programs of earlier versions go on, if more slowly.
-- A citizen waits for a commit. It changes one row, which is as long before as after (`outbox.py`), and nothing else:
-- no index has to do with a column that it sets.

DROP INDEX record_state;
DROP INDEX record_order;

-- `order_key` is emptied when a record is shredded: these two are as small as the queue, not as the past.
CREATE INDEX record_open ON record (number) WHERE order_key <> '';
CREATE INDEX record_turn ON record (order_key, number) WHERE order_key <> '';
CREATE INDEX record_aside ON record (state, number) WHERE state IN ('acknowledged', 'parked', 'expired');
-- Those that are staged or leased; and, until the next is reserved, those that were staged.
CREATE INDEX record_held ON record (holder) WHERE holder IS NOT NULL;
CREATE INDEX record_last_day ON record (not_after) WHERE not_after IS NOT NULL;

-- Its one row is rewritten to give the log its length (`database.py`); it says nothing.
CREATE TABLE log_length (filler BLOB);
