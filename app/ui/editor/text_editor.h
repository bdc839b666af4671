#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app::ui {

/// Where a displayed line begins and ends in the text, in bytes. Lines follow each other; only a
/// line break lies between two of them.
struct EditorLine {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< before the line break, behind spaces that wrapping hangs over

  bool operator==(const EditorLine&) const = default;
};

/// Splits a text into displayed lines: at line breaks, and after the last space that fits; a word
/// wider than `width` breaks between characters. `advance` is the width of one character.
[[nodiscard]] std::vector<EditorLine> wrap_text(std::string_view text, float width,
                                                const std::function<float(char32_t)>& advance);

/// A text with caret, selection and undo: everything of editing that is not drawing. Offsets are
/// bytes and always stand between characters. Plain value.
class TextEditor {
 public:
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::size_t caret() const { return caret_; }
  [[nodiscard]] std::size_t selection_begin() const;
  [[nodiscard]] std::size_t selection_end() const;
  [[nodiscard]] bool has_selection() const { return caret_ != anchor_; }
  [[nodiscard]] std::string_view selected() const;

  /// Replaces everything, as when another draft is shown; forgets undo.
  void reset(std::string text);
  void insert(std::string_view added);
  void erase_back(bool word);
  void erase_forward(bool word);
  void place(std::size_t offset, bool select);
  void move_left(bool word, bool select);
  void move_right(bool word, bool select);
  void select_all();
  void select_word(std::size_t offset);
  void undo();
  void redo();

 private:
  struct Step {
    std::string text;
    std::size_t caret = 0;
  };
  void remember(bool joins);
  void erase(std::size_t begin, std::size_t end);
  [[nodiscard]] std::size_t before(std::size_t offset, bool word) const;
  [[nodiscard]] std::size_t after(std::size_t offset, bool word) const;

  std::string text_;
  std::size_t caret_ = 0;
  std::size_t anchor_ = 0;
  std::vector<Step> past_;
  std::vector<Step> future_;
  bool typing_ = false;  ///< the last change was one typed character
};

}  // namespace orchard::app::ui
