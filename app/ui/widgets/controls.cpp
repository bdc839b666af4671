#include "app/ui/widgets/controls.h"

#include <algorithm>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

struct ButtonLook {
  Font font = Font::medium_12;
  Font icon = Font::icon_12;
  float height = 26;
  float pad = 11;  // border included
  float gap = 6;
  float radius = 6;
};

ButtonLook look_of(const ButtonSpec& spec) {
  const bool strong = spec.kind == ButtonKind::primary;
  switch (spec.size) {
    case ButtonSize::normal:
      return {strong ? Font::semibold_12 : Font::medium_12, Font::icon_11, 26, 11, 6, 6};
    case ButtonSize::large:
      return {strong ? Font::semibold_13 : Font::medium_13, Font::icon_12, 32, 13, 6, 6};
    case ButtonSize::hero:
      return {Font::semibold_15, Font::icon_14, 40, 19, 8, 8};
  }
  return {};
}

float icon_width(const ButtonLook& look) {
  return look.icon == Font::icon_14 ? 14.0F : 12.0F;
}

struct ButtonColours {
  Colour fill = Colour::control;
  Colour border = Colour::border;
  Colour text = Colour::text;
};

ButtonColours colours_of(const ButtonSpec& spec, const Press& state) {
  if (!spec.enabled) return {Colour::surface, Colour::line, Colour::faint};
  switch (spec.kind) {
    case ButtonKind::primary:
      return {Colour::accent, Colour::accent, Colour::ink};
    case ButtonKind::danger:
      return {state.hovered ? Colour::danger_back : Colour::control, Colour::danger_line,
              Colour::danger};
    case ButtonKind::quiet:
      return {Colour::hover, Colour::hover, Colour::muted};
    case ButtonKind::normal:
      break;
  }
  return {state.hovered ? Colour::hover : Colour::control, Colour::border, Colour::text};
}

void draw_frame(const Canvas& canvas, const Rect& box, const ButtonSpec& spec, const Press& state,
                float radius) {
  const ButtonColours colours = colours_of(spec, state);
  if (spec.kind == ButtonKind::quiet) {
    if (state.hovered) canvas.fill(box, Colour::hover, radius);
  } else {
    canvas.framed(box, colours.fill, colours.border, radius);
    if (spec.kind == ButtonKind::primary && state.hovered && spec.enabled) {
      canvas.fill(box, Colour::ink, radius, Corners::all, state.held ? 0.16F : 0.08F);
    }
  }
  if (state.focused) focus_ring(canvas, box, radius);
}

}  // namespace

float button_height(ButtonSize size) {
  return size == ButtonSize::normal ? 26.0F : size == ButtonSize::large ? 32.0F : 40.0F;
}

float button_width(const Canvas& canvas, const ButtonSpec& spec) {
  if (spec.width > 0) return spec.width;
  const ButtonLook look = look_of(spec);
  float width = 2 * look.pad + canvas.width(look.font, spec.text);
  if (spec.icon != nullptr) width += icon_width(look) + look.gap;
  if (!spec.key_cap.empty()) width += look.gap + key_cap_width(canvas, spec.key_cap);
  if (spec.chevron) width += look.gap + 8;
  return width;
}

