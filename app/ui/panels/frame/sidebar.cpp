#include "app/ui/panels/frame/sidebar.h"

#include "app/ui/charts/spark.h"
#include "app/ui/panels/frame/navigation.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/marks.h"

namespace orchard::app::ui {
namespace {

constexpr float kPad = 16;

void nav_row(const Canvas& canvas, const Rect& row, const char* glyph, std::string_view text,
             Page page, UiState& state, IntentQueue& intents, std::string_view count = {}) {
  const Press pressed = press(canvas, text, row);
  const bool chosen = state.page == page;
  if (chosen) {
    canvas.fill(row, Colour::raised, 6);
  } else if (pressed.hovered) {
    canvas.fill(row, Colour::hover, 6);
  }
  if (pressed.focused) focus_ring(canvas, row.inset(2), 6);
  canvas.icon(Font::icon_14, chosen ? Colour::accent : Colour::muted, {row.x + 8, row.y, 16, row.h},
              glyph);
  canvas.text(Font::medium_13, chosen ? Colour::text : Colour::muted, row.x + 34, row.y + 7, text);
  if (!count.empty()) {
    const float width = canvas.width(Font::caps_11, count) + 14;
    pill(canvas, row.right() - 8 - std::max(18.0F, width), row.y + 7, count, Colour::warn,
         Colour::bg);
  }
  if (pressed.clicked) open_page(state, intents, page);
}

void workspace_row(const Canvas& canvas, const Rect& row, const SidebarRow& workspace,
                   UiState& state, IntentQueue& intents) {
  const Press pressed = press(canvas, workspace.workspace.value, row);
  const bool chosen = workspace.selected && state.page == Page::workspace;
  const Rect back{row.x + 8, row.y, row.w - 16, row.h};
  if (chosen) {
    canvas.fill(back, Colour::raised, 6);
    canvas.fill({back.x, row.y + 10, 3, 20}, Colour::accent, 1);
  } else if (pressed.hovered) {
    canvas.fill(back, Colour::hover, 6);
  }
  if (pressed.focused) focus_ring(canvas, back.inset(2), 6);
  state_mark(canvas, row.x + kPad, row.y + 13, workspace.mark,
             chosen ? Colour::raised : Colour::sidebar);
  float right = row.right() - kPad;
  if (!workspace.deletions.empty()) {
    const float w = canvas.width(Font::mono_11, workspace.deletions);
    canvas.text(Font::mono_11, Colour::deleted, right - w, row.y + 6, workspace.deletions);
    right -= w + 6;
  }
  if (!workspace.additions.empty()) {
    const float w = canvas.width(Font::mono_11, workspace.additions);
    canvas.text(Font::mono_11, Colour::added, right - w, row.y + 6, workspace.additions);
    right -= w + 6;
  }
  const float x = row.x + kPad + 24;
  canvas.text_cut(workspace.strong ? Font::semibold_13 : Font::medium_13,
                  workspace.strong || chosen ? Colour::text : Colour::muted, x, row.y + 4,
                  right - x - 4, workspace.name);
  canvas.text_cut(Font::mono_11, Colour::faint, x, row.y + 22, row.right() - kPad - x,
                  workspace.branch);
  hint(canvas, back, workspace.hover);
  if (pressed.clicked) open_workspace(state, intents, workspace.workspace);
}

float group(const Canvas& canvas, float x, float y, float width, const SidebarGroup& repository,
            UiState& state, IntentQueue& intents) {
  const Scope scope(repository.repository.value);
  const float top = y;
  y += 10;
  const bool hidden = state.collapsed.contains(repository.repository.value);
  const Rect head{x + 8, y - 2, width - 48, 24};
  const Press pressed = press(canvas, "group", head);
  if (pressed.clicked) {
    if (hidden) {
      state.collapsed.erase(repository.repository.value);
    } else {
      state.collapsed.insert(repository.repository.value);
    }
  }
  if (pressed.focused) focus_ring(canvas, head, 4);
  canvas.icon(Font::icon_11, Colour::faint, {x + kPad, y, 10, 20},
              hidden ? icon::kAngleRight : icon::kAngleDown);
  canvas.text_cut(Font::semibold_12, Colour::muted, x + 32, y + 2, width - 74, repository.name);
  hint(canvas, head, repository.path);
  if (icon_button(canvas, "new", {x + width - 36, y - 1, 22, 22}, icon::kPlus,
                  "New workspace in " + repository.name, false, Font::icon_11)) {
    state.create.repository = repository.repository;
    state.create.base.clear();
    state.open_dialog(Dialog::create_workspace);
  }
  y += 22;
  if (!repository.problem.empty()) {
    y += canvas.text_wrapped(Font::regular_12, Colour::warn, x + 32, y, width - 48,
                             repository.problem, 3) +
         4;
  }
  if (!hidden) {
    for (const SidebarRow& row : repository.rows) {
      workspace_row(canvas, {x, y, width, 40}, row, state, intents);
      y += 40;
    }
    if (repository.rows.empty() && repository.problem.empty()) {
      canvas.text(Font::regular_12, Colour::faint, x + 40, y + 2, "No workspace yet");
      y += 22;
    }
  }
  return y - top;
}

// Under the limit, which leads to all of them.
void plan_entry(const Canvas& canvas, const Rect& box, UiState& state, IntentQueue& intents) {
  const Press pressed = press(canvas, "Plan usage", box);
  if (pressed.hovered) canvas.fill(box, Colour::hover, 6);
  if (pressed.focused) focus_ring(canvas, box.inset(2), 6);
  if (pressed.clicked) open_settings(state, intents, "usage");
}

float foot(const Canvas& canvas, const Rect& area, const SidebarView& view, UiState& state,
           IntentQueue& intents) {
  const float height = view.five_hour ? 78 : 40;
  const float y = area.bottom() - height;
  const float right = area.right() - kPad - 1;
  canvas.hairline(area.x, y, area.w - 1, Colour::line);
  if (view.five_hour) {
    const LimitMeter& limit = *view.five_hour;
    const Rect row{area.x + kPad, y + 12, right - area.x - kPad, 16};
    if (view.opens_plan) plan_entry(canvas, {area.x + 8, y + 6, area.w - 17, 34}, state, intents);
    canvas.text(Font::regular_12, Colour::muted, row.x, row.y, limit.label);
    const float resets = canvas.width(Font::mono_12, limit.resets);
    canvas.text_right(Font::mono_12, Colour::faint, right, row.y, limit.resets);
    canvas.text_right(Font::mono_12, Colour::text, right - resets - (resets > 0 ? 7 : 0), row.y,
                      limit.percent);
    progress_bar(canvas, {row.x, y + 34, row.w, 4}, limit.fraction, colour_of(limit.role));
    hint(canvas, {row.x, row.y, row.w, 28}, limit.hover);
  }
  const Rect settings{area.x + 8, area.bottom() - 36, area.w - 17, 28};
  const Press pressed = press(canvas, "Settings", settings);
  const bool chosen = state.page == Page::settings;
  if (chosen || pressed.hovered) {
    canvas.fill(settings, chosen ? Colour::raised : Colour::hover, 6);
  }
  if (pressed.focused) focus_ring(canvas, settings.inset(2), 6);
  canvas.icon(Font::icon_14, chosen ? Colour::accent : Colour::muted,
              {area.x + kPad, settings.y, 16, settings.h}, icon::kGear);
  canvas.text(Font::medium_13, chosen ? Colour::text : Colour::muted, area.x + 40, settings.y + 5,
              "Settings");
  if (view.empty) {
    key_cap(canvas, right - key_cap_width(canvas, "Ctrl ,"), settings.y + 5, "Ctrl ,");
  } else {
    canvas.text_right(Font::regular_12, Colour::faint, right, settings.y + 6, view.footer);
  }
  if (pressed.clicked) open_page(state, intents, Page::settings);
  return height;
}

void repositories(const Canvas& canvas, const Rect& area, const SidebarView& view, UiState& state,
                  IntentQueue& intents) {
  ScrollArea scroll(canvas, "repositories", area);
  float y = scroll.y();
  if (view.empty) {
    const Rect box{area.x + kPad, y + 28, area.w - 2 * kPad - 1, 66};
    canvas.dashed(box, Colour::border);
    canvas.text_wrapped(Font::regular_12, Colour::faint, box.x + 17, box.y + 17, box.w - 30,
                        "Repositories and their workspaces will stand here.");
    scroll.set_content_height(100);
    return;
  }
  for (const SidebarGroup& repository : view.groups) {
    y += group(canvas, area.x, y, area.w - 1, repository, state, intents);
  }
  if (!view.loading) {
    const ButtonSpec add{.id = "add",
                         .text = "Add repository",
                         .kind = ButtonKind::quiet,
                         .icon = icon::kPlus,
                         .hint = "Ctrl+O"};
    if (button(canvas, area.x + 9, y + 12, add)) state.open_dialog(Dialog::add_repository);
    y += 46;
  }
  scroll.set_content_height(y - scroll.y());
}

}  // namespace

void draw_sidebar(const Canvas& canvas, const Rect& area, const SidebarView& view, UiState& state,
                  IntentQueue& intents) {
  const Scope scope("sidebar");
  canvas.fill(area, Colour::sidebar);
  canvas.hairline_down(area.right() - 1, area.y, area.h, Colour::line);
  logo(canvas, area.x + kPad, area.y + 16, 20, Colour::sidebar);
  canvas.text(Font::semibold_15, Colour::text, area.x + 45, area.y + 14, "Orchard");
  if (icon_button(canvas, "fold", {area.right() - 37, area.y + 13, 26, 26}, icon::kColumns,
                  "Fold the sidebar (Ctrl+B)")) {
    state.sidebar_folded = true;
  }
  const Rect row{area.x + 8, area.y + 52, area.w - 17, 32};
  nav_row(canvas, row, icon::kDashboard, "Dashboard", Page::dashboard, state, intents);
  nav_row(canvas, {row.x, row.y + 32, row.w, 32}, icon::kChart, "Analytics", Page::analytics, state,
          intents);
  nav_row(canvas, {row.x, row.y + 64, row.w, 32}, icon::kDollar, "Usage", Page::usage, state,
          intents);
  nav_row(canvas, {row.x, row.y + 96, row.w, 32}, icon::kFlag, "Needs you", Page::needs_you, state,
          intents, view.needs_you);
  const float below = foot(canvas, area, view, state, intents);
  repositories(canvas, {area.x, area.y + 180, area.w - 1, area.h - 180 - below}, view, state,
               intents);
}

}  // namespace orchard::app::ui
