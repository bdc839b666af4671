#include "app/shell/window/key_feed.h"

namespace orchard::app::shell {
namespace {

constexpr int kRelease = 0;
constexpr int kPress = 1;

// Shift, Control, Alt and Super of both sides, as GLFW numbers them.
bool is_modifier(int key) {
  return key >= 340 && key <= 347;
}

bool is_shift(int key) {
  return key == 340 || key == 344;
}

}  // namespace

std::size_t KeyFeed::text_at_front() const {
  std::size_t end = 0;
  int characters = 0;
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    const KeyEvent& event = waiting_[i];
    const bool press = event.key != 0 && event.action != kRelease;
    const bool makes_text = i + 1 < waiting_.size() && waiting_[i + 1].character != 0;
    if (press && !is_shift(event.key) && !makes_text) break;
    if (event.character == 0) continue;
    ++characters;
    end = i + 1;
  }
  return characters > 1 ? end : 0;
}

std::vector<KeyEvent> KeyFeed::take() {
  const auto text = static_cast<std::ptrdiff_t>(text_at_front());
  std::vector<KeyEvent> now(waiting_.begin(), waiting_.begin() + text);
  waiting_.erase(waiting_.begin(), waiting_.begin() + text);
  if (!now.empty()) return now;
  bool modified = false;
  bool pressed = false;
  while (!waiting_.empty()) {
    const KeyEvent event = waiting_.front();
    const bool is_key = event.key != 0;
    const bool press = is_key && event.action == kPress;
    if (is_key && event.action == kRelease && (pressed || modified)) break;
    if (press && pressed) break;
    if (press) (is_modifier(event.key) ? modified : pressed) = true;
    now.push_back(event);
    waiting_.pop_front();
  }
  return now;
}

}  // namespace orchard::app::shell
