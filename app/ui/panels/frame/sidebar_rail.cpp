#include "app/ui/panels/frame/navigation.h"
#include "app/ui/panels/frame/sidebar.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/interact.h"
#include "app/ui/widgets/marks.h"

#include <string>

namespace orchard::app::ui {
namespace {

constexpr float kCell = 36;
constexpr float kPadX = (kRailWidth - 1 - kCell) / 2;

// A square to press, with its ground; true when pressed.
bool cell(const Canvas& canvas, const Rect& box, std::string_view id, bool chosen,
          std::string_view hover) {
  const Press pressed = press(canvas, id, box);
  if (chosen || pressed.hovered) {
    canvas.fill(box, chosen ? Colour::raised : Colour::hover, 6);
  }
  if (pressed.focused) focus_ring(canvas, box.inset(2), 6);
  hint(canvas, box, hover);
  return pressed.clicked;
}

void page_cell(const Canvas& canvas, const Rect& box, const char* glyph, std::string_view name,
               Page page, UiState& state, IntentQueue& intents) {
  const bool chosen = state.page == page;
  if (cell(canvas, box, name, chosen, name)) open_page(state, intents, page);
  canvas.icon(Font::icon_14, chosen ? Colour::accent : Colour::muted, box, glyph);
}

void workspace_cells(const Canvas& canvas, const Rect& area, const SidebarView& view,
                     UiState& state, IntentQueue& intents) {
  ScrollArea scroll(canvas, "rail", area, false);
  float y = scroll.y();
  for (const SidebarGroup& group : view.groups) {
    const Scope scope(group.repository.value);
    for (const SidebarRow& row : group.rows) {
      const Rect box{area.x + kPadX, y, kCell, 30};
      const bool chosen = row.selected && state.page == Page::workspace;
      const std::string hover = group.name + " / " + row.name + "\n" + row.hover;
      if (cell(canvas, box, row.workspace.value, chosen, hover)) {
        open_workspace(state, intents, row.workspace);
      }
      state_mark(canvas, box.middle_x() - 7, box.middle_y() - 7, row.mark,
                 chosen ? Colour::raised : Colour::sidebar);
      y += 36;
    }
  }
  scroll.set_content_height(y - scroll.y());
}

}  // namespace

void draw_sidebar_rail(const Canvas& canvas, const Rect& area, const SidebarView& view,
                       UiState& state, IntentQueue& intents) {
  const Scope scope("sidebar");
  canvas.fill(area, Colour::sidebar);
  canvas.hairline_down(area.right() - 1, area.y, area.h, Colour::line);
  const float x = area.x + kPadX;
  if (cell(canvas, {x, area.y + 9, kCell, 34}, "unfold", false, "Show the sidebar (Ctrl+B)")) {
    state.sidebar_folded = false;
  }
  logo(canvas, x + 8, area.y + 16, 20, Colour::sidebar);
  page_cell(canvas, {x, area.y + 60, kCell, 32}, icon::kDashboard, "Dashboard", Page::dashboard,
            state, intents);
  page_cell(canvas, {x, area.y + 96, kCell, 32}, icon::kChart, "Analytics", Page::analytics, state,
            intents);
  page_cell(canvas, {x, area.y + 132, kCell, 32}, icon::kDollar, "Usage", Page::usage, state,
            intents);
  const Rect needs{x, area.y + 168, kCell, 32};
  page_cell(canvas, needs, icon::kFlag, "Needs you", Page::needs_you, state, intents);
  if (!view.needs_you.empty()) {
    canvas.disc({needs.right() - 9, needs.y + 8}, 4.5F, Colour::sidebar);
    canvas.disc({needs.right() - 9, needs.y + 8}, 3.5F, Colour::warn);
  }
  canvas.hairline(x + 6, area.y + 210, kCell - 12, Colour::border);
  const Rect settings{x, area.bottom() - 42, kCell, 32};
  page_cell(canvas, settings, icon::kGear, "Settings", Page::settings, state, intents);
  float bottom = settings.y - 8;
  if (view.opens_plan) {
    const Rect plan{x, settings.y - 36, kCell, 32};
    const LimitMeter& limit = *view.five_hour;
    if (cell(canvas, plan, "Plan usage", false,
             limit.label + " " + limit.percent + "\n" + limit.hover))
      open_settings(state, intents, "usage");
    canvas.icon(Font::icon_14, colour_of(limit.role == Role::accent ? Role::muted : limit.role),
                plan, icon::kClock);
    bottom = plan.y - 8;
  }
  const float top = area.y + 220;
  workspace_cells(canvas, {area.x, top, area.w - 1, bottom - top}, view, state, intents);
}

}  // namespace orchard::app::ui
