#include "tests/integration/support/scratch_machine.h"

#include "agents/launch/trace/process_wait.h"
#include "core/io/file.h"
#include "tests/integration/support/wait_until.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

/// What would tie a child to the machine's own Claude, git or Orchard.
bool is_foreign(std::string_view name) {
  for (std::string_view prefix : {"CLAUDE", "ANTHROPIC", "AI_AGENT", "GIT_", "ORCHARD_", "XDG_"})
    if (name.starts_with(prefix)) return true;
  return false;
}

std::map<std::string, std::string> plain_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto end = text.find('=');
    if (end == std::string_view::npos || is_foreign(text)) continue;
    variables[std::string(text.substr(0, end))] = text.substr(end + 1);
  }
  return variables;
}

std::string text_of(const fs::path& path) {
  return core::read_file(path).value_or("");
}

core::CommandOutput run_in(core::Command command,
                           const std::map<std::string, std::string>& environment) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    command.environment[std::string(text.substr(0, text.find('=')))] = std::nullopt;
  }
  for (const auto& [name, value] : environment) command.environment[name] = value;
  command.time_limit = std::chrono::minutes(2);
  auto output = core::run_command(command);
  if (!output) throw std::runtime_error(output.error().describe());
  return std::move(*output);
}

}  // namespace

RunningCommand::RunningCommand(core::ProcessIdentity identity, fs::path out, fs::path err)
    : identity_(std::move(identity)), out_(std::move(out)), err_(std::move(err)) {}

RunningCommand::~RunningCommand() {
  if (ended_) return;
  signal(SIGKILL);
  (void)agents::wait_for_exit(identity_, std::chrono::seconds(10));
  (void)core::reap(identity_.pid);
}

void RunningCommand::signal(int number) const {
  (void)core::send_signal(identity_, number);
}

bool RunningCommand::is_watching() const {
  std::error_code ended;
  const fs::path files = fs::path("/proc") / std::to_string(identity_.pid) / "fdinfo";
  for (fs::directory_iterator file(files, ended), end; !ended && file != end; file.increment(ended))
    if (text_of(file->path()).find("inotify wd:") != std::string::npos) return true;
  return false;
}

std::string RunningCommand::said() const {
  return text_of(err_);
}

core::CommandOutput RunningCommand::wait() {
  if (!agents::wait_for_exit(identity_, std::chrono::minutes(2)))
    throw std::runtime_error("orchard did not end: " + text_of(err_));
  core::CommandOutput output;
  output.exit_code = core::reap(identity_.pid).value_or(-1);
  ended_ = true;
  output.out = text_of(out_);
  output.err = text_of(err_);
  return output;
}

ScratchMachine::ScratchMachine() : environment_(plain_environment()) {
  for (const char* folder : {"home", "claude", "orchard", "bin", "output"})
    fs::create_directory(dir_ / folder);
  environment_["HOME"] = (dir_ / "home").string();
  environment_["CLAUDE_CONFIG_DIR"] = (dir_ / "claude").string();
  environment_["ORCHARD_HOME"] = (dir_ / "orchard").string();
  environment_["ORCHARD_CLAUDE"] = ORCHARD_DEMO_AGENT;
  environment_["GIT_CONFIG_NOSYSTEM"] = "1";
}

ScratchMachine::~ScratchMachine() {
  const std::string home = (dir_ / "orchard").string();
  const auto living = [&] { return core::find_processes_with_environment("ORCHARD_HOME", home); };
  for (const auto& process : living()) (void)core::send_signal(process, SIGKILL);
  (void)wait_until(dir_.path(), [&] { return living().empty(); });
}

core::CommandOutput ScratchMachine::orchard(const Arguments& arguments,
                                            const std::string& input) const {
  return run(ORCHARD_PROGRAM, arguments, input);
}

core::CommandOutput ScratchMachine::run(const fs::path& program, const Arguments& arguments,
                                        const std::string& input) const {
  core::Command command;
  command.program = program;
  command.arguments = arguments;
  command.directory = dir_.path();
  command.input = input;
  return run_in(std::move(command), environment_);
}

