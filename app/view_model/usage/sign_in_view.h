#pragma once

#include "app/model/app_snapshot.h"
#include "app/view_model/role.h"

#include <string>
#include <vector>

namespace orchard::app {

/// Signing in to Claude Code: how it stands and what the sign-in printed.
struct SignInView {
  std::string state;  ///< "Signed in (claude.ai)", "Signing in…", "Not signed in"
  Role role = Role::muted;
  std::string remedy;  ///< what to do; may be empty
  std::string button;  ///< "Sign in", "Sign in again"
  bool running = false;
  std::vector<std::string> output;  ///< the last lines, each fit to be drawn
  std::string address;              ///< the page to open, when the output names one
};

[[nodiscard]] SignInView make_sign_in_view(const SignInState& state,
                                           const std::vector<HealthCheck>& health);

}  // namespace orchard::app
