#pragma once

#include "app/model/app_snapshot.h"
#include "core/base/clock.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

namespace orchard::app {

/// What there is to tell and what is being done. Any thread.
class NoticeBoard {
 public:
  /// `on_change` is called after every change, from the thread that made it.
  NoticeBoard(const core::Clock& clock, std::function<void()> on_change);

  void tell(NoticeLevel level, std::string text,
            std::optional<core::WorkspaceId> workspace = std::nullopt, bool undo_archive = false);
  void dismiss(std::uint64_t notice);

  /// Gives the number that end() takes.
  [[nodiscard]] std::uint64_t begin(std::string text);
  void end(std::uint64_t progress);

  /// Good news that everybody had time to read is left out, and so forgotten.
  [[nodiscard]] std::vector<Notice> notices();
  [[nodiscard]] std::vector<Progress> progress() const;
  /// When notices() will be shorter without anybody's doing; none when it will not.
  [[nodiscard]] std::optional<core::Timestamp> next_expiry() const;

 private:
  const core::Clock& clock_;
  std::function<void()> on_change_;
  mutable std::mutex mutex_;
  std::uint64_t last_id_ = 0;
  std::vector<Notice> notices_;
  std::vector<Progress> progress_;
};

/// Shows what is being done for as long as it lives.
class ProgressLine {
 public:
  ProgressLine(NoticeBoard& board, std::string text)
      : board_(board), id_(board.begin(std::move(text))) {}
  ~ProgressLine() { board_.end(id_); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  NoticeBoard& board_;
  std::uint64_t id_;
};

}  // namespace orchard::app