bool button(const Canvas& canvas, float x, float y, const ButtonSpec& spec) {
  const ButtonLook look = look_of(spec);
  const Rect box{x, y, button_width(canvas, spec), look.height};
  Press state;
  const std::string_view id = spec.id.empty() ? spec.text : spec.id;
  if (spec.take_focus && spec.enabled) want_focus(canvas, id);
  if (spec.enabled) state = press(canvas, id, box);
  draw_frame(canvas, box, spec, state, look.radius);
  const Colour ink =
      spec.kind == ButtonKind::quiet && state.hovered ? Colour::text : colours_of(spec, state).text;

  float beside = 0;
  if (spec.icon != nullptr) beside += icon_width(look) + look.gap;
  if (!spec.key_cap.empty()) beside += look.gap + key_cap_width(canvas, spec.key_cap);
  if (spec.chevron) beside += look.gap + 8;
  const float room = std::max(box.w - 2 * look.pad - beside, 0.0F);
  const float words = canvas.width(look.font, spec.text);
  // A given width may be too narrow; one that was measured never is, but for rounding.
  const bool fits = spec.width == 0 || words <= room;
  float at = x + (box.w - beside - (fits ? words : room)) / 2;
  if (spec.icon != nullptr) {
    canvas.icon(look.icon, ink, {at, y, icon_width(look), box.h}, spec.icon);
    at += icon_width(look) + look.gap;
  }
  const float top = y + (box.h - canvas.line_height(look.font)) / 2;
  at += fits ? canvas.text(look.font, ink, at, top, spec.text)
             : canvas.text_cut(look.font, ink, at, top, room, spec.text);
  if (!spec.key_cap.empty()) {
    at += look.gap;
    at += key_cap(canvas, at, y + (box.h - 18) / 2, spec.key_cap,
                  spec.kind == ButtonKind::primary && spec.enabled);
  }
  if (spec.chevron) {
    canvas.icon(Font::icon_11, Colour::faint, {at + look.gap, y, 8, box.h}, "\xef\x84\x87");
  }
  hint(canvas, box, spec.hint);
  return state.clicked;
}

bool button_right(const Canvas& canvas, float right, float y, const ButtonSpec& spec) {
  return button(canvas, right - button_width(canvas, spec), y, spec);
}

bool icon_button(const Canvas& canvas, std::string_view id, const Rect& box, const char* glyph,
                 std::string_view hint_text, bool framed, Font font) {
  const Press state = press(canvas, id, box);
  if (framed) {
    canvas.framed(box, state.hovered ? Colour::hover : Colour::control, Colour::border, 6);
  } else if (state.hovered) {
    canvas.fill(box, Colour::hover, 5);
  }
  if (state.focused) focus_ring(canvas, box, 5);
  canvas.icon(font, state.hovered || framed ? Colour::text : Colour::faint, box, glyph);
  hint(canvas, box, hint_text);
  return state.clicked;
}

float key_cap_width(const Canvas& canvas, std::string_view text) {
  return canvas.width(Font::mono_11, text) + 12;
}

float key_cap(const Canvas& canvas, float x, float y, std::string_view text, bool on_primary) {
  const float width = key_cap_width(canvas, text);
  const Rect box{x, y, width, 18};
  canvas.outline(box, on_primary ? Colour::ink : Colour::border, 4, on_primary ? 0.4F : 1.0F);
  canvas.text(Font::mono_11, on_primary ? Colour::ink : Colour::faint, x + 6, y + 2, text);
  return width;
}

float pill(const Canvas& canvas, float x, float y, std::string_view text, Colour back, Colour ink) {
  const float width = std::max(18.0F, canvas.width(Font::caps_11, text) + 14);
  canvas.capsule({x, y, width, 18}, back);
  canvas.text_centred(Font::caps_11, ink, x + width / 2, y + 2, text);
  return width;
}

float segmented_width(const Canvas& canvas, const std::vector<std::string>& parts, bool small) {
  float width = 6;
  for (const std::string& part : parts) {
    width += canvas.width(Font::medium_12, part) + (small ? 18.0F : 22.0F);
  }
  return width;
}

int segmented(const Canvas& canvas, std::string_view id, float x, float y,
              const std::vector<std::string>& parts, int chosen, bool small) {
  const Scope scope(id);
  const float height = small ? 24 : 28;
  const Rect box{x, y, segmented_width(canvas, parts, small), height};
  canvas.framed(box, Colour::sunken, Colour::border, 6);
  int pressed = -1;
  float at = x + 3;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const int index = static_cast<int>(i);
    const float width = canvas.width(Font::medium_12, parts[i]) + (small ? 18.0F : 22.0F);
    const Rect part{at, y + 3, width, height - 6};
    const Press state = press(canvas, std::to_string(i), part);
    if (index == chosen) canvas.framed(part, Colour::raised, Colour::border, 4);
    if (state.focused) focus_ring(canvas, part.inset(1), 4);
    const Colour ink = index == chosen || state.hovered ? Colour::text : Colour::muted;
    canvas.text_centred(Font::medium_12, ink, part.middle_x(), part.middle_y() - 8, parts[i]);
    if (state.clicked) pressed = index;
    at += width;
  }
  return pressed;
}

