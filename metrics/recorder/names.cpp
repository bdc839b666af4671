#include "metrics/recorder/names.h"

#include <array>
#include <utility>

namespace orchard::metrics {

namespace {

using core::MessageKind;

constexpr std::array<std::pair<MessageKind, std::string_view>, 6> kMessageKinds{{
    {MessageKind::user, "user"},
    {MessageKind::text, "text"},
    {MessageKind::thinking, "thinking"},
    {MessageKind::tool_result, "tool_result"},
    {MessageKind::notice, "notice"},
    {MessageKind::error, "error"},
}};

}  // namespace

std::string_view to_string(MessageKind kind) {
  for (const auto& [value, name] : kMessageKinds)
    if (value == kind) return name;
  return "notice";
}

std::optional<MessageKind> parse_message_kind(std::string_view text) {
  for (const auto& [value, name] : kMessageKinds)
    if (name == text) return value;
  return std::nullopt;
}

std::string_view to_string(core::PermissionDecision decision) {
  switch (decision) {
    case core::PermissionDecision::allowed:
      return "allowed";
    case core::PermissionDecision::denied:
      return "denied";
    case core::PermissionDecision::withdrawn:
      return "withdrawn";
  }
  return "withdrawn";
}

}  // namespace orchard::metrics
