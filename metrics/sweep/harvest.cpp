#include "metrics/sweep/harvest.h"

#include "metrics/calls/call_row.h"
#include "metrics/calls/tell_call.h"
#include "metrics/intake/advisor_calls.h"
#include "metrics/plan/limit_word.h"
#include "metrics/recorder/keys.h"
#include "metrics/schema/api_call_flags.h"
#include "metrics/schema/columns.h"
#include "metrics/sweep/scan/agent_type.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace orchard::metrics {

using core::Result;

namespace {

std::int32_t narrow(std::int64_t value) {
  return static_cast<std::int32_t>(
      std::clamp<std::int64_t>(value, 0, std::numeric_limits<std::int32_t>::max()));
}

/// Agents that the CLI starts for itself name their work before their number: "acompact-1f0c".
bool is_background_agent(std::string_view agent) {
  constexpr std::array<std::string_view, 4> kWorks{"acompact-", "aprompt_suggestion-",
                                                   "asession_memory-", "aextract_memories-"};
  return std::ranges::any_of(kWorks,
                             [&](std::string_view work) { return agent.starts_with(work); });
}

/// Old records name their price. 0 beside tokens tells nothing.
std::optional<std::int64_t> reported_cost(const UsageLine& line) {
  constexpr double kMostDollars = 1e6;
  if (!line.reported_dollars || !(*line.reported_dollars > 0)) return std::nullopt;
  return std::llround(std::min(*line.reported_dollars, kMostDollars) * 1e9);
}

std::int64_t flags_of(const UsageLine& line, std::string_view id, bool is_reported) {
  const bool named_by_lines = !id.empty() && !is_api_id(id) && line.request_id.empty();
  return call_flag::kTranscript | (line.complete ? call_flag::kComplete : 0) |
         (line.fast ? call_flag::kFast : 0) | (line.us_only ? call_flag::kUsOnly : 0) |
         (line.of_sub_agent() ? call_flag::kSubAgent : 0) |
         (is_background_agent(line.agent) ? call_flag::kBackground : 0) |
         (is_reported ? call_flag::kReported : 0) | (id.empty() ? call_flag::kNoMessage : 0) |
         (line.of_advisor ? call_flag::kAdvisor : 0) |
         (named_by_lines ? call_flag::kNamedByLines : 0) |
         (line.cache_split_known ? 0 : call_flag::kUnsplit) |
         (line.request_id.empty() ? 0 : call_flag::kHasRequest);
}

CallRow to_row(const Sighting& seen) {
  CallRow row = row_of(seen);
  row.session = seen.session;
  row.model = seen.model == Sighting::kNone ? 0 : std::int64_t{seen.model} + 1;
  if (seen.branch != Sighting::kNone) row.branch = seen.branch;
  if (seen.agent != Sighting::kNone) row.agent = seen.agent;
  return row;
}

void put_row(const CallRow& row, Sighting& seen) {
  seen.model = row.model == 0 ? Sighting::kNone : static_cast<std::uint32_t>(row.model - 1);
  seen.at = row.at;
  seen.input = narrow(row.usage.input);
  seen.output = narrow(row.usage.output);
  seen.cache_write_5m = narrow(row.usage.cache_write_5m);
  seen.cache_write_1h = narrow(row.usage.cache_write_1h);
  seen.cache_read = narrow(row.usage.cache_read);
  seen.web_searches = narrow(row.web_searches);
  seen.flags = narrow(row.flags);
  seen.reported = row.reported;
  seen.branch = row.branch ? static_cast<std::uint32_t>(*row.branch) : Sighting::kNone;
  seen.agent = row.agent ? static_cast<std::uint32_t>(*row.agent) : Sighting::kNone;
  seen.duration = row.duration ? narrow(*row.duration) : -1;
}

/// Whether both are pieces of one reply, whatever else the store holds.
bool is_same_reply(const Sighting& a, const Sighting& b) {
  constexpr std::int32_t kWho =
      call_flag::kNoMessage | call_flag::kHasRequest | call_flag::kSubAgent;
  return a.message == b.message && a.request == b.request && a.session == b.session &&
         a.branch == b.branch && a.agent == b.agent && (a.flags & kWho) == (b.flags & kWho);
}

/// By which a reply is known again in another session: its request, else what its copies share.
std::int64_t shared_hash(const UsageLine& line, std::string_view id, std::int64_t flags) {
  if (!line.request_id.empty()) return request_hash(line.request_id, id);
  if ((flags & call_flag::kNamedByLines) == 0) return 0;
  return copy_hash(id, line.at, line.model, line.tokens);
}

/// Only of a call that a sub-agent made for somebody.
std::uint32_t agent_place(SightingBatch& batch, const UsageLine& line, const FileFacts& file) {
  const bool is_named = line.of_sub_agent() && !is_background_agent(line.agent);
  return is_named ? batch.agents.place_of(file.agent_type) : Sighting::kNone;
}

/// Nothing of the text is kept but the limit and when it resets.
void add_limit(SightingBatch& batch, const UsageLine& line, std::uint32_t session) {
  const auto word = read_limit_word(line.failure_text);
  if (!word) return;
  const auto zone = NamedZone::find(word->zone);
  const auto reset = reset_told(*word, line.at, zone ? &*zone : nullptr);
  if (reset) batch.limits.push_back({word->kind, micros(line.at), micros(*reset), session});
}

void add_failure(SightingBatch& batch, const UsageLine& line, const FileFacts& file,
                 std::optional<std::int64_t> duration) {
  const std::string_view session = line.session.empty() ? file.session : line.session;
  FailedCall call;
  call.record = hash_id(line.uuid.empty() ? line.message_id : line.uuid);
  call.at = micros(line.at);
  call.origin = is_background_agent(line.agent) ? 2 : line.of_sub_agent() ? 1 : 0;
  call.session = batch.note_session(session, call.at, line.cwd, line.cli_version);
  call.branch = batch.branches.place_of(line.branch);
  call.agent = agent_place(batch, line, file);
  call.status = line.http_status;
  call.duration = duration;
  batch.failures.push_back(call);
  add_limit(batch, line, call.session);
}

void add_call(SightingBatch& batch, const UsageLine& line, const FileFacts& file,
              std::optional<std::int64_t> duration) {
  const std::string_view session = line.session.empty() ? file.session : line.session;
  // Without the API's ids each line stands for itself.
  const std::string_view id =
      line.message_id.empty() && line.request_id.empty() ? line.uuid : line.message_id;
  const auto reported = reported_cost(line);
  Sighting seen;
  seen.at = micros(line.at);
  seen.session = batch.note_session(session, seen.at, line.cwd, line.cli_version);
  seen.model = batch.models.place_of(line.model);
  seen.branch = batch.branches.place_of(line.branch);
  seen.agent = agent_place(batch, line, file);
  seen.message = id.empty() ? 0 : message_hash(id, session);
  seen.of_api = is_api_id(id);
  seen.flags = narrow(flags_of(line, id, reported.has_value()));
  seen.request = shared_hash(line, id, seen.flags);
  seen.bare_request = bare_request_hash(line.request_id, id).value_or(0);
  seen.input = narrow(line.tokens.input);
  seen.output = narrow(line.tokens.output);
  seen.cache_write_5m = narrow(line.tokens.cache_write_5m);
  seen.cache_write_1h = narrow(line.tokens.cache_write_1h);
  seen.cache_read = narrow(line.tokens.cache_read);
  seen.web_searches = narrow(line.web_searches);
  seen.reported = reported.value_or(0);
  if (duration) seen.duration = narrow(*duration);
  if (batch.sightings.empty() || !is_same_reply(batch.sightings.back(), seen)) {
    batch.sightings.push_back(seen);
    return;
  }
  put_row(merge(to_row(batch.sightings.back()), to_row(seen)), batch.sightings.back());
}

}  // namespace

