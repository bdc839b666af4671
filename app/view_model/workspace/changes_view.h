#pragma once

#include "app/model/app_snapshot.h"
#include "app/view_model/role.h"

#include <string>
#include <vector>

namespace orchard::app {

struct ChangeRow {
  std::string letter;
  Role letter_role = Role::warn;
  std::string folder;  ///< with its last slash, faint
  std::string name;
  std::string additions;
  std::string deletions;
  std::string hover;
};

struct ChangeGroup {
  FileGroup group = FileGroup::committed;
  std::string title;  ///< "Committed"
  std::string count;
  Role bar = Role::accent;
  std::string additions;
  std::string deletions;
  std::vector<ChangeRow> rows;
};

struct CommitRow {
  std::string oid;  ///< 7 digits
  std::string summary;
  std::string age;
  std::string hover;  ///< full id, author, exact time
  core::CommitOid full_oid;
};

struct ChangesView {
  std::string base;
  std::string ahead;                ///< "6 commits ahead"
  std::string count;                ///< of files, for the tab
  std::vector<ChangeGroup> groups;  ///< committed, staged, unstaged, untracked; empty ones left out
  std::vector<CommitRow> commits;
  std::string empty_text;  ///< when nothing has changed
};

[[nodiscard]] ChangesView make_changes_view(const WorkspaceState& workspace, core::Timestamp now);

/// The figures of the open conversation for the panel's second tab: label and value.
struct SessionFact {
  std::string label;
  Figure value;
};
[[nodiscard]] std::vector<SessionFact> make_session_facts(const SessionSummary& session,
                                                          core::Timestamp now);

}  // namespace orchard::app
