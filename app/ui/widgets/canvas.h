#pragma once

#include "app/ui/theme/fonts/fonts.h"
#include "app/ui/theme/geometry.h"
#include "app/ui/theme/theme.h"
#include "app/view_model/role.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct ImDrawList;

namespace orchard::app::ui {

/// A text as it was drawn, for tests: where, what, how.
struct DrawnText {
  Rect box;
  std::string text;
  Font font = Font::regular_13;
  Colour colour = Colour::text;
};

struct Point {
  float x = 0;
  float y = 0;
};

class Focus;

enum class Corners { all, top, bottom, left, right, none };

/// What frames have in common and what drawing found out. One per frame.
struct FrameFacts {
  float scale = 1;     ///< device px per logical px, window scale x text scale
  double seconds = 0;  ///< for motion
  bool reduced_motion = false;
  bool breathes = false;                        ///< out: something that moves by itself was drawn
  RareCharacters rare{};                        ///< out: characters met that no build knew
  std::vector<DrawnText>* record = nullptr;     ///< tests only
  std::vector<std::uint32_t>* areas = nullptr;  ///< tests only: ids of everything pressable
  Focus* focus = nullptr;                       ///< the main window's, from its draw() on
};

/// Draws into the current Dear ImGui window in logical px: it scales and places whole device px,
/// so that edges are sharp at every scale. UI thread, within one frame; owns nothing.
class Canvas {
 public:
  Canvas(const Theme& theme, const Fonts& fonts, FrameFacts& facts)
      : theme_(theme), fonts_(fonts), facts_(facts) {}

  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] const Fonts& fonts() const { return fonts_; }
  [[nodiscard]] FrameFacts& facts() const { return facts_; }
  [[nodiscard]] float scale() const { return facts_.scale; }
  /// Device px, not rounded.
  [[nodiscard]] float px(float logical) const { return logical * facts_.scale; }
  [[nodiscard]] ImDrawList* list() const;
  /// For Dear ImGui calls that take a colour.
  [[nodiscard]] std::uint32_t packed(Colour colour, float alpha = 1) const;

  // Text. `top` is the top of the line box; the baseline follows from the font's line height.
  [[nodiscard]] float width(Font font, std::string_view text) const;
  [[nodiscard]] float line_height(Font font) const { return fonts_[font].line_height; }
  /// Draws one line and gives its width.
  float text(Font font, Colour colour, float x, float top, std::string_view text) const;
  float text_right(Font font, Colour colour, float right, float top, std::string_view text) const;
  float text_centred(Font font, Colour colour, float middle, float top,
                     std::string_view text) const;
  /// One line cut with "…" at `max_width`.
  float text_cut(Font font, Colour colour, float x, float top, float max_width,
                 std::string_view text) const;
  /// Several lines, the last one cut when `max_lines` (0: no limit) is reached; gives the height.
  float text_wrapped(Font font, Colour colour, float x, float top, float width,
                     std::string_view text, int max_lines = 0, float line_height = 0) const;
  /// The lines text_wrapped would draw, without cutting; stops after `max_lines` when not 0.
  [[nodiscard]] std::vector<std::string_view> wrap(Font font, float width, std::string_view text,
                                                   int max_lines = 0) const;
  /// A glyph in the middle of `box` by its ink, not by its advance.
  void icon(Font font, Colour colour, const Rect& box, const char* glyph) const;
  /// Sees to the characters of a text that Dear ImGui itself draws.
  void watch_characters(Font font, std::string_view text) const;

  // Shapes.
  void fill(const Rect& box, Colour colour, float radius = 0, Corners corners = Corners::all,
            float alpha = 1) const;
  /// One device px (more at high scales) inside the edge.
  void outline(const Rect& box, Colour colour, float radius = 0, float alpha = 1) const;
  /// Border colour, then the fill inside it.
  void framed(const Rect& box, Colour inside, Colour border, float radius) const;
  void dashed(const Rect& box, Colour colour) const;
  void hairline(float x, float y, float w, Colour colour) const;
  void hairline_down(float x, float y, float h, Colour colour) const;
  /// Fully round ends.
  void capsule(const Rect& box, Colour colour, float alpha = 1) const;
  void disc(Point centre, float radius, Colour colour, float alpha = 1) const;
  /// `radius` is that of the middle of the stroke.
  void ring(Point centre, float radius, float stroke, Colour colour, float alpha = 1) const;
  /// Angles in turns, 0 at twelve o'clock, clockwise.
  void arc(Point centre, float radius, float stroke, float from, float to, Colour colour) const;
  void lines(std::span<const Point> points, float stroke, Colour colour, float alpha = 1,
             bool closed = false) const;
  void polygon(std::span<const Point> points, Colour colour, float alpha = 1) const;
  /// Everything drawn until pop_clip() stays inside.
  void push_clip(const Rect& box) const;
  void pop_clip() const;
  /// False when the box lies wholly outside what is visible: skip drawing it.
  [[nodiscard]] bool visible(const Rect& box) const;

 private:
  void put(Font font, std::uint32_t colour, float device_x, float top, const char* begin,
           const char* end) const;
  void record(Font font, Colour colour, float x, float top, float width,
              std::string_view text) const;

  const Theme& theme_;
  const Fonts& fonts_;
  FrameFacts& facts_;
};

/// The theme's colour for a meaning.
[[nodiscard]] Colour colour_of(Role role);

}  // namespace orchard::app::ui