float drop_down_width(const Canvas& canvas, std::string_view text) {
  return canvas.width(Font::regular_12, text) + 11 + 6 + 8 + 9;
}

int drop_down(const Canvas& canvas, std::string_view id, const Rect& box,
              const std::vector<std::string>& choices, int chosen, bool quiet) {
  const Scope scope(id);
  const Press state = press(canvas, "open", box);
  if (!quiet) {
    canvas.framed(box, state.hovered ? Colour::hover : Colour::control, Colour::border, 6);
  } else if (state.hovered) {
    canvas.fill(box, Colour::hover, 6);
  }
  if (state.focused) focus_ring(canvas, box, 6);
  const std::string_view text = chosen >= 0 && static_cast<std::size_t>(chosen) < choices.size()
                                    ? std::string_view(choices[static_cast<std::size_t>(chosen)])
                                    : std::string_view("Choose");
  const Font font = quiet ? Font::medium_12 : Font::regular_12;
  canvas.text_cut(font, quiet ? Colour::muted : Colour::text, box.x + 11, box.middle_y() - 8,
                  box.w - 34, text);
  canvas.icon(Font::icon_11, Colour::faint, {box.right() - 20, box.y, 10, box.h}, "\xef\x84\x87");
  if (state.clicked) ImGui::OpenPopup("list");

  int result = -1;
  constexpr float kRow = 28;
  float width = box.w;
  for (const std::string& choice : choices) {
    width = std::max(width, canvas.width(Font::regular_12, choice) + 36);
  }
  const float height = std::min(10 * kRow, kRow * static_cast<float>(choices.size())) + 8;
  const float screen = ImGui::GetIO().DisplaySize.y / canvas.scale();
  const float top = box.bottom() + 4 + height > screen ? box.y - 4 - height : box.bottom() + 4;
  ImGui::SetNextWindowPos({canvas.px(box.x), canvas.px(std::max(top, 0.0F))});
  ImGui::SetNextWindowSize({canvas.px(width), canvas.px(height)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, canvas.px(4)});
  if (ImGui::BeginPopup("list", ImGuiWindowFlags_NoMove)) {
    const float x = ImGui::GetWindowPos().x / canvas.scale();
    float y = (ImGui::GetWindowPos().y - ImGui::GetScrollY()) / canvas.scale() + 4;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const Rect row{x + 4, y, width - 8, kRow};
      const Press item = press(canvas, std::to_string(i), row);
      if (item.hovered || item.focused) canvas.fill(row, Colour::hover, 4);
      if (static_cast<int>(i) == chosen) {
        canvas.fill({row.x, row.y + 6, 3, kRow - 12}, Colour::accent, 1);
      }
      canvas.text(Font::regular_12, Colour::text, row.x + 12, row.y + 6, choices[i]);
      if (item.clicked) {
        result = static_cast<int>(i);
        ImGui::CloseCurrentPopup();
      }
      y += kRow;
    }
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
  return result;
}

bool toggle(const Canvas& canvas, std::string_view id, float x, float y, bool on) {
  const Rect box{x, y, 34, 20};
  const Press state = press(canvas, id, box);
  canvas.capsule(box, on ? Colour::accent : Colour::border);
  if (!on) canvas.capsule(box.inset(1), Colour::track);
  canvas.disc({on ? x + 24 : x + 10, y + 10}, 7, on ? Colour::ink : Colour::muted);
  if (state.focused) focus_ring(canvas, box, 10);
  return state.clicked;
}

}  // namespace orchard::app::ui
