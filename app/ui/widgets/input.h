#pragma once

#include "app/ui/widgets/interact.h"

#include <string>
#include <string_view>

namespace orchard::app::ui {

struct InputSpec {
  std::string_view id;
  std::string_view placeholder = {};
  const char* icon = nullptr;
  bool take_focus = false;  ///< put the cursor there in this frame
  bool problem = false;     ///< draw the frame in the danger colour
  bool mono = false;
  bool secret = false;  ///< one line only: what is typed shows as stars
};

struct InputEvent {
  bool changed = false;
  bool submitted = false;  ///< Enter in one line, Ctrl+Enter in several
  bool active = false;
};

/// One line of text in a frame.
InputEvent input_line(const Canvas& canvas, const Rect& box, const InputSpec& spec,
                      std::string& text);
/// Several lines, wrapped to the width of the frame while typing; line breaks that only wrap are
/// not part of `text`. Taking the focus selects what stands there.
InputEvent input_area(const Canvas& canvas, const Rect& box, const InputSpec& spec,
                      std::string& text);

}  // namespace orchard::app::ui
