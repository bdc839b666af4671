#pragma once

#include "app/cli/exit_code.h"
#include "app/services/engine.h"
#include "core/base/result.h"
#include "core/domain/ids.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace orchard::app {

/// What the commands share while one of them runs. Data goes to standard output, everything else to
/// standard error.
struct CliContext {
  const Machine* machine = nullptr;
  bool json = false;
  /// Set by the command that was named; runs after the whole line was read.
  std::function<ExitCode(CliContext&)> action;
};

/// Says what went wrong on standard error and gives the exit code for it.
ExitCode report(const core::Error& error);
/// One line on standard error, for progress and remarks.
void say(std::string_view line);
/// Text on standard output as it is.
void print(std::string_view text);

/// Says it when the user's own prices cannot be used.
void say_price_problem(const Engine& engine);

/// Says it when there is something to say. See Engine::staleness().
void say_staleness(std::string_view staleness);

/// Opens the engine and hands it on; reports when that fails or when `work` does.
ExitCode with_engine(const CliContext& context,
                     const std::function<core::Result<ExitCode>(Engine&)>& work);

/// The same for commands that only show what there is: where the disk takes nothing they show what
/// was known, and say so.
ExitCode with_engine_to_show(const CliContext& context,
                             const std::function<core::Result<ExitCode>(Engine&)>& work);

/// The workspace a person named on the command line.
[[nodiscard]] core::Result<core::WorkspaceId> find_workspace(Engine& engine, std::string_view text);
/// Of `ids` the one that is `text`, or the only one that begins with it; none when none does.
/// `things` is what they are called together, `label` how one is told from others in the error.
/// Errors: ambiguous with the candidates listed.
[[nodiscard]] core::Result<std::optional<std::string>> complete_id(
    std::string_view text, const std::vector<std::string>& ids, std::string_view things,
    const std::function<std::string(const std::string&)>& label = {});
/// The session a person named: its id or an unambiguous beginning of it.
[[nodiscard]] core::Result<core::SessionId> find_session(Engine& engine, std::string_view text);
/// The open request of the session a person named in the same way. What fits none is given back as
/// it is: whoever answers it says what became of it. Errors: ambiguous.
[[nodiscard]] core::Result<core::PermissionRequestId> find_request(Engine& engine,
                                                                   const core::SessionId& session,
                                                                   std::string_view text);

// Each adds its commands to `app`.
void add_repository_commands(CLI::App& app, CliContext& context);
void add_workspace_commands(CLI::App& app, CliContext& context);
void add_diff_command(CLI::App& app, CliContext& context);
void add_send_command(CLI::App& app, CliContext& context);
void add_session_commands(CLI::App& app, CliContext& context);
void add_metrics_command(CLI::App& app, CliContext& context);
void add_usage_commands(CLI::App& app, CliContext& context);
void add_ledger_commands(CLI::App& app, CliContext& context);
void add_demo_command(CLI::App& app, CliContext& context);
void add_doctor_command(CLI::App& app, CliContext& context);
void add_tidy_command(CLI::App& app, CliContext& context);

}  // namespace orchard::app
