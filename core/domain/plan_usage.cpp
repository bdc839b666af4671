#include "core/domain/plan_usage.h"

#include <algorithm>
#include <array>
#include <utility>

namespace orchard::core {
namespace {

template <class Kind>
using Name = std::pair<Kind, std::string_view>;

constexpr std::array kSources = {
    Name<PlanSource>{PlanSource::claude, "claude"},
    Name<PlanSource>{PlanSource::direct, "direct"},
    Name<PlanSource>{PlanSource::stream, "stream"},
    Name<PlanSource>{PlanSource::status_line, "status_line"},
    Name<PlanSource>{PlanSource::transcript, "transcript"},
};

constexpr std::array kProblems = {
    Name<PlanProblemKind>{PlanProblemKind::signed_out, "signed_out"},
    Name<PlanProblemKind>{PlanProblemKind::api_key, "api_key"},
    Name<PlanProblemKind>{PlanProblemKind::environment_token, "environment_token"},
    Name<PlanProblemKind>{PlanProblemKind::other_provider, "other_provider"},
    Name<PlanProblemKind>{PlanProblemKind::no_claude, "no_claude"},
    Name<PlanProblemKind>{PlanProblemKind::old_claude, "old_claude"},
    Name<PlanProblemKind>{PlanProblemKind::claude_failed, "claude_failed"},
    Name<PlanProblemKind>{PlanProblemKind::timed_out, "timed_out"},
    Name<PlanProblemKind>{PlanProblemKind::empty, "empty"},
    Name<PlanProblemKind>{PlanProblemKind::unauthorized, "unauthorized"},
    Name<PlanProblemKind>{PlanProblemKind::forbidden, "forbidden"},
    Name<PlanProblemKind>{PlanProblemKind::rate_limited, "rate_limited"},
    Name<PlanProblemKind>{PlanProblemKind::server_error, "server_error"},
    Name<PlanProblemKind>{PlanProblemKind::offline, "offline"},
    Name<PlanProblemKind>{PlanProblemKind::unreadable, "unreadable"},
};

template <class Names, class Kind>
std::string_view name_of(const Names& names, Kind kind) {
  const auto found = std::ranges::find(names, kind, &Name<Kind>::first);
  return found == names.end() ? std::string_view() : found->second;
}

template <class Kind, class Names>
std::optional<Kind> kind_of(const Names& names, std::string_view text) {
  const auto found = std::ranges::find(names, text, &Name<Kind>::second);
  return found == names.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

std::string_view to_string(PlanSource source) {
  return name_of(kSources, source);
}

std::string_view to_string(PlanProblemKind kind) {
  return name_of(kProblems, kind);
}

std::optional<PlanSource> parse_plan_source(std::string_view text) {
  return kind_of<PlanSource>(kSources, text);
}

std::optional<PlanProblemKind> parse_plan_problem_kind(std::string_view text) {
  return kind_of<PlanProblemKind>(kProblems, text);
}

}  // namespace orchard::core
