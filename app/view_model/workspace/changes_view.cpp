#include "app/view_model/workspace/changes_view.h"

#include "app/view_model/dialogs/settings_page_view.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <set>
#include <string_view>

#include <fmt/format.h>

namespace orchard::app {
namespace {

struct GroupLook {
  FileGroup group;
  const char* title;
  Role bar;
};
constexpr GroupLook kGroups[] = {{FileGroup::committed, "Committed", Role::accent},
                                 {FileGroup::staged, "Staged", Role::info},
                                 {FileGroup::unstaged, "Unstaged", Role::warn},
                                 {FileGroup::untracked, "Untracked", Role::faint}};

Role role_of_letter(char letter) {
  switch (letter) {
    case 'A':
      return Role::added;
    case 'D':
      return Role::deleted;
    case 'R':
      return Role::info;
    case '?':
      return Role::faint;
    default:
      return Role::warn;
  }
}

ChangeRow make_row(const ChangedFile& file) {
  ChangeRow row;
  row.letter = displayable_line(std::string_view(&file.letter, 1));
  row.letter_role = role_of_letter(file.letter);
  const std::string path = displayable_line(file.path);
  const auto slash = path.rfind('/', path.size() < 2 ? 0 : path.size() - 2);
  if (slash != std::string::npos) row.folder = path.substr(0, slash + 1);
  row.name = slash == std::string::npos ? path : path.substr(slash + 1);
  row.additions = additions_text(file.stat.additions);
  row.deletions = deletions_text(file.stat.deletions);
  row.hover = path;
  return row;
}

CommitRow make_commit(const core::CommitInfo& commit, core::Timestamp now) {
  CommitRow row;
  row.oid = commit.oid.value.substr(0, 7);
  row.summary = displayable_line(commit.summary);
  row.age = age(commit.authored_at, now);
  row.hover =
      fmt::format("{}\n{} \u00b7 {}\n{} {}", commit.oid.value, displayable_line(commit.author),
                  full_time(commit.authored_at), additions_text(commit.stat.additions),
                  deletions_text(commit.stat.deletions));
  row.full_oid = commit.oid;
  return row;
}

}  // namespace

ChangesView make_changes_view(const WorkspaceState& workspace, core::Timestamp now) {
  ChangesView view;
  view.base = displayable_line(workspace.base);
  view.ahead = counted(workspace.commits, "commit ahead", "commits ahead");
  std::set<std::string_view> paths;
  for (const auto& look : kGroups) {
    ChangeGroup group;
    group.group = look.group;
    group.title = look.title;
    group.bar = look.bar;
    core::DiffStat sum;
    for (const auto& file : workspace.files) {
      if (file.group != look.group) continue;
      sum += file.stat;
      paths.insert(file.path);
      group.rows.push_back(make_row(file));
    }
    if (group.rows.empty()) continue;
    group.count = look.group == FileGroup::committed
                      ? counted(workspace.commits, "commit", "commits")
                      : grouped_number(static_cast<std::int64_t>(group.rows.size()));
    group.additions = additions_text(sum.additions);
    group.deletions = deletions_text(sum.deletions);
    view.groups.push_back(std::move(group));
  }
  if (!paths.empty()) view.count = grouped_number(static_cast<std::int64_t>(paths.size()));
  for (const auto& commit : workspace.log) view.commits.push_back(make_commit(commit, now));
  if (view.groups.empty()) {
    const bool active = workspace.status == core::WorkspaceStatus::active;
    view.empty_text = active ? fmt::format("No file differs from {} yet.", view.base)
                             : std::string("Restore the workspace to see its files.");
  }
  return view;
}

std::vector<SessionFact> make_session_facts(const SessionSummary& session, core::Timestamp now) {
  const auto& usage = session.usage;
  const auto tokens = [](std::int64_t value) {
    return Figure{compact_number(value), Role::text, grouped_number(value)};
  };
  std::vector<SessionFact> facts{
      {"Model", {model_name(session.model), Role::text, displayable_line(session.model)}},
      {"Turns", {grouped_number(session.turns), Role::text, ""}},
      {"New input", tokens(usage.input)},
      {"Written to the cache", tokens(usage.cache_write())},
      {"Read from the cache", tokens(usage.cache_read)},
      {"Output", tokens(usage.output)},
      {"Cost",
       {money_about(session.cost, session.cost_is_estimated), Role::text,
        money_exact(session.cost)}},
      {"Began",
       {relative_time(session.started_at, now), Role::text, full_time(session.started_at)}},
      {"Last active",
       {relative_time(session.last_active_at, now), Role::text,
        full_time(session.last_active_at)}}};
  return facts;
}

}  // namespace orchard::app
