#include "app/services/agent_process.h"

#include "agents/launch/claude_executable.h"
#include "agents/launch/speaker.h"
#include "agents/launch/trace/conversation.h"
#include "agents/protocol/encode.h"
#include "agents/supervisor/session_process.h"
#include "core/process/spawn.h"
#include "core/watch/directory_watch.h"

#include <chrono>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr auto kLaunchPatience = std::chrono::seconds(30);
constexpr auto kAnswerLockPatience = std::chrono::seconds(5);
constexpr auto kAnswerPatience = std::chrono::seconds(10);

/// Orchard's own demo agent goes on being one when its session is resumed.
std::optional<agents::AgentExecutable> demo_agent_of(const agents::LaunchRecord& record,
                                                     const Machine& machine) {
  if (record.arguments.empty() || record.arguments.front() != "demo-agent") return std::nullopt;
  return agents::AgentExecutable{machine.own_program, {"demo-agent"}};
}

bool is_demo_agent(const agents::AgentExecutable& executable) {
  return !executable.leading_arguments.empty() &&
         executable.leading_arguments.front() == "demo-agent";
}

core::Result<agents::AgentExecutable> choose_executable(
    const Engine& engine, const ProcessWishes& wishes,
    const std::optional<agents::LaunchRecord>& before) {
  if (wishes.executable) return *wishes.executable;
  if (before) {
    if (auto demo = demo_agent_of(*before, engine.machine())) return *demo;
  }
  return agents::resolve_claude(engine.settings().claude_path);
}

std::filesystem::path lock_path(const agents::SessionDirectory& directory) {
  return directory.path() / "launch.lock";
}

/// The CLI resumes only what it has written down; before that the id is still free.
bool has_transcript(const Engine& engine, const std::optional<agents::LaunchRecord>& before,
                    const core::SessionId& session) {
  std::filesystem::path config = agents::config_directory_of(engine.machine().environment);
  if (before && !before->config_dir.empty()) config = before->config_dir;
  return agents::find_transcript(config, session).has_value();
}

std::string first_of(const std::string& a, const std::string& b, const std::string& c = {}) {
  if (!a.empty()) return a;
  return b.empty() ? c : b;
}

core::Result<agents::LaunchSpec> plan_launch(Engine& engine, const metrics::Workspace& workspace,
                                             const metrics::Session& session,
                                             const ProcessWishes& wishes,
                                             const std::optional<agents::LaunchRecord>& before) {
  agents::LaunchSpec spec;
  spec.launched_as = session.launched_as;
  spec.session = before ? before->current_session() : session.id;
  if (spec.session.empty()) spec.session = session.id;
  ORCHARD_TRY(spec.executable, choose_executable(engine, wishes, before));
  // The demo agent must not write among the transcripts of the real one.
  if (is_demo_agent(spec.executable))
    spec.extra_environment = {{"CLAUDE_CONFIG_DIR", (engine.paths().state / "demo").string()}};
  spec.resume = has_transcript(engine, before, spec.session);
  spec.directory = workspace.path;
  spec.workspace = workspace.id;
  spec.model = first_of(wishes.model, session.model, engine.settings().default_model);
  spec.permission_mode = first_of(wishes.permission_mode, session.permission_mode,
                                  engine.settings().default_permission_mode);
  spec.allow_bypass = spec.permission_mode == "bypassPermissions";
  return spec;
}

/// Asks the living process and waits for its word. False: it refuses.
core::Result<bool> ask(Engine& engine, const agents::SessionDirectory& directory, int process,
                       const std::string& request_id, const std::string& line) {
  std::error_code none_yet;
  const auto size = std::filesystem::file_size(directory.events_path(process), none_yet);
  LiveTail tail(directory, process, none_yet ? 0 : size);
  ORCHARD_TRY(auto watch, core::DirectoryWatch::create());
  ORCHARD_CHECK(watch.add(directory.path()));
  ORCHARD_CHECK(agents::speak(directory, line, request_id));
  const core::Timestamp until = engine.now() + kAnswerPatience;
  while (engine.now() < until) {
    ORCHARD_CHECK(tail.poll());
    if (const auto* response = tail.response(request_id)) return response->ok;
    (void)watch.wait(std::chrono::milliseconds(100));
  }
  return core::fail(core::ErrorCode::timed_out,
                    fmt::format("The agent of session {} does not answer. `orchard stop {}` ends "
                                "it; the next prompt resumes it.",
                                directory.launched_as().value, directory.launched_as().value));
}

