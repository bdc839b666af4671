#pragma once

#include "app/ui/widgets/interact.h"

#include <string>
#include <string_view>
#include <vector>

namespace orchard::app::ui {

enum class ButtonKind { normal, primary, quiet, danger };
enum class ButtonSize { normal, large, hero };  ///< 26, 32 and 40 high

struct ButtonSpec {
  std::string_view id;
  std::string_view text;
  ButtonKind kind = ButtonKind::normal;
  ButtonSize size = ButtonSize::normal;
  const char* icon = nullptr;
  std::string_view key_cap = {};
  bool chevron = false;  ///< opens a list
  bool enabled = true;
  bool take_focus = false;  ///< the keyboard goes there in this frame
  float width = 0;          ///< 0: as wide as its content
  std::string_view hint = {};
};

[[nodiscard]] float button_height(ButtonSize size);
[[nodiscard]] float button_width(const Canvas& canvas, const ButtonSpec& spec);
/// Draws at (x, y) and says whether it was pressed.
[[nodiscard]] bool button(const Canvas& canvas, float x, float y, const ButtonSpec& spec);
/// The same with its right edge at `right`.
[[nodiscard]] bool button_right(const Canvas& canvas, float right, float y, const ButtonSpec& spec);
/// A square that shows only a glyph.
[[nodiscard]] bool icon_button(const Canvas& canvas, std::string_view id, const Rect& box,
                               const char* glyph, std::string_view hint_text, bool framed = false,
                               Font font = Font::icon_12);

/// A key in a small frame; gives its width. `on_primary` draws it in ink.
float key_cap(const Canvas& canvas, float x, float y, std::string_view text,
              bool on_primary = false);
[[nodiscard]] float key_cap_width(const Canvas& canvas, std::string_view text);

/// A filled capsule with a short text; gives its width.
float pill(const Canvas& canvas, float x, float y, std::string_view text, Colour back, Colour ink);

/// One of several; gives the index that was pressed, or -1.
[[nodiscard]] int segmented(const Canvas& canvas, std::string_view id, float x, float y,
                            const std::vector<std::string>& parts, int chosen, bool small = false);
[[nodiscard]] float segmented_width(const Canvas& canvas, const std::vector<std::string>& parts,
                                    bool small = false);

/// A button that opens a list below itself; gives the index that was chosen, or -1.
[[nodiscard]] int drop_down(const Canvas& canvas, std::string_view id, const Rect& box,
                            const std::vector<std::string>& choices, int chosen,
                            bool quiet = false);
[[nodiscard]] float drop_down_width(const Canvas& canvas, std::string_view text);

/// On or off; true when it was pressed.
[[nodiscard]] bool toggle(const Canvas& canvas, std::string_view id, float x, float y, bool on);

}  // namespace orchard::app::ui
