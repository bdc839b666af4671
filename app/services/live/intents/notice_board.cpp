#include "app/services/live/intents/notice_board.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace orchard::app {
namespace {

constexpr std::size_t kMostNotices = 50;
constexpr auto kReadAfter = std::chrono::seconds(9);

bool leaves_by_itself(const Notice& notice) {
  return notice.level == NoticeLevel::info || notice.level == NoticeLevel::success;
}

}  // namespace

NoticeBoard::NoticeBoard(const core::Clock& clock, std::function<void()> on_change)
    : clock_(clock), on_change_(std::move(on_change)) {}

void NoticeBoard::tell(NoticeLevel level, std::string text,
                       std::optional<core::WorkspaceId> workspace, bool undo_archive) {
  {
    const std::lock_guard lock(mutex_);
    notices_.push_back(
        {++last_id_, level, std::move(text), std::move(workspace), clock_.now(), undo_archive});
    if (notices_.size() > kMostNotices) notices_.erase(notices_.begin());
  }
  on_change_();
}

void NoticeBoard::dismiss(std::uint64_t notice) {
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(notices_, [&](const Notice& other) { return other.id == notice; });
  }
  on_change_();
}

std::uint64_t NoticeBoard::begin(std::string text) {
  std::uint64_t id = 0;
  {
    const std::lock_guard lock(mutex_);
    id = ++last_id_;
    progress_.push_back({id, std::move(text), clock_.now()});
  }
  on_change_();
  return id;
}

void NoticeBoard::end(std::uint64_t progress) {
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(progress_, [&](const Progress& other) { return other.id == progress; });
  }
  on_change_();
}

std::vector<Notice> NoticeBoard::notices() {
  const std::lock_guard lock(mutex_);
  const core::Timestamp now = clock_.now();
  std::erase_if(notices_, [&](const Notice& notice) {
    return leaves_by_itself(notice) && now - notice.at >= kReadAfter;
  });
  return notices_;
}

std::vector<Progress> NoticeBoard::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

std::optional<core::Timestamp> NoticeBoard::next_expiry() const {
  const std::lock_guard lock(mutex_);
  std::optional<core::Timestamp> next;
  for (const Notice& notice : notices_)
    if (leaves_by_itself(notice) && (!next || notice.at + kReadAfter < *next))
      next = notice.at + kReadAfter;
  return next;
}

}  // namespace orchard::app
