#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"

#include <optional>
#include <string_view>

namespace orchard::app::ui {

/// What the cards of the analytics page share: what is known, what the user chose, and what they
/// want. Lives for one frame.
struct FigureFrame {
  const Canvas& canvas;
  const FigureBook* book;
  FiguresState& figures;
  UiState& state;
};

/// The head of a card: title, a note after it and a button that exports the figure. Gives where the
/// room right of the note ends.
float figure_card_head(const FigureFrame& frame, const Rect& card, std::string_view title,
                       std::string_view note, std::string_view figure);

/// A note in the head of a card, at most `room` wide: of its parts, divided by a comma or a
/// semicolon, the last ones are left out where they find no room.
void card_note(const Canvas& canvas, Colour colour, float x, float y, float room,
               std::string_view note);

/// The exact value and what the figure means, beside the mouse.
void figure_hint(const FigureFrame& frame, const Rect& box, std::string_view figure,
                 std::string_view value);

/// Opens the dialog that writes a figure, or the rows of `drill`.
void open_export(UiState& state, const FigureBook* book, std::string_view figure,
                 const FigureFilter& filter, const std::optional<FigureDrill>& drill);

/// Shows the rows behind a figure.
void open_drill(UiState& state, FigureDrill drill);

/// Sends what is looked at now when it is not what was asked last.
void ask_figures(UiState& state, IntentQueue& intents);

}  // namespace orchard::app::ui
