#include "app/ui/widgets/input.h"

#include "app/ui/widgets/focus.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <imgui.h>
#include <imgui_stdlib.h>

namespace orchard::app::ui {
namespace {

struct FieldStyle {
  FieldStyle(const Canvas& canvas, Font font, ImVec2 padding) {
    ImGui::PushFont(canvas.fonts()[font].font);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, padding);
    ImGui::PushStyleColor(ImGuiCol_FrameBg, IM_COL32_BLACK_TRANS);
    ImGui::PushStyleColor(ImGuiCol_FrameBgHovered, IM_COL32_BLACK_TRANS);
    ImGui::PushStyleColor(ImGuiCol_FrameBgActive, IM_COL32_BLACK_TRANS);
    ImGui::PushStyleColor(ImGuiCol_ChildBg, IM_COL32_BLACK_TRANS);
    ImGui::PushStyleColor(ImGuiCol_Text, canvas.packed(Colour::text));
  }
  ~FieldStyle() {
    ImGui::PopStyleColor(5);
    ImGui::PopStyleVar();
    ImGui::PopFont();
  }
  FieldStyle(const FieldStyle&) = delete;
  FieldStyle& operator=(const FieldStyle&) = delete;
};

void draw_frame(const Canvas& canvas, const Rect& box, const InputSpec& spec, bool active) {
  const Colour border = spec.problem ? Colour::danger_line
                        : active     ? Colour::accent_line
                                     : Colour::border;
  canvas.framed(box, Colour::sunken, border, 6);
}

bool takes_focus(const Canvas& canvas, const Rect& box) {
  Focus* focus = canvas.facts().focus;
  if (focus == nullptr) return false;
  const ImGuiID id = ImGui::GetID("##text");
  focus->add(id, box);
  return focus->take(id);
}

// Dear ImGui takes back what was typed when Escape is pressed; nothing typed may get lost here.
void keep_on_escape(const std::string& before, std::string& text) {
  if (key_pressed(key::kEscape)) text = before;
}

}  // namespace

InputEvent input_line(const Canvas& canvas, const Rect& box, const InputSpec& spec,
                      std::string& text) {
  const Scope scope(spec.id);
  const Font font = spec.mono ? Font::mono_12 : Font::regular_13;
  const float left = spec.icon != nullptr ? 30.0F : 11.0F;
  // The frame is drawn before the field, so it shows the state of the frame before.
  ImGuiStorage* memory = ImGui::GetStateStorage();
  const ImGuiID was_active = ImGui::GetID("active");
  draw_frame(canvas, box, spec, memory->GetBool(was_active));
  if (spec.icon != nullptr) {
    canvas.icon(Font::icon_12, Colour::faint, {box.x + 10, box.y, 14, box.h}, spec.icon);
  }
  const float font_height = canvas.fonts()[font].font->FontSize;
  const float pad = std::max(0.0F, std::floor((canvas.px(box.h) - font_height) / 2));
  const std::string before = text;
  InputEvent event;
  {
    const FieldStyle style(canvas, font, {0, pad});
    ImGui::SetCursorScreenPos({std::round(canvas.px(box.x + left)), std::round(canvas.px(box.y))});
    ImGui::SetNextItemWidth(canvas.px(box.w - left - 10));
    if (spec.take_focus || takes_focus(canvas, box)) ImGui::SetKeyboardFocusHere();
    const int flags = static_cast<int>(ImGuiInputTextFlags_EnterReturnsTrue) |
                      (spec.secret ? static_cast<int>(ImGuiInputTextFlags_Password) : 0);
    canvas.watch_characters(font, text);
    event.submitted = ImGui::InputText("##text", &text, flags);
  }
  event.active = ImGui::IsItemActive();
  keep_on_escape(before, text);
  event.changed = text != before;
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  memory->SetBool(was_active, event.active);
  if (text.empty()) {
    canvas.text_cut(spec.mono ? Font::mono_12 : Font::regular_12, Colour::faint, box.x + left,
                    box.middle_y() - 8, box.w - left - 10, spec.placeholder);
  }
  return event;
}

namespace {

struct WrapContext {
  const Canvas* canvas;
  Font font;
  float width;
};

// Dear ImGui's field cannot wrap. A line break that only wraps is written as "\r\n" in the
// field, where \r has no width, and taken out of the text again.
std::string unwrap(std::string_view shown) {
  std::string plain;
  plain.reserve(shown.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i] == '\r') {
      if (i + 1 < shown.size() && shown[i + 1] == '\n') ++i;
      continue;
    }
    plain += shown[i];
  }
  return plain;
}

