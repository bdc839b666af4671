#pragma once

#include <string_view>

namespace orchard::metrics {

// What the account said of its plan, shared by every Orchard on this machine, and what was asked
// over the network.
inline constexpr std::string_view kPlanSchema = R"sql(
CREATE TABLE plan_usage (
  key            INTEGER PRIMARY KEY CHECK (key = 1),
  answered_at    INTEGER,
  source         TEXT NOT NULL DEFAULT '',
  plan           TEXT NOT NULL DEFAULT '',
  tier           TEXT NOT NULL DEFAULT '',
  extra_enabled  INTEGER,
  extra_limit    INTEGER,
  extra_used     INTEGER,
  extra_fraction REAL,
  extra_currency TEXT NOT NULL DEFAULT '',
  -- the last attempt, when it failed
  failed_at      INTEGER,
  problem        TEXT NOT NULL DEFAULT '',
  detail         TEXT NOT NULL DEFAULT '',
  retry_after    INTEGER
) STRICT;

-- One window of one answer; those of the last answer are what is shown.
CREATE TABLE plan_sample (
  kind      TEXT NOT NULL,
  at        INTEGER NOT NULL,
  used      REAL,
  resets_at INTEGER,
  PRIMARY KEY (kind, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE network_request (
  key      INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  host     TEXT NOT NULL,
  purpose  TEXT NOT NULL,
  via      TEXT NOT NULL,
  outcome  TEXT NOT NULL,
  sent     INTEGER,
  received INTEGER
) STRICT;
CREATE INDEX network_request_time ON network_request(at);
)sql";

}  // namespace orchard::metrics
