#include "metrics/ccusage/reading/ccusage_line.h"
#include "metrics/intake/usage_line.h"
#include "metrics/line/line_fields.h"
#include "metrics/plan/limit_word.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace {

using orchard::core::TokenUsage;
using orchard::metrics::UsageLine;

void require(bool holds) {
  if (!holds) std::abort();
}

void require_possible(const TokenUsage& usage) {
  for (const std::int64_t tokens :
       {usage.input, usage.output, usage.cache_write_5m, usage.cache_write_1h, usage.cache_read})
    require(tokens >= 0 && tokens <= 1'000'000'000);
}

/// Texts go into the store and into JSON: they must be sound whatever stood in the file.
void require_sound(const UsageLine& line) {
  for (const std::string_view text :
       {line.message_id, line.request_id, line.uuid, line.session, line.agent, line.model, line.cwd,
        line.branch, line.cli_version, line.service_tier})
    require(!nlohmann::json(text).dump().empty());
  require_possible(line.tokens);
  for (const orchard::metrics::AdvisorCall& advisor : line.advisors) {
    require(!nlohmann::json(advisor.model).dump().empty() && !advisor.model.empty());
    require_possible(advisor.tokens);
  }
  require(!line.message_id.empty() || !line.request_id.empty() || !line.uuid.empty());
}

}  // namespace

// One input is one line. Whatever a strict parser accepts must be readable, and what is read twice
// must be the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace orchard::metrics;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string scratch;
  UsageLine line;
  const LineVerdict verdict = read_usage_line(text, scratch, line);
  if (verdict == LineVerdict::usage) require_sound(line);
  static_cast<void>(read_limit_word(line.failure_text));

  std::string second_scratch;
  UsageLine second;
  require(read_usage_line(text, second_scratch, second) == verdict);
  if (verdict == LineVerdict::usage)
    require(second.tokens == line.tokens && second.cwd == line.cwd && second.at == line.at);

  if (const auto entry = read_ccusage_line(text))
    static_cast<void>(read_ccusage_advisors(text, *entry));

  // A NUL byte ends the text for the strict parser.
  const bool comparable = text.starts_with('{') && text.find('\0') == std::string_view::npos;
  LineFields fields;
  if (comparable && nlohmann::json::accept(text)) require(find_fields(text, fields));
  return 0;
}
