#pragma once

#include "app/ui/widgets/canvas.h"

#include <string>
#include <string_view>

namespace orchard::app::ui {

/// What the user does with an area.
struct Press {
  bool hovered = false;
  bool held = false;
  bool focused = false;  ///< by keyboard: show a ring
  bool clicked = false;  ///< mouse released inside, or Space or Enter while focused
};

/// Makes an area clickable and reachable by keyboard. `id` is unique within its Scope.
/// `under` lets areas made later lie on top of this one (a card below its buttons).
[[nodiscard]] Press press(const Canvas& canvas, std::string_view id, const Rect& box,
                          bool under = false);

/// The area that press() makes next with this id takes the keyboard and shows its ring.
void want_focus(const Canvas& canvas, std::string_view id);

/// The area of this id, in the present Scope, has the ring.
[[nodiscard]] bool has_ring(std::string_view id);

/// The mouse is inside, whatever lies there.
[[nodiscard]] bool is_under_mouse(const Canvas& canvas, const Rect& box);

/// The ring of a focused control, drawn just outside it.
void focus_ring(const Canvas& canvas, const Rect& box, float radius);

/// Shows `text` beside the mouse while the box is hovered; nothing for an empty text.
void hint(const Canvas& canvas, const Rect& box, std::string_view text);

/// Prefixes the ids of everything made while it lives.
class Scope {
 public:
  explicit Scope(std::string_view id);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
};

/// A part of the window with its own scroll bar and clipping. Draw inside while it lives, from
/// (x, y), which move with the scroll position; tell the height before it ends. Without `bar` only
/// the wheel and the keyboard scroll.
class ScrollArea {
 public:
  ScrollArea(const Canvas& canvas, std::string_view id, const Rect& box, bool bar = true);
  ~ScrollArea();
  ScrollArea(const ScrollArea&) = delete;
  ScrollArea& operator=(const ScrollArea&) = delete;

  [[nodiscard]] float x() const { return x_; }
  [[nodiscard]] float y() const { return y_; }
  void set_content_height(float height) { height_ = height; }
  /// Logical px hidden above, and the largest that can be.
  [[nodiscard]] float scroll() const;
  [[nodiscard]] float max_scroll() const;
  void scroll_to(float y) const;

 private:
  const Canvas& canvas_;
  Rect box_;
  float x_ = 0;
  float y_ = 0;
  float height_ = 0;
};

/// A scrim over the whole window and a card in its middle that takes the keyboard. Draw inside
/// while it lives when `open`.
class ModalCard {
 public:
  ModalCard(const Canvas& canvas, std::string_view id, const Rect& window, const Rect& card);
  ~ModalCard();
  ModalCard(const ModalCard&) = delete;
  ModalCard& operator=(const ModalCard&) = delete;
  /// The user pressed Escape or clicked beside the card.
  [[nodiscard]] bool dismissed() const { return dismissed_; }

 private:
  Focus* focus_ = nullptr;
  bool dismissed_ = false;
};

/// Keys as GLFW numbers them; the few that are asked for.
namespace key {
inline constexpr int kEscape = 256;
inline constexpr int kEnter = 257;
inline constexpr int kKeypadEnter = 335;
inline constexpr int kF1 = 290;
}  // namespace key
[[nodiscard]] bool key_pressed(int key);
[[nodiscard]] bool control_down();
/// Enter of either block, without Control.
[[nodiscard]] bool enter_pressed();
/// A text field has the keyboard.
[[nodiscard]] bool typing();

}  // namespace orchard::app::ui
