#pragma once

#include <string_view>

namespace orchard::metrics {

// Use outside Orchard: whose it is, and sums that keep it apart from Orchard's own.
inline constexpr std::string_view kUsageSchema = R"sql(
-- The folder that use belongs to: the main checkout of a git repository, whichever worktree was
-- worked in, or the folder itself. `repository`: one that Orchard knows.
CREATE TABLE project (
  key        INTEGER PRIMARY KEY,
  path       TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  repository INTEGER REFERENCES repository(key)
) STRICT;
-- What a folder was part of when it was there: worktrees vanish.
CREATE TABLE folder (
  path    TEXT PRIMARY KEY,
  project INTEGER NOT NULL REFERENCES project(key)
) STRICT, WITHOUT ROWID;
CREATE TABLE branch (
  key  INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
-- How far a transcript was read; `mtime` is 0 while more of it is known to be there. `print` tells
-- whether the bytes before `offset` are still the same. `message` came last and answers what was
-- said at `asked_at`; `record` came after it, at `record_at`.
CREATE TABLE transcript (
  path      TEXT PRIMARY KEY,
  inode     INTEGER NOT NULL,
  size      INTEGER NOT NULL,
  mtime     INTEGER NOT NULL,
  offset    INTEGER NOT NULL,
  print     INTEGER NOT NULL,
  message   INTEGER NOT NULL,
  asked_at  INTEGER,
  record    INTEGER NOT NULL,
  record_at INTEGER NOT NULL,
  skipped   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
DELETE FROM log_offset WHERE log LIKE 'transcript:%';

ALTER TABLE session ADD COLUMN project INTEGER REFERENCES project(key);
-- 1: only transcripts told of it, and Orchard did not launch it.
ALTER TABLE session ADD COLUMN outside INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_call ADD COLUMN branch INTEGER REFERENCES branch(key);
ALTER TABLE api_call ADD COLUMN duration INTEGER;  -- milliseconds

INSERT INTO project (path, name, repository)
  SELECT path, name, MIN(key) FROM repository GROUP BY path;
UPDATE session SET project = (SELECT p.key FROM workspace w JOIN repository r
  ON r.key = w.repository JOIN project p ON p.path = r.path WHERE w.key = session.workspace)
  WHERE workspace IS NOT NULL;
CREATE TRIGGER repository_added AFTER INSERT ON repository BEGIN
  INSERT INTO project (path, name, repository) VALUES (new.path, new.name, new.key)
  ON CONFLICT (path) DO UPDATE SET name = excluded.name, repository = excluded.repository;
END;
CREATE TRIGGER repository_changed AFTER UPDATE OF path, name ON repository
  WHEN (old.path, old.name) IS NOT (new.path, new.name) BEGIN
  INSERT INTO project (path, name, repository) VALUES (new.path, new.name, new.key)
  ON CONFLICT (path) DO UPDATE SET name = excluded.name, repository = excluded.repository;
END;
-- A session with a workspace is Orchard's own, whoever told of it before.
CREATE TRIGGER session_placed AFTER UPDATE OF workspace ON session
  WHEN new.workspace IS NOT NULL AND new.workspace IS NOT old.workspace BEGIN
  UPDATE session SET outside = 0, project = (SELECT p.key FROM workspace w JOIN repository r
    ON r.key = w.repository JOIN project p ON p.path = r.path WHERE w.key = new.workspace)
    WHERE key = new.key;
END;

DROP TRIGGER api_call_added;
DROP TRIGGER api_call_changed;
DROP TRIGGER api_call_removed;
DROP VIEW usage_change;
-- Of Orchard's own sessions alone.
DELETE FROM usage_quarter;
DROP TABLE usage_session_quarter;
DROP TABLE usage_session_day;
-- `origin`: 0 the conversation, 1 a sub-agent, 2 the CLI's own work. `branch`: 0 not known.
CREATE TABLE usage_session_quarter (
  quarter        INTEGER NOT NULL,
  session        INTEGER NOT NULL,
  model          INTEGER NOT NULL,
  origin         INTEGER NOT NULL,
  branch         INTEGER NOT NULL,
  calls          INTEGER NOT NULL,
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  cost           INTEGER NOT NULL,
  estimated      INTEGER NOT NULL,
  PRIMARY KEY (quarter, session, model, origin, branch)
) STRICT, WITHOUT ROWID;
CREATE TABLE usage_session_day (
  day            INTEGER NOT NULL,
  session        INTEGER NOT NULL,
  model          INTEGER NOT NULL,
  origin         INTEGER NOT NULL,
  branch         INTEGER NOT NULL,
  calls          INTEGER NOT NULL,
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  cost           INTEGER NOT NULL,
  estimated      INTEGER NOT NULL,
  PRIMARY KEY (day, session, model, origin, branch)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_session_day_session ON usage_session_day(session);

-- One change of the sums: inserting into it adds it to all of them. While a row stands in
-- `usage_held`, whoever adds calls adds their sums as well, many at once.
CREATE TABLE usage_held (key INTEGER PRIMARY KEY CHECK (key = 1)) STRICT;
CREATE VIEW usage_change(at, session, model, origin, branch, calls, input, output, cache_write_5m,
                         cache_write_1h, cache_read, cost, estimated)
  AS SELECT 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 WHERE 0;
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
    new.branch, new.calls, new.input, new.output, new.cache_write_5m, new.cache_write_1h,
    new.cache_read, new.cost, new.estimated)
  ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
    output = output + excluded.output, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost,
    estimated = estimated + excluded.estimated;
  INSERT INTO usage_session_day VALUES (new.at / 86400000000, new.session, new.model, new.origin,
    new.branch, new.calls, new.input, new.output, new.cache_write_5m, new.cache_write_1h,
    new.cache_read, new.cost, new.estimated)
  ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
    output = output + excluded.output, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost,
    estimated = estimated + excluded.estimated;
  DELETE FROM usage_quarter WHERE new.calls < 0 AND quarter = new.at / 900000000 AND calls = 0;
  DELETE FROM usage_session_quarter WHERE new.calls < 0 AND quarter = new.at / 900000000
    AND session = new.session AND model = new.model AND origin = new.origin
    AND branch = new.branch AND calls = 0;
  DELETE FROM usage_session_day WHERE new.calls < 0 AND day = new.at / 86400000000
    AND session = new.session AND model = new.model AND origin = new.origin
    AND branch = new.branch AND calls = 0;
END;
CREATE TRIGGER api_call_added AFTER INSERT ON api_call
  WHEN NOT EXISTS (SELECT 1 FROM usage_held) BEGIN
  INSERT INTO usage_change VALUES (new.at, new.session, new.model,
    iif(new.flags & 512, 2, iif(new.flags & 4, 1, 0)), COALESCE(new.branch, 0), 1, new.input,
    new.output, new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost,
    iif(new.flags & 32, new.cost, 0));
END;
CREATE TRIGGER api_call_changed AFTER UPDATE ON api_call
  WHEN (old.at, old.session, old.model, old.branch, old.input, old.output, old.cache_write_5m,
        old.cache_write_1h, old.cache_read, old.cost, old.flags & 548)
    IS NOT (new.at, new.session, new.model, new.branch, new.input, new.output, new.cache_write_5m,
        new.cache_write_1h, new.cache_read, new.cost, new.flags & 548) BEGIN
  INSERT INTO usage_change VALUES (new.at, new.session, new.model,
    iif(new.flags & 512, 2, iif(new.flags & 4, 1, 0)), COALESCE(new.branch, 0), 1, new.input,
    new.output, new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost,
    iif(new.flags & 32, new.cost, 0));
  INSERT INTO usage_change VALUES (old.at, old.session, old.model,
    iif(old.flags & 512, 2, iif(old.flags & 4, 1, 0)), COALESCE(old.branch, 0), -1, -old.input,
    -old.output, -old.cache_write_5m, -old.cache_write_1h, -old.cache_read, -old.cost,
    iif(old.flags & 32, -old.cost, 0));
END;
CREATE TRIGGER api_call_removed AFTER DELETE ON api_call BEGIN
  INSERT INTO usage_change VALUES (old.at, old.session, old.model,
    iif(old.flags & 512, 2, iif(old.flags & 4, 1, 0)), COALESCE(old.branch, 0), -1, -old.input,
    -old.output, -old.cache_write_5m, -old.cache_write_1h, -old.cache_read, -old.cost,
    iif(old.flags & 32, -old.cost, 0));
END;
-- A session turns out to be Orchard's own: what was spent in it joins the sums of all.
CREATE TRIGGER session_came_in AFTER UPDATE OF outside ON session
  WHEN old.outside = 1 AND new.outside = 0 BEGIN
  INSERT INTO usage_quarter SELECT at / 900000000, COUNT(*), SUM(input), SUM(output),
    SUM(cache_write_5m), SUM(cache_write_1h), SUM(cache_read), SUM(cost),
    SUM(iif(flags & 32, cost, 0)) FROM api_call WHERE session = new.key GROUP BY 1
  ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
    output = output + excluded.output, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost,
    estimated = estimated + excluded.estimated;
END;
INSERT INTO usage_quarter SELECT at / 900000000, COUNT(*), SUM(input), SUM(output),
  SUM(cache_write_5m), SUM(cache_write_1h), SUM(cache_read), SUM(cost),
  SUM(iif(flags & 32, cost, 0)) FROM api_call GROUP BY 1;
INSERT INTO usage_session_quarter SELECT at / 900000000, session, model, iif(flags & 4, 1, 0), 0,
  COUNT(*), SUM(input), SUM(output), SUM(cache_write_5m), SUM(cache_write_1h), SUM(cache_read),
  SUM(cost), SUM(iif(flags & 32, cost, 0)) FROM api_call GROUP BY 1, 2, 3, 4;
INSERT INTO usage_session_day SELECT at / 86400000000, session, model, iif(flags & 4, 1, 0), 0,
  COUNT(*), SUM(input), SUM(output), SUM(cache_write_5m), SUM(cache_write_1h), SUM(cache_read),
  SUM(cost), SUM(iif(flags & 32, cost, 0)) FROM api_call GROUP BY 1, 2, 3, 4;
)sql";

}  // namespace orchard::metrics
