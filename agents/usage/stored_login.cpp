#include "agents/usage/stored_login.h"

#include "agents/protocol/json_fields.h"
#include "core/io/file.h"

#include <chrono>
#include <utility>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

using core::PlanProblem;
using core::PlanProblemKind;

tl::unexpected<PlanProblem> problem(PlanProblemKind kind, std::string detail = {}) {
  return tl::unexpected(PlanProblem{kind, std::move(detail), std::nullopt});
}

}  // namespace

tl::expected<StoredLogin, PlanProblem> read_stored_login(
    const std::filesystem::path& config_directory, core::Timestamp now) {
  const auto text = core::read_file(config_directory / ".credentials.json");
  if (!text && text.error().code == core::ErrorCode::not_found)
    return problem(PlanProblemKind::signed_out);
  if (!text) return problem(PlanProblemKind::unreadable, text.error().message);
  const auto value = parse_json(*text);
  if (!value) return problem(PlanProblemKind::unreadable, "Claude Code's stored login is no JSON.");
  const Json& login = children(*value, "claudeAiOauth");
  StoredLogin stored{text_member(login, "accessToken"), text_member(login, "subscriptionType"),
                     text_member(login, "rateLimitTier")};
  // A line break would let a token write headers of its own.
  if (stored.token.find_first_of("\r\n") != std::string::npos) stored.token.clear();
  if (stored.token.empty()) return problem(PlanProblemKind::signed_out);
  const auto expires = integer_member(login, "expiresAt");
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
  if (expires && *expires <= milliseconds.count())
    return problem(PlanProblemKind::unauthorized, "The stored login has expired.");
  return stored;
}

}  // namespace orchard::agents
