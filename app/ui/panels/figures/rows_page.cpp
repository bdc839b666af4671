#include "app/ui/panels/figures/rows_page.h"

#include "app/ui/panels/figures/figure_card.h"
#include "app/ui/panels/frame/navigation.h"
#include "app/ui/panels/frame/page_header.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace orchard::app::ui {
namespace {

constexpr float kMargin = 24;
constexpr float kRow = 28;
constexpr float kPad = 11;
constexpr float kBetween = 18;
constexpr float kLeastWords = 90;
constexpr float kMostWords = 520;

Font font_of(const RowsColumn& column) {
  return column.figure || column.mono ? Font::mono_12 : Font::regular_12;
}

/// Columns as wide as their content; words give way where room is short and take what is left
/// over. Columns that find no room at all are 0 wide, the last ones first.
std::vector<float> fit(const RowsView& view, std::vector<float> widths, float room) {
  room -= 2 * kPad;
  const auto sum = [&] {
    float total = -kBetween;
    for (const float width : widths) total += width > 0 ? width + kBetween : 0;
    return total;
  };
  while (sum() > room) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i)
      if (!view.columns[i].figure && widths[i] > kLeastWords &&
          (widest == widths.size() || widths[i] > widths[widest]))
        widest = i;
    if (widest == widths.size()) break;
    widths[widest] = std::max(kLeastWords, widths[widest] - std::max(1.0F, sum() - room));
  }
  for (std::size_t i = widths.size(); i-- > 1 && sum() > room;) widths[i] = 0;
  return widths;
}

const SessionSummary* find_open_session(const AppSnapshot& snapshot, const core::SessionId& id,
                                        core::WorkspaceId& workspace) {
  for (const RepositoryState& repository : snapshot.repositories)
    for (const auto& one : repository.workspaces)
      for (const SessionSummary& session : one->sessions)
        if (session.id == id) {
          workspace = one->id;
          return &session;
        }
  return nullptr;
}

}  // namespace

void RowsPage::update(const Canvas& canvas, const FigureDrill& drill, const AppSnapshot& snapshot,
                      core::Timestamp now) {
  const auto minute = std::chrono::floor<std::chrono::minutes>(now);
  if (answer_ == snapshot.figures && drill_ == drill && minute_ == minute &&
      scale_ == canvas.scale() && font_build_ == canvas.fonts().build_count() && !view_.loading &&
      !view_.title.empty())
    return;
  answer_ = snapshot.figures;
  drill_ = drill;
  minute_ = minute;
  scale_ = canvas.scale();
  font_build_ = canvas.fonts().build_count();
  view_ = make_rows_view(drill, answer_.get(), snapshot.figure_book.get(), now);
  widths_.clear();
  for (std::size_t i = 0; i < view_.columns.size(); ++i) {
    const RowsColumn& column = view_.columns[i];
    float width = canvas.width(Font::caps_11, column.title);
    for (const RowsLine& line : view_.lines)
      width = std::max(width, canvas.width(font_of(column), line.cells[i].text));
    widths_.push_back(std::ceil(std::min(width, kMostWords)) + 1);
  }
}

