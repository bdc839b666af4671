#include "app/use_case/send_message.h"

#include "app/services/agent_process.h"
#include "app/services/early_end.h"
#include "app/services/upkeep/workspace_lock.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::array<std::string_view, 6> kPermissionModes = {
    "default", "acceptEdits", "plan", "auto", "dontAsk", "bypassPermissions"};

core::Result<metrics::Workspace> find_usable_workspace(Engine& engine,
                                                       const core::WorkspaceId& id) {
  ORCHARD_TRY(const auto workspace, engine.store().find_workspace(id));
  if (!workspace)
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("There is no workspace with id '{}'.", id.value));
  if (workspace->status != core::WorkspaceStatus::active)
    return core::fail(
        core::ErrorCode::unsupported,
        fmt::format("Workspace '{}' is {}. Bring it back with `orchard workspace "
                    "restore {}` first.",
                    workspace->name, core::to_string(workspace->status), workspace->name));
  if (!std::filesystem::is_directory(workspace->path))
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("The folder of workspace '{}' is gone ({}). `orchard workspace "
                                  "restore {}` recreates it from its branch.",
                                  workspace->name, workspace->path, workspace->name));
  return *workspace;
}

core::Result<metrics::Session> begin_session(Engine& engine, const metrics::Workspace& workspace,
                                             const SendRequest& request) {
  const core::SessionId id(core::make_uuid(engine.ids()));
  ORCHARD_CHECK(engine.store().create_session(id, workspace.id, request.model,
                                              request.permission_mode, engine.now()));
  ORCHARD_TRY(const auto session, engine.store().find_session(id));
  if (!session) return core::fail(core::ErrorCode::internal, "The new session was not stored.");
  return *session;
}

core::Result<metrics::Session> choose_session(Engine& engine, const metrics::Workspace& workspace,
                                              const SendRequest& request) {
  if (request.new_session) return begin_session(engine, workspace, request);
  if (!request.session) {
    ORCHARD_TRY(const auto latest, engine.store().latest_session(workspace.id));
    return latest ? core::Result<metrics::Session>(*latest)
                  : begin_session(engine, workspace, request);
  }
  ORCHARD_TRY(const auto session, engine.store().find_session(*request.session));
  if (!session || session->workspace != workspace.id)
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("Workspace '{}' has no session '{}'. `orchard sessions` lists "
                                  "them.",
                                  workspace.name, request.session->value));
  return *session;
}

/// A half-written line may still be read; whatever else went wrong, nothing of it will be.
bool may_be_read(const core::Error& error) {
  return error.code == core::ErrorCode::corrupt || error.code == core::ErrorCode::io;
}

/// The stored prompt to the session's process. When that fails the prompt is withdrawn, or the
/// error says that it is queued.
core::Result<SentMessage> hand_over(Engine& engine, const metrics::Workspace& workspace,
                                    const metrics::Session& session, const SendRequest& request,
                                    const core::MessageId& prompt) {
  const auto fail = [&](core::Error error) {
    return core::fail(take_back(engine, prompt, std::move(error)));
  };
  const auto directory =
      agents::SessionDirectory::create(engine.paths().sessions, session.launched_as);
  if (!directory) return fail(directory.error());
  const auto lock = lock_process(*directory);
  if (!lock) return fail(lock.error());
  const auto ready = ensure_process(engine, *directory, workspace, session,
                                    {request.model, request.permission_mode, request.executable});
  if (!ready) return fail(ready.error());
  // A sender killed before it spoke may have left prompts that go first; none is read twice.
  const auto sent = send_unread_prompts(engine, *directory, session.id);
  if (sent) return SentMessage{session.id, prompt, ready->record.process, ready->started};
  if (may_be_read(sent.error())) return core::fail(say_queued(sent.error()));
  const bool ended = ready->started && sent.error().code == core::ErrorCode::unavailable;
  return fail(ended ? explain_early_end(*directory, ready->record) : sent.error());
}

}  // namespace

bool is_permission_mode(std::string_view mode) {
  return std::find(kPermissionModes.begin(), kPermissionModes.end(), mode) !=
         kPermissionModes.end();
}

core::Result<SentMessage> send_message(Engine& engine, const SendRequest& request) {
  if (request.text.find_first_not_of(" \t\r\n") == std::string::npos)
    return core::fail(core::ErrorCode::invalid_argument, "The prompt is empty. Say what to do.");
  if (!request.permission_mode.empty() && !is_permission_mode(request.permission_mode))
    return core::fail(core::ErrorCode::invalid_argument,
                      fmt::format("'{}' is no permission mode. Known are: {}.",
                                  request.permission_mode, fmt::join(kPermissionModes, ", ")));
  // Two callers at once must not begin two sessions where one was meant, and no agent may begin in
  // a workspace that is being put away: what holds is asked once nobody changes it.
  ORCHARD_TRY(const auto lock, lock_workspace(engine, request.workspace));
  ORCHARD_TRY(const auto workspace, find_usable_workspace(engine, request.workspace));
  ORCHARD_TRY(const auto session, choose_session(engine, workspace, request));
  const metrics::OutboxPrompt prompt{session.id, core::MessageId(core::make_uuid(engine.ids())),
                                     request.text, engine.now()};
  ORCHARD_CHECK(engine.store().enqueue_prompt(prompt));
  return hand_over(engine, workspace, session, request, prompt.uuid);
}

}  // namespace orchard::app
