#include "agents/demo/demo_agent.h"

#include "agents/demo/demo_session.h"
#include "agents/launch/launch_plan.h"

#include <filesystem>

#include <fmt/format.h>

namespace orchard::agents {
namespace {

constexpr const char* kHelp =
    R"(A stand-in for Claude Code: the same protocol, no model, no network, real edits and commits.
What it does is written in the prompt, one after another; a prompt without any makes a note.

  [[say TEXT]]  [[think TEXT]]              speak, as Markdown; think
  [[write PATH TEXT]]                       write a file; \n is a new line
  [[edit PATH OLD => NEW]]                  change a file
  [[commit MESSAGE]]                        commit everything
  [[bash COMMAND]]  [[ask COMMAND]]         run a command; after asking whether it may
  [[question TEXT?|ONE|TWO]]                ask the user to choose
  [[subagent DIRECTIVES]]                   let a sub-agent do them
  [[slow N]]                                write the next text in N slow parts
  [[retry N]]  [[limit]]                    tell of N retries; of the plan's limits
  [[fail STATUS]]  [[exit CODE]]            an API error; end at once
  [[hang]]  [[ignore-term]]  [[fork]]       misbehave: say nothing more, ignore SIGTERM, leave a child
  [[garbage]]  [[invalid-utf8]]  [[bigline BYTES]]   print what is no protocol

  --script FILE   directives for prompts without any, one a line
  --pace-ms N     wait between events, for people to watch
)";

int complain(const std::string& sentence) {
  fmt::print(stderr, "{}\n", sentence);
  return 1;
}

}  // namespace

int run_demo_agent(const std::vector<std::string>& arguments) {
  using demo::DemoSession;
  const demo::Options options = demo::parse_options(arguments);
  if (options.version) {
    fmt::print("2.1.197 (Orchard demo agent)\n");
    return 0;
  }
  if (options.help) {
    fmt::print("{}", kHelp);
    return 0;
  }
  if (!options.verbose)
    return complain("Error: When using --print, --output-format=stream-json requires --verbose");

  core::SystemIdSource ids;
  const core::SystemClock clock;
  std::error_code problem;
  demo::SessionState state;
  state.options = options;
  state.cwd = std::filesystem::current_path(problem).string();
  if (problem) return complain("Error: The working directory is gone.");
  state.session_id = options.session.empty() ? core::make_uuid(ids) : options.session;
  state.model = demo::resolve_model(options.model);
  state.permission_mode = options.permission_mode;

  const demo::TranscriptFile transcript(config_directory_of(current_environment()), state.cwd,
                                        state.session_id);
  const bool known = transcript.exists();
  if (!options.resume && known)
    return complain("Error: Session ID " + state.session_id + " is already in use.");
  DemoSession session(state, transcript, ids, clock);
  if (options.resume && !known) {
    session.report_unknown();
    return complain("No conversation found with session ID: " + state.session_id);
  }
  if (options.resume) session.resume();
  return session.run();
}

}  // namespace orchard::agents
