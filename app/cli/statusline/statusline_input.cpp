#include "app/cli/statusline/statusline_input.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using nlohmann::json;

/// Numbers beyond this are no counts, prices or times.
constexpr double kMost = 1e12;

const json& member(const json& object, const char* name) {
  static const json kNothing;
  if (!object.is_object()) return kNothing;
  const auto found = object.find(name);
  return found == object.end() ? kNothing : *found;
}

std::string text(const json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<double> number(const json& value) {
  if (!value.is_number()) return std::nullopt;
  const double read = value.get<double>();
  return std::isfinite(read) && read >= 0 && read <= kMost ? std::optional(read) : std::nullopt;
}

std::optional<std::int64_t> count(const json& value) {
  const auto read = number(value);
  return read ? std::optional(static_cast<std::int64_t>(*read)) : std::nullopt;
}

/// What fills the window now; older versions tell only of the whole session.
std::optional<std::int64_t> context_of(const json& window) {
  const json& current = member(window, "current_usage");
  if (const auto input = count(member(current, "input_tokens")))
    return *input + count(member(current, "cache_creation_input_tokens")).value_or(0) +
           count(member(current, "cache_read_input_tokens")).value_or(0);
  const auto size = count(member(window, "context_window_size"));
  const auto percent = number(member(window, "used_percentage"));
  if (size && percent) return std::llround(static_cast<double>(*size) * *percent / 100);
  return count(member(window, "total_input_tokens"));
}

void read_limits(const json& limits, StatuslineInput& input) {
  if (!limits.is_object()) return;
  for (const auto& [kind, limit] : limits.items()) {
    const auto percent = number(member(limit, "used_percentage"));
    const auto resets = number(member(limit, "resets_at"));
    if (!percent || !resets || *resets < 1) continue;
    // A microsecond more or less would be another reset.
    const core::Timestamp at{std::chrono::seconds(std::llround(*resets))};
    input.limits.push_back({kind, *percent / 100, at});
  }
}

}  // namespace

StatuslineInput read_statusline_input(std::string_view text_of_input) {
  StatuslineInput input;
  const json document = json::parse(text_of_input, nullptr, false);
  if (!document.is_object()) return input;
  input.session = text(member(document, "session_id"));
  input.transcript = text(member(document, "transcript_path"));
  const json& model = member(document, "model");
  input.model_id = text(member(model, "id"));
  input.model = text(member(model, "display_name"));
  if (input.model.empty()) input.model = input.model_id;
  if (const auto cost = number(member(member(document, "cost"), "total_cost_usd")))
    if (*cost < 1e9) input.session_cost = core::Cost{std::llround(*cost * 1e9)};
  const json& window = member(document, "context_window");
  input.context_tokens = context_of(window);
  input.context_size = count(member(window, "context_window_size"));
  read_limits(member(document, "rate_limits"), input);
  return input;
}

}  // namespace orchard::app
