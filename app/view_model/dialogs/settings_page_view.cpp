#include "app/view_model/dialogs/settings_page_view.h"

#include "app/model/settings_sections.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <initializer_list>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app {
namespace {

struct Option {
  const char* value;
  const char* text;
};

std::vector<SettingsChoice> choices(std::initializer_list<Option> options,
                                    const std::string& chosen) {
  std::vector<SettingsChoice> all;
  bool found = false;
  for (const auto& option : options) {
    all.push_back({option.value, option.text, chosen == option.value});
    found = found || all.back().chosen;
  }
  if (!found && !chosen.empty()) all.push_back({chosen, displayable_line(chosen), true});
  return all;
}

bool is_number(std::string_view part) {
  return !part.empty() && part.size() <= 2 && std::all_of(part.begin(), part.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
}

constexpr std::array<std::string_view, kSettingsSections.size()> kTitles = {
    "General", "Agents",  "Git",          "Appearance", "Notifications",
    "Usage",   "Privacy", "Experimental", "Storage"};

std::string idle_text(int minutes) {
  if (minutes % 60 != 0) return counted(minutes, "minute", "minutes");
  return counted(minutes / 60, "hour", "hours");
}

std::vector<SettingsChoice> idle_choices(int chosen) {
  std::vector<int> times = {5, 15, 30, 60, 240, 1440};
  if (std::ranges::find(times, chosen) == times.end()) times.push_back(chosen);
  std::ranges::sort(times);
  std::vector<SettingsChoice> all;
  for (const int minutes : times)
    all.push_back({std::to_string(minutes), idle_text(minutes), minutes == chosen});
  return all;
}

std::string ordinal(int number) {
  constexpr std::array<std::string_view, 4> kEndings = {"th", "st", "nd", "rd"};
  const bool teen = number % 100 >= 11 && number % 100 <= 13;
  const auto ending = static_cast<std::size_t>(teen || number % 10 > 3 ? 0 : number % 10);
  return fmt::format("{}{}", number, kEndings.at(ending));
}

std::vector<SettingsChoice> billing_choices(int chosen) {
  std::vector<SettingsChoice> all;
  for (int day = 1; day <= 31; ++day)
    all.push_back({std::to_string(day), ordinal(day), day == chosen});
  return all;
}

}  // namespace

std::vector<SettingsSection> settings_sections(bool gate_open) {
  std::vector<SettingsSection> sections;
  for (std::size_t i = 0; i < kSettingsSections.size(); ++i)
    if (gate_open || kSettingsSections[i] != "usage")
      sections.push_back({kSettingsSections[i], kTitles[i]});
  return sections;
}

SettingsSection shown_section(std::string_view wanted, bool gate_open) {
  if (wanted == "usage" && !gate_open) wanted = "experimental";
  const auto sections = settings_sections(gate_open);
  const auto found = std::ranges::find(sections, wanted, &SettingsSection::id);
  return found == sections.end() ? sections.front() : *found;
}

std::vector<SettingsChoice> permission_mode_choices(const std::string& chosen) {
  return choices({{"default", "Ask first"},
                  {"acceptEdits", "Accept edits"},
                  {"plan", "Plan"},
                  {"bypassPermissions", "Never ask"}},
                 chosen.empty() ? "default" : chosen);
}

std::vector<SettingsChoice> model_choices(const std::string& chosen) {
  auto all = choices(
      {{"", "Default model"}, {"opus", "Opus"}, {"sonnet", "Sonnet"}, {"haiku", "Haiku"}}, chosen);
  for (auto& choice : all) {
    if (choice.value == choice.text) choice.text = model_name(choice.value);
  }
  return all;
}

std::string model_name(const std::string& model) {
  // claude-opus-4-8[1m], claude-haiku-4-5-20251001: family, then one or two numbers.
  const std::string shown = displayable_line(model);
  std::string_view rest = shown;
  constexpr std::string_view kPrefix = "claude-";
  if (!rest.starts_with(kPrefix)) return shown;
  rest.remove_prefix(kPrefix.size());
  const auto bracket = rest.find('[');
  const std::string suffix =
      bracket == std::string_view::npos
          ? std::string()
          : fmt::format(" {}", rest.substr(bracket + 1, rest.size() - bracket - 2));
  rest = rest.substr(0, bracket);
  const auto dash = rest.find('-');
  if (dash == std::string_view::npos || dash == 0) return shown;
  std::string name(rest.substr(0, dash));
  if (is_number(name)) return shown;
  name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  rest.remove_prefix(dash + 1);
  const auto second = rest.find('-');
  const auto major = rest.substr(0, second);
  if (!is_number(major)) return shown;
  name += fmt::format(" {}", major);
  if (second != std::string_view::npos) {
    const auto minor = rest.substr(second + 1, rest.find('-', second + 1) - second - 1);
    if (is_number(minor)) name += fmt::format(".{}", minor);
  }
  return name + suffix;
}

SettingsPageView make_settings_page_view(const SettingsView& settings) {
  SettingsPageView view;
  view.themes = choices({{"dark", "Dark"}, {"light", "Light"}, {"high-contrast", "High contrast"}},
                        settings.theme);
  for (const double scale : {0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0}) {
    view.text_scales.push_back({fmt::format("{}", scale), fmt::format("{:.0f}%", scale * 100),
                                std::abs(scale - settings.text_scale) < 0.005});
  }
  view.branch_prefixes =
      choices({{"user", "git user name"}, {"custom", "custom"}, {"none", "none"}},
              settings.branch_prefix_kind);
  view.models = model_choices(settings.default_model);
  view.permission_modes = permission_mode_choices(settings.default_permission_mode);
  view.billing_days = billing_choices(settings.billing_day);
  view.idle_times = idle_choices(settings.idle_process_minutes);
  view.reduced_motion = settings.reduced_motion;
  view.stop_agents_on_quit = settings.stop_agents_on_quit;
  view.custom_prefix = settings.branch_prefix_kind == "custom";
  view.quit_note = settings.stop_agents_on_quit
                       ? "Agents end when the window closes; their sessions can be resumed."
                       : "Agents go on working when the window closes; the next start finds them.";
  return view;
}

}  // namespace orchard::app
