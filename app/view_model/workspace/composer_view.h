#pragma once

#include "app/model/app_snapshot.h"
#include "app/view_model/dialogs/settings_page_view.h"
#include "app/view_model/role.h"

#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// How full the context window is, as 12 segments.
struct ContextMeter {
  static constexpr int kSegments = 12;
  int filled = 0;
  Role role = Role::accent;  ///< warn from 75 %, danger from 90 %
  std::string used;          ///< "71.8K"
  std::string limit;         ///< "200K", empty when unknown
  std::string hover;
};

struct ComposerView {
  std::string placeholder;
  std::string model;  ///< shown on the button
  std::string mode;
  std::vector<SettingsChoice> models;
  std::vector<SettingsChoice> modes;
  std::optional<ContextMeter> context;
  bool can_send = false;  ///< the draft holds more than white space
  bool can_write = false;
  bool can_interrupt = false;
  std::string send_hover;
  std::vector<std::string> queued;  ///< prompts the agent has not read yet
  std::string problem;              ///< why nothing can be sent, else empty
};

/// `model` and `mode` are the user's choices for the next message, empty: the session's.
[[nodiscard]] ComposerView make_composer_view(const WorkspaceState& workspace,
                                              const SessionSummary* session,
                                              const SettingsView& settings,
                                              const std::string& draft, const std::string& model,
                                              const std::string& mode);

}  // namespace orchard::app
