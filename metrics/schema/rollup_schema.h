#pragma once

#include <string_view>

namespace orchard::metrics {

// Sums that stand ready, so that a view reads hundreds of rows instead of a million. Triggers keep
// them in the transaction that changes the facts, whichever statement does it. A quarter of an hour
// is the widest step whose borders are midnights and full hours in every time zone.
inline constexpr std::string_view kRollupSchema = R"sql(
CREATE TABLE usage_quarter (
  quarter        INTEGER PRIMARY KEY,
  calls          INTEGER NOT NULL,
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  cost           INTEGER NOT NULL,
  estimated      INTEGER NOT NULL
) STRICT;
CREATE TABLE usage_session_quarter (
  quarter        INTEGER NOT NULL,
  session        INTEGER NOT NULL,
  model          INTEGER NOT NULL,
  calls          INTEGER NOT NULL,
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  cost           INTEGER NOT NULL,
  estimated      INTEGER NOT NULL,
  PRIMARY KEY (quarter, session, model)
) STRICT, WITHOUT ROWID;
-- `day` is a UTC day: the whole days inside a long window.
CREATE TABLE usage_session_day (
  day            INTEGER NOT NULL,
  session        INTEGER NOT NULL,
  model          INTEGER NOT NULL,
  calls          INTEGER NOT NULL,
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  cost           INTEGER NOT NULL,
  estimated      INTEGER NOT NULL,
  PRIMARY KEY (day, session, model)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_session_day_session ON usage_session_day(session);

-- One change of the sums: inserting into it adds it to all of them.
CREATE VIEW usage_change(at, session, model, calls, input, output, cache_write_5m, cache_write_1h,
                         cache_read, cost, estimated)
  AS SELECT 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 WHERE 0;
CREATE TRIGGER usage_changed INSTEAD OF INSERT ON usage_change BEGIN
  INSERT INTO usage_quarter VALUES (new.at / 900000000, new.calls, new.input, new.output,
    new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost, new.estimated)
  ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
    output = output + excluded.output, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost,
    estimated = estimated + excluded.estimated;
  INSERT INTO usage_session_quarter VALUES (new.at / 900000000, new.session, new.model, new.calls,
    new.input, new.output, new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost,
    new.estimated)
  ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
    output = output + excluded.output, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost,
    estimated = estimated + excluded.estimated;
  INSERT INTO usage_session_day VALUES (new.at / 86400000000, new.session, new.model, new.calls,
    new.input, new.output, new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost,
    new.estimated)
  ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input = input + excluded.input,
    output = output + excluded.output, cache_write_5m = cache_write_5m + excluded.cache_write_5m,
    cache_write_1h = cache_write_1h + excluded.cache_write_1h,
    cache_read = cache_read + excluded.cache_read, cost = cost + excluded.cost,
    estimated = estimated + excluded.estimated;
  DELETE FROM usage_quarter WHERE new.calls < 0 AND quarter = new.at / 900000000 AND calls = 0;
  DELETE FROM usage_session_quarter WHERE new.calls < 0 AND quarter = new.at / 900000000
    AND session = new.session AND model = new.model AND calls = 0;
  DELETE FROM usage_session_day WHERE new.calls < 0 AND day = new.at / 86400000000
    AND session = new.session AND model = new.model AND calls = 0;
END;
CREATE TRIGGER api_call_added AFTER INSERT ON api_call BEGIN
  INSERT INTO usage_change VALUES (new.at, new.session, new.model, 1, new.input, new.output,
    new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost,
    iif(new.flags & 32, new.cost, 0));
END;
CREATE TRIGGER api_call_changed AFTER UPDATE ON api_call
  WHEN (old.at, old.session, old.model, old.input, old.output, old.cache_write_5m,
        old.cache_write_1h, old.cache_read, old.cost, old.flags & 32)
    IS NOT (new.at, new.session, new.model, new.input, new.output, new.cache_write_5m,
        new.cache_write_1h, new.cache_read, new.cost, new.flags & 32) BEGIN
  INSERT INTO usage_change VALUES (new.at, new.session, new.model, 1, new.input, new.output,
    new.cache_write_5m, new.cache_write_1h, new.cache_read, new.cost,
    iif(new.flags & 32, new.cost, 0));
  INSERT INTO usage_change VALUES (old.at, old.session, old.model, -1, -old.input, -old.output,
    -old.cache_write_5m, -old.cache_write_1h, -old.cache_read, -old.cost,
    iif(old.flags & 32, -old.cost, 0));
END;
CREATE TRIGGER api_call_removed AFTER DELETE ON api_call BEGIN
  INSERT INTO usage_change VALUES (old.at, old.session, old.model, -1, -old.input, -old.output,
    -old.cache_write_5m, -old.cache_write_1h, -old.cache_read, -old.cost,
    iif(old.flags & 32, -old.cost, 0));
END;
INSERT INTO usage_quarter SELECT at / 900000000, COUNT(*), SUM(input), SUM(output),
  SUM(cache_write_5m), SUM(cache_write_1h), SUM(cache_read), SUM(cost),
  SUM(iif(flags & 32, cost, 0)) FROM api_call GROUP BY 1;
INSERT INTO usage_session_quarter SELECT at / 900000000, session, model, COUNT(*), SUM(input),
  SUM(output), SUM(cache_write_5m), SUM(cache_write_1h), SUM(cache_read), SUM(cost),
  SUM(iif(flags & 32, cost, 0)) FROM api_call GROUP BY 1, 2, 3;
INSERT INTO usage_session_day SELECT at / 86400000000, session, model, COUNT(*), SUM(input),
  SUM(output), SUM(cache_write_5m), SUM(cache_write_1h), SUM(cache_read), SUM(cost),
  SUM(iif(flags & 32, cost, 0)) FROM api_call GROUP BY 1, 2, 3;

-- A turn counts from the moment it began; where only its end is known, from then.
DROP INDEX turn_time;
CREATE INDEX turn_moment ON turn(COALESCE(started_at, finished_at), session);

-- What the turns of a session come to. `last_turn` is the one that ended last; turns never go away.
CREATE TABLE session_total (
  session     INTEGER PRIMARY KEY,
  turns       INTEGER NOT NULL DEFAULT 0,
  ok          INTEGER NOT NULL DEFAULT 0,
  error       INTEGER NOT NULL DEFAULT 0,
  interrupted INTEGER NOT NULL DEFAULT 0,
  began       INTEGER,
  ended       INTEGER,
  last_turn   INTEGER,
  outcome     TEXT
) STRICT;
CREATE INDEX session_total_began ON session_total(began);
CREATE INDEX session_total_ended ON session_total(ended);
CREATE TRIGGER turn_changed AFTER UPDATE OF started_at, finished_at, outcome ON turn
  WHEN (old.started_at, old.finished_at, old.outcome)
    IS NOT (new.started_at, new.finished_at, new.outcome) BEGIN
  INSERT INTO session_total (session) VALUES (new.session) ON CONFLICT DO NOTHING;
  UPDATE session_total SET
    turns = turns + (COALESCE(new.started_at, new.finished_at) IS NOT NULL)
                  - (COALESCE(old.started_at, old.finished_at) IS NOT NULL),
    ok = ok + (new.outcome IS 'ok') - (old.outcome IS 'ok'),
    error = error + (new.outcome IS 'error') - (old.outcome IS 'error'),
    interrupted = interrupted + (new.outcome IS 'interrupted') - (old.outcome IS 'interrupted'),
    began = MIN(COALESCE(began, new.started_at, new.finished_at),
                COALESCE(new.started_at, new.finished_at, began))
    WHERE session = new.session;
  -- The end of a turn was known before its beginning: the session may have begun later after all.
  UPDATE session_total SET began = (SELECT MIN(COALESCE(started_at, finished_at)) FROM turn
      WHERE session = new.session)
    WHERE session = new.session AND old.started_at IS NULL AND old.finished_at IS NOT NULL;
  UPDATE session_total SET ended = new.finished_at, last_turn = new.key, outcome = new.outcome
    WHERE session = new.session AND new.finished_at IS NOT NULL
      AND (ended IS NULL OR (new.finished_at, new.key) >= (ended, last_turn));
END;
INSERT INTO session_total (session, turns, ok, error, interrupted, began)
  SELECT session, COUNT(COALESCE(started_at, finished_at)), COUNT(*) FILTER (WHERE outcome = 'ok'),
    COUNT(*) FILTER (WHERE outcome = 'error'), COUNT(*) FILTER (WHERE outcome = 'interrupted'),
    MIN(COALESCE(started_at, finished_at)) FROM turn GROUP BY session;
UPDATE session_total SET (last_turn, ended, outcome) = (SELECT t.key, t.finished_at, t.outcome
  FROM turn t WHERE t.session = session_total.session AND t.finished_at IS NOT NULL
  ORDER BY t.finished_at DESC, t.key DESC LIMIT 1);

-- A commit counts at its author date, one dated in the future when it was first seen, while any
-- branch holds it, for the workspace where it was first seen.
ALTER TABLE commit_seen ADD COLUMN workspace INTEGER REFERENCES workspace(key);
ALTER TABLE commit_seen ADD COLUMN counted_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE commit_seen ADD COLUMN holders INTEGER NOT NULL DEFAULT 0;
UPDATE commit_seen SET
  workspace = (SELECT MIN(workspace) FROM workspace_commit WHERE commit_key = commit_seen.key),
  holders = (SELECT COUNT(*) FROM workspace_commit WHERE commit_key = commit_seen.key),
  counted_at = MIN(authored_at, COALESCE((SELECT MIN(w.observed_at) FROM workspace_commit m
    JOIN workspace w ON w.key = m.workspace WHERE m.commit_key = commit_seen.key), authored_at));
ALTER TABLE workspace ADD COLUMN commits INTEGER NOT NULL DEFAULT 0;
UPDATE workspace SET commits = (SELECT COUNT(*) FROM workspace_commit m JOIN commit_seen c
  ON c.key = m.commit_key WHERE m.workspace = workspace.key AND m.landed = 0 AND c.is_merge = 0);
-- Counted from the oldest commit of the branch from now on.
UPDATE workspace_commit SET position = -position;
DROP INDEX commit_seen_time;
CREATE INDEX commit_counted ON commit_seen(counted_at, workspace, repository, additions, deletions,
                                           files) WHERE holders > 0 AND is_merge = 0;
-- Made by an agent: committed, to the second, while a turn of its workspace ran.
CREATE VIEW counted_commit AS SELECT c.key, c.repository, c.workspace, c.oid, c.summary, c.author,
  c.author_email, c.authored_at, c.committed_at, c.counted_at, c.additions, c.deletions, c.files,
  EXISTS (SELECT 1 FROM session s WHERE s.workspace = c.workspace AND c.committed_at <=
    (SELECT COALESCE(t.finished_at, 9223372036854775807) FROM turn t WHERE t.session = s.key
      AND t.started_at < c.committed_at + 1000000 ORDER BY t.started_at DESC LIMIT 1)) AS by_agent
  FROM commit_seen c WHERE c.holders > 0 AND c.is_merge = 0;
CREATE TRIGGER commit_held AFTER INSERT ON workspace_commit BEGIN
  UPDATE commit_seen SET holders = holders + 1 WHERE key = new.commit_key;
END;
CREATE TRIGGER commit_let_go AFTER DELETE ON workspace_commit BEGIN
  UPDATE commit_seen SET holders = holders - 1 WHERE key = old.commit_key;
END;
)sql";

}  // namespace orchard::metrics
