#include "metrics/filter/scope.h"
#include "metrics/usage/reading/usage_parts.h"
#include "metrics/usage/usage_groups.h"

#include <algorithm>

namespace orchard::metrics {

using core::Database;
using core::ErrorCode;
using core::Result;

namespace {

using Place = UsagePlaces::Session;

/// The key under which `id` stands.
template <class Map>
Result<std::int64_t> key_of(const Map& map, const std::string& id, const std::string& what) {
  for (const auto& [key, value] : map)
    if (value.id == id) return key;
  return core::fail(ErrorCode::not_found, "There is no " + what + " " + id + "; see orchard " +
                                              (what == "repository" ? "repo" : what) + " list.");
}

tl::unexpected<core::Error> no_call(const std::string& what, const std::string& name,
                                    const std::string& command) {
  return core::fail(ErrorCode::not_found, "No call is known of a " + what + " '" + name +
                                              "'; `orchard usage " + command +
                                              "` lists those there are.");
}

Result<std::int64_t> find_project(const UsagePlaces& places, const std::string& text) {
  std::vector<std::int64_t> labelled;
  std::vector<std::int64_t> named;
  for (const auto& [key, project] : places.projects) {
    if (project.path == text) return key;
    if (project.label == text) labelled.push_back(key);
    if (project.name == text) named.push_back(key);
  }
  if (labelled.size() == 1) return labelled.front();
  if (named.size() == 1) return named.front();
  if (named.empty()) return no_call("project", text, "--by repository");
  std::vector<std::string> paths;
  for (const std::int64_t key : named) paths.push_back(places.projects.at(key).path);
  std::ranges::sort(paths);
  std::string list;
  for (const std::string& path : paths) list += (list.empty() ? "" : ", ") + path;
  return core::fail(ErrorCode::ambiguous,
                    "'" + text + "' names several projects: " + list + ". Give the path of one.");
}

}  // namespace

void UsageScope::keep_sessions(const UsagePlaces& places,
                               const std::function<bool(const Place&)>& fits) {
  if (all_sessions_) sessions_.assign(places.sessions.size(), true);
  all_sessions_ = false;
  for (std::size_t key = 0; key < sessions_.size(); ++key)
    if (sessions_[key])
      sessions_[key] = !places.sessions[key].id.empty() && fits(places.sessions[key]);
}

Result<void> UsageScope::narrow_to_place(const UsagePlaces& places, const UsageFilter& filter) {
  if (filter.place.repository) {
    ORCHARD_TRY(const std::int64_t key,
                key_of(places.repositories, filter.place.repository->value, "repository"));
    keep_sessions(places, [&](const Place& session) { return session.repository == key; });
  }
  if (filter.place.workspace) {
    ORCHARD_TRY(const std::int64_t key,
                key_of(places.workspaces, filter.place.workspace->value, "workspace"));
    keep_sessions(places, [&](const Place& session) { return session.workspace == key; });
  }
  if (!filter.project.empty()) {
    ORCHARD_TRY(const std::int64_t key, find_project(places, filter.project));
    keep_sessions(places, [&](const Place& session) { return session.project == key; });
  }
  if (!filter.consumer.empty())
    keep_sessions(places, [&](const Place& session) {
      return place_group(places, session).key == filter.consumer;
    });
  if (filter.session.empty()) return {};
  if (std::ranges::find(places.sessions, filter.session, &Place::id) == places.sessions.end())
    return no_call("session", filter.session, "session");
  keep_sessions(places, [&](const Place& session) { return session.id == filter.session; });
  return {};
}

Result<void> UsageScope::narrow_to_calls(Database& database, const UsagePlaces& places,
                                         const UsageFilter& filter) {
  if (!filter.place.model.empty()) {
    Filter model;
    model.model = filter.place.model;
    ORCHARD_TRY(const Scope models, Scope::resolve(database, model));
    all_models_ = false;
    for (const auto& [key, name] : places.models)
      if (models.has_model(key)) models_.insert(key);
  }
  if (filter.source) {
    const bool outside = *filter.source == UsageSource::outside;
    keep_sessions(places, [&](const Place& session) { return session.outside == outside; });
    if (!outside) origin_ = static_cast<std::int64_t>(*filter.source);
  }
  if (filter.branch.empty()) return {};
  for (const auto& [key, name] : places.branches)
    if (name == filter.branch) branch_ = key;
  return branch_ ? Result<void>{} : no_call("branch", filter.branch, "--by branch");
}

Result<UsageScope> UsageScope::resolve(Database& database, const UsagePlaces& places,
                                       const UsageFilter& filter) {
  UsageScope scope;
  for (const Place& session : places.sessions) scope.session_branch_.push_back(session.branch);
  ORCHARD_CHECK(scope.narrow_to_place(places, filter));
  ORCHARD_CHECK(scope.narrow_to_calls(database, places, filter));
  return scope;
}

}  // namespace orchard::metrics
