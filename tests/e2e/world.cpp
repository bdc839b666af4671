#include "tests/e2e/world.h"

#include "core/io/file.h"
#include "core/process/spawn.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
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

std::vector<std::string> names_in_environment() {
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    names.emplace_back(text.substr(0, text.find('=')));
  }
  return names;
}

fs::path claude_program() {
  const char* named = std::getenv("ORCHARD_E2E_CLAUDE");
  fs::path path = named != nullptr ? named : ORCHARD_CLAUDE_FROM_NPM;
  if (!fs::exists(path))
    throw std::runtime_error("There is no claude program at " + path.string() +
                             "; run ./dev e2e, which installs it.");
  return path;
}

std::string text_of(const fs::path& path) {
  return core::read_file(path).value_or("");
}

void must(const core::CommandOutput& output, const std::string& what) {
  if (!output.ok()) throw std::runtime_error(what + " failed: " + output.err + output.out);
}

/// A program of this world: in `folder`, with `input` on its standard input.
core::CommandOutput run(const std::string& program, const std::vector<std::string>& arguments,
                        const fs::path& folder, const core::EnvironmentChanges& environment,
                        const std::string& input = "") {
  core::Command command;
  command.program = program;
  command.arguments = arguments;
  command.directory = folder;
  command.environment = environment;
  command.input = input;
  command.time_limit = std::chrono::minutes(2);
  auto output = core::run_command(command);
  if (!output) throw std::runtime_error(output.error().describe());
  return std::move(*output);
}

}  // namespace

RunningCommand::RunningCommand(pid_t pid, fs::path out, fs::path err)
    : pid_(pid), out_(std::move(out)), err_(std::move(err)) {}

RunningCommand::~RunningCommand() {
  if (ended_) return;
  signal(SIGKILL);
  (void)wait();
}

void RunningCommand::signal(int number) const {
  if (!ended_) kill(pid_, number);
}

core::CommandOutput RunningCommand::wait() {
  std::optional<int> exit_code;
  const auto has_ended = [&] { return (exit_code = core::reap(pid_)).has_value(); };
  if (!wait_until(has_ended, std::chrono::minutes(2)))
    throw std::runtime_error("orchard did not end: " + text_of(err_));
  ended_ = true;
  core::CommandOutput output;
  output.exit_code = *exit_code;
  output.out = text_of(out_);
  output.err = text_of(err_);
  return output;
}

World::World() {
  for (const char* folder : {"home", "claude", "orchard", "fruit"})
    fs::create_directory(dir_ / folder);
  api_ = std::make_unique<FakeApiProcess>(dir_ / "served.jsonl");

  for (const std::string& name : names_in_environment())
    if (is_foreign(name)) environment_[name] = std::nullopt;
  environment_["HOME"] = (dir_ / "home").string();
  environment_["CLAUDE_CONFIG_DIR"] = (dir_ / "claude").string();
  environment_["ORCHARD_HOME"] = (dir_ / "orchard").string();
  environment_["ORCHARD_CLAUDE"] = claude_program().string();
  environment_["ANTHROPIC_BASE_URL"] = api_->url();
  environment_["ANTHROPIC_API_KEY"] = kMadeUpKey;
  environment_["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1";
  environment_["CLAUDE_CODE_MAX_RETRIES"] = "1";
  environment_["DISABLE_AUTOUPDATER"] = "1";
  environment_["IS_SANDBOX"] = "1";

  std::ofstream(dir_ / "home/.gitconfig")
      << "[user]\nname = Ada\nemail = ada@example.org\n[init]\ndefaultBranch = main\n";
  (void)git(repository(), {"init", "-q"});
  std::ofstream(repository() / "README") << "Fruit.\n";
  (void)git(repository(), {"add", "README"});
  (void)git(repository(), {"commit", "-q", "-m", "Begin"});
}

World::~World() {
  const std::string home = (dir_ / "orchard").string();
  for (const auto& process : core::find_processes_with_environment("ORCHARD_HOME", home))
    (void)core::send_signal(process, SIGKILL);
  const auto all_gone = [&] {
    return core::find_processes_with_environment("ORCHARD_HOME", home).empty();
  };
  (void)wait_until(all_gone, std::chrono::seconds(5));
}

core::CommandOutput World::orchard(const std::vector<std::string>& arguments) const {
  return run(ORCHARD_PROGRAM, arguments, dir_.path(), environment_);
}

std::unique_ptr<RunningCommand> World::start_orchard(const std::vector<std::string>& arguments) {
  const std::string name = fmt::format("command-{}", ++started_);
  const auto out = core::open_file(dir_ / (name + ".out"), O_WRONLY | O_CREAT);
  const auto err = core::open_file(dir_ / (name + ".err"), O_WRONLY | O_CREAT);
  if (!out || !err) throw std::runtime_error("no file for the output of a command");
  core::DetachedCommand command;
  command.program = ORCHARD_PROGRAM;
  command.arguments = arguments;
  command.directory = dir_.path();
  for (const std::string& variable : names_in_environment())
    if (!environment_.contains(variable))
      command.environment.push_back(variable + "=" + std::getenv(variable.c_str()));
  for (const auto& [variable, value] : environment_)
    if (value) command.environment.push_back(variable + "=" + *value);
  command.stdout_fd = out->get();
  command.stderr_fd = err->get();
  const auto pid = core::spawn_detached(command);
  if (!pid) throw std::runtime_error(pid.error().describe());
  return std::make_unique<RunningCommand>(*pid, dir_ / (name + ".out"), dir_ / (name + ".err"));
}

core::CommandOutput World::claude(const std::vector<std::string>& arguments,
                                  const std::string& lines) const {
  return run(claude_program().string(), arguments, repository(), environment_, lines);
}

fs::path World::create_workspace(const std::string& name) {
  if (!added_) must(orchard({"repo", "add", repository().string()}), "orchard repo add");
  added_ = true;
  must(orchard({"workspace", "create", "fruit", name}), "orchard workspace create");
  const core::CommandOutput shown = orchard({"workspace", "show", name, "--json"});
  must(shown, "orchard workspace show");
  constexpr std::string_view kKey = "\"path\":";
  const auto begin = shown.out.find('"', shown.out.find(kKey) + kKey.size()) + 1;
  return shown.out.substr(begin, shown.out.find('"', begin) - begin);
}

std::string World::git(const fs::path& folder, const std::vector<std::string>& arguments) const {
  const core::CommandOutput output = run("git", arguments, folder, environment_);
  must(output, "git " + arguments.front());
  return output.out;
}

core::Cost Bill::cost() const {
  return {usage.input * 5'000 + usage.output * 25'000 + usage.cache_write_5m * 6'250 +
          usage.cache_write_1h * 10'000 + usage.cache_read * 500};
}

Bill bill_of(const std::vector<ServedReply>& replies, const std::string& session) {
  Bill bill;
  for (const ServedReply& reply : replies) {
    if (reply.http_status != 200 || (!session.empty() && reply.session != session)) continue;
    bill.usage += reply.usage;
    if (!reply.aborted) continue;
    bill.usage.output -= reply.usage.output;
    ++bill.unsure_output;
  }
  return bill;
}

}  // namespace orchard::test
