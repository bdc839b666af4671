#include "app/ui/panels/spending/date_picker.h"

#include "app/ui/charts/cell_pick.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/view_model/figures/figure_text.h"

#include <algorithm>
#include <array>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kPad = 12;
constexpr float kCell = 30;
constexpr float kWidth = 7 * kCell + 2 * kPad;
constexpr float kChoice = 28;

float height_of(const DatePickerView& view) {
  const auto lines = static_cast<float>((view.choices.size() + 1) / 2);
  return kPad + 28 + 20 + 6 * kCell + 24 + 9 + lines * kChoice + kPad - 4;
}

/// The month with buttons that turn the pages.
void draw_head(const FigureFrame& frame, float x, float y, const DatePickerView& view,
               std::chrono::sys_days today) {
  const Canvas& canvas = frame.canvas;
  DatePick& pick = frame.figures.picking;
  canvas.text_centred(Font::semibold_13, Colour::text, x + 3.5F * kCell, y + 5, view.month);
  const Rect before{x, y + 1, 26, 26};
  const Rect after{x + 7 * kCell - 26, y + 1, 26, 26};
  if (icon_button(canvas, "before", before, icon::kAngleLeft, "The month before"))
    turn_pages(pick, today, -1);
  if (icon_button(canvas, "after", after, icon::kAngleRight, "The month after"))
    turn_pages(pick, today, 1);
}

void draw_day(const Canvas& canvas, const Rect& place, const DateCell& cell, bool hovered) {
  const Rect box = place.inset(1);
  if (cell.between) canvas.fill({place.x, box.y, place.w, box.h}, Colour::hover);
  if (cell.edge) {
    canvas.fill(box, Colour::accent, 5);
  } else if (hovered) {
    canvas.fill(box, Colour::hover, 5);
  }
  if (cell.today && !cell.edge) canvas.outline(box, Colour::border, 5);
  Colour ink = cell.of_month ? Colour::text : Colour::faint;
  if (cell.to_come) ink = Colour::border;
  if (cell.edge) ink = Colour::ink;
  canvas.text_centred(Font::mono_12, ink, place.middle_x(), place.middle_y() - 8, cell.text);
}

std::optional<DayRange> draw_days(const FigureFrame& frame, float x, float y,
                                  const DatePickerView& view) {
  const Canvas& canvas = frame.canvas;
  for (int day = 0; day < 7; ++day)
    canvas.text_centred(Font::mono_11, Colour::faint, x + (static_cast<float>(day) + 0.5F) * kCell,
                        y, weekday_name(day).substr(0, 2));
  y += 20;
  std::array<Rect, 42> cells{};
  const auto place = [&](std::size_t i) {
    return Rect{x + static_cast<float>(i % 7) * kCell, y + static_cast<float>(i / 7) * kCell, kCell,
                kCell};
  };
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (!view.cells.at(i).to_come) cells.at(i) = place(i);
  const CellPick picked = pick_cells(canvas, "days", {x, y, 7 * kCell, 6 * kCell}, cells);
  for (std::size_t i = 0; i < cells.size(); ++i)
    draw_day(canvas, place(i), view.cells.at(i), static_cast<int>(i) == picked.shown);
  if (picked.by_key && picked.shown >= 0)
    focus_ring(canvas, place(static_cast<std::size_t>(picked.shown)).inset(2), 4);
  canvas.text(Font::regular_12, Colour::faint, x, y + 6 * kCell + 5, view.hint);
  if (picked.pressed < 0) return std::nullopt;
  return choose_day(frame.figures.picking,
                    view.cells.at(static_cast<std::size_t>(picked.pressed)).day);
}

std::optional<DayRange> draw_choices(const FigureFrame& frame, float x, float y,
                                     const DatePickerView& view) {
  const Canvas& canvas = frame.canvas;
  canvas.hairline(x - kPad + 1, y, kWidth - 2, Colour::line);
  y += 5;
  std::optional<DayRange> chosen;
  for (std::size_t i = 0; i < view.choices.size(); ++i) {
    const DateChoice& choice = view.choices[i];
    const float half = 3.5F * kCell;
    const Rect row{x - 4 + static_cast<float>(i % 2) * (half + 4),
                   y + static_cast<float>(i / 2) * kChoice, half, kChoice};
    const Press pressed = press(canvas, choice.text, row);
    if (pressed.hovered || pressed.focused) canvas.fill(row, Colour::hover, 4);
    canvas.text(Font::regular_12, Colour::text, row.x + 8, row.y + 6, choice.text);
    hint(canvas, row, days_text(choice.days));
    if (pressed.clicked) chosen = choice.days;
  }
  return chosen;
}

}  // namespace

float date_picker_width(const Canvas& canvas, std::string_view text) {
  return drop_down_width(canvas, text) + 4;
}

std::optional<DayRange> date_picker(const FigureFrame& frame, const Rect& box,
                                    std::string_view text, bool chosen, std::chrono::sys_days today,
                                    const std::optional<DayRange>& period) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("dates");
  const Press state = press(canvas, "open", box);
  const Colour back = chosen ? Colour::raised : Colour::control;
  canvas.framed(box, state.hovered ? Colour::hover : back, Colour::border, 6);
  if (state.focused) focus_ring(canvas, box, 6);
  canvas.text_cut(Font::regular_12, Colour::text, box.x + 11, box.middle_y() - 8, box.w - 34, text);
  canvas.icon(Font::icon_11, Colour::faint, {box.right() - 20, box.y, 10, box.h}, icon::kAngleDown);
  if (state.clicked) {
    frame.figures.picking = {};
    if (const auto& days = frame.figures.filter.days) {
      const std::chrono::year_month_day last(days->to);
      frame.figures.picking.month = last.year() / last.month();
    }
    ImGui::OpenPopup("calendar");
  }
  const DatePickerView view =
      make_date_picker(frame.figures.picking, frame.figures.filter.days, today, period);
  const float height = height_of(view);
  const float screen_right = ImGui::GetIO().DisplaySize.x / canvas.scale();
  const float left = std::max(0.0F, std::min(box.x, screen_right - kWidth - 4));
  ImGui::SetNextWindowPos({canvas.px(left), canvas.px(box.bottom() + 4)});
  ImGui::SetNextWindowSize({canvas.px(kWidth), canvas.px(height)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  std::optional<DayRange> result;
  if (ImGui::BeginPopup("calendar", ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoScrollbar)) {
    const float x = ImGui::GetWindowPos().x / canvas.scale() + kPad;
    const float y = ImGui::GetWindowPos().y / canvas.scale() + kPad;
    draw_head(frame, x, y, view, today);
    result = draw_days(frame, x, y + 30, view);
    if (const auto usual = draw_choices(frame, x, y + 48 + 6 * kCell + 26, view)) result = usual;
    if (result) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
  return result;
}

}  // namespace orchard::app::ui
