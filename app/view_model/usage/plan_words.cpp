#include "app/view_model/text/displayable.h"
#include "app/view_model/usage/plan_view.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using core::PlanProblemKind;

constexpr std::array<std::pair<std::string_view, const char*>, 5> kTitles = {{
    {"five_hour", "5-hour window"},
    {"seven_day", "7-day window"},
    {"seven_day_opus", "7-day, Opus"},
    {"seven_day_sonnet", "7-day, Sonnet"},
    {"seven_day_oauth_apps", "7-day, connected apps"},
}};

/// `text` in brackets behind a sentence's words; nothing when it is empty.
std::string in_brackets(const std::string& text) {
  return text.empty() ? std::string() : " (" + displayable_line(text) + ")";
}

}  // namespace

std::string title_of_window(const std::string& kind) {
  const auto* known = std::ranges::find(kTitles, std::string_view(kind),
                                        &std::pair<std::string_view, const char*>::first);
  if (known != kTitles.end()) return known->second;
  constexpr std::string_view kModel = "model:";
  if (kind.starts_with(kModel)) return "7-day, " + displayable_line(kind.substr(kModel.size()));
  std::string title = displayable_line(kind);
  std::ranges::replace(title, '_', ' ');
  if (!title.empty() && title.front() >= 'a' && title.front() <= 'z')
    title.front() = static_cast<char>(title.front() - 32);
  return title;
}

std::vector<std::string> gate_explanation() {
  return {
      "While it is off, Orchard opens no credential file, asks no keychain, starts no claude "
      "and contacts no host for usage.",
      "Switched on, it asks your own claude for the numbers; no credential passes through "
      "Orchard. Only a claude too old to be asked makes Orchard read its stored login for one "
      "request to api.anthropic.com. Every request stands in the network ledger.",
      "A Pro or Max plan with the standard login is needed."};
}

std::string sentence_of(const core::PlanProblem& problem) {
  const std::string detail = in_brackets(problem.detail);
  switch (problem.kind) {
    case PlanProblemKind::signed_out:
      return "Claude Code is not signed in. Sign in to see the limits of your plan.";
    case PlanProblemKind::api_key:
      return "Claude Code works with an API key here and is billed by use, so there is no plan to "
             "show. Sign in with a Pro or Max account to see limits.";
    case PlanProblemKind::environment_token:
      return "CLAUDE_CODE_OAUTH_TOKEN is set: such a token runs agents but may not read usage. "
             "Unset it and run `claude auth login` to see limits.";
    case PlanProblemKind::other_provider:
      return "Claude Code uses another provider" + detail + ", which has no plan limits to show.";
    case PlanProblemKind::no_claude:
      return problem.detail.empty() ? "Claude Code was not found. Install it."
                                    : displayable_line(problem.detail);
    case PlanProblemKind::old_claude:
      return "This version of Claude Code cannot be asked" + detail + ". Run `claude update`.";
    case PlanProblemKind::claude_failed:
      return "Claude Code did not answer" + detail + ". `orchard doctor` checks it.";
    case PlanProblemKind::timed_out:
      return "No answer came in time. Try again later.";
    case PlanProblemKind::empty:
      return "You are signed in, and yet no limits came. Try again later.";
    case PlanProblemKind::unauthorized:
      return "The account refused the login" + detail + ". Sign in again.";
    case PlanProblemKind::forbidden:
      return "This login may not read usage" + detail + ". Sign in again with the standard login.";
    case PlanProblemKind::rate_limited:
      return "The account was asked too often" + detail + ". Orchard waits before it asks again.";
    case PlanProblemKind::server_error:
      return "Anthropic's server failed" + detail + ". Try again later.";
    case PlanProblemKind::offline:
      return "There is no connection" + detail + ". Check the network.";
    case PlanProblemKind::unreadable:
      return "The answer could not be read" + detail + ". Try again later.";
  }
  return "The limits are not known.";
}

}  // namespace orchard::app