/// Brings the living process to the wished model and mode. False: it has to be restarted.
core::Result<bool> adjust(Engine& engine, const agents::SessionDirectory& directory,
                          const agents::LaunchRecord& record, const metrics::Session& session,
                          const ProcessWishes& wishes) {
  const std::string& mode = wishes.permission_mode;
  // Told again though the ledger has it: what the ledger knows of a living process may be old.
  if (!mode.empty()) {
    if (mode == "bypassPermissions" && !record.allow_bypass) return false;
    const std::string id = core::make_uuid(engine.ids());
    ORCHARD_TRY(const bool agreed, ask(engine, directory, record.process, id,
                                       agents::set_permission_mode_request(id, mode)));
    if (!agreed) return false;
  }
  if (!wishes.model.empty() && wishes.model != session.model) {
    const std::string id = core::make_uuid(engine.ids());
    ORCHARD_TRY(const bool agreed, ask(engine, directory, record.process, id,
                                       agents::set_model_request(id, wishes.model)));
    if (!agreed) return false;
  }
  ORCHARD_CHECK(engine.store().set_launch_options(session.id, wishes.model, mode));
  return true;
}

core::Result<void> end_for_restart(Engine& engine, const agents::SessionDirectory& directory,
                                   const core::SessionId& session, bool input_is_broken) {
  ORCHARD_TRY(const auto process, agents::SessionProcess::find(directory));
  LiveTail tail(directory, process.record().process);
  ORCHARD_TRY(const bool resting, rests(tail));
  if (!resting && !input_is_broken)
    return core::fail(
        core::ErrorCode::busy,
        fmt::format("Session {} works on a turn and cannot change its permission mode "
                    "now. Wait for the turn, or stop it first.",
                    session.value));
  agents::SessionProcess::StopOptions options;
  options.turn_running = false;
  ORCHARD_CHECK(process.stop(options, engine.clock()));
  return {};
}

}  // namespace

core::Result<core::FileLock> lock_process(const agents::SessionDirectory& directory) {
  return core::FileLock::acquire(lock_path(directory), kLaunchPatience);
}

core::Result<std::optional<core::FileLock>> try_lock_process(
    const agents::SessionDirectory& directory) {
  return core::FileLock::try_acquire(lock_path(directory));
}

core::Result<core::FileLock> lock_answers(const agents::SessionDirectory& directory) {
  auto lock = core::FileLock::acquire(directory.path() / "answer.lock", kAnswerLockPatience);
  if (!lock && lock.error().code == core::ErrorCode::timed_out)
    return core::fail(core::ErrorCode::busy,
                      fmt::format("Somebody else is answering session {} and does not come to an "
                                  "end. Try again.",
                                  directory.launched_as().value));
  return lock;
}

core::Result<bool> rests(LiveTail& tail) {
  ORCHARD_TRY(const bool more, tail.poll());
  (void)more;
  return tail.state().state == core::SessionState::idle && tail.state().running_tasks.empty();
}

core::Result<bool> is_prompt_waiting(Engine& engine, const agents::LaunchRecord& record) {
  std::set<core::SessionId> ids = {record.launched_as};
  for (const agents::CarriedSession& carried : record.sessions) ids.insert(carried.session);
  for (const core::SessionId& id : ids) {
    ORCHARD_TRY(const auto prompts, engine.store().unacknowledged_prompts(id));
    if (!prompts.empty()) return true;
  }
  return false;
}

core::Result<void> send_unread_prompts(Engine& engine, const agents::SessionDirectory& directory,
                                       const core::SessionId& session) {
  ORCHARD_TRY(const auto prompts, engine.store().unacknowledged_prompts(session));
  for (const metrics::OutboxPrompt& prompt : prompts)
    ORCHARD_CHECK(agents::speak(directory, agents::user_message(prompt.text, prompt.uuid),
                                prompt.uuid.value));
  return {};
}

core::Error take_back(Engine& engine, const core::MessageId& prompt, core::Error error) {
  const auto withdrawn = engine.store().withdraw_prompt(prompt);
  return withdrawn ? std::move(error) : say_queued(std::move(error));
}

core::Error say_queued(core::Error error) {
  error.message += " The prompt is queued and goes out with the next one.";
  return error;
}

core::Result<ReadyProcess> ensure_process(Engine& engine, const agents::SessionDirectory& directory,
                                          const metrics::Workspace& workspace,
                                          const metrics::Session& session,
                                          const ProcessWishes& wishes) {
  std::optional<agents::LaunchRecord> before;
  if (auto record = directory.load_record()) {
    before = std::move(*record);
  } else if (record.error().code != core::ErrorCode::not_found) {
    return core::fail(std::move(record).error());
  }
  if (before && before->phase == agents::LaunchPhase::running && core::is_alive(before->identity)) {
    ORCHARD_TRY(const auto broken, agents::broken_speech(directory));
    if (!broken) {
      ORCHARD_TRY(const bool adjusted, adjust(engine, directory, *before, session, wishes));
      if (adjusted) return ReadyProcess{*before, false};
    }
    ORCHARD_CHECK(end_for_restart(engine, directory, session.id, broken.has_value()));
  }
  ORCHARD_TRY(const auto spec, plan_launch(engine, workspace, session, wishes, before));
  ORCHARD_TRY(auto record, engine.launcher().launch(spec));
  ORCHARD_CHECK(engine.store().set_launch_options(session.id, spec.model, spec.permission_mode));
  return ReadyProcess{std::move(record), true};
}

}  // namespace orchard::app
