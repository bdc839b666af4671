#include "app/ui/panels/figures/figure_card.h"

#include "app/ui/panels/usage/usage_filters.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/view_model/dialogs/export_view.h"
#include "app/view_model/figures/figure_text.h"

#include <algorithm>
#include <utility>

namespace orchard::app::ui {

float figure_card_head(const FigureFrame& frame, const Rect& card, std::string_view title,
                       std::string_view note, std::string_view figure) {
  const Canvas& canvas = frame.canvas;
  canvas.framed(card, Colour::surface, Colour::border, 8);
  const Rect button{card.right() - 37, card.y + 9, 26, 26};
  const float x = card.x + 15;
  const float w = canvas.text(Font::semibold_13, Colour::text, x, card.y + 13, title);
  figure_hint(frame, {x, card.y + 10, w, 22}, figure, "");
  if (icon_button(canvas, "export", button, icon::kDownload, "Export as CSV or JSON")) {
    open_export(frame.state, frame.book, figure, frame.figures.filter, std::nullopt);
  }
  card_note(canvas, Colour::faint, x + w + 12, card.y + 14, button.x - x - w - 20, note);
  return button.x - 6;
}

void card_note(const Canvas& canvas, Colour colour, float x, float y, float room,
               std::string_view note) {
  while (canvas.width(Font::regular_12, note) > room) {
    const std::size_t end = std::max(note.rfind(", ") + 1, note.rfind("; ") + 1);
    if (end == 0) break;
    note = note.substr(0, end - 1);
  }
  canvas.text_cut(Font::regular_12, colour, x, y, room, note);
}

void figure_hint(const FigureFrame& frame, const Rect& box, std::string_view figure,
                 std::string_view value) {
  if (!is_under_mouse(frame.canvas, box)) return;
  hint(frame.canvas, box, explained(frame.book, figure, value));
}

void open_export(UiState& state, const FigureBook* book, std::string_view figure,
                 const FigureFilter& filter, const std::optional<FigureDrill>& drill) {
  ExportDraft& draft = state.figures.exporting;
  draft.figure = figure;
  draft.title = drill ? drill->title : figure_title(book, figure);
  draft.filter = filter;
  draft.drill = drill;
  draft.usage.reset();
  draft.number = 0;
  draft.path = export_path(book == nullptr ? "~/" : std::string_view(book->export_folder), figure,
                           drill.has_value(), filter, draft.format);
  state.open_dialog(Dialog::export_figure);
}

void open_drill(UiState& state, FigureDrill drill) {
  state.figures.drills.push_back(std::move(drill));
}

void ask_figures(UiState& state, IntentQueue& intents) {
  FiguresState& figures = state.figures;
  const bool shows_rows =
      !figures.drills.empty() && (state.page == Page::dashboard || state.page == Page::analytics);
  std::optional<FigureQuestion> wanted;
  if (shows_rows) {
    wanted.emplace();
    wanted->drill = figures.drills.back();
  } else if (state.page == Page::analytics) {
    wanted.emplace();
    wanted->analytics = true;
    wanted->filter = figures.filter;
    wanted->opened.assign(figures.opened.begin(), figures.opened.end());
  } else if (state.page == Page::usage) {
    wanted.emplace();
    wanted->usage = usage_question(figures);
  }
  if (wanted == figures.asked) return;
  figures.asked = wanted;
  intents.emplace_back(LookAtFigures{std::move(wanted)});
}

}  // namespace orchard::app::ui