// The break stands after the space it follows, so unwrap() gives back every character.
std::string wrapped(const WrapContext& context, std::string_view plain) {
  std::string shown;
  const ImFont* font = context.canvas->fonts()[context.font].font;
  const char* at = plain.data();
  const char* const end = at + plain.size();
  while (at < end) {
    const char* newline = std::find(at, end, '\n');
    while (at < newline) {
      const char* stop = font->CalcWordWrapPositionA(1.0F, at, newline, context.width);
      if (stop <= at) stop = at + 1;
      while (stop < newline && (static_cast<unsigned char>(*stop) & 0xC0U) == 0x80U) ++stop;
      while (stop < newline && *stop == ' ') ++stop;
      shown.append(at, stop);
      if (stop < newline) shown += "\r\n";
      at = stop;
    }
    if (newline < end) {
      shown += '\n';
      ++at;
    }
  }
  return shown;
}

// Where byte `offset` of the plain text stands in the wrapped one.
int shown_offset(std::string_view shown, std::size_t offset) {
  std::size_t plain = 0;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i] == '\r' && i + 1 < shown.size() && shown[i + 1] == '\n') {
      if (plain == offset && offset > 0) return static_cast<int>(i + 2);
      ++i;
      continue;
    }
    if (plain == offset) return static_cast<int>(i);
    ++plain;
  }
  return static_cast<int>(shown.size());
}

int rewrap(ImGuiInputTextCallbackData* data) {
  const auto& context = *static_cast<const WrapContext*>(data->UserData);
  const std::string_view now(data->Buf, static_cast<std::size_t>(data->BufTextLen));
  const std::string plain = unwrap(now);
  const std::string shown = wrapped(context, plain);
  if (shown == now) return 0;
  const std::size_t cursor =
      unwrap(now.substr(0, static_cast<std::size_t>(data->CursorPos))).size();
  data->DeleteChars(0, data->BufTextLen);
  data->InsertChars(0, shown.data(), shown.data() + shown.size());
  data->CursorPos = shown_offset(shown, cursor);
  data->SelectionStart = data->SelectionEnd = data->CursorPos;
  return 0;
}

// imgui_stdlib keeps the callback for itself, hence the forwarding of its resize request.
struct FieldContext {
  WrapContext wrap;
  std::string* text;
  bool select_all;
};

int on_field(ImGuiInputTextCallbackData* data) {
  auto* context = static_cast<FieldContext*>(data->UserData);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    context->text->resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = context->text->data();
    return 0;
  }
  data->UserData = &context->wrap;
  const int done = rewrap(data);
  if (std::exchange(context->select_all, false)) data->SelectAll();
  return done;
}

}  // namespace

InputEvent input_area(const Canvas& canvas, const Rect& box, const InputSpec& spec,
                      std::string& text) {
  const Scope scope(spec.id);
  const Font font = spec.mono ? Font::mono_12 : Font::regular_13;
  ImGuiStorage* memory = ImGui::GetStateStorage();
  const ImGuiID was_active = ImGui::GetID("active");
  draw_frame(canvas, box, spec, memory->GetBool(was_active));
  // A field that is given the keyboard has it only some frames later.
  const ImGuiID selects = ImGui::GetID("selects");
  FieldContext context{{&canvas, font, canvas.px(box.w - 24) - 14},
                       nullptr,
                       spec.take_focus || memory->GetBool(selects)};
  std::string shown = wrapped(context.wrap, text);
  context.text = &shown;
  InputEvent event;
  {
    const FieldStyle style(canvas, font, {canvas.px(11), canvas.px(8)});
    ImGui::SetCursorScreenPos({std::round(canvas.px(box.x)), std::round(canvas.px(box.y))});
    if (spec.take_focus || takes_focus(canvas, box)) ImGui::SetKeyboardFocusHere();
    canvas.watch_characters(font, shown);
    ImGui::InputTextMultiline(
        "##text", shown.data(), shown.capacity() + 1, {canvas.px(box.w), canvas.px(box.h)},
        ImGuiInputTextFlags_CallbackResize | ImGuiInputTextFlags_CallbackAlways |
            ImGuiInputTextFlags_NoHorizontalScroll,
        on_field, &context);
  }
  memory->SetBool(selects, context.select_all);
  event.active = ImGui::IsItemActive();
  // Dear ImGui takes the keyboard from the field in the frame of Ctrl+Enter.
  event.submitted = (event.active || ImGui::IsItemDeactivated()) && control_down() &&
                    (key_pressed(key::kEnter) || key_pressed(key::kKeypadEnter));
  std::string plain = unwrap(shown.c_str());
  keep_on_escape(text, plain);
  event.changed = plain != text;
  if (event.changed) text = std::move(plain);
  memory->SetBool(was_active, event.active);
  if (text.empty() && !spec.placeholder.empty()) {
    canvas.text_wrapped(Font::regular_13, Colour::faint, box.x + 11, box.y + 8, box.w - 22,
                        spec.placeholder);
  }
  return event;
}

}  // namespace orchard::app::ui
