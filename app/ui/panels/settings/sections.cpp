#include "app/ui/panels/settings/sections.h"

#include "app/ui/panels/settings/settings_form.h"
#include "app/ui/panels/settings/sign_in_card.h"
#include "app/view_model/text/displayable.h"

#include <algorithm>
#include <charconv>

namespace orchard::app::ui {
namespace {

constexpr float kWidth = 736;

template <class Number>
std::optional<Number> parse(const std::optional<std::string>& text) {
  Number value = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool whole = error == std::errc{} && end == text->data() + text->size();
  return whole ? std::optional(value) : std::nullopt;
}

void general(SettingsForm& form, const SettingsPageView& view, const SettingsView& now,
             ChangeSettings& change) {
  form.begin_card("PROGRAM");
  form.write("claude", "Claude Code program", "Empty: the one found on PATH.", "found on PATH",
             now.claude_path, change.claude_path);
  form.flip("stop", "Stop agents when the window closes", view.quit_note, now.stop_agents_on_quit,
            change.stop_agents_on_quit);
  form.end_card();
  form.begin_card("FIGURES");
  std::optional<std::string> billing;
  form.choose("billing", "Billing period begins on the",
              "Day of the month; in a month without it, the last day.", view.billing_days, billing);
  form.end_card();
  change.billing_day = parse<int>(billing);
}

void agents(SettingsForm& form, const SettingsPageView& view, ChangeSettings& change) {
  form.begin_card("NEW CONVERSATIONS");
  form.choose("model", "Model", "For new conversations.", view.models, change.default_model);
  form.choose("mode", "Permissions", "What an agent may do without asking.", view.permission_modes,
              change.default_permission_mode);
  form.end_card();
  form.begin_card("PROCESSES");
  std::optional<std::string> idle;
  form.choose("idle", "End resting agents after",
              "Their memory is given back; the next message resumes the conversation.",
              view.idle_times, idle);
  form.end_card();
  form.remark(
      "Pro and Max plans are meant for ordinary, individual use: with one, let one to three agents "
      "work at a time. With an API key every call is billed, and more may work.");
  change.idle_process_minutes = parse<int>(idle);
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

void appearance(SettingsForm& form, const SettingsPageView& view, const SettingsView& now,
                ChangeSettings& change) {
  form.begin_card("LOOK");
  form.choose("theme", "Theme", "Every text meets the contrast that WCAG AA asks for.", view.themes,
              change.theme);
  std::optional<std::string> scale;
  form.choose("scale", "Text size", "Everything grows with it.", view.text_scales, scale);
  form.flip("motion", "Reduced motion", "Nothing moves by itself.", now.reduced_motion,
            change.reduced_motion);
  form.end_card();
  change.text_scale = parse<double>(scale);
}

void notifications(SettingsForm& form, const SettingsView& now, ChangeSettings& change) {
  form.begin_card("WHILE ANOTHER WINDOW IS IN USE");
  form.flip("waiting", "Call when an agent needs you",
            "The desktop marks the window until you look at it.", now.attention_when_waiting,
            change.attention_when_waiting);
  form.flip("finished", "Call when an agent is done", "Also when its turn failed.",
            now.attention_when_finished, change.attention_when_finished);
  form.end_card();
}

void privacy(SettingsForm& form, const SettingsView& now, ChangeSettings& change) {
  form.begin_card("USE OF CLAUDE CODE");
  form.flip("outside", "Count use outside Orchard",
            "Reads the transcripts of all your sessions and keeps numbers only. Off: those of "
            "other sessions are left alone; what was counted stays.",
            now.count_outside_use, change.count_outside_use);
  form.end_card();
}

bool is_anything(const ChangeSettings& change) {
  return change.theme || change.text_scale || change.reduced_motion || change.stop_agents_on_quit ||
         change.branch_prefix_kind || change.branch_prefix_custom || change.default_model ||
         change.default_permission_mode || change.claude_path || change.idle_process_minutes ||
         change.billing_day || change.attention_when_waiting || change.attention_when_finished ||
         change.count_outside_use;
}

}  // namespace

float draw_section(const Canvas& canvas, const Rect& room, std::string_view section,
                   const AppSnapshot& snapshot, UiState& state, IntentQueue& intents) {
  const SettingsPageView view = make_settings_page_view(snapshot.settings);
  const SettingsView& now = snapshot.settings;
  const float width = std::min(kWidth, room.w);
  float y = room.y;
  if (section == "general")
    y += draw_sign_in(canvas, {room.x, y, width, 0},
                      make_sign_in_view(snapshot.sign_in, snapshot.health), state, intents) +
         28;
  SettingsForm form(canvas, room.x, y, width, state.field_edits);
  ChangeSettings change;
  if (section == "agents") {
    agents(form, view, change);
  } else if (section == "git") {
    branches(form, view, now, change);
  } else if (section == "appearance") {
    appearance(form, view, now, change);
  } else if (section == "notifications") {
    notifications(form, now, change);
  } else if (section == "privacy") {
    privacy(form, now, change);
  } else {
    general(form, view, now, change);
    if (!now.file.empty()) form.remark("All settings stand in " + displayable_line(now.file) + ".");
  }
  if (is_anything(change)) intents.emplace_back(change);
  return form.y() - room.y;
}

}  // namespace orchard::app::ui
