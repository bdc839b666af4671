#pragma once

#include "app/ui/editor/editor_field.h"
#include "app/ui/ui_state.h"
#include "app/ui/widgets/canvas.h"
#include "app/view_model/workspace/composer_view.h"

#include <string>

namespace orchard::app::ui {

struct ComposerEvent {
  bool send = false;
  bool interrupt = false;
};

/// The card to write in: text, model, mode, how full the context is, stop and send. Owns the state
/// of editing; the text itself is the draft's. UI thread.
class Composer {
 public:
  [[nodiscard]] float height(const Canvas& canvas, const ComposerView& view, const Draft& draft,
                             float width) const;
  ComposerEvent draw(const Canvas& canvas, const Rect& card, const ComposerView& view, Draft& draft,
                     bool take_focus);
  [[nodiscard]] bool focused() const { return field_.focused(); }
  void drop_focus() { field_.drop_focus(); }

 private:
  /// Gives the x behind the last one.
  float draw_choices(const Canvas& canvas, const Rect& row, const ComposerView& view, Draft& draft);
  EditorField field_;
};

}  // namespace orchard::app::ui
