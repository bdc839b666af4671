#pragma once

#include "app/view_model/transcript/transcript_row.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace orchard::app {

/// Turns the open conversation into rows and keeps them between snapshots: an update costs what
/// changed, however long the transcript is. UI thread only; owns the rows.
class TranscriptRows {
 public:
  /// Brings the rows up to date. `session` is the one that is shown; null when it is not known yet.
  /// Files below `worktree` are named without it.
  void update(const std::shared_ptr<const Transcript>& transcript, const SessionSummary* session,
              core::Timestamp now, const std::string& worktree = {});

  [[nodiscard]] std::size_t size() const { return rows_.size() + tail_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] const TranscriptRow& operator[](std::size_t index) const {
    return index < rows_.size() ? rows_[index] : tail_[index - rows_.size()];
  }
  /// Rows below this index are the same objects as before the last update.
  [[nodiscard]] std::size_t first_changed() const { return first_changed_; }

 private:
  void rebuild_from(std::size_t item);
  void add_rows_of(std::size_t begin, std::size_t end);
  void rebuild_tail(const Transcript& transcript, const SessionSummary* session,
                    core::Timestamp now);

  core::SessionId session_;
  std::string worktree_;
  std::shared_ptr<const Transcript> transcript_;
  std::vector<ItemPtr> items_;
  std::vector<TranscriptRow> rows_;
  std::vector<std::size_t> row_end_;  ///< per row: one past the last item it was made of
  std::vector<TranscriptRow> tail_;   ///< streaming text and open requests
  std::size_t first_changed_ = 0;
  std::string tail_state_;  ///< what the tail was made of; the same gives the same rows
};

}  // namespace orchard::app
