#include "app/ui/panels/settings/settings_form.h"

#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"

#include <algorithm>
#include <utility>

namespace orchard::app::ui {
namespace {

constexpr float kPad = 20;
constexpr float kGap = 16;
constexpr float kListWidth = 200;
constexpr int kNoteLines = 3;

int chosen_of(const std::vector<SettingsChoice>& choices, std::vector<std::string>& texts) {
  int chosen = -1;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    texts.push_back(choices[i].text);
    if (choices[i].chosen) chosen = static_cast<int>(i);
  }
  return chosen;
}

}  // namespace

void SettingsForm::choose(std::string_view id, std::string_view name, std::string_view note,
                          const std::vector<SettingsChoice>& choices,
                          std::optional<std::string>& target) {
  std::vector<std::string> texts;
  const int chosen = chosen_of(choices, texts);
  const float bar = segmented_width(canvas_, texts);
  const bool side_by_side = choices.size() <= 4 && bar <= (width_ - 2 * kPad) * 0.55F;
  const auto draw = [this, id, texts, chosen, side_by_side, &choices, &target](float x,
                                                                               float middle) {
    const int pressed =
        side_by_side ? segmented(canvas_, id, x, middle - 14, texts, chosen)
                     : drop_down(canvas_, id, {x, middle - 14, kListWidth, 28}, texts, chosen);
    if (pressed >= 0 && pressed != chosen) {
      target = choices[static_cast<std::size_t>(pressed)].value;
    }
  };
  rows_.push_back({name, note, side_by_side ? bar : kListWidth, draw});
}

void SettingsForm::flip(std::string_view id, std::string_view name, std::string_view note, bool now,
                        std::optional<bool>& target) {
  rows_.push_back({name, note, 34, [this, id, now, &target](float x, float middle) {
                     if (toggle(canvas_, id, x, middle - 10, now)) target = !now;
                   }});
}

void SettingsForm::write(std::string_view id, std::string_view name, std::string_view note,
                         std::string_view placeholder, const std::string& now,
                         std::optional<std::string>& target) {
  const float wide = std::min(260.0F, (width_ - 2 * kPad) * 0.55F);
  const auto draw = [this, id, placeholder, wide, &now, &target](float x, float middle) {
    const std::string key(id);
    const auto edit = edits_.find(key);
    std::string text = edit == edits_.end() ? now : edit->second;
    const InputEvent event = input_line(canvas_, {x, middle - 16, wide, 32},
                                        {.id = id, .placeholder = placeholder, .mono = true}, text);
    if (event.active && !event.submitted) {
      edits_[key] = text;
    } else if (edit != edits_.end()) {
      if (text != now) target = text;
      edits_.erase(edit);
    }
  };
  rows_.push_back({name, note, wide, draw});
}

float SettingsForm::note_width(const Row& row) const {
  return width_ - 2 * kPad - row.control - kGap;
}

float SettingsForm::height_of(const Row& row) const {
  const auto lines = canvas_.wrap(Font::regular_12, note_width(row), row.note, kNoteLines).size();
  return 40 + 16 * static_cast<float>(std::max<std::size_t>(lines, 1));
}

void SettingsForm::end_card() {
  canvas_.text(Font::caps_11, Colour::faint, x_, y_, title_);
  y_ += 22;
  float height = 2;
  for (const Row& row : rows_) height += height_of(row);
  canvas_.framed({x_, y_, width_, height}, Colour::surface, Colour::border, 8);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    const float tall = height_of(row);
    if (i > 0) canvas_.hairline(x_ + 1, y_ + 1, width_ - 2, Colour::line);
    const float top = row.note.empty() ? y_ + tall / 2 - 8 : y_ + 12;
    canvas_.text_cut(Font::medium_13, Colour::text, x_ + kPad, top, note_width(row), row.name);
    canvas_.text_wrapped(Font::regular_12, Colour::faint, x_ + kPad, y_ + 31, note_width(row),
                         row.note, kNoteLines);
    row.draw(x_ + width_ - kPad - row.control, y_ + 1 + tall / 2);
    y_ += tall;
  }
  y_ += 28;
  rows_.clear();
}

void SettingsForm::remark(std::string_view text) {
  y_ +=
      canvas_.text_wrapped(Font::regular_12, Colour::faint, x_ + 4, y_ - 12, width_ - 8, text) + 8;
}

}  // namespace orchard::app::ui