void RowsPage::draw_table(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                          UiState& state, IntentQueue& intents) {
  canvas.framed(area, Colour::surface, Colour::border, 8);
  const std::vector<float> widths = fit(view_, widths_, area.w - 6);
  std::vector<float> lefts;
  float x = area.x + 1 + kPad;
  for (const float width : widths) {
    lefts.push_back(x);
    x += width > 0 ? width + kBetween : 0;
  }
  const auto put = [&](std::size_t i, Font font, Colour colour, float y, std::string_view text) {
    if (widths[i] <= 0) return;
    if (view_.columns[i].figure) {
      canvas.text_right(font, colour, lefts[i] + widths[i], y, text);
    } else {
      canvas.text_cut(font, colour, lefts[i], y, widths[i], text);
    }
  };
  for (std::size_t i = 0; i < widths.size(); ++i)
    put(i, Font::caps_11, Colour::faint, area.y + 8, view_.columns[i].title);
  canvas.hairline(area.x + 1, area.y + kRow, area.w - 2, Colour::line);
  const Rect room{area.x + 1, area.y + kRow + 1, area.w - 2, area.h - kRow - 2};
  ScrollArea scroll(canvas, "rows", room);
  float y = scroll.y();
  for (std::size_t index = 0; index < view_.lines.size(); ++index, y += kRow) {
    const RowsLine& line = view_.lines[index];
    const Rect row{room.x, y, room.w, kRow};
    if (!canvas.visible(row.inset(0, -kRow))) continue;
    const Press pressed = press(canvas, std::to_string(index), row);
    if (pressed.hovered) canvas.fill({row.x, row.y, row.w, row.h - 1}, Colour::hover);
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const Figure& cell = line.cells[i];
      put(i, font_of(view_.columns[i]), colour_of(cell.role), y + 6, cell.text);
      if (widths[i] > 0 && pressed.hovered)
        hint(canvas, {lefts[i], y, widths[i], kRow}, cell.hover);
    }
    canvas.hairline(row.x, row.bottom() - 1, row.w, Colour::line);
    if (pressed.focused) focus_ring(canvas, row.inset(3), 4);
    if (!pressed.clicked || !line.session) continue;
    core::WorkspaceId workspace;
    if (view_.leads_to_turns) {
      open_drill(state, drill_of_session(*line.session, line.title));
    } else if (find_open_session(snapshot, *line.session, workspace) != nullptr) {
      open_workspace(state, intents, workspace, *line.session);
    }
  }
  scroll.set_content_height(y - scroll.y());
}

void RowsPage::draw(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                    core::Timestamp now, UiState& state, IntentQueue& intents) {
  const Scope scope("figure-rows");
  // A press in the table may open another list: what is drawn stays this one until the next frame.
  const FigureDrill drill = state.figures.drills.back();
  update(canvas, drill, snapshot, now);
  canvas.hairline(area.x, area.y + kHeaderHeight - 1, area.w, Colour::line);
  const float x = area.x + kMargin;
  const float right = area.right() - kMargin;
  const bool back = icon_button(canvas, "back", {x - 2, area.y + 11, 30, 30}, icon::kAngleLeft,
                                "Back (Esc)", true, Font::icon_14);
  const ButtonSpec write{.id = "export",
                         .text = "Export",
                         .size = ButtonSize::large,
                         .icon = icon::kDownload,
                         .hint = "All rows, as CSV or JSON"};
  if (button_right(canvas, right, area.y + 10, write))
    open_export(state, snapshot.figure_book.get(), drill.figure, drill.filter, drill);
  canvas.text_cut(Font::semibold_18, Colour::text, x + 40, area.y + 14,
                  right - x - 52 - button_width(canvas, write), view_.title);
  float y = area.y + kHeaderHeight + 12;
  if (!view_.sentence.empty())
    y += canvas.text_wrapped(Font::regular_12, Colour::muted, x, y, std::min(right - x, 860.0F),
                             view_.sentence, 4) +
         4;
  canvas.text_cut(Font::regular_12, Colour::faint, x, y, right - x, view_.scope);
  y += 24;
  const Rect table{x, y, right - x, std::max(60.0F, area.bottom() - 14 - y)};
  if (view_.loading || view_.lines.empty()) {
    canvas.framed(table, Colour::surface, Colour::border, 8);
    canvas.text_centred(Font::regular_13, Colour::faint, table.middle_x(), table.middle_y() - 9,
                        view_.loading ? "Reading the ledger\xe2\x80\xa6" : view_.empty_text);
  } else {
    draw_table(canvas, table, snapshot, state, intents);
  }
  if (back && !state.figures.drills.empty()) state.figures.drills.pop_back();
}

}  // namespace orchard::app::ui
