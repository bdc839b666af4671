#pragma once

#include "app/ui/editor/text_editor.h"
#include "app/ui/widgets/canvas.h"

#include <string>
#include <string_view>
#include <vector>

namespace orchard::app::ui {

struct EditorEvent {
  bool changed = false;
  bool submitted = false;  ///< Ctrl+Enter
  bool escaped = false;
};

/// A text field of several lines that wraps softly, with caret, selection, clipboard and undo.
/// The text belongs to the caller; this owns what editing needs between frames. UI thread.
class EditorField {
 public:
  /// The height the text wants at this width, between `least` and `most` lines.
  [[nodiscard]] float wanted_height(const Canvas& canvas, const std::string& text, float width,
                                    int least, int most) const;

  /// Draws and edits `text`. `take_focus` gives it the keyboard; without `enabled` it only shows.
  EditorEvent draw(const Canvas& canvas, const Rect& box, std::string_view placeholder,
                   std::string& text, bool take_focus, bool enabled);

  [[nodiscard]] bool focused() const { return focused_; }
  void drop_focus() { focused_ = false; }

 private:
  void read_mouse(const Canvas& canvas, const Rect& box, bool take_focus, bool enabled);
  void read_keys(const Canvas& canvas, EditorEvent& event);
  void hold_keyboard(bool held);
  void read_shortcuts();
  void move_by_lines(const Canvas& canvas, int lines, bool select);
  void move_to_edge(bool end, bool whole, bool select);
  void follow_caret(const Rect& box);
  void draw_text(const Canvas& canvas, const Rect& box) const;
  [[nodiscard]] std::size_t line_of(std::size_t offset) const;
  [[nodiscard]] float x_of(const Canvas& canvas, std::size_t offset) const;
  [[nodiscard]] std::size_t offset_at(const Canvas& canvas, std::size_t line, float x) const;

  TextEditor editor_;
  std::vector<EditorLine> lines_;
  float scroll_ = 0;
  float column_ = -1;  ///< x that up and down keep, below zero: the caret's own
  bool focused_ = false;
};

}  // namespace orchard::app::ui
