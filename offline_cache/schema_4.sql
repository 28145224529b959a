-- Version 4. A citizen waits for a commit, and SQLite built two b-trees in memory for each: it makes one for every `IN`
-- with more than two values, and there was one in the rule for `state` and one in the condition of `record_aside`.

-- The same rule in other words, as https://www.sqlite.org/lang_altertable.html (7) describes for rules of a table.
PRAGMA writable_schema=ON;
UPDATE sqlite_schema SET sql = replace(sql, 'state IN
                        (''staged'', ''ready'', ''leased'', ''acknowledged'', ''shredded'', ''parked'', ''expired'')',
    'state = ''staged'' OR state = ''ready'' OR state = ''leased'' OR state = ''acknowledged'' OR state = ''shredded''
                        OR state = ''parked'' OR state = ''expired''') WHERE name = 'record';
PRAGMA writable_schema=RESET;

CREATE INDEX record_put_aside ON record (state, number)
    WHERE state = 'acknowledged' OR state = 'parked' OR state = 'expired';

-- Programs of version 3 ask by this name: they find all there ever was, and look at each.
DROP INDEX record_aside;
CREATE INDEX record_aside ON record (number);
