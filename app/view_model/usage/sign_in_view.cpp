#include "app/view_model/usage/sign_in_view.h"

#include "app/view_model/text/displayable.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace orchard::app {
namespace {

constexpr std::size_t kMostLines = 200;
constexpr std::string_view kCheck = "Claude Code is signed in";

std::vector<std::string> lines_of(const std::string& output) {
  std::vector<std::string> lines;
  const std::string text = displayable(output);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(displayable_line(std::string_view(text).substr(at, end - at)));
    at = end + 1;
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  if (lines.size() > kMostLines)
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(kMostLines));
  return lines;
}

std::string address_in(std::string_view text) {
  const std::size_t begin = text.rfind("https://");
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = text.substr(begin);
  return displayable_line(rest.substr(0, rest.find_first_of(" \t\n\r\"'<>")));
}

void describe_check(const HealthCheck& check, SignInView& view) {
  if (check.level == HealthCheck::Level::ok) {
    view.state = "Signed in";
    if (!check.detail.empty()) view.state += " (" + displayable_line(check.detail) + ")";
    view.role = Role::added;
    view.button = "Sign in again";
    return;
  }
  const bool unknown = check.level == HealthCheck::Level::warning;
  view.state = unknown ? "Not known: " + displayable_line(check.detail) : "Not signed in";
  view.role = Role::warn;
  if (unknown) view.remedy = displayable_line(check.remedy);
}

}  // namespace

SignInView make_sign_in_view(const SignInState& state, const std::vector<HealthCheck>& health) {
  SignInView view;
  view.state = "Not known yet";
  view.button = "Sign in";
  const auto check = std::ranges::find(health, kCheck, &HealthCheck::name);
  if (check != health.end()) describe_check(*check, view);
  view.output = lines_of(state.output);
  view.running = state.running;
  if (state.running) {
    view.state = "Signing in\u2026";
    view.role = Role::info;
    view.remedy = "Confirm in the browser. If it shows a code, give it here.";
    view.address = address_in(state.output);
  } else if (state.succeeded == true) {
    view.state = "Signed in";
    view.role = Role::added;
    view.remedy.clear();
    view.button = "Sign in again";
  } else if (state.succeeded == false) {
    view.state = "The sign-in did not work";
    view.role = Role::danger;
    view.remedy = "What it said stands below. Try again.";
    view.button = "Sign in";
  }
  return view;
}

}  // namespace orchard::app
