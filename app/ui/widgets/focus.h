#pragma once

#include "app/ui/theme/geometry.h"

#include <cstdint>
#include <string>
#include <vector>

namespace orchard::app::ui {

/// Where the keyboard is. Tab walks through everything that can be pressed in the order it is
/// drawn, arrows walk from card to card; elsewhere arrows are Dear ImGui's. The main window owns
/// it; UI thread. An area drawn in one frame can be reached with the keys of the next.
class Focus {
 public:
  /// Reads the keys. Call once a frame, before drawing.
  void begin_frame();
  /// Call for everything pressable as it is drawn, right behind its Dear ImGui item. `card`: has
  /// areas inside it.
  void add(std::uint32_t id, const Rect& box, bool card = false);
  /// True once when the keys led to this area: it takes the keyboard now.
  [[nodiscard]] bool take(std::uint32_t id);
  /// The area takes the keyboard as soon as it is drawn.
  void want(std::uint32_t id) { wanted_ = id; }
  /// The keyboard is on its way to another area than this one.
  [[nodiscard]] bool leaves(std::uint32_t id) const { return wanted_ != 0 && wanted_ != id; }
  /// This area has the keyboard although Dear ImGui does not know it.
  void note_here(std::uint32_t id) { here_ = id; }
  /// A ring is drawn somewhere: Enter belongs to what it surrounds.
  [[nodiscard]] bool is_shown() const { return shown_; }
  /// A list hung open when the frame began, even if Escape has closed it since.
  [[nodiscard]] bool list_was_open() const { return list_was_open_; }
  /// What is drawn until the end is a dialog above the window.
  void begin_dialog() { dialog_ = true; }
  void end_dialog() { dialog_ = false; }

 private:
  enum class Layer : std::uint8_t { window, dialog, list };
  struct Area {
    std::uint32_t id = 0;
    Rect box;
    bool card = false;
    Layer layer = Layer::window;
  };
  [[nodiscard]] std::uint32_t current() const;
  void step(bool back);
  void walk_cards(float dx, float dy);

  std::vector<Area> areas_;    ///< of this frame
  std::vector<Area> reached_;  ///< of the frame before, its uppermost layer
  std::uint32_t wanted_ = 0;
  std::uint32_t here_ = 0;
  std::size_t last_ = 0;  ///< where the keyboard was, for when that area is gone
  bool shown_ = false;
  bool list_was_open_ = false;
  bool dialog_ = false;
};

/// A key pressed just before a question came into view must not answer it.
class KeyGuard {
 public:
  /// `question` is what the keys would answer now, empty for none; `seconds` the frame clock.
  [[nodiscard]] bool lets_answer(const std::string& question, double seconds) {
    if (question != question_) {
      question_ = question;
      since_ = seconds;
    }
    return !question.empty() && seconds - since_ >= kAnswersAfter;
  }

 private:
  static constexpr double kAnswersAfter = 0.4;
  std::string question_;
  double since_ = 0;
};

}  // namespace orchard::app::ui
