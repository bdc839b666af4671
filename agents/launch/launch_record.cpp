#include "agents/launch/launch_record.h"

#include "core/base/time_text.h"

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

using Json = nlohmann::json;

std::string_view to_string(LaunchPhase phase) {
  switch (phase) {
    case LaunchPhase::starting:
      return "starting";
    case LaunchPhase::running:
      return "running";
    case LaunchPhase::failed:
      return "failed";
  }
  return "failed";
}

Result<LaunchPhase> parse_phase(const std::string& text) {
  for (const auto phase : {LaunchPhase::starting, LaunchPhase::running, LaunchPhase::failed})
    if (to_string(phase) == text) return phase;
  return core::fail(core::ErrorCode::corrupt, "launch.json has an unknown phase: " + text + ".");
}

Result<LaunchRecord> read_fields(const Json& json) {
  LaunchRecord record;
  record.launched_as = core::SessionId(json.at("launched_as").get<std::string>());
  record.process = json.at("process").get<int>();
  ORCHARD_TRY(record.phase, parse_phase(json.at("phase").get<std::string>()));
  record.identity.pid = json.at("pid").get<pid_t>();
  record.identity.start_ticks = json.at("start_ticks").get<std::uint64_t>();
  record.identity.boot_id = json.at("boot_id").get<std::string>();
  record.executable = json.at("executable").get<std::string>();
  record.arguments = json.at("arguments").get<std::vector<std::string>>();
  record.directory = json.at("cwd").get<std::string>();
  record.config_dir = json.at("config_dir").get<std::string>();
  record.workspace = core::WorkspaceId(json.at("workspace").get<std::string>());
  record.model = json.at("model").get<std::string>();
  record.permission_mode = json.at("permission_mode").get<std::string>();
  record.allow_bypass = json.at("allow_bypass").get<bool>();
  ORCHARD_TRY(record.started_at, core::parse_iso8601(json.at("started_at").get<std::string>()));
  for (const Json& entry : json.at("sessions"))
    record.sessions.push_back({core::SessionId(entry.at("session").get<std::string>()),
                               entry.at("process").get<int>(),
                               entry.at("offset").get<std::uint64_t>()});
  return record;
}

}  // namespace

core::SessionId LaunchRecord::current_session() const {
  return sessions.empty() ? launched_as : sessions.back().session;
}

std::string format_launch_record(const LaunchRecord& record) {
  Json sessions = Json::array();
  for (const CarriedSession& carried : record.sessions)
    sessions.push_back({{"session", carried.session.value},
                        {"process", carried.process},
                        {"offset", carried.offset}});
  const Json json = {{"launched_as", record.launched_as.value},
                     {"process", record.process},
                     {"phase", to_string(record.phase)},
                     {"pid", record.identity.pid},
                     {"start_ticks", record.identity.start_ticks},
                     {"boot_id", record.identity.boot_id},
                     {"executable", record.executable.string()},
                     {"arguments", record.arguments},
                     {"cwd", record.directory.string()},
                     {"config_dir", record.config_dir.string()},
                     {"workspace", record.workspace.value},
                     {"model", record.model},
                     {"permission_mode", record.permission_mode},
                     {"allow_bypass", record.allow_bypass},
                     {"started_at", core::to_iso8601(record.started_at)},
                     {"sessions", sessions}};
  // Paths need not be UTF-8; an unreadable character is better than no record.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<LaunchRecord> parse_launch_record(std::string_view json) {
  try {
    return read_fields(Json::parse(json));
  } catch (const Json::exception& problem) {
    return core::fail(core::ErrorCode::corrupt,
                      std::string("launch.json cannot be read: ") + problem.what() + ".");
  }
}

}  // namespace orchard::agents
