#include "tests/e2e/usage/machine.h"

#include <cmath>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string_view>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace orchard::test {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// What would tie a child to the machine's own programs.
bool is_foreign(std::string_view name) {
  for (std::string_view prefix : {"CLAUDE", "ANTHROPIC", "CCUSAGE", "ORCHARD_", "XDG_"})
    if (name.starts_with(prefix)) return true;
  return false;
}

void compare(const std::string& place, const json& expected, const json& actual,
             std::string& report) {
  const auto tell = [&] {
    report += place + ": " + expected.dump() + " / " + actual.dump() + "\n";
  };
  if (expected.is_object() && actual.is_object()) {
    std::set<std::string> names;
    for (const auto& item : expected.items()) names.insert(item.key());
    for (const auto& item : actual.items()) names.insert(item.key());
    for (const std::string& name : names)
      compare(place + "/" + name, expected.value(name, json("(none)")),
              actual.value(name, json("(none)")), report);
  } else if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
    for (std::size_t i = 0; i < expected.size(); ++i)
      compare(place + "/" + std::to_string(i), expected[i], actual[i], report);
  } else if (expected.is_number() && actual.is_number() &&
             (expected.is_number_float() || actual.is_number_float())) {
    const double wanted = expected.get<double>();
    if (!(std::abs(wanted - actual.get<double>()) <= 1e-8 * std::max(1.0, std::abs(wanted))))
      tell();
  } else if (expected != actual) {
    tell();
  }
}

}  // namespace

UsageMachine::UsageMachine() {
  for (const char* folder : {"home", "claude/projects", "orchard"})
    fs::create_directories(dir_ / folder);
}

void UsageMachine::write(const std::string& path, const std::string& text) const {
  const fs::path file = config_dir() / "projects" / path;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary | std::ios::app) << text;
}

json UsageMachine::run(const std::string& program, std::vector<std::string> arguments,
                       const std::string& zone) const {
  core::Command command;
  command.program = program;
  command.arguments = std::move(arguments);
  command.directory = dir_.path();
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string name(text.substr(0, text.find('=')));
    if (is_foreign(name)) command.environment[name] = std::nullopt;
  }
  command.environment["HOME"] = (dir_ / "home").string();
  command.environment["CLAUDE_CONFIG_DIR"] = config_dir().string();
  command.environment["ORCHARD_HOME"] = (dir_ / "orchard").string();
  command.environment["TZ"] = zone;
  command.environment["LOG_LEVEL"] = "0";
  command.time_limit = std::chrono::minutes(1);
  const auto output = core::run_command(command);
  if (!output) throw std::runtime_error(output.error().describe());
  if (!output->ok()) throw std::runtime_error(program + " failed: " + output->err + output->out);
  return json::parse(output->out);
}

json UsageMachine::ccusage(std::vector<std::string> arguments, const std::string& zone) const {
  if (!fs::exists(ORCHARD_CCUSAGE_FROM_NPM))
    throw std::runtime_error("There is no ccusage at " ORCHARD_CCUSAGE_FROM_NPM
                             "; run ./dev e2e, which installs it.");
  arguments.insert(arguments.end(), {"--json", "--offline"});
  return run(ORCHARD_CCUSAGE_FROM_NPM, std::move(arguments), zone);
}

json UsageMachine::orchard(std::vector<std::string> arguments, const std::string& zone) const {
  arguments.insert(arguments.begin(), "usage");
  arguments.emplace_back("--json");
  return run(ORCHARD_PROGRAM, std::move(arguments), zone);
}

std::string differences(const json& expected, const json& actual) {
  std::string report;
  compare("", expected, actual, report);
  return report;
}

}  // namespace orchard::test
