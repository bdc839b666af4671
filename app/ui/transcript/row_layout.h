#pragma once

#include "app/ui/rich_text/markdown_layout.h"
#include "app/ui/ui_state.h"
#include "app/view_model/transcript/transcript_row.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace orchard::app::ui {

/// A diff ready to be drawn.
struct DiffLayout {
  struct Row {
    DiffLine::Kind kind = DiffLine::Kind::same;
    std::string old_line;
    std::string new_line;
    TextBlock text;
    float y = 0;
    float height = 20;
  };
  std::vector<Row> rows;
  float height = 0;
  std::size_t hidden = 0;  ///< lines left out until the reader asks for them
};

/// What drawing one transcript row needs and what is worth keeping between frames. Valid for one
/// content, width and set of opened parts.
struct RowLayout {
  std::shared_ptr<const RowContent> content;
  float width = 0;
  float scale = 0;
  std::uint64_t font_build = 0;
  std::string opened;  ///< which parts are open, one character each
  float height = 0;
  MarkdownLayout body;
  TextBlock command;
  DiffLayout diff;
  std::vector<TextBlock> details;  ///< of opened tool calls; empty blocks for closed ones
};

/// Which parts of the row are open, one character each.
[[nodiscard]] std::string opened_parts(const TranscriptRow& row, const UiState& state);

[[nodiscard]] RowLayout layout_row(const Canvas& canvas, const TranscriptRow& row, float width,
                                   const UiState& state);

/// The height of a row nobody has laid out yet, by its kind and the length of its text.
[[nodiscard]] float guess_height(const TranscriptRow& row, float width);

/// The space between two neighbours.
[[nodiscard]] float gap_above(const TranscriptRow& above, const TranscriptRow& row);

[[nodiscard]] DiffLayout layout_diff(const Canvas& canvas, const LineDiff& diff,
                                     const std::string& language, bool numbered, float width,
                                     bool whole);

}  // namespace orchard::app::ui
