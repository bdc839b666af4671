#include "app/use_case/commands/own_command.h"

#include "agents/commands/slash_command.h"
#include "app/model/settings_sections.h"
#include "app/services/account/browser.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr const char* kUsagePage = "https://claude.ai/settings/usage";

core::Result<core::SessionId> session_of(Engine& engine, const SendRequest& request) {
  metrics::Store& store = engine.store();
  ORCHARD_TRY(const auto workspace, store.find_workspace(request.workspace));
  if (!workspace)
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("There is no workspace with id '{}'.", request.workspace.value));
  if (request.session) {
    ORCHARD_TRY(const auto session, store.find_session(*request.session));
    if (session && session->workspace == request.workspace) return session->id;
    return core::fail(core::ErrorCode::not_found,
                      fmt::format("Workspace '{}' has no session '{}'. `orchard sessions` lists "
                                  "them.",
                                  workspace->name, request.session->value));
  }
  ORCHARD_TRY(const auto latest, store.latest_session(request.workspace));
  if (latest) return latest->id;
  const core::SessionId id(core::make_uuid(engine.ids()));
  ORCHARD_CHECK(store.create_session(id, request.workspace, request.model, request.permission_mode,
                                     engine.now()));
  return id;
}

}  // namespace

core::Result<std::optional<OwnCommand>> parse_own_command(std::string_view text) {
  const auto command = agents::parse_slash_command(text);
  if (!command) return std::nullopt;
  if (command->name == "/usage") return OwnCommand{OwnCommand::Kind::usage, command->name, "usage"};
  if (command->name == "/extra-usage")
    return OwnCommand{OwnCommand::Kind::extra_usage, command->name, ""};
  // An agent that is spoken to by a program cannot sign in itself.
  if (command->name == "/login")
    return OwnCommand{OwnCommand::Kind::sign_in, command->name, "general"};
  if (command->name != "/config") return std::nullopt;
  const std::string section = command->arguments.empty() ? "general" : command->arguments;
  if (std::ranges::find(kSettingsSections, section) == kSettingsSections.end())
    return core::fail(core::ErrorCode::invalid_argument,
                      fmt::format("The settings have no section '{}'. There are: {}.", section,
                                  fmt::join(kSettingsSections, ", ")));
  return OwnCommand{OwnCommand::Kind::config, command->name, section};
}

core::Result<core::SessionId> record_own_command(Engine& engine, const SendRequest& request,
                                                 const OwnCommand& command) {
  ORCHARD_TRY(const auto session, session_of(engine, request));
  const core::MessageId message(core::make_uuid(engine.ids()));
  const std::vector<core::Fact> facts{
      core::SlashCommandUsed{session, message, command.name, engine.now()}};
  ORCHARD_TRY(const auto outcome, engine.store().record(facts));
  (void)outcome;
  return session;
}

core::Result<void> open_usage_page(Engine& engine) {
  return open_in_browser(engine, kUsagePage);
}

}  // namespace orchard::app
