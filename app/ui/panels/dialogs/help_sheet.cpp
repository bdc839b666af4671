#include "app/ui/panels/dialogs/dialogs.h"
#include "app/ui/widgets/controls.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace orchard::app::ui {
namespace {

struct Line {
  std::string_view keys;
  std::string_view words;
};

struct Group {
  std::string_view title;
  std::span<const Line> lines;
};

constexpr std::array<Line, 9> kEverywhere = {{{"Ctrl N", "New workspace"},
                                              {"Ctrl O", "Add a repository"},
                                              {"Ctrl J", "Next that needs you"},
                                              {"Ctrl 1\u20269", "Workspace of the sidebar"},
                                              {"Ctrl 0", "Dashboard"},
                                              {"Ctrl Shift A", "Analytics"},
                                              {"Ctrl Shift U", "Usage"},
                                              {"Ctrl B", "Fold the sidebar"},
                                              {"Ctrl ,", "Settings"}}};
constexpr std::array<Line, 3> kMoving = {{{"Tab", "Next control, with Shift the one before"},
                                          {"Arrows", "From card to card, inside a chart or row"},
                                          {"Enter", "Press or open what the ring surrounds"}}};
constexpr std::array<Line, 4> kQuestions = {{{"Enter", "Allow what the agent asks"},
                                             {"A", "Allow always in this session"},
                                             {"D", "Deny, with a reason"},
                                             {"1\u20269", "Choose an answer"}}};
constexpr std::array<Line, 5> kConversation = {{{"Ctrl Enter", "Send the message"},
                                                {"Esc", "Interrupt the turn, or close"},
                                                {"PgUp PgDn", "Scroll the conversation"},
                                                {"Ctrl Home", "To its beginning"},
                                                {"Ctrl End", "To its end"}}};
constexpr std::array<Group, 2> kLeft = {{{"EVERYWHERE", kEverywhere}, {"MOVING", kMoving}}};
constexpr std::array<Group, 2> kRight = {
    {{"QUESTIONS", kQuestions}, {"CONVERSATION", kConversation}}};

constexpr float kLineHeight = 26;
constexpr float kTitleHeight = 24;
constexpr float kGroupGap = 14;
constexpr float kHead = 60;

float height_of(std::span<const Group> groups) {
  float height = -kGroupGap;
  for (const Group& group : groups) {
    height += kGroupGap + kTitleHeight + kLineHeight * static_cast<float>(group.lines.size());
  }
  return height;
}

void draw_groups(const Canvas& canvas, float x, float y, float width,
                 std::span<const Group> groups) {
  for (const Group& group : groups) {
    canvas.text(Font::caps_11, Colour::faint, x, y, group.title);
    y += kTitleHeight;
    for (const Line& line : group.lines) {
      const float cap = key_cap_width(canvas, line.keys);
      canvas.text_cut(Font::regular_13, Colour::text, x, y, width - cap - 12, line.words);
      key_cap(canvas, x + width - cap, y, line.keys);
      y += kLineHeight;
    }
    y += kGroupGap;
  }
}

}  // namespace

void draw_help(const Canvas& canvas, const Rect& window, UiState& state) {
  const bool wide = window.w >= 720;
  const float width = std::min(wide ? 720.0F : 420.0F, window.w - 24);
  const float content = wide ? std::max(height_of(kLeft), height_of(kRight))
                             : height_of(kLeft) + kGroupGap + height_of(kRight);
  const float height = std::min(kHead + content + 20, window.h - 24);
  const Rect card{window.middle_x() - width / 2, std::max(12.0F, (window.h - height) / 2), width,
                  height};
  const ModalCard modal(canvas, "help", window, card);
  canvas.text(Font::semibold_18, Colour::text, card.x + 24, card.y + 20, "Keys");
  {
    const Rect room{card.x + 8, card.y + kHead, card.w - 16, card.h - kHead - 12};
    ScrollArea scroll(canvas, "keys", room);
    const float x = card.x + 24;
    const float column = wide ? (width - 48 - 32) / 2 : width - 48;
    draw_groups(canvas, x, scroll.y(), column, kLeft);
    if (wide) {
      draw_groups(canvas, x + column + 32, scroll.y(), column, kRight);
    } else {
      draw_groups(canvas, x, scroll.y() + height_of(kLeft) + kGroupGap, column, kRight);
    }
    scroll.set_content_height(content);
  }
  const bool again = key_pressed(key::kF1) && !state.dialog_opened;
  if (modal.dismissed() || again) state.dialog = Dialog::none;
}

}  // namespace orchard::app::ui
