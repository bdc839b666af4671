#include "agents/usage/ask_claude.h"

#include "agents/protocol/encode.h"
#include "agents/session/text_cut.h"
#include "core/io/file.h"
#include "core/log/without_keys.h"
#include "core/process/run.h"

#include <utility>

#include <fmt/format.h>

namespace orchard::agents {
namespace {

using core::PlanProblem;
using core::PlanProblemKind;

constexpr std::string_view kRequestId = "orchard-usage";
constexpr std::size_t kMostOutput = std::size_t{8} << 20U;
constexpr std::size_t kLongestDetail = 300;

PlanOutcome problem(PlanProblemKind kind, std::string_view detail) {
  return tl::unexpected(PlanProblem{
      kind, std::string(cut_text(core::without_keys(detail), kLongestDetail)), std::nullopt});
}

core::Result<void> make_empty(const std::filesystem::path& directory) {
  ORCHARD_CHECK(core::make_private_directory(directory));
  std::error_code unreadable;
  if (!std::filesystem::is_empty(directory, unreadable) || unreadable)
    return core::fail(core::ErrorCode::io,
                      fmt::format("The folder '{}' should be empty; move what lies in it away.",
                                  directory.string()));
  return {};
}

std::string last_line(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  const auto newline = text.rfind('\n');
  return std::string(newline == std::string_view::npos ? text : text.substr(newline + 1));
}

PlanOutcome of_failure(const core::Error& error) {
  switch (error.code) {
    case core::ErrorCode::timed_out:
      return problem(PlanProblemKind::timed_out, error.message);
    case core::ErrorCode::unavailable:
      return problem(PlanProblemKind::no_claude, error.message);
    default:
      return problem(PlanProblemKind::claude_failed, error.message);
  }
}

/// It ended before it answered.
PlanOutcome of_early_end(const core::CommandOutput& output) {
  // Options that are newer than the program are named in its complaint.
  if (output.err.find("unknown option") != std::string::npos)
    return problem(PlanProblemKind::old_claude, last_line(output.err));
  std::string said = last_line(output.err);
  const std::string end = output.signal ? fmt::format("ended by signal {}", *output.signal)
                                        : fmt::format("ended with exit code {}", output.exit_code);
  return problem(PlanProblemKind::claude_failed, said.empty() ? end : end + ": " + said);
}

}  // namespace

std::vector<std::string> usage_arguments(const AgentExecutable& executable) {
  std::vector<std::string> arguments = executable.leading_arguments;
  for (const char* argument : {"-p", "--input-format", "stream-json", "--output-format",
                               "stream-json", "--verbose", "--no-session-persistence",
                               "--strict-mcp-config", "--settings", R"({"disableAllHooks":true})"})
    arguments.emplace_back(argument);
  return arguments;
}

PlanOutcome ask_claude_for_usage(const UsageQuestion& question, const std::atomic<bool>* cancel) {
  if (auto made = make_empty(question.directory); !made) return of_failure(made.error());
  core::Command command;
  command.program = question.executable.program.string();
  command.arguments = usage_arguments(question.executable);
  command.directory = question.directory;
  command.environment = changes_for_own_use(question.environment);
  command.input =
      initialize_request("orchard-initialize") + "\n" + get_usage_request(kRequestId) + "\n";
  command.time_limit = question.time_limit;
  command.output_limit = kMostOutput;
  command.enough = [](std::string_view out) { return read_usage_reply(out, kRequestId).answered; };
  const auto output = core::run_command(command, cancel);
  if (!output) return of_failure(output.error());
  const UsageReply reply = read_usage_reply(output->out, kRequestId);
  return reply.answered ? reply.outcome : of_early_end(*output);
}

}  // namespace orchard::agents
