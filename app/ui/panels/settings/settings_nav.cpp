#include "app/ui/panels/settings/settings_nav.h"

#include "app/ui/panels/frame/navigation.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace orchard::app::ui {
namespace {

constexpr float kPad = 16;
constexpr float kRow = 32;

const char* icon_of(std::string_view section) {
  constexpr std::array<std::pair<std::string_view, const char*>, 9> kIcons = {
      {{"general", icon::kSliders},
       {"agents", icon::kTerminal},
       {"git", icon::kBranch},
       {"appearance", icon::kBrush},
       {"notifications", icon::kBell},
       {"usage", icon::kDollar},
       {"privacy", icon::kLock},
       {"experimental", icon::kFlask},
       {"storage", icon::kDisk}}};
  const auto* found =
      std::ranges::find(kIcons, section, &std::pair<std::string_view, const char*>::first);
  return found == kIcons.end() ? icon::kGear : found->second;
}

void back_row(const Canvas& canvas, const Rect& area, UiState& state, IntentQueue& intents) {
  const Rect row{area.x + 8, area.y + 10, area.w - 17, kRow};
  const Press pressed = press(canvas, "back", row);
  if (pressed.hovered) canvas.fill(row, Colour::hover, 6);
  if (pressed.focused) focus_ring(canvas, row.inset(2), 6);
  canvas.icon(Font::icon_14, Colour::muted, {area.x + kPad, row.y, 12, row.h}, icon::kAngleLeft);
  canvas.text(Font::semibold_15, Colour::text, area.x + 38, row.y + 4.5F, "Settings");
  key_cap(canvas, row.right() - 8 - key_cap_width(canvas, "Esc"), row.y + 7, "Esc");
  if (pressed.clicked) leave_settings(state, intents);
}

}  // namespace

void draw_settings_nav(const Canvas& canvas, const Rect& area,
                       const std::vector<SettingsSection>& sections, std::string_view shown,
                       bool folded, UiState& state, IntentQueue& intents) {
  const Scope scope("sections");
  canvas.fill(area, Colour::sidebar);
  canvas.hairline_down(area.right() - 1, area.y, area.h, Colour::line);
  if (folded) {
    const Rect back{area.x + (area.w - 37) / 2, area.y + 9, 36, 34};
    if (icon_button(canvas, "back", back, icon::kAngleLeft, "Back (Esc)", false, Font::icon_14))
      leave_settings(state, intents);
  } else {
    back_row(canvas, area, state, intents);
  }
  ScrollArea scroll(canvas, "list", {area.x, area.y + 52, area.w - 1, area.h - 52}, !folded);
  float y = scroll.y();
  for (const SettingsSection& section : sections) {
    const Rect row = folded ? Rect{area.x + (area.w - 37) / 2, y, 36, kRow}
                            : Rect{area.x + 8, y, area.w - 17, kRow};
    const Press pressed = press(canvas, section.id, row);
    const bool chosen = section.id == shown;
    if (chosen || pressed.hovered) {
      canvas.fill(row, chosen ? Colour::raised : Colour::hover, 6);
    }
    if (pressed.focused) focus_ring(canvas, row.inset(2), 6);
    const Rect box = folded ? row : Rect{row.x + 8, row.y, 16, row.h};
    canvas.icon(Font::icon_14, chosen ? Colour::accent : Colour::muted, box, icon_of(section.id));
    if (folded) {
      hint(canvas, row, section.title);
    } else {
      canvas.text(Font::medium_13, chosen ? Colour::text : Colour::muted, row.x + 34, row.y + 7,
                  section.title);
    }
    if (pressed.clicked) state.settings_section = std::string(section.id);
    y += folded ? 36 : kRow;
  }
  scroll.set_content_height(y - scroll.y() + 8);
}

}  // namespace orchard::app::ui
