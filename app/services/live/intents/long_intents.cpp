#include "app/services/health.h"
#include "app/services/live/intents/intent_dispatcher.h"
#include "app/services/live/intents/unsent_prompt.h"
#include "app/use_case/control_session.h"
#include "app/use_case/repositories.h"
#include "app/use_case/run_demo.h"
#include "app/use_case/send_message.h"
#include "app/use_case/workspace/archive_workspace.h"
#include "app/use_case/workspace/create_workspace.h"

#include <filesystem>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::string name_of(Engine& engine, const core::WorkspaceId& id) {
  const auto found = engine.store().find_workspace(id);
  return found && *found ? (*found)->name : std::string("the workspace");
}

/// What happened, and what a person should know about it.
std::string with_notes(std::string text, const std::vector<std::string>& notes) {
  for (const std::string& note : notes) text += " " + note;
  return text;
}

core::Result<void> send_first_prompt(Engine& engine, const metrics::Workspace& workspace,
                                     const std::string& prompt) {
  SendRequest request;
  request.workspace = workspace.id;
  request.text = prompt;
  const auto sent = send_message(engine, request);
  if (sent) return {};
  core::Error error = sent.error();
  error.message = fmt::format("Workspace {} was made, but its agent has not begun: {}",
                              workspace.name, error.message);
  return core::fail(with_unsent_prompt(&engine, workspace.id, prompt, std::move(error)));
}

}  // namespace

void IntentDispatcher::carry_out(const AddRepository& intent) {
  run(making_, "Adding " + intent.path, {}, [this, intent](Engine& engine) -> core::Result<void> {
    ORCHARD_TRY(const auto added, add_repository(engine, intent.path));
    board_.tell(NoticeLevel::success, fmt::format("Added {}.", added.name));
    return {};
  });
}

void IntentDispatcher::carry_out(const RemoveRepository& intent) {
  run(making_, "", {},
      [intent](Engine& engine) { return remove_repository(engine, intent.repository); });
}

void IntentDispatcher::carry_out(const CreateWorkspace& intent) {
  const std::string what =
      intent.name.empty() ? std::string("Creating a workspace") : "Creating " + intent.name;
  run(making_, what, {}, [this, intent](Engine& engine) -> core::Result<void> {
    CreateWorkspaceRequest request;
    request.repository = intent.repository;
    request.name = intent.name;
    request.base = intent.base;
    request.on_note = [this](const std::string& note) { board_.tell(NoticeLevel::warning, note); };
    const auto made = create_workspace(engine, request);
    if (!made && intent.first_prompt.empty()) return core::fail(made.error());
    if (!made)
      return core::fail(made.error().code, fmt::format("{} The prompt was: \u201c{}\u201d",
                                                       made.error().message, intent.first_prompt));
    hooks_.did_something();
    if (intent.first_prompt.empty()) return {};
    return send_first_prompt(engine, *made, intent.first_prompt);
  });
}

void IntentDispatcher::carry_out(const ArchiveWorkspace& intent) {
  run(ending_, "Archiving", {intent.workspace, {}},
      [this, intent](Engine& engine) -> core::Result<void> {
        const RunningTurns turns{intent.ends_turns, "Ask again to end and archive it."};
        ORCHARD_TRY(const auto done, archive_workspace(engine, intent.workspace, turns));
        std::string text = fmt::format("Archived {}.", done.workspace.name);
        if (done.kept_work) text += " Its uncommitted work is kept.";
        board_.tell(NoticeLevel::success, with_notes(std::move(text), done.notes), intent.workspace,
                    true);
        return {};
      });
}

void IntentDispatcher::carry_out(const RestoreWorkspace& intent) {
  run(making_, "Restoring", {intent.workspace, {}},
      [this, intent](Engine& engine) -> core::Result<void> {
        ORCHARD_TRY(const auto done, restore_workspace(engine, intent.workspace));
        board_.tell(NoticeLevel::success,
                    with_notes(fmt::format("Restored {}.", done.workspace.name), done.notes),
                    intent.workspace);
        return {};
      });
}

void IntentDispatcher::carry_out(const DeleteWorkspace& intent) {
  run(ending_, "Deleting", {intent.workspace, {}},
      [this, intent](Engine& engine) -> core::Result<void> {
        ORCHARD_TRY(const auto done, delete_workspace(engine, intent.workspace));
        board_.tell(NoticeLevel::success,
                    with_notes(fmt::format("Deleted {}. It can be restored for 30 days.",
                                           done.workspace.name),
                               done.notes),
                    intent.workspace, true);
        return {};
      });
}

void IntentDispatcher::carry_out(const StopSession& intent) {
  run(ending_, "Stopping the agent", {std::nullopt, intent.session},
      [intent](Engine& engine) -> core::Result<void> {
        ORCHARD_TRY(const auto stopped, stop_session(engine, intent.session));
        (void)stopped;
        return {};
      });
}

void IntentDispatcher::carry_out(const RunDemo& intent) {
  (void)intent;
  run(making_, "Running the demo", {}, [this](Engine& engine) -> core::Result<void> {
    ORCHARD_TRY(const auto demo,
                run_demo(engine, [this](const std::string&) { hooks_.did_something(); }));
    board_.tell(
        NoticeLevel::success,
        fmt::format("The demo is done: {} has {} workspaces, {} is archived.", demo.repository.name,
                    demo.workspaces.size(), name_of(engine, demo.archived)));
    return {};
  });
}

void IntentDispatcher::carry_out(const CheckHealth& intent) {
  (void)intent;
  run(making_, "", {}, [this](Engine& engine) -> core::Result<void> {
    hooks_.health(check_health(engine));
    return {};
  });
}

}  // namespace orchard::app
