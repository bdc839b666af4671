#include "app/ui/editor/editor_field.h"

#include "app/ui/widgets/focus.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/text/displayable.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>

namespace orchard::app::ui {
namespace {

constexpr Font kFont = Font::regular_15;
constexpr float kLine = 23;

std::vector<EditorLine> wrap(const Canvas& canvas, std::string_view text, float width) {
  const ImFont* font = canvas.fonts()[kFont].font;
  return wrap_text(text, canvas.px(width), [font](char32_t c) {
    return font->GetCharAdvance(c > 0xFFFF ? ImWchar(0x25A1) : static_cast<ImWchar>(c));
  });
}

// The widest a line may get, so that the caret behind the last character stays inside.
float text_width(float box_width) {
  return box_width - 4;
}

}  // namespace

float EditorField::wanted_height(const Canvas& canvas, const std::string& text, float width,
                                 int least, int most) const {
  const auto lines = static_cast<int>(wrap(canvas, text, text_width(width)).size());
  return kLine * static_cast<float>(std::clamp(lines, least, most));
}

EditorEvent EditorField::draw(const Canvas& canvas, const Rect& box, std::string_view placeholder,
                              std::string& text, bool take_focus, bool enabled) {
  EditorEvent event;
  if (editor_.text() != text) editor_.reset(text);
  lines_ = wrap(canvas, editor_.text(), text_width(box.w));
  read_mouse(canvas, box, take_focus, enabled);
  if (focused_) {
    ImGui::GetCurrentContext()->WantTextInputNextFrame = 1;
    read_keys(canvas, event);
    read_shortcuts();
    event.changed = editor_.text() != text;
    if (event.changed) {
      text = editor_.text();
      lines_ = wrap(canvas, text, text_width(box.w));
    }
  }
  follow_caret(box);
  canvas.push_clip({box.x - 2, box.y, box.w + 4, box.h});
  if (text.empty()) {
    canvas.text_cut(kFont, Colour::faint, box.x, box.y, box.w, placeholder);
  }
  draw_text(canvas, box);
  canvas.pop_clip();
  return event;
}

void EditorField::read_mouse(const Canvas& canvas, const Rect& box, bool take_focus, bool enabled) {
  const Press pressed = press(canvas, "editor", box);
  if (pressed.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (!enabled) {
    focused_ = false;
    return;
  }
  const ImGuiIO& io = ImGui::GetIO();
  Focus* focus = canvas.facts().focus;
  ImGui::PushID("editor");
  const ImGuiID area = ImGui::GetID("area");
  ImGui::PopID();
  if (focus != nullptr && focus->leaves(area)) focused_ = false;
  const bool began = pressed.held && ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  const bool beside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !pressed.hovered;
  if (began || take_focus || pressed.focused) focused_ = true;
  // The caret shows where the keyboard is; no ring may stay elsewhere.
  if (take_focus) ImGui::GetCurrentContext()->NavDisableHighlight = true;
  if (beside) focused_ = false;
  hold_keyboard(pressed.held);
  if (focused_ && focus != nullptr) focus->note_here(area);
  if (!pressed.held) return;
  const float y = io.MousePos.y / canvas.scale() - box.y + scroll_;
  const auto line = static_cast<std::size_t>(
      std::clamp(std::floor(y / kLine), 0.0F, static_cast<float>(lines_.size() - 1)));
  const auto offset = offset_at(canvas, line, io.MousePos.x / canvas.scale() - box.x);
  if (began && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    editor_.select_word(offset);
  } else if (began || ImGui::IsMouseDragging(ImGuiMouseButton_Left, 2)) {
    editor_.place(offset, !began || io.KeyShift);
  }
  column_ = -1;
}

// Being the active item keeps arrow keys and Enter from moving through the other controls, as Dear
// ImGui's own text field does.
void EditorField::hold_keyboard(bool held) {
  ImGuiContext& imgui = *ImGui::GetCurrentContext();
  const ImGuiID id = ImGui::GetID("keyboard");
  const bool other_active = imgui.ActiveId != 0 && imgui.ActiveId != id && !held;
  if (other_active) focused_ = false;
  if (!focused_) {
    if (imgui.ActiveId == id) ImGui::ClearActiveID();
    return;
  }
  if (held) return;
  if (imgui.ActiveId != id) ImGui::SetActiveID(id, imgui.CurrentWindow);
  ImGui::KeepAliveID(id);
  imgui.ActiveIdAllowOverlap = !imgui.IO.MouseDown[0];
  imgui.ActiveIdUsingNavDirMask = ~0U;
  imgui.ActiveIdUsingNavInputMask |= 1U << ImGuiNavInput_Cancel;
}

void EditorField::read_keys(const Canvas& canvas, EditorEvent& event) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool select = io.KeyShift;
  const bool word = io.KeyCtrl;
  const auto hit = [](ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); };
  const bool enter = hit(ImGuiKey_Enter) || hit(ImGuiKey_KeyPadEnter);
  if (enter && io.KeyCtrl) event.submitted = true;
  if (hit(ImGuiKey_Escape)) event.escaped = true;
  if (hit(ImGuiKey_UpArrow)) move_by_lines(canvas, -1, select);
  if (hit(ImGuiKey_DownArrow)) move_by_lines(canvas, 1, select);
  const std::size_t caret = editor_.caret();
  const std::string before = editor_.text();
  if (enter && !io.KeyCtrl && !before.empty()) editor_.insert("\n");
  if (hit(ImGuiKey_LeftArrow)) editor_.move_left(word, select);
  if (hit(ImGuiKey_RightArrow)) editor_.move_right(word, select);
  if (hit(ImGuiKey_Home)) move_to_edge(false, word, select);
  if (hit(ImGuiKey_End)) move_to_edge(true, word, select);
  if (hit(ImGuiKey_Backspace)) editor_.erase_back(word);
  if (hit(ImGuiKey_Delete)) editor_.erase_forward(word);
  if (!io.KeyCtrl || io.KeyAlt) {
    for (const ImWchar c : io.InputQueueCharacters) {
      if (c < 0x20 || c == 0x7F) continue;
      std::string typed;
      append_utf8(typed, c);
      editor_.insert(typed);
    }
  }
  if (caret != editor_.caret() || before != editor_.text()) column_ = -1;
}

