#include "app/view_model/dialogs/notices_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <chrono>

namespace orchard::app {
namespace {

constexpr auto kNoticeLeavesAfter = std::chrono::seconds(8);
constexpr auto kProgressShowsAfter = std::chrono::milliseconds(400);

Role role_of_level(NoticeLevel level) {
  switch (level) {
    case NoticeLevel::info:
      return Role::info;
    case NoticeLevel::success:
      return Role::accent;
    case NoticeLevel::warning:
      return Role::warn;
    case NoticeLevel::error:
      return Role::danger;
  }
  return Role::info;
}

}  // namespace

std::optional<core::Timestamp> leaves_at(const Notice& notice) {
  const bool stays = notice.level == NoticeLevel::warning || notice.level == NoticeLevel::error;
  return stays ? std::nullopt : std::optional(notice.at + kNoticeLeavesAfter);
}

core::Timestamp shows_at(const Progress& work) {
  return work.since + kProgressShowsAfter;
}

NoticesView make_notices_view(const AppSnapshot& snapshot, core::Timestamp now) {
  NoticesView view;
  for (const auto& notice : snapshot.notices) {
    const auto leaves = leaves_at(notice);
    if (leaves && now >= *leaves) continue;
    NoticeRow row;
    row.id = notice.id;
    row.role = role_of_level(notice.level);
    row.text = displayable_line(notice.text);
    row.age = relative_time(notice.at, now);
    if (notice.undo_archive) row.restore = notice.workspace;
    row.open = notice.workspace;
    row.stays = !leaves;
    view.notices.push_back(std::move(row));
  }
  for (const auto& work : snapshot.progress) {
    if (now < shows_at(work)) continue;
    view.progress.push_back({work.id, displayable_line(work.text), elapsed(now - work.since)});
  }
  return view;
}

}  // namespace orchard::app
