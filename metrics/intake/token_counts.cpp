#include "metrics/intake/token_counts.h"

#include <charconv>
#include <cmath>
#include <system_error>

namespace orchard::metrics {

std::optional<std::int64_t> read_count(std::string_view token) {
  constexpr std::size_t kDigitsOfAnyReply = 9;
  if (token.empty() || token == "null") return 0;
  const char* end = token.data() + token.size();
  if (token.size() <= kDigitsOfAnyReply) {
    std::int64_t whole = 0;
    const auto read = std::from_chars(token.data(), end, whole);
    if (read.ec == std::errc() && read.ptr == end && whole >= 0) return whole;
  }
  double value = 0;
  const auto read = std::from_chars(token.data(), end, value);
  const bool is_number = read.ec == std::errc() && read.ptr == end;
  if (!is_number || !(value >= 0 && value <= kMostTokens) || value != std::floor(value))
    return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<TokenCounts> read_token_counts(const UsageFields& usage) {
  const auto sum = read_count(usage.cache_write);
  const auto input = read_count(usage.input);
  const auto output = read_count(usage.output);
  const auto write_5m = read_count(usage.cache_write_5m);
  const auto write_1h = read_count(usage.cache_write_1h);
  const auto read = read_count(usage.cache_read);
  if (!sum || !input || !output || !write_5m || !write_1h || !read) return std::nullopt;
  TokenCounts counts{{*input, *output, *write_5m, *write_1h, *read}};
  // Old records know only the sum, which was written for 5 minutes then.
  const bool names_parts = counts.tokens.cache_write() > 0;
  if (!names_parts) counts.tokens.cache_write_5m = *sum;
  counts.cache_split_known = usage.cache_split.starts_with('{') && (names_parts || *sum == 0);
  return counts;
}

}  // namespace orchard::metrics
