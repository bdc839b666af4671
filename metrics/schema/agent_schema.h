#pragma once

#include <string_view>

namespace orchard::metrics {

/// Which type of sub-agent made a call, and sums that keep the types apart.
inline constexpr std::string_view kAgentSchema = R"sql(
-- Types of sub-agents by name, such as "Explore". `agent` of a call: NULL where no type is known,
-- and of every call that no sub-agent made.
CREATE TABLE agent (
  key  INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
ALTER TABLE api_call ADD COLUMN agent INTEGER REFERENCES agent(key);
ALTER TABLE failed_call ADD COLUMN agent INTEGER REFERENCES agent(key);

DROP TRIGGER api_call_added;
DROP TRIGGER api_call_changed;
DROP TRIGGER api_call_removed;
DROP VIEW usage_change;
DROP INDEX usage_session_day_session;
ALTER TABLE usage_session_quarter RENAME TO quarter_before;
ALTER TABLE usage_session_day RENAME TO day_before;
-- `agent`: 0 not known.
CREATE TABLE usage_session_quarter (
  quarter        INTEGER NOT NULL,
  session        INTEGER NOT NULL,
  model          INTEGER NOT NULL,
  origin         INTEGER NOT NULL,
  branch         INTEGER NOT NULL,
  agent          INTEGER NOT NULL,
  calls          INTEGER NOT NULL,
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  cost           INTEGER NOT NULL,
  estimated      INTEGER NOT NULL,
  PRIMARY KEY (quarter, session, model, origin, branch, agent)
) STRICT, WITHOUT ROWID;
CREATE TABLE usage_session_day (
  day            INTEGER NOT NULL,
  session        INTEGER NOT NULL,
  model          INTEGER NOT NULL,
  origin         INTEGER NOT NULL,
  branch         INTEGER NOT NULL,
  agent          INTEGER NOT NULL,
  calls          INTEGER NOT NULL,
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  cost           INTEGER NOT NULL,
  estimated      INTEGER NOT NULL,
  PRIMARY KEY (day, session, model, origin, branch, agent)
) STRICT, WITHOUT ROWID;
INSERT INTO usage_session_quarter SELECT quarter, session, model, origin, branch, 0, calls, input,
  output, cache_write_5m, cache_write_1h, cache_read, cost, estimated FROM quarter_before;
INSERT INTO usage_session_day SELECT day, session, model, origin, branch, 0, calls, input, output,
  cache_write_5m, cache_write_1h, cache_read, cost, estimated FROM day_before;
DROP TABLE quarter_before;
DROP TABLE day_before;
CREATE INDEX usage_session_day_session ON usage_session_day(session);

-- One change of the sums: inserting into it adds it to all of them.
CREATE VIEW usage_change(at, session, model, origin, branch, agent, calls, input, output,
                         cache_write_5m, cache_write_1h, cache_read, cost, estimated)
  AS SELECT 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 WHERE 0;
CREATE TRIGGER usage_changed INSTEAD OF INSERT ON usage_change BEGIN
  INSERT INTO usage_quarter SELECT new.at / 900000000, new.calls, new.input, new.output,
    new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost, new.estimated
    WHERE (SELECT outside FROM session WHERE key = new.session) IS NOT 1
  ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
    output = output + excluded.output, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost,
    estimated = estimated + excluded.estimated;
  INSERT INTO usage_session_quarter VALUES (new.at / 900000000, new.session, new.model, new.origin,
    new.branch, new.agent, new.calls, new.input, new.output, new.cache_write_5m,
    new.cache_write_1h, new.cache_read, new.cost, new.estimated)
  ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
    output = output + excluded.output, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost,
    estimated = estimated + excluded.estimated;
  INSERT INTO usage_session_day VALUES (new.at / 86400000000, new.session, new.model, new.origin,
    new.branch, new.agent, new.calls, new.input, new.output, new.cache_write_5m,
    new.cache_write_1h, new.cache_read, new.cost, new.estimated)
  ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
    output = output + excluded.output, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost,
    estimated = estimated + excluded.estimated;
  DELETE FROM usage_quarter WHERE new.calls < 0 AND quarter = new.at / 900000000 AND calls = 0;
  DELETE FROM usage_session_quarter WHERE new.calls < 0 AND quarter = new.at / 900000000
    AND session = new.session AND model = new.model AND origin = new.origin
    AND branch = new.branch AND agent = new.agent AND calls = 0;
  DELETE FROM usage_session_day WHERE new.calls < 0 AND day = new.at / 86400000000
    AND session = new.session AND model = new.model AND origin = new.origin
    AND branch = new.branch AND agent = new.agent AND calls = 0;
END;
-- Who adds many calls at once holds the triggers back instead.
CREATE TRIGGER api_call_added AFTER INSERT ON api_call BEGIN
  INSERT INTO usage_change VALUES (new.at, new.session, new.model,
    iif(new.flags & 512, 2, iif(new.flags & 4, 1, 0)), COALESCE(new.branch, 0),
    COALESCE(new.agent, 0), 1, new.input, new.output, new.cache_write_5m, new.cache_write_1h,
    new.cache_read, new.cost, iif(new.flags & 32, new.cost, 0));
END;
CREATE TRIGGER api_call_changed AFTER UPDATE ON api_call
  WHEN (old.at, old.session, old.model, old.branch, old.agent, old.input, old.output,
        old.cache_write_5m, old.cache_write_1h, old.cache_read, old.cost, old.flags & 548)
    IS NOT (new.at, new.session, new.model, new.branch, new.agent, new.input, new.output,
        new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost, new.flags & 548) BEGIN
  INSERT INTO usage_change VALUES (new.at, new.session, new.model,
    iif(new.flags & 512, 2, iif(new.flags & 4, 1, 0)), COALESCE(new.branch, 0),
    COALESCE(new.agent, 0), 1, new.input, new.output, new.cache_write_5m, new.cache_write_1h,
    new.cache_read, new.cost, iif(new.flags & 32, new.cost, 0));
  INSERT INTO usage_change VALUES (old.at, old.session, old.model,
    iif(old.flags & 512, 2, iif(old.flags & 4, 1, 0)), COALESCE(old.branch, 0),
    COALESCE(old.agent, 0), -1, -old.input, -old.output, -old.cache_write_5m,
    -old.cache_write_1h, -old.cache_read, -old.cost, iif(old.flags & 32, -old.cost, 0));
END;
CREATE TRIGGER api_call_removed AFTER DELETE ON api_call BEGIN
  INSERT INTO usage_change VALUES (old.at, old.session, old.model,
    iif(old.flags & 512, 2, iif(old.flags & 4, 1, 0)), COALESCE(old.branch, 0),
    COALESCE(old.agent, 0), -1, -old.input, -old.output, -old.cache_write_5m,
    -old.cache_write_1h, -old.cache_read, -old.cost, iif(old.flags & 32, -old.cost, 0));
END;
-- Only the transcripts of sub-agents have types beside them: those that are still there are read
-- once more, which counts nothing twice.
UPDATE transcript SET due = 0 WHERE path LIKE '%/subagents/%';
)sql";

}  // namespace orchard::metrics