void EditorField::read_shortcuts() {
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.KeyCtrl || io.KeyAlt) return;
  const auto hit = [](ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); };
  if (hit(ImGuiKey_A)) editor_.select_all();
  if ((hit(ImGuiKey_C) || hit(ImGuiKey_X)) && editor_.has_selection()) {
    ImGui::SetClipboardText(std::string(editor_.selected()).c_str());
    if (hit(ImGuiKey_X)) editor_.erase_back(false);
  }
  if (hit(ImGuiKey_V)) {
    const char* pasted = ImGui::GetClipboardText();
    // What was copied elsewhere is foreign text like any other.
    if (pasted != nullptr) editor_.insert(displayable(pasted));
  }
  if (hit(ImGuiKey_Z)) {
    if (io.KeyShift) {
      editor_.redo();
    } else {
      editor_.undo();
    }
  }
  if (hit(ImGuiKey_Y)) editor_.redo();
  column_ = -1;
}

void EditorField::move_by_lines(const Canvas& canvas, int lines, bool select) {
  const std::size_t line = line_of(editor_.caret());
  const float x = column_ >= 0 ? column_ : x_of(canvas, editor_.caret());
  if (lines < 0 && line == 0) {
    editor_.place(0, select);
  } else if (lines > 0 && line + 1 >= lines_.size()) {
    editor_.place(editor_.text().size(), select);
  } else {
    editor_.place(offset_at(canvas, lines < 0 ? line - 1 : line + 1, x), select);
  }
  column_ = x;
}

