#pragma once

#include "core/base/clock.h"
#include "core/domain/quantities.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// What one line of a Claude Code transcript is to the ledger.
enum class LineVerdict {
  nothing,    ///< tells of no API response: another record, a made-up reply, blank
  usage,      ///< tells of one that was paid
  failure,    ///< tells of a call that failed instead
  malformed,  ///< something is lost with it: to be counted as skipped
};

/// Why a line is skipped.
enum class LineFault {
  broken,     ///< no whole JSON record
  no_counts,  ///< a reply that does not say what it took, or says what none can take
  no_id,      ///< a reply that cannot be told from others
  no_time,    ///< a reply that does not say when it came
  too_early,  ///< a reply of before there was Claude Code
  too_late,   ///< a reply of a time that has not come
  too_long,   ///< longer than any record
  several,    ///< more than one record, of two who wrote at once
  bad_time,   ///< a reply that says when, but in no form of RFC 3339: of no zone, a bare number
};

/// What the model took that a reply asked for advice.
struct AdvisorCall {
  std::string_view model;
  core::TokenUsage tokens;
  bool cache_split_known = true;
  bool fast = false;
};

/// One API response as one line tells it. The texts are views into the line or into the scratch,
/// always sound UTF-8 and empty where the line does not say; they live as long as both stay as they
/// are.
struct UsageLine {
  core::Timestamp at;
  std::string_view message_id;
  std::string_view request_id;
  std::string_view uuid;  ///< of the line; one response has a line for each block of its content
  std::string_view session;
  std::string_view agent;  ///< the sub-agent's id
  std::string_view model;
  std::string_view cwd;
  std::string_view branch;  ///< empty too where none is checked out, as during a rebase
  std::string_view cli_version;
  std::string_view service_tier;  ///< "standard", "priority", "batch"
  core::TokenUsage tokens;
  bool cache_split_known = true;  ///< false: only the sum of the cache writes, in cache_write_5m
  std::int64_t web_searches = 0;
  std::vector<AdvisorCall> advisors;    ///< beside `tokens`; nearly always none
  bool lost_advisor = false;            ///< what one of them took cannot be read: none is told
  LineFault fault = LineFault::broken;  ///< of a malformed line; everything else then says nothing
  std::optional<double> reported_dollars;  ///< only very old versions wrote their own cost
  bool fast = false;
  bool of_advisor = false;  ///< made of what a reply tells of its advisor
  bool us_only = false;     ///< handled in the United States, which costs more
  bool complete = false;    ///< the reply has its stop reason; an aborted or early one has none
  bool failed = false;      ///< no reply came, and nothing is to be paid; only who called and when
  std::optional<int> http_status;  ///< of the failure, where it is known
  std::string_view failure_text;   ///< what it says of itself; empty where that is long
  bool is_sidechain = false;
  bool is_progress = false;  ///< a sub-agent's reply, told in the file of the session it works for
  bool is_meta = false;
  bool is_compact_summary = false;

  [[nodiscard]] bool of_sub_agent() const { return is_sidechain || is_progress || !agent.empty(); }
};

/// Reads one line, with or without its end. Accepts all that is valid: any spacing and order of
/// members, a mark of byte order, NUL bytes a crash left before the record, lone surrogates and
/// broken UTF-8 in text, unknown members and values. `usage` anywhere but in the reply itself (tool
/// input, tool results) is not taken. At least one of message id, request id and uuid is there. A
/// count that is absent or null is 0; with one that is no whole number from 0 to a milliard the
/// line is malformed. Of a malformed line only `found.fault` has a meaning, of one that tells
/// nothing nothing has. Allocates only for advisors, and for texts with escapes or bytes beyond
/// ASCII, in `scratch`, which is emptied first. Pure.
[[nodiscard]] LineVerdict read_usage_line(std::string_view line, std::string& scratch,
                                          UsageLine& found);

}  // namespace orchard::metrics
