#pragma once

#include "app/model/app_snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

struct SettingsChoice {
  std::string value;
  std::string text;
  bool chosen = false;
};

/// One entry of the list of sections.
struct SettingsSection {
  std::string_view id;  ///< as in kSettingsSections
  std::string_view title;
  bool operator==(const SettingsSection&) const = default;
};

struct SettingsPageView {
  std::vector<SettingsChoice> idle_times;    ///< minutes
  std::vector<SettingsChoice> billing_days;  ///< "1" … "31"
  std::vector<SettingsChoice> themes;
  std::vector<SettingsChoice> text_scales;  ///< "0.8" … "2.0"
  std::vector<SettingsChoice> branch_prefixes;
  std::vector<SettingsChoice> models;  ///< "" is the program's own choice
  std::vector<SettingsChoice> permission_modes;
  bool reduced_motion = false;
  bool stop_agents_on_quit = false;
  bool custom_prefix = false;  ///< show the field for it
  std::string quit_note;       ///< what happens to agents when the window closes
};

[[nodiscard]] SettingsPageView make_settings_page_view(const SettingsView& settings);

/// The sections there are now: "usage" only with the gate open.
[[nodiscard]] std::vector<SettingsSection> settings_sections(bool gate_open);
/// The section to show when `wanted` is asked for: what does not exist is the first one, and the
/// usage behind a closed gate is where the gate is opened.
[[nodiscard]] SettingsSection shown_section(std::string_view wanted, bool gate_open);

/// The permission modes of the program with their names: {"default", "Ask first"}, …
[[nodiscard]] std::vector<SettingsChoice> permission_mode_choices(const std::string& chosen);
/// Models that can be asked for; a chosen one that is not among them is added.
[[nodiscard]] std::vector<SettingsChoice> model_choices(const std::string& chosen);
/// "Opus 4.8" for "claude-opus-4-8[1m]"; unknown names as they are.
[[nodiscard]] std::string model_name(const std::string& model);

}  // namespace orchard::app
