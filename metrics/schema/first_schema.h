#pragma once

#include <string_view>

namespace orchard::metrics {

// Times are microseconds since 1970 in UTC, money is nano-dollars. Dimensions have a small integer
// key of their own so that facts stay narrow.
inline constexpr std::string_view kFirstSchema = R"sql(
CREATE TABLE repository (
  key        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  path       TEXT NOT NULL,
  common_dir TEXT NOT NULL UNIQUE,
  base       TEXT NOT NULL,
  added_at   INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;

CREATE TABLE workspace (
  key                   INTEGER PRIMARY KEY,
  id                    TEXT NOT NULL UNIQUE,
  repository            INTEGER NOT NULL REFERENCES repository(key),
  name                  TEXT NOT NULL,
  branch                TEXT NOT NULL,
  branch_created_by_us  INTEGER NOT NULL,
  base                  TEXT NOT NULL,
  path                  TEXT NOT NULL,
  status                TEXT NOT NULL CHECK (status IN ('active', 'archived', 'deleted')),
  created_at            INTEGER NOT NULL,
  archived_at           INTEGER,
  deleted_at            INTEGER,
  archive_ref           TEXT NOT NULL DEFAULT '',
  trash_path            TEXT NOT NULL DEFAULT '',
  -- the branch as last observed
  observed_at           INTEGER,
  head                  TEXT NOT NULL DEFAULT '',
  merge_base            TEXT NOT NULL DEFAULT '',
  net_additions         INTEGER NOT NULL DEFAULT 0,
  net_deletions         INTEGER NOT NULL DEFAULT 0,
  net_files             INTEGER NOT NULL DEFAULT 0,
  uncommitted_additions INTEGER NOT NULL DEFAULT 0,
  uncommitted_deletions INTEGER NOT NULL DEFAULT 0,
  uncommitted_files     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX workspace_active_name ON workspace(repository, name) WHERE status = 'active';

CREATE TABLE model (
  key  INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE session (
  key             INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE,
  workspace       INTEGER REFERENCES workspace(key),
  -- the session before /clear, and the first of that chain: the one the process was launched as
  continues       INTEGER REFERENCES session(key),
  launched_as     INTEGER REFERENCES session(key),
  model           TEXT NOT NULL DEFAULT '',
  permission_mode TEXT NOT NULL DEFAULT '',
  cli_version     TEXT NOT NULL DEFAULT '',
  described_at    INTEGER NOT NULL DEFAULT 0,
  started_at      INTEGER,
  last_active_at  INTEGER NOT NULL DEFAULT 0,
  next_place      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX session_workspace ON session(workspace);
CREATE INDEX session_launched_as ON session(launched_as);

-- `place` counts the readable pieces of a session in the order they were recorded.
CREATE TABLE turn (
  key                  INTEGER PRIMARY KEY,
  session              INTEGER NOT NULL REFERENCES session(key),
  id                   TEXT NOT NULL,
  place                INTEGER,
  prompt               TEXT NOT NULL DEFAULT '',
  from_background_task INTEGER NOT NULL DEFAULT 0,
  started_at           INTEGER,
  finish_place         INTEGER,
  finished_at          INTEGER,
  outcome              TEXT CHECK (outcome IN ('ok', 'error', 'interrupted')),
  result               TEXT NOT NULL DEFAULT '',
  error                TEXT NOT NULL DEFAULT '',
  http_status          INTEGER,
  duration             INTEGER NOT NULL DEFAULT 0,
  UNIQUE (session, id)
) STRICT;
CREATE INDEX turn_session_time ON turn(session, started_at);
CREATE INDEX turn_time ON turn(started_at);

-- One API response. Its ids stand beside it as 64-bit hashes; several may lead to one response.
CREATE TABLE api_call (
  key            INTEGER PRIMARY KEY,
  session        INTEGER NOT NULL REFERENCES session(key),
  turn           INTEGER REFERENCES turn(key),
  model          INTEGER NOT NULL REFERENCES model(key),
  at             INTEGER NOT NULL,
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  web_searches   INTEGER NOT NULL,
  flags          INTEGER NOT NULL,
  cost           INTEGER NOT NULL
) STRICT;
CREATE INDEX api_call_session ON api_call(session);
CREATE INDEX api_call_hour ON api_call(at / 3600000000);
CREATE TABLE api_call_message (
  hash INTEGER PRIMARY KEY,
  call INTEGER NOT NULL
) STRICT;
CREATE TABLE api_call_request (
  hash INTEGER PRIMARY KEY,
  call INTEGER NOT NULL
) STRICT;

CREATE TABLE tool_call (
  key         INTEGER PRIMARY KEY,
  session     INTEGER NOT NULL REFERENCES session(key),
  id          TEXT NOT NULL,
  place       INTEGER,
  turn        INTEGER REFERENCES turn(key),
  parent      TEXT,
  tool        TEXT NOT NULL DEFAULT '',
  summary     TEXT NOT NULL DEFAULT '',
  input_json  TEXT NOT NULL DEFAULT '',
  started_at  INTEGER,
  finished_at INTEGER,
  is_error    INTEGER NOT NULL DEFAULT 0,
  result      TEXT NOT NULL DEFAULT '',
  UNIQUE (session, id)
) STRICT;
CREATE INDEX tool_call_open ON tool_call(session) WHERE finished_at IS NULL;

CREATE TABLE permission_request (
  key              INTEGER PRIMARY KEY,
  session          INTEGER NOT NULL REFERENCES session(key),
  id               TEXT NOT NULL,
  turn             INTEGER REFERENCES turn(key),
  call             TEXT,
  tool             TEXT NOT NULL DEFAULT '',
  summary          TEXT NOT NULL DEFAULT '',
  input_json       TEXT NOT NULL DEFAULT '',
  suggestions_json TEXT NOT NULL DEFAULT '',
  asked_at         INTEGER,
  decision         TEXT CHECK (decision IN ('allowed', 'denied', 'withdrawn')),
  reason           TEXT NOT NULL DEFAULT '',
  resolved_at      INTEGER,
  UNIQUE (session, id)
) STRICT;
CREATE INDEX permission_request_open ON permission_request(session) WHERE resolved_at IS NULL;

CREATE TABLE message (
  key     INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES session(key),
  id      TEXT NOT NULL,
  part    INTEGER NOT NULL,
  place   INTEGER NOT NULL,
  turn    INTEGER REFERENCES turn(key),
  kind    TEXT NOT NULL CHECK
            (kind IN ('user', 'text', 'thinking', 'tool_result', 'notice', 'error')),
  parent  TEXT,
  text    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  UNIQUE (session, id, part)
) STRICT;
CREATE INDEX message_place ON message(session, place);

CREATE TABLE outbox (
  key             INTEGER PRIMARY KEY,
  uuid            TEXT NOT NULL UNIQUE,
  session         INTEGER NOT NULL REFERENCES session(key),
  text            TEXT NOT NULL,
  at              INTEGER NOT NULL,
  acknowledged_at INTEGER
) STRICT;
CREATE INDEX outbox_open ON outbox(session) WHERE acknowledged_at IS NULL;

CREATE TABLE slash_command_use (
  session INTEGER NOT NULL REFERENCES session(key),
  message TEXT NOT NULL,
  name    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (session, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX slash_command_use_time ON slash_command_use(at);

CREATE TABLE rate_limit_sample (
  kind        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  session     INTEGER NOT NULL REFERENCES session(key),
  status      TEXT NOT NULL,
  utilization REAL,
  resets_at   INTEGER,
  PRIMARY KEY (kind, at)
) STRICT, WITHOUT ROWID;

-- What agent processes say of themselves: witnesses, never summed with calls.
CREATE TABLE process_total (
  launched_as INTEGER NOT NULL REFERENCES session(key),
  process     INTEGER NOT NULL,
  reported    INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (launched_as, process)
) STRICT, WITHOUT ROWID;
CREATE TABLE process_model_total (
  launched_as    INTEGER NOT NULL REFERENCES session(key),
  process        INTEGER NOT NULL,
  model          INTEGER NOT NULL REFERENCES model(key),
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  cache_write    INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  reported       INTEGER NOT NULL,
  PRIMARY KEY (launched_as, process, model)
) STRICT, WITHOUT ROWID;
-- The same at the end of each turn; `mark` is the turn's id, empty without one.
CREATE TABLE turn_total (
  key         INTEGER PRIMARY KEY,
  launched_as INTEGER NOT NULL REFERENCES session(key),
  process     INTEGER NOT NULL,
  mark        TEXT NOT NULL,
  session     INTEGER NOT NULL REFERENCES session(key),
  turn        INTEGER REFERENCES turn(key),
  reported    INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  UNIQUE (launched_as, process, mark)
) STRICT;
CREATE TABLE process_end (
  launched_as INTEGER NOT NULL REFERENCES session(key),
  process     INTEGER NOT NULL,
  exit_code   INTEGER,
  last_error  TEXT NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (launched_as, process)
) STRICT, WITHOUT ROWID;

CREATE TABLE commit_seen (
  key          INTEGER PRIMARY KEY,
  repository   INTEGER NOT NULL REFERENCES repository(key),
  oid          TEXT NOT NULL,
  summary      TEXT NOT NULL,
  author       TEXT NOT NULL,
  author_email TEXT NOT NULL,
  authored_at  INTEGER NOT NULL,
  committed_at INTEGER NOT NULL,
  is_merge     INTEGER NOT NULL,
  additions    INTEGER NOT NULL,
  deletions    INTEGER NOT NULL,
  files        INTEGER NOT NULL,
  UNIQUE (repository, oid)
) STRICT;
CREATE INDEX commit_seen_time ON commit_seen(authored_at);
-- Which branches hold a commit. `landed`: it reached the base since, so it is no longer the
-- branch's own but was made here. `position` counts from the head.
CREATE TABLE workspace_commit (
  workspace INTEGER NOT NULL REFERENCES workspace(key),
  commit_key INTEGER NOT NULL REFERENCES commit_seen(key),
  position  INTEGER NOT NULL,
  landed    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace, commit_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX workspace_commit_commit ON workspace_commit(commit_key);

CREATE TABLE log_offset (
  log    TEXT PRIMARY KEY,
  offset INTEGER NOT NULL,
  state  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace orchard::metrics