void EditorField::move_to_edge(bool end, bool whole, bool select) {
  if (whole) {
    editor_.place(end ? editor_.text().size() : 0, select);
    return;
  }
  const std::size_t line = line_of(editor_.caret());
  std::size_t offset = end ? lines_[line].end : lines_[line].begin;
  // Behind the last space of a wrapped line the caret would already stand in the next one.
  const bool wrapped = line + 1 < lines_.size() && lines_[line + 1].begin == lines_[line].end;
  if (end && wrapped && offset > lines_[line].begin) --offset;
  editor_.place(offset, select);
}

void EditorField::follow_caret(const Rect& box) {
  const float top = kLine * static_cast<float>(line_of(editor_.caret()));
  const float most = std::max(0.0F, kLine * static_cast<float>(lines_.size()) - box.h);
  if (focused_) scroll_ = std::clamp(scroll_, top + kLine - box.h, top);
  scroll_ = std::clamp(scroll_, 0.0F, most);
}

std::size_t EditorField::line_of(std::size_t offset) const {
  std::size_t line = lines_.size() - 1;
  while (line > 0 && lines_[line].begin > offset) --line;
  return line;
}

float EditorField::x_of(const Canvas& canvas, std::size_t offset) const {
  const EditorLine& line = lines_[line_of(offset)];
  return canvas.width(kFont,
                      std::string_view(editor_.text()).substr(line.begin, offset - line.begin));
}

std::size_t EditorField::offset_at(const Canvas& canvas, std::size_t line, float x) const {
  const ImFont* font = canvas.fonts()[kFont].font;
  const std::string& text = editor_.text();
  const std::size_t end = lines_[line].end;
  std::size_t at = lines_[line].begin;
  float left = 0;
  while (at < end) {
    std::size_t next = at;
    const char32_t c = next_character(text, next);
    const float wide =
        font->GetCharAdvance(c > 0xFFFF ? ImWchar(0x25A1) : static_cast<ImWchar>(c)) /
        canvas.scale();
    if (left + wide / 2 > x) break;
    left += wide;
    at = next;
  }
  const bool wrapped = line + 1 < lines_.size() && lines_[line + 1].begin == end;
  return at == end && wrapped && at > lines_[line].begin ? at - 1 : at;
}

void EditorField::draw_text(const Canvas& canvas, const Rect& box) const {
  const std::string_view text = editor_.text();
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const EditorLine& line = lines_[i];
    const float y = box.y + kLine * static_cast<float>(i) - scroll_;
    if (y + kLine < box.y || y > box.bottom()) continue;
    const std::size_t from = std::max(line.begin, editor_.selection_begin());
    const std::size_t to = std::min(line.end, editor_.selection_end());
    const bool spans_break = editor_.selection_begin() <= line.end &&
                             editor_.selection_end() > line.end && i + 1 < lines_.size();
    if (editor_.has_selection() && (from < to || spans_break)) {
      const std::size_t first = std::min(from, line.end);
      const float x = canvas.width(kFont, text.substr(line.begin, first - line.begin));
      const float wide = from < to ? canvas.width(kFont, text.substr(from, to - from)) : 0;
      canvas.fill({box.x + x, y + 1, wide + (spans_break ? 5.0F : 0.0F), kLine - 2},
                  Colour::accent_line, 2);
    }
    canvas.text(kFont, Colour::text, box.x, y, text.substr(line.begin, line.end - line.begin));
  }
  if (!focused_) return;
  const std::size_t line = line_of(editor_.caret());
  const float y = box.y + kLine * static_cast<float>(line) - scroll_;
  // It does not blink: an idle window draws no frames.
  canvas.fill({box.x + x_of(canvas, editor_.caret()), y + 3, 1.5F, 17}, Colour::accent);
}

}  // namespace orchard::app::ui