std::string session_of_path(std::string_view path) {
  constexpr std::string_view kSubAgents = "/subagents/";
  if (const std::size_t found = path.rfind(kSubAgents); found != std::string_view::npos)
    path = path.substr(0, found);
  else
    path = path.substr(0, path.rfind('.'));
  return clean(path.substr(path.rfind('/') + 1));
}

void add_reply(SightingBatch& batch, const UsageLine& line, const FileFacts& file,
               std::optional<std::int64_t> duration) {
  if (line.failed) return add_failure(batch, line, file, duration);
  add_call(batch, line, file, duration);
  AdvisorIds ids;
  for (std::size_t index = 0; index < line.advisors.size(); ++index)
    add_call(batch, advisor_line(line, index, ids), file, std::nullopt);
}

bool FileReader::read(Harvest& harvest, std::size_t enough) {
  auto more = read_on(harvest, enough);
  if (more) return *more;
  harvest.problems.push_back(std::move(more).error());
  return false;
}

Result<bool> FileReader::read_on(Harvest& harvest, std::size_t enough) {
  if (!scan_) {
    ORCHARD_TRY(scan_, TranscriptScan::open(file_.path, now_, buffer_));
    if (!scan_) return false;
    if (known_ != nullptr) {
      ORCHARD_TRY([[maybe_unused]] const bool goes_on, scan_->resume(known_->point));
    }
    facts_ = {session_of_path(file_.path), read_agent_type(file_.path)};
  }
  const std::uint64_t from = scan_->read_until();
  const std::int64_t skipped = scan_->skipped();
  const auto on_reply = [&](const UsageLine& line, std::optional<std::int64_t> duration) {
    if (!line.failed) ++harvest.replies;
    add_reply(harvest.batch, line, facts_, duration);
  };
  bool more = true;
  while (more && harvest.batch.sightings.size() < enough) {
    ORCHARD_TRY(more, scan_->step(on_reply));
  }
  ORCHARD_TRY(ScanPoint point, scan_->point());
  harvest.bytes += scan_->read_until() - from;
  harvest.skipped += scan_->skipped() - skipped;
  TranscriptFile file = scan_->file();
  if (more) file.mtime = 0;
  harvest.records.push_back({std::move(file), std::move(point)});
  return more;
}

}  // namespace orchard::metrics
