#include "app/ui/editor/text_editor.h"

#include "app/view_model/text/displayable.h"

#include <algorithm>
#include <utility>

namespace orchard::app::ui {
namespace {

constexpr std::size_t kMostSteps = 200;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}
bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t';
}

// The displayed lines of one paragraph, which holds no line break.
void wrap_paragraph(std::string_view text, EditorLine paragraph, float width,
                    const std::function<float(char32_t)>& advance, std::vector<EditorLine>& lines) {
  std::size_t begin = paragraph.begin;
  std::size_t breakable = begin;
  float x = 0;
  float x_at_break = 0;
  std::size_t at = begin;
  while (at < paragraph.end) {
    std::size_t next = at;
    const char32_t c = next_character(text, next);
    const float wide = advance(c);
    // Spaces hang over the edge, so that a line never begins with one.
    if (x + wide > width && c != U' ' && at > begin) {
      const bool at_word = breakable > begin;
      const std::size_t end = at_word ? breakable : at;
      lines.push_back({begin, end});
      x = at_word ? x - x_at_break : 0;
      begin = breakable = end;
      continue;
    }
    x += wide;
    at = next;
    if (c == U' ' || c == U'\t') {
      breakable = at;
      x_at_break = x;
    }
  }
  lines.push_back({begin, paragraph.end});
}

}  // namespace

std::vector<EditorLine> wrap_text(std::string_view text, float width,
                                  const std::function<float(char32_t)>& advance) {
  std::vector<EditorLine> lines;
  std::size_t begin = 0;
  while (true) {
    const auto newline = text.find('\n', begin);
    const std::size_t end = newline == std::string_view::npos ? text.size() : newline;
    wrap_paragraph(text, {begin, end}, width, advance, lines);
    if (newline == std::string_view::npos) return lines;
    begin = newline + 1;
  }
}

std::size_t TextEditor::selection_begin() const {
  return std::min(caret_, anchor_);
}
std::size_t TextEditor::selection_end() const {
  return std::max(caret_, anchor_);
}

std::string_view TextEditor::selected() const {
  return std::string_view(text_).substr(selection_begin(), selection_end() - selection_begin());
}

void TextEditor::reset(std::string text) {
  *this = TextEditor();
  text_ = std::move(text);
  caret_ = anchor_ = text_.size();
}

void TextEditor::remember(bool joins) {
  future_.clear();
  if (joins && typing_) return;
  past_.push_back({text_, caret_});
  if (past_.size() > kMostSteps) past_.erase(past_.begin());
}

void TextEditor::erase(std::size_t begin, std::size_t end) {
  text_.erase(begin, end - begin);
  caret_ = anchor_ = begin;
}

void TextEditor::insert(std::string_view added) {
  if (added.empty()) return;
  const bool typed = count_characters(added) == 1 && !is_space(added.front()) && !has_selection();
  remember(typed);
  erase(selection_begin(), selection_end());
  text_.insert(caret_, added);
  caret_ = anchor_ = caret_ + added.size();
  typing_ = typed;
}

void TextEditor::erase_back(bool word) {
  const std::size_t begin = has_selection() ? selection_begin() : before(caret_, word);
  const std::size_t end = has_selection() ? selection_end() : caret_;
  if (begin == end) return;
  remember(false);
  typing_ = false;
  erase(begin, end);
}

void TextEditor::erase_forward(bool word) {
  const std::size_t begin = has_selection() ? selection_begin() : caret_;
  const std::size_t end = has_selection() ? selection_end() : after(caret_, word);
  if (begin == end) return;
  remember(false);
  typing_ = false;
  erase(begin, end);
}

void TextEditor::place(std::size_t offset, bool select) {
  offset = std::min(offset, text_.size());
  while (offset > 0 && offset < text_.size() && is_continuation(text_[offset])) --offset;
  caret_ = offset;
  if (!select) anchor_ = offset;
  typing_ = false;
}

void TextEditor::move_left(bool word, bool select) {
  const bool collapse = has_selection() && !select && !word;
  place(collapse ? selection_begin() : before(caret_, word), select);
}

void TextEditor::move_right(bool word, bool select) {
  const bool collapse = has_selection() && !select && !word;
  place(collapse ? selection_end() : after(caret_, word), select);
}

void TextEditor::select_all() {
  anchor_ = 0;
  caret_ = text_.size();
  typing_ = false;
}

void TextEditor::select_word(std::size_t offset) {
  offset = std::min(offset, text_.size());
  std::size_t begin = offset;
  std::size_t end = offset;
  while (begin > 0 && !is_space(text_[begin - 1])) --begin;
  while (end < text_.size() && !is_space(text_[end])) ++end;
  anchor_ = begin;
  caret_ = end;
  typing_ = false;
}

void TextEditor::undo() {
  if (past_.empty()) return;
  future_.push_back({text_, caret_});
  text_ = std::move(past_.back().text);
  caret_ = anchor_ = std::min(past_.back().caret, text_.size());
  past_.pop_back();
  typing_ = false;
}

void TextEditor::redo() {
  if (future_.empty()) return;
  past_.push_back({text_, caret_});
  text_ = std::move(future_.back().text);
  caret_ = anchor_ = std::min(future_.back().caret, text_.size());
  future_.pop_back();
  typing_ = false;
}

std::size_t TextEditor::before(std::size_t offset, bool word) const {
  if (offset == 0) return 0;
  if (word) {
    while (offset > 0 && is_space(text_[offset - 1])) --offset;
    while (offset > 0 && !is_space(text_[offset - 1])) --offset;
    return offset;
  }
  --offset;
  while (offset > 0 && is_continuation(text_[offset])) --offset;
  return offset;
}

std::size_t TextEditor::after(std::size_t offset, bool word) const {
  const std::size_t size = text_.size();
  if (offset >= size) return size;
  if (word) {
    while (offset < size && !is_space(text_[offset])) ++offset;
    while (offset < size && is_space(text_[offset])) ++offset;
    return offset;
  }
  ++offset;
  while (offset < size && is_continuation(text_[offset])) ++offset;
  return offset;
}

}  // namespace orchard::app::ui
