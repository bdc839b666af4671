#include "agents/supervisor/session_process.h"

#include "agents/launch/speaker.h"
#include "agents/launch/trace/conversation.h"
#include "agents/supervisor/log_tail.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <string>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace orchard::agents {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kMark = "ORCHARD_SESSION_ID";
// While an interrupt is under way the log is looked at this often for the turn's end.
constexpr milliseconds kLookAgain{20};

// Watches the event log from where it ended for the `result` that closes the running turn.
class TurnWatch {
 public:
  TurnWatch(const SessionDirectory& directory, int process, bool turn_running)
      : log_(directory.events_path(process), end_of(directory.events_path(process))),
        running_(turn_running) {}

  bool turn_running() {
    if (!running_) return false;
    const auto read = log_.read([this](const core::LineFramer::Line& line) {
      // The first line may be cut, as the watch begins anywhere in the log.
      const auto json = nlohmann::json::parse(line.text, nullptr, false);
      if (json.is_object() && json.contains("type") && json["type"] == "result") running_ = false;
    });
    return running_ && read.has_value();
  }

 private:
  static std::uint64_t end_of(const std::filesystem::path& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
  }

  LogTail log_;
  bool running_;
};

void take_step(StopStep step, const SessionDirectory& directory,
               const core::ProcessIdentity& agent) {
  // An error means that the process is gone or does not listen; the next look at it says which.
  switch (step) {
    case StopStep::interrupt:
      static_cast<void>(speak(directory,
                              R"({"type":"control_request","request_id":"orchard-stop",)"
                              R"("request":{"subtype":"interrupt"}})",
                              "orchard-stop", {milliseconds(500), milliseconds(500)}));
      break;
    case StopStep::sigint:
      static_cast<void>(core::send_signal(agent, SIGINT));
      break;
    case StopStep::sigterm:
      static_cast<void>(core::send_signal(agent, SIGTERM));
      break;
    case StopStep::sigkill:
      static_cast<void>(core::send_signal(agent, SIGKILL));
      break;
    case StopStep::begin:
    case StopStep::ended:
    case StopStep::gave_up:
      break;
  }
}

milliseconds to_wait(StopStep step, core::Duration wait) {
  const auto whole = std::chrono::ceil<milliseconds>(wait);
  return step == StopStep::interrupt ? std::min(whole, kLookAgain) : whole;
}

}  // namespace

SessionProcess::SessionProcess(SessionDirectory directory, LaunchRecord record)
    : directory_(std::move(directory)), record_(std::move(record)) {}

core::Result<SessionProcess> SessionProcess::find(const SessionDirectory& directory) {
  ORCHARD_TRY(LaunchRecord record, directory.load_record());
  return SessionProcess(directory, std::move(record));
}

bool SessionProcess::is_alive() const {
  return record_.phase == LaunchPhase::running && core::is_alive(record_.identity);
}

std::vector<core::ProcessIdentity> SessionProcess::tool_processes() const {
  auto found = core::find_processes_with_environment(std::string(kMark), record_.launched_as.value);
  std::erase_if(found, [this](const core::ProcessIdentity& process) {
    return process == record_.identity || !core::is_alive(process);
  });
  // Asked after the search: an agent that was found by it is in the record.
  const auto newest =
      found.empty() ? core::Result<LaunchRecord>(record_) : directory_.load_record();
  const bool is_newest =
      newest && (newest->process == record_.process || newest->phase != LaunchPhase::running ||
                 !core::is_alive(newest->identity));
  if (!is_newest) found.clear();
  return found;
}

// Tools lead process sessions of their own, so neither the agent's end nor a signal to its group
// reaches them. A tool may start another while it is being ended, hence the second look.
int SessionProcess::end_tool_processes(const StopTimes& times) const {
  int ended = 0;
  for (const int signal : {SIGTERM, SIGKILL, SIGKILL}) {
    const auto tools = tool_processes();
    if (tools.empty()) break;
    if (ended == 0) ended = static_cast<int>(tools.size());
    for (const auto& tool : tools) static_cast<void>(core::send_signal(tool, signal));
    const auto until = std::chrono::steady_clock::now() + times.children;
    for (const auto& tool : tools)
      static_cast<void>(wait_for_exit(
          tool, std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(
                                              until - std::chrono::steady_clock::now()))));
  }
  return ended;
}

core::Result<SessionProcess::Stopped> SessionProcess::stop(const StopOptions& options,
                                                           const core::Clock& clock) const {
  Stopped stopped;
  TurnWatch turn(directory_, record_.process, options.turn_running);
  StopStep step = StopStep::begin;
  core::Timestamp since = clock.now();
  while (step != StopStep::ended && step != StopStep::gave_up) {
    const StopView view{is_alive(), turn.turn_running()};
    const StopDecision decision = decide_stop(step, clock.now() - since, view, options.times);
    if (decision.step != step) {
      step = decision.step;
      since = clock.now();
      if (options.on_step) options.on_step(step);
      if (decision.wait > core::Duration(0)) stopped.last_signal = step;
      take_step(step, directory_, record_.identity);
    }
    if (decision.wait > core::Duration(0))
      static_cast<void>(wait_for_exit(record_.identity, to_wait(step, decision.wait)));
  }
  if (step == StopStep::gave_up)
    return core::fail(core::ErrorCode::timed_out,
                      "The agent process " + std::to_string(record_.identity.pid) + " of session " +
                          record_.launched_as.value +
                          " does not end even when killed: it hangs in the kernel, look at its "
                          "disk or mount.");
  stopped.exit_code = exit_code();
  stopped.tool_processes_ended = end_tool_processes(options.times);
  return stopped;
}

core::Result<LaunchRecord> restart(const SessionDirectory& directory, LaunchSpec spec,
                                   const Launcher& launcher, const core::Clock& clock,
                                   const SessionProcess::StopOptions& options) {
  ORCHARD_TRY(const SessionProcess process, SessionProcess::find(directory));
  ORCHARD_CHECK(process.stop(options, clock));
  spec.launched_as = process.record().launched_as;
  spec.session = process.record().current_session();
  spec.resume = find_transcript(process.record().config_dir, spec.session).has_value();
  return launcher.launch(spec);
}

}  // namespace orchard::agents
