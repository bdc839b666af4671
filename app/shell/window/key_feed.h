#pragma once

#include <cstddef>
#include <deque>
#include <vector>

namespace orchard::app::shell {

/// One event of the keyboard as GLFW tells it.
struct KeyEvent {
  int key = 0;  ///< 0 for a character
  int scancode = 0;
  int action = 0;  ///< 0 release, 1 press, 2 repeat
  int modifiers = 0;
  unsigned int character = 0;
  bool operator==(const KeyEvent&) const = default;
};

/// Hands the keyboard to the frames one key at a time. Dear ImGui asks once a frame which keys are
/// down, so a key that was pressed and released while a slow frame was drawn would never have been
/// there, and two keys would come in no order. Main thread.
class KeyFeed {
 public:
  void post(const KeyEvent& event) { waiting_.push_back(event); }
  /// What the next frame sees: at most one key pressed, with the modifiers before it and the
  /// character it makes; text that was typed ahead comes at once.
  [[nodiscard]] std::vector<KeyEvent> take();
  [[nodiscard]] bool empty() const { return waiting_.empty(); }

 private:
  /// How many events make two or more characters and nothing else.
  [[nodiscard]] std::size_t text_at_front() const;

  std::deque<KeyEvent> waiting_;
};

}  // namespace orchard::app::shell
