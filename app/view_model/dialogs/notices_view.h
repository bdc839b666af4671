#pragma once

#include "app/model/app_snapshot.h"
#include "app/view_model/role.h"

#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

struct NoticeRow {
  std::uint64_t id = 0;
  Role role = Role::info;
  std::string text;
  std::string age;
  std::optional<core::WorkspaceId> restore;  ///< the workspace that "Undo" brings back
  std::optional<core::WorkspaceId> open;     ///< the workspace it concerns
  bool stays = false;                        ///< errors and warnings stay until dismissed
};

struct ProgressRow {
  std::uint64_t id = 0;
  std::string text;
  std::string elapsed;
};

struct NoticesView {
  std::vector<NoticeRow> notices;     ///< newest last
  std::vector<ProgressRow> progress;  ///< only work that runs for 0.4 s or more
};

/// When a notice leaves by itself; none: it stays until dismissed.
[[nodiscard]] std::optional<core::Timestamp> leaves_at(const Notice& notice);
/// When work has gone on for long enough to be shown.
[[nodiscard]] core::Timestamp shows_at(const Progress& work);

/// Information and success leave after 8 s.
[[nodiscard]] NoticesView make_notices_view(const AppSnapshot& snapshot, core::Timestamp now);

}  // namespace orchard::app
