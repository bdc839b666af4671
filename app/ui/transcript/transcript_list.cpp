#include "app/ui/transcript/transcript_list.h"

#include "app/ui/widgets/interact.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kWheelStep = 66;
constexpr float kPadTop = 12;
constexpr float kPadBottom = 16;
constexpr float kDepthIndent = 20;
constexpr std::size_t kMostLayouts = 400;
constexpr int kPageUp = 266;
constexpr int kPageDown = 267;
constexpr int kHome = 268;
constexpr int kEnd = 269;

float indent_of(const TranscriptRow& row) {
  return kDepthIndent * static_cast<float>(std::min(row.depth, 3));
}

float gap_of(const TranscriptRows& rows, std::size_t index) {
  return index == 0 ? kPadTop : gap_above(rows[index - 1], rows[index]);
}

}  // namespace

void TranscriptList::reset() {
  *this = TranscriptList();
}

const RowLayout& TranscriptList::layout(const RowContext& context, const TranscriptRows& rows,
                                        std::size_t index) {
  const TranscriptRow& row = rows[index];
  Kept& kept = layouts_[row.content.get()];
  kept.used = frame_;
  const float width = std::max(width_ - indent_of(row), 120.0F);
  const bool fits = kept.layout.content == row.content && kept.layout.width == width &&
                    kept.layout.scale == context.canvas.scale() &&
                    kept.layout.font_build == context.canvas.fonts().build_count() &&
                    kept.layout.opened == opened_parts(row, context.state);
  if (!fits) kept.layout = layout_row(context.canvas, row, width, context.state);
  return kept.layout;
}

float TranscriptList::height(const RowContext& context, const TranscriptRows& rows,
                             std::size_t index) {
  const float tall = layout(context, rows, index).height + gap_of(rows, index) +
                     (index + 1 == rows.size() ? kPadBottom : 0.0F);
  heights_[index] = tall;
  return tall;
}

void TranscriptList::match_heights(const TranscriptRows& rows) {
  heights_.resize(std::min({heights_.size(), rows.first_changed(), rows.size()}));
  while (heights_.size() < rows.size()) {
    const std::size_t index = heights_.size();
    heights_.push_back(guess_height(rows[index], width_) + gap_of(rows, index));
  }
}

// Scrolls by pixels, laying out what comes into view on the way.
void TranscriptList::move(const RowContext& context, const TranscriptRows& rows, float by) {
  hidden_ += by;
  while (hidden_ < 0 && first_ > 0) hidden_ += height(context, rows, --first_);
  hidden_ = std::max(hidden_, 0.0F);
  while (first_ + 1 < rows.size()) {
    const float tall = height(context, rows, first_);
    if (hidden_ < tall) break;
    hidden_ -= tall;
    ++first_;
  }
}

// Puts the end at the lower edge when the reader is there, and notices when he comes to it.
void TranscriptList::settle(const RowContext& context, const TranscriptRows& rows, float room) {
  float below = -hidden_;
  for (std::size_t i = first_; i < rows.size() && below <= room; ++i) {
    below += height(context, rows, i);
  }
  if (below <= room + 0.5F) at_end_ = true;
  if (!at_end_) return;
  first_ = rows.size();
  float filled = 0;
  while (first_ > 0 && filled < room) filled += height(context, rows, --first_);
  hidden_ = std::max(0.0F, filled - room);
}

void TranscriptList::read_input(const Rect& view) {
  wanted_move_ = 0;
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) && !io.KeyCtrl) {
    wanted_move_ = -io.MouseWheel * kWheelStep;
  }
  if (ImGui::IsKeyPressed(kPageUp)) wanted_move_ -= view.h - 40;
  if (ImGui::IsKeyPressed(kPageDown)) wanted_move_ += view.h - 40;
  if (control_down() && ImGui::IsKeyPressed(kEnd, false)) at_end_ = true;
  if (control_down() && ImGui::IsKeyPressed(kHome, false)) {
    at_end_ = false;
    first_ = 0;
    hidden_ = 0;
  }
}

void TranscriptList::draw(const RowContext& context, const TranscriptRows& rows, const Rect& view) {
  ++frame_;
  const float width = std::min(860.0F, view.w - 48);
  if (width != width_) {
    width_ = width;
    heights_.clear();
  }
  match_heights(rows);
  const std::size_t held = first_;
  first_ = std::min(first_, rows.empty() ? 0 : rows.size() - 1);
  if (first_ != held) hidden_ = 0;

  ScrollArea area(context.canvas, "transcript", view);
  area.set_content_height(view.h - 1);
  read_input(view);
  if (wanted_move_ < 0) at_end_ = false;
  if (wanted_move_ != 0) move(context, rows, wanted_move_);
  settle(context, rows, view.h);
  if (at_end_) read_rows_ = rows.size();
  unread_ = rows.size() - std::min(read_rows_, rows.size());
  draw_rows(context, rows, view);
  draw_scroll_bar(context, rows, view);
  drop_unused_layouts();
}

void TranscriptList::draw_rows(const RowContext& context, const TranscriptRows& rows,
                               const Rect& view) {
  const float x = std::round(view.x + (view.w - width_) / 2);
  float y = view.y - hidden_;
  for (std::size_t i = first_; i < rows.size() && y < view.bottom(); ++i) {
    const RowLayout& row = layout(context, rows, i);
    const float top = y + gap_of(rows, i);
    const float tall = height(context, rows, i);
    draw_row(context, rows[i], row, x + indent_of(rows[i]), top);
    y += tall;
  }
}

void TranscriptList::draw_scroll_bar(const RowContext& context, const TranscriptRows& rows,
                                     const Rect& view) {
  const float total = std::accumulate(heights_.begin(), heights_.end(), 0.0F);
  if (rows.empty() || total <= view.h) return;
  const Rect track{view.right() - 12, view.y + 2, 12, view.h - 4};
  const float thumb = std::max(28.0F, track.h * view.h / total);
  const Press held = press(context.canvas, "scroll-bar", track);
  if (held.held) {
    const float mouse = ImGui::GetMousePos().y / context.canvas.scale();
    const float share = std::clamp((mouse - track.y - thumb / 2) / (track.h - thumb), 0.0F, 1.0F);
    float wanted = share * (total - view.h);
    first_ = 0;
    while (first_ + 1 < heights_.size() && wanted >= heights_[first_]) wanted -= heights_[first_++];
    hidden_ = std::max(wanted, 0.0F);
    at_end_ = share >= 1.0F;
  }
  const auto first = heights_.begin() + static_cast<std::ptrdiff_t>(first_);
  const float above = std::accumulate(heights_.begin(), first, 0.0F) + hidden_;
  const float share = std::clamp(above / (total - view.h), 0.0F, 1.0F);
  const Rect bar{view.right() - 6, track.y + share * (track.h - thumb), 4, thumb};
  context.canvas.fill(bar, held.hovered || held.held ? Colour::faint : Colour::border, 2);
}

void TranscriptList::drop_unused_layouts() {
  if (layouts_.size() <= kMostLayouts) return;
  std::erase_if(layouts_, [this](const auto& entry) { return entry.second.used + 2 < frame_; });
}

}  // namespace orchard::app::ui
