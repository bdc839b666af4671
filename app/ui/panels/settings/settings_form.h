#pragma once

#include "app/ui/widgets/canvas.h"
#include "app/view_model/dialogs/settings_page_view.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app::ui {

/// Settings in cards, one row each: name and explanation at the left, the control at the right.
/// A control writes what was chosen into its target, which stays empty otherwise. Lives for one
/// frame.
class SettingsForm {
 public:
  /// `edits` holds the text of fields that are being edited, by their id.
  SettingsForm(const Canvas& canvas, float x, float y, float width,
               std::map<std::string, std::string>& edits)
      : canvas_(canvas), x_(x), y_(y), width_(width), edits_(edits) {}

  void begin_card(std::string_view title) { title_ = title; }
  void choose(std::string_view id, std::string_view name, std::string_view note,
              const std::vector<SettingsChoice>& choices, std::optional<std::string>& target);
  void flip(std::string_view id, std::string_view name, std::string_view note, bool now,
            std::optional<bool>& target);
  /// A setting in words changes when its field is left, not with every letter.
  void write(std::string_view id, std::string_view name, std::string_view note,
             std::string_view placeholder, const std::string& now,
             std::optional<std::string>& target);
  /// Draws the card; the controls do their work here.
  void end_card();

  /// A sentence below the cards, said at once.
  void remark(std::string_view text);

  /// Where the next card begins.
  [[nodiscard]] float y() const { return y_; }

 private:
  struct Row {
    std::string_view name;
    std::string_view note;
    float control = 0;  ///< width
    std::function<void(float x, float middle_y)> draw;
  };
  [[nodiscard]] float note_width(const Row& row) const;
  [[nodiscard]] float height_of(const Row& row) const;

  const Canvas& canvas_;
  float x_;
  float y_;
  float width_;
  std::map<std::string, std::string>& edits_;
  std::string_view title_;
  std::vector<Row> rows_;
};

}  // namespace orchard::app::ui