nlohmann::json ScratchMachine::json(Arguments arguments) const {
  arguments.emplace_back("--json");
  const core::CommandOutput output = orchard(arguments);
  auto parsed = nlohmann::json::parse(output.out, nullptr, false);
  if (!output.ok() || parsed.is_discarded())
    throw std::runtime_error(fmt::format("orchard {} gave {}: {}{}", fmt::join(arguments, " "),
                                         output.exit_code, output.out, output.err));
  return parsed;
}

std::unique_ptr<RunningCommand> ScratchMachine::start(const Arguments& arguments) {
  return start_program(ORCHARD_PROGRAM, arguments);
}

std::unique_ptr<RunningCommand> ScratchMachine::start_program(const fs::path& program,
                                                              const Arguments& arguments) {
  const fs::path out = dir_ / "output" / fmt::format("{}.out", ++started_);
  const fs::path err = dir_ / "output" / fmt::format("{}.err", started_);
  const auto out_file = core::open_file(out, O_WRONLY | O_CREAT);
  const auto err_file = core::open_file(err, O_WRONLY | O_CREAT);
  if (!out_file || !err_file) throw std::runtime_error("no file for the output of a command");
  core::DetachedCommand command;
  command.program = program;
  command.arguments = arguments;
  command.directory = dir_.path();
  command.environment = environment();
  command.stdout_fd = out_file->get();
  command.stderr_fd = err_file->get();
  const auto pid = core::spawn_detached(command);
  if (!pid) throw std::runtime_error(pid.error().describe());
  const auto identity = core::identify_process(*pid);
  if (!identity) throw std::runtime_error(identity.error().describe());
  return std::make_unique<RunningCommand>(*identity, out, err);
}

fs::path ScratchMachine::make_repository(const std::string& name) const {
  fs::path folder = dir_ / name;
  fs::create_directory(folder);
  git(folder, {"init", "-q", "-b", "main"});
  write(folder / "README.md", "# " + name + "\n");
  git(folder, {"add", "--all"});
  git(folder, {"commit", "-q", "-m", "Begin"});
  return folder;
}

fs::path ScratchMachine::add_repository(const std::string& name) const {
  fs::path folder = make_repository(name);
  (void)json({"repo", "add", folder.string()});
  return folder;
}

fs::path ScratchMachine::create_workspace(const std::string& name,
                                          const std::string& repository) const {
  return json({"workspace", "create", repository, "--name", name})["path"].get<std::string>();
}

std::string ScratchMachine::git(const fs::path& folder, const Arguments& arguments) const {
  core::Command command;
  command.program = "git";
  command.arguments = {"-c", "user.name=Ada", "-c", "user.email=ada@example.org"};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.directory = folder;
  core::CommandOutput output = run_in(std::move(command), environment_);
  if (!output.ok()) throw std::runtime_error("git " + arguments.front() + ": " + output.err);
  while (output.out.ends_with('\n')) output.out.pop_back();
  return output.out;
}

void ScratchMachine::write(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

void ScratchMachine::set(const std::string& variable, std::optional<std::string> value) {
  if (value)
    environment_[variable] = *value;
  else
    environment_.erase(variable);
}

fs::path ScratchMachine::write_program(const std::string& name, const std::string& body) const {
  fs::path program = dir_ / "bin" / name;
  write(program, "#!/bin/sh\n" + body + "\n");
  fs::permissions(program, fs::perms::owner_all);
  return program;
}

void ScratchMachine::slow_down_agents(int milliseconds) {
  environment_["ORCHARD_CLAUDE"] = write_program(
      "slow-agent", fmt::format("exec '{}' --pace-ms {} \"$@\"", ORCHARD_DEMO_AGENT, milliseconds));
}

fs::path ScratchMachine::sessions_folder() const {
  return dir_ / "orchard/state/sessions";
}

std::vector<std::string> ScratchMachine::environment() const {
  std::vector<std::string> all;
  all.reserve(environment_.size());
  for (const auto& [name, value] : environment_) all.push_back(name + "=" + value);
  return all;
}

}  // namespace orchard::test
