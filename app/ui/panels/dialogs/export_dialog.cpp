#include "app/ui/panels/dialogs/dialogs.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"
#include "app/view_model/dialogs/export_view.h"
#include "app/view_model/figures/figure_text.h"
#include "app/view_model/usage_page/usage_parts.h"

#include <algorithm>
#include <string>
#include <vector>

namespace orchard::app::ui {
namespace {

void ask(ExportDraft& draft, FiguresState& figures, bool replace, IntentQueue& intents) {
  draft.number = ++figures.exports;
  intents.emplace_back(ExportFigure{{draft.number, draft.figure, draft.filter, draft.drill,
                                     draft.usage, draft.format, draft.path, replace}});
}

/// What of the page of API calls goes into the file.
void choose_usage_part(const Canvas& canvas, const Rect& box, const AppSnapshot& snapshot,
                       ExportDraft& draft) {
  std::vector<std::string> titles;
  int chosen = 0;
  for (const std::string_view part : kUsageParts) {
    if (part == draft.figure) chosen = static_cast<int>(titles.size());
    titles.push_back(figure_title(snapshot.figure_book.get(), part));
  }
  const int part = drop_down(canvas, "part", box, titles, chosen);
  if (part < 0) return;
  draft.figure = kUsageParts.at(static_cast<std::size_t>(part));
  draft.title = titles[static_cast<std::size_t>(part)];
  draft.path = export_path(
      snapshot.figure_book ? std::string_view(snapshot.figure_book->export_folder) : "~/",
      draft.figure, false, draft.usage->filter, draft.format);
  draft.number = 0;
}

Colour colour_of_outcome(ExportOutcome::Kind kind) {
  switch (kind) {
    case ExportOutcome::Kind::written:
      return Colour::accent;
    case ExportOutcome::Kind::exists:
      return Colour::warn;
    case ExportOutcome::Kind::failed:
      return Colour::danger;
    case ExportOutcome::Kind::none:
      break;
  }
  return Colour::faint;
}

}  // namespace

void draw_export(const Canvas& canvas, const Rect& window, const AppSnapshot& snapshot,
                 UiState& state, IntentQueue& intents) {
  using Kind = ExportOutcome::Kind;
  ExportDraft& draft = state.figures.exporting;
  const ExportOutcome& outcome = snapshot.export_outcome;
  const bool answered = draft.number != 0 && outcome.number == draft.number;
  const Kind kind = answered ? outcome.kind : Kind::none;
  const float w = std::min(560.0F, window.w - 24);
  const Rect card{window.middle_x() - w / 2, std::clamp((window.h - 258) / 2, 12.0F, 160.0F), w,
                  258};
  const ModalCard modal(canvas, "export", window, card);
  const float x = card.x + 24;
  const float inner = card.w - 48;
  canvas.text_cut(Font::semibold_18, Colour::text, x, card.y + 20, inner, "Export");
  canvas.text_cut(Font::regular_12, Colour::muted, x, card.y + 50, inner,
                  draft.title + (draft.drill ? ": the rows behind it" : ""));

  const int format = segmented(canvas, "format", x, card.y + 80, {"CSV", "JSON"},
                               draft.format == ExportFormat::json ? 1 : 0);
  if (format >= 0) {
    draft.format = format == 1 ? ExportFormat::json : ExportFormat::csv;
    draft.path = with_ending(std::move(draft.path), draft.format);
    draft.number = 0;
  }
  if (draft.usage)
    choose_usage_part(canvas, {card.right() - 24 - 200, card.y + 80, 200, 28}, snapshot, draft);
  const InputEvent typed = input_line(canvas, {x, card.y + 118, inner, 32},
                                      {.id = "path",
                                       .placeholder = "~/figures.csv",
                                       .icon = icon::kFolder,
                                       .take_focus = state.dialog_opened,
                                       .problem = kind == Kind::exists || kind == Kind::failed,
                                       .mono = true},
                                      draft.path);
  if (typed.changed) draft.number = 0;
  const bool waits = draft.number != 0 && !answered;
  const std::string_view words =
      waits      ? std::string_view("Writing\xe2\x80\xa6")
      : answered ? std::string_view(outcome.text)
                 : std::string_view("The file is readable by you alone and holds every row.");
  canvas.text_wrapped(Font::regular_12, colour_of_outcome(kind), x, card.y + 160, inner, words, 2);

  const float foot = card.bottom() - 46;
  canvas.hairline(card.x + 1, foot - 10, card.w - 2, Colour::line);
  const bool done = kind == Kind::written;
  const ButtonSpec go{.id = "write",
                      .text = done                   ? "Done"
                              : kind == Kind::exists ? "Replace"
                                                     : "Write",
                      .kind = kind == Kind::exists ? ButtonKind::danger : ButtonKind::primary,
                      .size = ButtonSize::large,
                      .enabled = !draft.path.empty() && !waits};
  const bool pressed = button_right(canvas, card.right() - 24, foot, go);
  const ButtonSpec leave{
      .id = "no", .text = "Cancel", .kind = ButtonKind::quiet, .size = ButtonSize::large};
  const bool left =
      !done && button_right(canvas, card.right() - 24 - button_width(canvas, go) - 8, foot, leave);
  if (left || modal.dismissed() || (done && (pressed || typed.submitted))) {
    state.dialog = Dialog::none;
  } else if (pressed && go.enabled) {
    ask(draft, state.figures, kind == Kind::exists, intents);
  } else if (typed.submitted && go.enabled && kind != Kind::exists) {
    // Enter alone replaces nothing.
    ask(draft, state.figures, false, intents);
  }
}

}  // namespace orchard::app::ui
