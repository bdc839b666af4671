#include "metrics/intake/usage_line.h"

#include "core/base/time_text.h"
#include "metrics/intake/advisor_calls.h"
#include "metrics/intake/failure_status.h"
#include "metrics/intake/token_counts.h"
#include "metrics/line/json_cursor.h"
#include "metrics/line/json_text.h"
#include "metrics/line/line_fields.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <system_error>

namespace orchard::metrics {

namespace {

/// 2020-01-01, long before there was Claude Code: an earlier time is damaged, and the call would
/// stand on a day that nobody looks at.
constexpr core::Timestamp kFirstTranscript{std::chrono::seconds(1'577'836'800)};
/// Bytes of what a failure says that may matter: longer ones quote an answer of the API.
constexpr std::size_t kLongestFailure = 256;

/// The line without what may stand around its record, and whether that was more than blanks.
struct Trimmed {
  std::string_view record;
  bool lost_bytes = false;
};

Trimmed trim(std::string_view line) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  constexpr std::string_view kBefore(" \t\r\n\0", 5);
  constexpr std::string_view kAfter = " \t\r\n";
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  const std::size_t begin = std::min(line.find_first_not_of(kBefore), line.size());
  const bool has_nul = line.substr(0, begin).find('\0') != std::string_view::npos;
  line.remove_prefix(begin);
  return {line.substr(0, line.find_last_not_of(kAfter) + 1), has_nul};
}

/// Of numbers that no double holds: whether it is too small for one, or negative.
bool is_next_to_nothing(std::string_view token) {
  const std::size_t exponent = token.find_first_of("eE");
  if (exponent == std::string_view::npos) return !(token.front() >= '1' && token.front() <= '9');
  return token.front() == '-' || token.substr(exponent + 1).starts_with('-');
}

std::optional<double> number(std::string_view token) {
  double value = 0;
  const char* end = token.data() + token.size();
  const auto read = std::from_chars(token.data(), end, value);
  if (read.ec == std::errc::result_out_of_range && read.ptr == end)
    return is_next_to_nothing(token) ? 0 : kMostTokens;
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

bool is_object(std::string_view token) {
  return token.starts_with('{');
}

/// What the reply took. False: one of its counts is none, so that no sum of it can be trusted.
bool read_usage(const UsageFields& usage, std::string& scratch, UsageLine& found) {
  const auto counts = read_token_counts(usage);
  const auto searches = read_count(usage.web_searches);
  if (!counts || !searches) return false;
  found.tokens = counts->tokens;
  found.cache_split_known = counts->cache_split_known;
  found.web_searches = *searches;
  found.fast = usage.speed == "\"fast\"";
  found.us_only = usage.geo == "\"us\"";
  if (tells_of_advisor(usage))
    found.lost_advisor = !read_advisors(usage.iterations, scratch, found.advisors);
  if (found.lost_advisor) found.advisors.clear();
  return true;
}

bool holds_several(std::string_view line) {
  JsonCursor cursor(line);
  int records = 0;
  for (; !cursor.finished(); ++records)
    if (!is_object(cursor.value())) return false;
  return records > 1;
}

/// The reply that says what it took, in the record itself or in the progress it tells of; null:
/// there is none.
const EnvelopeFields* told_reply(const LineFields& fields) {
  const auto speaks = [](const EnvelopeFields& envelope) {
    const std::string_view usage = envelope.message.whole_usage;
    return !usage.empty() && usage != "null";
  };
  return speaks(fields.record)     ? &fields.record
         : speaks(fields.progress) ? &fields.progress
                                   : nullptr;
}

/// It stands in place of a reply that did not come.
bool is_failure(const LineFields& fields, const EnvelopeFields& reply) {
  return reply.is_api_error == "true" || fields.record.is_api_error == "true";
}

/// As much as json_text() may append: views into the scratch stay valid while it does not grow.
std::size_t most_text(const LineFields& fields, const EnvelopeFields& reply) {
  const EnvelopeFields& record = fields.record;
  std::size_t tokens = fields.progress_agent.size();
  for (const std::string_view token :
       {record.session, record.agent, record.cwd, record.branch, record.version, reply.request,
        reply.uuid, reply.timestamp, reply.message.id, reply.message.model,
        reply.message.stop_reason, reply.message.usage.service_tier})
    tokens += token.size();
  if (tells_of_advisor(reply.message.usage)) tokens += reply.message.usage.iterations.size();
  return 3 * tokens;
}

/// What tells the reply from others and when it came; or why that is not known.
std::optional<LineFault> identify(const EnvelopeFields& reply, std::string& scratch,
                                  UsageLine& found) {
  found.message_id = json_text(reply.message.id, scratch);
  found.request_id = json_text(reply.request, scratch);
  found.uuid = json_text(reply.uuid, scratch);
  const std::string_view& said = reply.timestamp;
  if (said.empty() || said == "null" || said == R"("")") return LineFault::no_time;
  const auto at = core::parse_iso8601(json_text(said, scratch));
  if (!at) return LineFault::bad_time;
  if (*at < kFirstTranscript) return LineFault::too_early;
  found.at = *at;
  if (found.message_id.empty() && found.request_id.empty() && found.uuid.empty())
    return LineFault::no_id;
  return std::nullopt;
}

void read_reply(const LineFields& fields, const EnvelopeFields& reply, std::string& scratch,
                UsageLine& found) {
  const EnvelopeFields& record = fields.record;
  found.is_progress = &reply == &fields.progress;
  found.session = json_text(record.session, scratch);
  found.agent = json_text(found.is_progress ? fields.progress_agent : record.agent, scratch);
  found.model = json_text(reply.message.model, scratch);
  found.cwd = json_text(record.cwd, scratch);
  found.branch = json_text(record.branch, scratch);
  if (found.branch == "HEAD") found.branch = {};
  found.cli_version = json_text(record.version, scratch);
  found.service_tier = json_text(reply.message.usage.service_tier, scratch);
  found.reported_dollars = number(reply.cost);
  if (found.reported_dollars && !(*found.reported_dollars >= 0)) found.reported_dollars.reset();
  found.complete = !json_text(reply.message.stop_reason, scratch).empty();
  found.is_sidechain = reply.is_sidechain == "true";
  found.is_meta = record.is_meta == "true";
  found.is_compact_summary = record.is_compact_summary == "true";
}

/// One that nobody could tell from others, or of no time, is no loss: it says nothing of use.
LineVerdict read_failure(std::string_view record, const LineFields& fields,
                         const EnvelopeFields& reply, std::string& scratch, UsageLine& found) {
  if (identify(reply, scratch, found)) return LineVerdict::nothing;
  read_reply(fields, reply, scratch, found);
  found.failed = true;
  found.http_status = failure_status(record);
  const std::string_view text = found.is_progress ? std::string_view() : failure_text(record);
  if (text.size() <= kLongestFailure) found.failure_text = json_text(text, scratch);
  return LineVerdict::failure;
}

}  // namespace

LineVerdict read_usage_line(std::string_view line, std::string& scratch, UsageLine& found) {
  const auto skip = [&found](LineFault fault) {
    found.fault = fault;
    return LineVerdict::malformed;
  };
  const auto [record, lost_bytes] = trim(line);
  if (record.empty()) return lost_bytes ? skip(LineFault::broken) : LineVerdict::nothing;
  if (record.front() != '{' || record.back() != '}') return skip(LineFault::broken);
  if (!mentions_usage(record)) return LineVerdict::nothing;
  LineFields fields;
  if (!find_fields(record, fields))
    return skip(holds_several(record) ? LineFault::several : LineFault::broken);
  const EnvelopeFields* reply = told_reply(fields);
  if (reply == nullptr) return LineVerdict::nothing;
  const bool failed = is_failure(fields, *reply);
  if (!failed && reply->message.model == "\"<synthetic>\"") return LineVerdict::nothing;
  scratch.clear();
  scratch.reserve(most_text(fields, *reply) + (failed ? 3 * kLongestFailure : 0));
  found = {};
  if (failed) return read_failure(record, fields, *reply, scratch, found);
  if (!is_object(reply->message.whole_usage)) return skip(LineFault::no_counts);
  if (const auto fault = identify(*reply, scratch, found)) return skip(*fault);
  if (!read_usage(reply->message.usage, scratch, found)) return skip(LineFault::no_counts);
  read_reply(fields, *reply, scratch, found);
  return LineVerdict::usage;
}

}  // namespace orchard::metrics
