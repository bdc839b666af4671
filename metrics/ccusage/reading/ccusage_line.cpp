#include "metrics/ccusage/reading/ccusage_line.h"

#include "core/base/time_text.h"
#include "core/domain/advisor_call.h"
#include "metrics/line/json_text.h"
#include "metrics/line/line_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace orchard::metrics {

namespace {

constexpr std::string_view kBlank = " \t\r\n";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view without_blank_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

/// A strict reader sees the whole of a line that has a null in it, and only the members it needs of
/// one that has none.
bool is_readable(std::string_view line) {
  const JsonTextFaults faults = find_text_faults(line);
  return !faults.syntax && !(faults.unicode && line.find("null") != std::string_view::npos);
}

/// ccusage looks at the bytes of the whole line, tool input and all: a null where its schema
/// forbids one drops the line wherever it stands. Only the model of an iteration may be null.
bool has_forbidden_null(std::string_view line, std::string_view iterations) {
  constexpr std::array<std::string_view, 11> kForbidden = {"id",
                                                           "cwd",
                                                           "model",
                                                           "speed",
                                                           "costUSD",
                                                           "version",
                                                           "sessionId",
                                                           "requestId",
                                                           "isApiErrorMessage",
                                                           "cache_read_input_tokens",
                                                           "cache_creation_input_tokens"};
  for (auto at = line.find("null"); at != std::string_view::npos; at = line.find("null", at + 1)) {
    std::string_view before = without_blank_end(line.substr(0, at));
    if (!before.ends_with(':')) continue;
    before.remove_suffix(1);
    before = without_blank_end(before);
    if (!before.ends_with('"')) continue;
    before.remove_suffix(1);
    const std::string_view name = before.substr(before.rfind('"') + 1);
    const char* place = line.data() + at;
    if (name == "model" && place >= iterations.data() &&
        place < iterations.data() + iterations.size())
      continue;
    if (std::find(kForbidden.begin(), kForbidden.end(), name) != kForbidden.end()) return true;
  }
  return false;
}

/// Takes the values of a line's members as ccusage's schema demands; remembers when one does not
/// fit.
class Strict {
 public:
  [[nodiscard]] bool fits() const { return fits_; }

  std::string text(std::string_view token) {
    if (token.empty() || token == "null") return {};
    std::string scratch;
    scratch.reserve(3 * token.size());
    const std::string_view meaning = json_text(token, scratch);
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    const bool broken = meaning.find(kReplacement) != std::string_view::npos &&
                        token.find(kReplacement) == std::string_view::npos;
    // Empty texts are as bad to it as numbers.
    fits_ &= !meaning.empty() && !broken;
    return std::string(meaning);
  }
  std::uint64_t count(std::string_view token) {
    std::uint64_t value = 0;
    const char* end = token.data() + token.size();
    const auto read = std::from_chars(token.data(), end, value);
    fits_ &= read.ec == std::errc() && read.ptr == end;
    return value;
  }
  std::uint64_t count_or_none(std::string_view token) { return token.empty() ? 0 : count(token); }
  std::optional<double> dollars(std::string_view token) {
    if (token.empty()) return std::nullopt;
    double value = 0;
    const char* end = token.data() + token.size();
    const auto read = std::from_chars(token.data(), end, value);
    fits_ &= read.ec == std::errc() && read.ptr == end && std::isfinite(value);
    return value;
  }
  bool truth(std::string_view token) {
    fits_ &= token.empty() || token == "true" || token == "false" || token == "null";
    return token == "true";
  }
  void demand(bool condition) { fits_ &= condition; }

 private:
  bool fits_ = true;
};

/// "YYYY-MM-DDTHH:MM:SS", no fraction or three digits of one, "Z" or "+HH:MM".
std::optional<core::Timestamp> read_time(std::string_view text) {
  constexpr std::array<std::string_view, 6> kShapes = {
      "0000-00-00T00:00:00Z",     "0000-00-00T00:00:00+00:00",     "0000-00-00T00:00:00-00:00",
      "0000-00-00T00:00:00.000Z", "0000-00-00T00:00:00.000+00:00", "0000-00-00T00:00:00.000-00:00"};
  std::string shape(text);
  std::replace_if(shape.begin(), shape.end(), is_digit, '0');
  const bool known = std::find(kShapes.begin(), kShapes.end(), shape) != kShapes.end();
  // No leap second either.
  if (!known || text.substr(17, 2) == "60") return std::nullopt;
  const auto at = core::parse_iso8601(text);
  return at ? std::optional(*at) : std::nullopt;
}

/// "1.2.3" and whatever follows.
bool is_version(std::string_view text) {
  for (int part = 0; part < 2; ++part) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits == text.size() || text[digits] != '.') return false;
    text.remove_prefix(digits + 1);
  }
  return !text.empty() && is_digit(text.front());
}

