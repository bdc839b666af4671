#include "app/ui/panels/pages/settings_page.h"

#include "app/ui/panels/frame/page_header.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"

#include <algorithm>
#include <charconv>

namespace orchard::app::ui {
namespace {

constexpr float kWidth = 736;
constexpr float kRow = 56;

/// Draws rows into one card after the other and collects what changed.
class Form {
 public:
  Form(const Canvas& canvas, float x, float y, float width, SettingsView settings,
       std::map<std::string, std::string>& edits)
      : canvas_(canvas),
        x_(x),
        y_(y),
        width_(width),
        changed_(std::move(settings)),
        edits_(edits) {}

  void card(std::string_view title, int rows) {
    canvas_.text(Font::caps_11, Colour::faint, x_, y_, title);
    y_ += 22;
    canvas_.framed({x_, y_, width_, kRow * static_cast<float>(rows) + 2}, Colour::surface,
                   Colour::border, 8);
    first_ = true;
  }
  void end_card() { y_ += 26; }

  /// Name and explanation at the left; gives the top of the row.
  float row(std::string_view name, std::string_view note, float control = 330) {
    if (!first_) canvas_.hairline(x_ + 1, y_ + 1, width_ - 2, Colour::line);
    first_ = false;
    const float top = y_;
    const float room = width_ - control;
    canvas_.text_cut(Font::medium_13, Colour::text, x_ + 20, top + (note.empty() ? 20.0F : 11.0F),
                     room, name);
    canvas_.text_cut(Font::regular_12, Colour::faint, x_ + 20, top + 31, room + 10, note);
    y_ += kRow;
    return top;
  }

  void choose(std::string_view id, float top, const std::vector<SettingsChoice>& choices,
              std::string& value) {
    std::vector<std::string> texts;
    int chosen = -1;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      texts.push_back(choices[i].text);
      if (choices[i].chosen) chosen = static_cast<int>(i);
    }
    const float bar = segmented_width(canvas_, texts);
    int pressed = -1;
    if (bar <= 300 && choices.size() <= 4) {
      pressed = segmented(canvas_, id, right() - bar, top + 14, texts, chosen);
    } else {
      pressed = drop_down(canvas_, id, {right() - 220, top + 14, 220, 28}, texts, chosen);
    }
    if (pressed >= 0) value = choices[static_cast<std::size_t>(pressed)].value;
  }

  void flip(std::string_view id, float top, bool& value) {
    if (toggle(canvas_, id, right() - 34, top + 18, value)) value = !value;
  }

  void write(std::string_view id, float top, std::string_view placeholder, std::string& value) {
    const Rect box{right() - 260, top + 12, 260, 32};
    // A setting changes when its field is left, not with every letter.
    const std::string name(id);
    const auto edit = edits_.find(name);
    std::string text = edit == edits_.end() ? value : edit->second;
    const InputEvent event =
        input_line(canvas_, box, {.id = id, .placeholder = placeholder, .mono = true}, text);
    if (event.active && !event.submitted) {
      edits_[name] = text;
    } else if (edit != edits_.end()) {
      value = text;
      edits_.erase(edit);
    }
  }

  [[nodiscard]] float y() const { return y_; }
  [[nodiscard]] SettingsView& changed() { return changed_; }

 private:
  [[nodiscard]] float right() const { return x_ + width_ - 20; }
  const Canvas& canvas_;
  float x_;
  float y_;
  float width_;
  bool first_ = true;
  SettingsView changed_;
  std::map<std::string, std::string>& edits_;
};

double parse_scale(const std::string& text, double otherwise) {
  double value = otherwise;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : otherwise;
}

void appearance(Form& form, const SettingsPageView& view) {
  form.card("APPEARANCE", 3);
  form.choose("theme", form.row("Theme", "Every text meets the contrast that WCAG AA asks for."),
              view.themes, form.changed().theme);
  std::string scale;
  for (const SettingsChoice& choice : view.text_scales) {
    if (choice.chosen) scale = choice.value;
  }
  const std::string before = scale;
  form.choose("scale", form.row("Text size", "Everything grows with it."), view.text_scales, scale);
  if (scale != before) {
    form.changed().text_scale = parse_scale(scale, form.changed().text_scale);
  }
  form.flip("motion", form.row("Reduced motion", "Nothing moves by itself."),
            form.changed().reduced_motion);
  form.end_card();
}

void agents(Form& form, const SettingsPageView& view) {
  form.card("AGENTS", 4);
  form.choose("model", form.row("Model", "For new conversations."), view.models,
              form.changed().default_model);
  form.choose("mode", form.row("Permissions", "What an agent may do without asking."),
              view.permission_modes, form.changed().default_permission_mode);
  form.write("claude", form.row("Claude Code program", "Empty: the one found on PATH."),
             "found on PATH", form.changed().claude_path);
  form.flip("stop", form.row("Stop agents when the window closes", view.quit_note, 100),
            form.changed().stop_agents_on_quit);
  form.end_card();
}

void branches(Form& form, const SettingsPageView& view) {
  form.card("BRANCHES", view.custom_prefix ? 2 : 1);
  form.choose("prefix", form.row("Branch prefix", "Stands before the name of a new branch."),
              view.branch_prefixes, form.changed().branch_prefix_kind);
  if (view.custom_prefix) {
    form.write("custom", form.row("Your prefix", {}), "team/", form.changed().branch_prefix_custom);
  }
  form.end_card();
}

bool same(const SettingsView& a, const SettingsView& b) {
  return a.theme == b.theme && a.text_scale == b.text_scale &&
         a.reduced_motion == b.reduced_motion && a.stop_agents_on_quit == b.stop_agents_on_quit &&
         a.branch_prefix_kind == b.branch_prefix_kind &&
         a.branch_prefix_custom == b.branch_prefix_custom && a.default_model == b.default_model &&
         a.default_permission_mode == b.default_permission_mode && a.claude_path == b.claude_path;
}

}  // namespace

void draw_settings(const Canvas& canvas, const Rect& area, const SettingsPageView& view,
                   const SettingsView& settings, UiState& state, IntentQueue& intents) {
  draw_page_header(canvas, area, "Settings", false, state);
  const Rect page{area.x, area.y + kHeaderHeight, area.w, area.h - kHeaderHeight};
  ScrollArea scroll(canvas, "settings", page);
  const float width = std::min(kWidth, area.w - 48);
  Form form(canvas, area.x + 24, scroll.y() + 20, width, settings, state.field_edits);
  appearance(form, view);
  agents(form, view);
  branches(form, view);
  scroll.set_content_height(form.y() - scroll.y());
  if (!same(form.changed(), settings)) intents.emplace_back(ChangeSettings{form.changed()});
}

}  // namespace orchard::app::ui
