#include "metrics/usage/usage_groups.h"

#include <array>
#include <string>

namespace orchard::metrics {

namespace {

using Place = UsagePlaces::Session;

constexpr std::array<std::string_view, 8> kDimensionNames{
    "none", "model", "workspace", "branch", "repository", "agent", "source", "session"};

/// One number for two kinds of keys.
std::int64_t number(std::int64_t first, std::int64_t second) {
  return first != 0 ? first * 2 : second * 2 + 1;
}

UsageGroup repository_group(const UsagePlaces& places, const Place& session) {
  UsageGroup group;
  group.name = places.repository_name(session);
  group.repository = group.name;
  if (const auto known = places.repositories.find(session.repository);
      known != places.repositories.end()) {
    group.key = "repository:" + known->second.id;
  } else {
    const auto folder = places.projects.find(session.project);
    group.key = "folder:" + (folder == places.projects.end() ? "" : folder->second.path);
    group.outside = true;
  }
  return group;
}

UsageGroup named(std::string name) {
  UsageGroup group;
  group.key = name;
  group.name = std::move(name);
  return group;
}

/// Every type of sub-agent by itself; those whose type is not known together.
UsageGroup agent_group(const UsagePlaces& places, const UsagePart& part) {
  UsageGroup group = named(std::string(to_string(static_cast<UsageAgent>(part.origin))));
  group.agent_type = places.agent(part.agent);
  if (!group.agent_type.empty()) group.key += ":" + group.agent_type;
  return group;
}

UsageGroup session_group(const UsagePlaces& places, const Place& session) {
  UsageGroup group = named(session.id);
  group.repository = places.repository_name(session);
  group.outside = session.outside;
  return group;
}

}  // namespace

std::string_view to_string(UsageDimension dimension) {
  return kDimensionNames.at(static_cast<std::size_t>(dimension));
}

std::optional<UsageDimension> parse_usage_dimension(std::string_view text) {
  for (std::size_t i = 1; i < kDimensionNames.size(); ++i)
    if (kDimensionNames.at(i) == text) return static_cast<UsageDimension>(i);
  return std::nullopt;
}

UsageGroup place_group(const UsagePlaces& places, const Place& session) {
  const auto own = places.workspaces.find(session.workspace);
  UsageGroup group;
  group.name = places.name(session);
  group.repository = places.repository_name(session);
  if (own != places.workspaces.end()) {
    group.key = "workspace:" + own->second.id;
    group.status = own->second.status;
    return group;
  }
  const auto folder = places.projects.find(session.project);
  group.key = "folder:" + (folder == places.projects.end() ? "" : folder->second.path);
  group.outside = session.outside;
  return group;
}

std::int64_t group_number(const UsagePlaces& places, UsageDimension dimension,
                          const UsagePart& part) {
  const Place& session = places.session(part.session);
  switch (dimension) {
    case UsageDimension::none:
      return 0;
    case UsageDimension::model:
      return part.model;
    case UsageDimension::workspace:
      return number(session.workspace, session.project);
    case UsageDimension::branch:
      return part.branch;
    case UsageDimension::repository:
      return number(session.repository, session.project);
    case UsageDimension::agent:
      return number(part.agent, part.origin);
    case UsageDimension::source:
      return static_cast<std::int64_t>(source_of(session, part.origin));
    case UsageDimension::session:
      return part.session;
  }
  return 0;
}

UsageGroup group_of(const UsagePlaces& places, UsageDimension dimension, const UsagePart& part) {
  const Place& session = places.session(part.session);
  switch (dimension) {
    case UsageDimension::none:
      return {};
    case UsageDimension::model:
      return named(places.model(part.model));
    case UsageDimension::workspace:
      return place_group(places, session);
    case UsageDimension::branch:
      return named(places.branch(part.branch));
    case UsageDimension::repository:
      return repository_group(places, session);
    case UsageDimension::agent:
      return agent_group(places, part);
    case UsageDimension::source:
      return named(std::string(to_string(source_of(session, part.origin))));
    case UsageDimension::session:
      return session_group(places, session);
  }
  return {};
}

}  // namespace orchard::metrics
