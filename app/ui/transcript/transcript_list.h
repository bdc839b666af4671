#pragma once

#include "app/ui/transcript/row_view.h"
#include "app/view_model/transcript/transcript_view.h"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace orchard::app::ui {

/// The column of rows. It is held by its first visible row, so that nothing that arrives or grows
/// moves what is being read; at the end it follows the end. Only visible rows are laid out. Owns
/// the layouts. UI thread.
class TranscriptList {
 public:
  /// `column` is at most 860 wide; `view` what can be seen of it.
  void draw(const RowContext& context, const TranscriptRows& rows, const Rect& view);

  /// Another conversation: forget places and layouts and go to its end.
  void reset();
  void go_to_end() { at_end_ = true; }
  [[nodiscard]] bool at_end() const { return at_end_; }
  /// Rows that came since the reader left the end.
  [[nodiscard]] std::size_t unread() const { return unread_; }
  [[nodiscard]] std::size_t first_row() const { return first_; }

 private:
  const RowLayout& layout(const RowContext& context, const TranscriptRows& rows, std::size_t index);
  float height(const RowContext& context, const TranscriptRows& rows, std::size_t index);
  void match_heights(const TranscriptRows& rows);
  void read_input(const Rect& view);
  void move(const RowContext& context, const TranscriptRows& rows, float by);
  void settle(const RowContext& context, const TranscriptRows& rows, float room);
  void draw_rows(const RowContext& context, const TranscriptRows& rows, const Rect& view);
  void draw_scroll_bar(const RowContext& context, const TranscriptRows& rows, const Rect& view);
  void drop_unused_layouts();

  struct Kept {
    RowLayout layout;
    std::uint64_t used = 0;
  };
  std::unordered_map<const RowContent*, Kept> layouts_;
  std::vector<float> heights_;  ///< with the gap above; guessed until a row was seen
  std::uint64_t frame_ = 0;
  std::size_t first_ = 0;  ///< the row at the top edge
  float hidden_ = 0;       ///< how much of it lies above the edge
  bool at_end_ = true;
  std::size_t read_rows_ = 0;
  std::size_t unread_ = 0;
  float width_ = 0;
  float wanted_move_ = 0;
};

}  // namespace orchard::app::ui
