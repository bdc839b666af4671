#include "app/ui/panels/settings/settings_page.h"

#include "app/ui/panels/frame/page_header.h"
#include "app/ui/panels/plan/gate_card.h"
#include "app/ui/panels/plan/plan_page.h"
#include "app/ui/panels/settings/network_table.h"
#include "app/ui/panels/settings/sections.h"
#include "app/ui/panels/settings/storage_section.h"
#include "app/ui/widgets/controls.h"
#include "app/view_model/dialogs/settings_page_view.h"

#include <algorithm>
#include <chrono>

namespace orchard::app::ui {
namespace {

/// Countdowns draw a frame every minute anyway: looks go along with it, and only without any does
/// the panel ask for a frame of its own, a little later.
constexpr core::Duration kBetweenLooks = std::chrono::seconds(55);
constexpr core::Duration kOwnFrame = std::chrono::seconds(65);

/// Asks for what a section shows when it was opened; for the limits also while they are shown.
void ask_for_news(const SettingsSection& section, const AppSnapshot& snapshot, core::Timestamp now,
                  SettingsMemory& memory, IntentQueue& intents) {
  const bool opened = memory.shown != section.id;
  memory.shown = section.id;
  if (opened && section.id == "storage") intents.emplace_back(MeasureStorage{});
  if (opened) memory.asks_clean_up = false;
  if (section.id != "usage" || !snapshot.plan.gate_open) {
    memory.looked_at_plan.reset();
    return;
  }
  const bool due = !memory.looked_at_plan || now - *memory.looked_at_plan >= kBetweenLooks ||
                   now < *memory.looked_at_plan;
  if (!opened && !due) return;
  intents.emplace_back(LookAtPlan{opened});
  memory.looked_at_plan = now;
}

/// The gate, where the panel behind it is open.
void gate_toggle(const Canvas& canvas, const Rect& area, UiState& state, IntentQueue& intents) {
  const float x = area.right() - 24 - 34;
  canvas.text_right(Font::regular_12, Colour::muted, x - 12, area.y + 18, "Usage Insights");
  if (!toggle(canvas, "gate", x, area.y + 16, true)) return;
  ChangeSettings change;
  change.usage_insights = false;
  intents.emplace_back(change);
  state.settings_section = "experimental";
}

}  // namespace

void draw_settings(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                   core::Timestamp now, UiState& state, IntentQueue& intents) {
  const SettingsSection section = shown_section(state.settings_section, snapshot.plan.gate_open);
  ask_for_news(section, snapshot, now, state.settings, intents);
  draw_page_header(canvas, area, section.title, false, state);
  if (section.id == "usage") gate_toggle(canvas, area, state, intents);
  const Rect page{area.x, area.y + kHeaderHeight, area.w, area.h - kHeaderHeight};
  // Each section remembers how far it was scrolled.
  ScrollArea scroll(canvas, section.id, page);
  const Rect room{area.x + 24, scroll.y() + 20, std::max(120.0F, area.w - 48), 0};
  float height = 0;
  if (section.id == "usage") {
    height = draw_plan(canvas, room, make_plan_view(snapshot.plan, now), state, intents);
  } else if (section.id == "experimental") {
    height = draw_gate(canvas, room, make_plan_view(snapshot.plan, now), snapshot.settings, state,
                       intents);
  } else if (section.id == "storage") {
    height = draw_storage(canvas, room, make_storage_view(snapshot.storage), state, intents);
  } else if (section.id == "privacy") {
    height = draw_section(canvas, room, section.id, snapshot, state, intents);
    height += draw_network(canvas, {room.x, room.y + height, room.w, 0},
                           make_network_view(snapshot.network));
  } else {
    height = draw_section(canvas, room, section.id, snapshot, state, intents);
  }
  scroll.set_content_height(20 + height + 24);
}

std::optional<core::Timestamp> next_settings_frame(const UiState& state) {
  if (state.page != Page::settings || !state.settings.looked_at_plan) return std::nullopt;
  return *state.settings.looked_at_plan + kOwnFrame;
}

}  // namespace orchard::app::ui
