#pragma once

#include "app/model/intent.h"
#include "app/ui/transcript/row_layout.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/controls.h"

#include <optional>
#include <string>

namespace orchard::app::ui {

/// What rows act upon. All cards of a conversation share it.
struct RowContext {
  const Canvas& canvas;
  UiState& state;
  IntentQueue& intents;
  double now_seconds = 0;
  /// The oldest open request: of several cards only its one answers keys. None: no card does.
  std::optional<core::PermissionRequestId> first_request;
  bool answers_keys = false;    ///< Enter, A, D and digits mean that request now
  bool takes_presses = true;    ///< false while a card or its question has only just come
  bool next_elsewhere = false;  ///< another workspace waits too
};

/// Keys answer this request now.
[[nodiscard]] inline bool keys_answer(const RowContext& context, const OpenRequest& request) {
  return context.answers_keys && context.first_request == request.request;
}

/// A button of a card: pressed only when the card takes presses, for until then whoever pressed
/// meant what lay there before.
[[nodiscard]] bool card_button(const RowContext& context, float x, float y, const ButtonSpec& spec);

/// Draws a row at (x, y); its size is layout.width x layout.height.
void draw_row(const RowContext& context, const TranscriptRow& row, const RowLayout& layout, float x,
              float y);

void draw_quiet_group(const RowContext& context, const TranscriptRow& row, const QuietGroup& group,
                      const RowLayout& layout, float x, float y);
void draw_edit_card(const RowContext& context, const TranscriptRow& row, const EditCard& card,
                    const RowLayout& layout, float x, float y);
void draw_permission_card(const RowContext& context, const TranscriptRow& row,
                          const PermissionCard& card, const RowLayout& layout, float x, float y);
/// The lines of a diff with a row to see the rest; `id` is what the state remembers as opened.
void draw_diff(const RowContext& context, const std::string& id, const DiffLayout& diff,
               bool numbered, const Rect& box);

}  // namespace orchard::app::ui
