#include "app/ui/panels/pages/settings_page.h"

#include "app/ui/panels/frame/page_header.h"
#include "app/ui/panels/pages/settings_form.h"
#include "app/ui/widgets/interact.h"

#include <algorithm>
#include <charconv>

namespace orchard::app::ui {
namespace {

constexpr float kWidth = 736;

std::optional<double> parse_scale(const std::optional<std::string>& text) {
  double value = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool whole = error == std::errc{} && end == text->data() + text->size();
  return whole ? std::optional(value) : std::nullopt;
}

void appearance(SettingsForm& form, const SettingsPageView& view, const SettingsView& now,
                ChangeSettings& change) {
  form.begin_card("APPEARANCE");
  form.choose("theme", "Theme", "Every text meets the contrast that WCAG AA asks for.", view.themes,
              change.theme);
  std::optional<std::string> scale;
  form.choose("scale", "Text size", "Everything grows with it.", view.text_scales, scale);
  form.flip("motion", "Reduced motion", "Nothing moves by itself.", now.reduced_motion,
            change.reduced_motion);
  form.end_card();
  change.text_scale = parse_scale(scale);
}

void agents(SettingsForm& form, const SettingsPageView& view, const SettingsView& now,
            ChangeSettings& change) {
  form.begin_card("AGENTS");
  form.choose("model", "Model", "For new conversations.", view.models, change.default_model);
  form.choose("mode", "Permissions", "What an agent may do without asking.", view.permission_modes,
              change.default_permission_mode);
  form.write("claude", "Claude Code program", "Empty: the one found on PATH.", "found on PATH",
             now.claude_path, change.claude_path);
  form.flip("stop", "Stop agents when the window closes", view.quit_note, now.stop_agents_on_quit,
            change.stop_agents_on_quit);
  form.end_card();
}

void branches(SettingsForm& form, const SettingsPageView& view, const SettingsView& now,
              ChangeSettings& change) {
  form.begin_card("BRANCHES");
  form.choose("prefix", "Branch prefix", "Stands before the name of a new branch.",
              view.branch_prefixes, change.branch_prefix_kind);
  if (view.custom_prefix) {
    form.write("custom", "Your prefix", {}, "team/", now.branch_prefix_custom,
               change.branch_prefix_custom);
  }
  form.end_card();
}

void experimental(SettingsForm& form, const SettingsView& now, ChangeSettings& change) {
  form.begin_card("EXPERIMENTAL");
  form.flip("usage", "Usage Insights", "Asks your own claude for the limits of your plan.",
            now.usage_insights, change.usage_insights);
  form.end_card();
}

bool is_anything(const ChangeSettings& change) {
  return change.theme || change.text_scale || change.reduced_motion || change.stop_agents_on_quit ||
         change.branch_prefix_kind || change.branch_prefix_custom || change.default_model ||
         change.default_permission_mode || change.claude_path || change.usage_insights;
}

}  // namespace

void draw_settings(const Canvas& canvas, const Rect& area, const SettingsPageView& view,
                   const SettingsView& settings, UiState& state, IntentQueue& intents) {
  draw_page_header(canvas, area, "Settings", false, state);
  const Rect page{area.x, area.y + kHeaderHeight, area.w, area.h - kHeaderHeight};
  ScrollArea scroll(canvas, "settings", page);
  const float width = std::min(kWidth, area.w - 48);
  SettingsForm form(canvas, area.x + 24, scroll.y() + 20, width, state.field_edits);
  ChangeSettings change;
  appearance(form, view, settings, change);
  agents(form, view, settings, change);
  branches(form, view, settings, change);
  experimental(form, settings, change);
  scroll.set_content_height(form.y() - scroll.y());
  if (is_anything(change)) intents.emplace_back(change);
}

}  // namespace orchard::app::ui
