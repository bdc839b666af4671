#pragma once

#include "core/domain/plan_usage.h"

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

namespace orchard::agents {

/// The login that Claude Code keeps. The token is for one request header and nothing else: it goes
/// into no log, argument list, database or message.
struct StoredLogin {
  std::string token;
  std::string plan;
  std::string tier;
};

/// Reads `.credentials.json` in Claude Code's own folder and never writes it; a token is neither
/// refreshed nor rotated here. Problems: signed_out (no file, no token), unauthorized (expired),
/// unreadable.
[[nodiscard]] tl::expected<StoredLogin, core::PlanProblem> read_stored_login(
    const std::filesystem::path& config_directory, core::Timestamp now);

}  // namespace orchard::agents
