#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace orchard::core {

/// A string id that cannot be mixed up with another kind of id.
template <class Tag>
struct StrongId {
  std::string value;

  StrongId() = default;
  explicit StrongId(std::string text) : value(std::move(text)) {}

  [[nodiscard]] bool empty() const { return value.empty(); }
  auto operator<=>(const StrongId&) const = default;
};

using RepositoryId = StrongId<struct RepositoryTag>;
using WorkspaceId = StrongId<struct WorkspaceTag>;
/// Claude's own session id (a UUID).
using SessionId = StrongId<struct SessionTag>;
/// The uuid of the user message that began the turn; of its `init` record when no message did.
using TurnId = StrongId<struct TurnTag>;
/// The uuid of one transcript message.
using MessageId = StrongId<struct MessageTag>;
/// The API's message id (`msg_…`): one API response.
using ApiCallId = StrongId<struct ApiCallTag>;
using ToolCallId = StrongId<struct ToolCallTag>;
using PermissionRequestId = StrongId<struct PermissionRequestTag>;
/// A git object id in hexadecimal.
using CommitOid = StrongId<struct CommitTag>;

}  // namespace orchard::core

template <class Tag>
struct std::hash<orchard::core::StrongId<Tag>> {
  std::size_t operator()(const orchard::core::StrongId<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
