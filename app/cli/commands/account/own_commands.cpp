#include "app/cli/commands/account/own_commands.h"

#include "app/cli/commands/account/plan_text.h"
#include "app/services/account/plan_usage.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using nlohmann::json;

json section_json(Engine& engine, std::string_view section) {
  const core::Settings& settings = engine.settings();
  if (section == "general")
    return {{"claude_path", settings.claude_path},
            {"stop_agents_on_quit", settings.stop_agents_on_quit},
            {"billing_day", settings.billing_day}};
  if (section == "agents")
    return {{"default_model", settings.default_model},
            {"default_permission_mode", settings.default_permission_mode},
            {"idle_process_minutes", settings.idle_process_minutes}};
  if (section == "git")
    return {{"branch_prefix_kind", settings.branch_prefix_kind},
            {"branch_prefix_custom", settings.branch_prefix_custom}};
  if (section == "appearance")
    return {{"theme", settings.theme},
            {"text_scale", settings.text_scale},
            {"reduced_motion", settings.reduced_motion}};
  if (section == "privacy") return {{"count_outside_use", settings.count_outside_use}};
  if (section == "experimental") return {{"usage_insights", settings.usage_insights}};
  return json::object();
}

std::string section_text(const json& values) {
  std::string text;
  for (const auto& [key, value] : values.items())
    text += fmt::format("{} = {}\n", key, value.dump());
  return text;
}

core::Result<ExitCode> show_section(const CliContext& context, Engine& engine,
                                    const OwnCommand& command, json about) {
  const json values = section_json(engine, command.section);
  const std::string file = engine.paths().settings_file();
  about["section"] = command.section;
  about["settings"] = values;
  about["file"] = file;
  if (context.json) {
    print(about.dump(2) + "\n");
    return ExitCode::ok;
  }
  print(section_text(values));
  if (command.section == "privacy") say("`orchard network` lists the network requests.");
  say(fmt::format("Settings > {} in the window; the values stand in {}.", command.section, file));
  return ExitCode::ok;
}

}  // namespace

core::Result<ExitCode> run_own_command(const CliContext& context, Engine& engine,
                                       const SendRequest& request, const OwnCommand& command) {
  ORCHARD_TRY(const auto session, record_own_command(engine, request, command));
  json about{{"answered_by", "orchard"}, {"command", command.name}, {"session", session.value}};
  if (command.kind == OwnCommand::Kind::extra_usage) {
    about["address"] = kUsagePage;
    ORCHARD_CHECK(open_usage_page(engine));
    if (context.json)
      print(about.dump(2) + "\n");
    else
      say(std::string("Opened ") + kUsagePage + " in the browser.");
    return ExitCode::ok;
  }
  if (command.kind == OwnCommand::Kind::sign_in) {
    about["run"] = "orchard sign-in";
    if (context.json)
      print(about.dump(2) + "\n");
    else
      say("Run `orchard sign-in`, or sign in under Settings > General in the window.");
    return ExitCode::ok;
  }
  if (command.section != "usage") return show_section(context, engine, command, std::move(about));
  ORCHARD_TRY(const PlanState state, refresh_plan(engine, metrics::PlanWish::reopen));
  const PlanView view = make_plan_view(state, engine.now());
  about["usage"] = plan_json(state, view);
  print(context.json ? about.dump(2) + "\n" : plan_text(view));
  return ExitCode::ok;
}

}  // namespace orchard::app
