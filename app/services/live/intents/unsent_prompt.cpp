#include "app/services/live/intents/unsent_prompt.h"

#include "metrics/query/sessions.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::size_t kShown = 2000;

std::string shortened(std::string_view prompt) {
  if (prompt.size() <= kShown) return std::string(prompt);
  std::size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(prompt[end]) & 0xC0U) == 0x80U) --end;
  return std::string(prompt.substr(0, end)) + "\u2026";
}

bool is_queued(Engine* engine, const core::WorkspaceId& workspace, std::string_view prompt) {
  if (engine == nullptr) return false;
  const auto sessions = metrics::query_sessions_of(engine->store(), workspace);
  if (!sessions) return false;
  return std::ranges::any_of(*sessions, [&](const metrics::SessionFigures& session) {
    return std::ranges::find(session.queued_prompts, prompt) != session.queued_prompts.end();
  });
}

}  // namespace

core::Error with_unsent_prompt(Engine* engine, const core::WorkspaceId& workspace,
                               std::string_view prompt, core::Error error) {
  if (!is_queued(engine, workspace, prompt))
    error.message += fmt::format(" It was not sent: \u201c{}\u201d", shortened(prompt));
  return error;
}

}  // namespace orchard::app