CcusageTokens read_tokens(Strict& strict, const UsageFields& usage) {
  CcusageTokens tokens;
  tokens.input = strict.count(usage.input);
  tokens.output = strict.count(usage.output);
  tokens.cache_read = strict.count_or_none(usage.cache_read);
  tokens.cache_write_5m = strict.count_or_none(usage.cache_write);
  if (usage.cache_split.empty() || usage.cache_split == "null") return tokens;
  // With a split the sum is not looked at, even where the split is empty.
  strict.demand(usage.cache_split.starts_with('{'));
  tokens.cache_write_5m = strict.count_or_none(usage.cache_write_5m);
  tokens.cache_write_1h = strict.count_or_none(usage.cache_write_1h);
  return tokens;
}

void read_speed(Strict& strict, const UsageFields& usage, CcusageEntry& entry) {
  entry.has_speed = !usage.speed.empty();
  const std::string speed = strict.text(usage.speed);
  entry.fast = speed == "fast";
  strict.demand(speed.empty() || speed == "fast" || speed == "standard");
}

/// Old error lines tell in their text when the limit resets.
std::optional<core::Timestamp> read_limit_reset(std::string_view line) {
  const std::size_t notice = line.find("Claude AI usage limit reached");
  const std::size_t bar = notice == std::string_view::npos ? notice : line.find('|', notice);
  if (bar == std::string_view::npos) return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(line.data() + bar + 1, line.data() + line.size(), seconds);
  constexpr std::int64_t kYear9999 = 253'402'300'799;
  if (seconds <= 0 || seconds > kYear9999) return std::nullopt;
  return core::Timestamp(std::chrono::seconds(seconds));
}

}  // namespace

std::optional<CcusageEntry> read_ccusage_line(std::string_view line) {
  if (line.find(R"("usage":{)") == std::string_view::npos || !is_readable(line))
    return std::nullopt;
  line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
  LineFields fields;
  if (!find_fields(line, fields) || fields.repeats_member) return std::nullopt;
  const EnvelopeFields& record = fields.record;
  if (has_forbidden_null(line, record.message.usage.iterations)) return std::nullopt;
  const MessageFields& message = record.message;

  Strict strict;
  CcusageEntry entry;
  strict.demand(message.whole_usage.starts_with('{'));
  entry.tokens = read_tokens(strict, message.usage);
  entry.message_id = strict.text(message.id);
  entry.request_id = strict.text(record.request);
  entry.session_id = strict.text(record.session);
  entry.model = strict.text(message.model);
  entry.reported_dollars = strict.dollars(record.cost);
  entry.is_sidechain = strict.truth(record.is_sidechain);
  read_speed(strict, message.usage, entry);
  const std::string version = strict.text(record.version);
  strict.demand(record.version.empty() || is_version(version));
  const auto at = read_time(strict.text(record.timestamp));
  if (strict.truth(record.is_api_error)) entry.limit_resets_at = read_limit_reset(line);
  if (!strict.fits() || !at) return std::nullopt;
  entry.at = *at;
  return entry;
}

std::vector<CcusageEntry> read_ccusage_advisors(std::string_view line, const CcusageEntry& entry) {
  if (line.find("\"advisor_message\"") == std::string_view::npos) return {};
  line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
  LineFields fields;
  std::vector<IterationFields> iterations;
  if (!find_fields(line, fields) ||
      !find_iterations(fields.record.message.usage.iterations, iterations))
    return {};
  Strict strict;
  std::vector<CcusageEntry> calls;
  for (const IterationFields& iteration : iterations) {
    CcusageEntry call = entry;
    call.is_advisor = true;
    call.reported_dollars.reset();
    strict.demand(iteration.type.starts_with('"'));
    call.tokens = read_tokens(strict, iteration.usage);
    read_speed(strict, iteration.usage, call);
    const bool names_model = !iteration.model.empty() && iteration.model != "null";
    strict.demand(!names_model || iteration.model.starts_with('"'));
    if (iteration.type != "\"advisor_message\"" || !names_model || iteration.model == "\"\"")
      continue;
    call.model = strict.text(iteration.model);
    call.message_id = core::advisor_id(entry.message_id, calls.size());
    calls.push_back(std::move(call));
  }
  return strict.fits() ? calls : std::vector<CcusageEntry>();
}

}  // namespace orchard::metrics
