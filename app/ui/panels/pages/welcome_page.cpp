#include "app/ui/panels/pages/welcome_page.h"

#include "app/ui/panels/frame/page_header.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/marks.h"

#include <algorithm>

namespace orchard::app::ui {
namespace {

constexpr float kColumn = 560;
constexpr float kRow = 36;

// Lines in the middle; gives the height.
float centred(const Canvas& canvas, Font font, Colour colour, float middle, float y, float width,
              std::string_view words) {
  const float top = y;
  for (const std::string_view line : canvas.wrap(font, width, words)) {
    canvas.text_centred(font, colour, middle, y, line);
    y += canvas.line_height(font);
  }
  return y - top;
}

float buttons(const Canvas& canvas, float middle, float y, const WelcomeView& view, UiState& state,
              IntentQueue& intents) {
  const ButtonSpec add{.id = "add",
                       .text = view.add_repository,
                       .kind = ButtonKind::primary,
                       .size = ButtonSize::hero,
                       .icon = icon::kPlus,
                       .key_cap = "Ctrl O"};
  const ButtonSpec demo{.id = "demo",
                        .text = view.try_demo,
                        .kind = ButtonKind::normal,
                        .size = ButtonSize::hero,
                        .icon = icon::kPlay};
  const float first = button_width(canvas, add);
  const float second = button_width(canvas, demo);
  const float x = middle - (first + 12 + second) / 2;
  if (button(canvas, x, y, add)) state.open_dialog(Dialog::add_repository);
  if (button(canvas, x + first + 12, y, demo)) intents.emplace_back(RunDemo{});
  return 40;
}

float check_height(const Canvas& canvas, const CheckRow& check, float width) {
  if (check.remedy.empty()) return kRow;
  const auto lines = canvas.wrap(Font::regular_12, width - 26, check.remedy);
  return kRow + 16 * static_cast<float>(lines.size()) + 2;
}

float checks(const Canvas& canvas, float x, float y, float width, const WelcomeView& view,
             IntentQueue& intents) {
  const float left = x + 21;
  const float inner = width - 42;
  float height = 44 + 8;
  for (const CheckRow& check : view.checks) height += check_height(canvas, check, inner);
  const Rect box{x, y, width, height};
  canvas.framed(box, Colour::surface, Colour::border, 8);
  canvas.text(Font::semibold_13, Colour::text, left, y + 17, view.checks_title);
  const float verdict = canvas.text_right(Font::medium_12, colour_of(view.verdict.role),
                                          box.right() - 21, y + 18, view.verdict.text);
  const Rect again{box.right() - 21 - verdict - 34, y + 13, 26, 26};
  if (icon_button(canvas, "again", again, icon::kUndo, "Check again")) {
    intents.emplace_back(CheckHealth{});
  }
  float top = y + 44;
  for (const CheckRow& check : view.checks) {
    canvas.hairline(left, top, inner, Colour::line);
    state_mark(canvas, left, top + 11, check.mark, Colour::surface);
    const float name = canvas.text(Font::regular_13, Colour::text, left + 26, top + 9, check.name);
    const float room = inner - 26 - name - 16;
    const float detail = std::min(room, canvas.width(Font::mono_12, check.detail));
    canvas.text_cut(Font::mono_12, Colour::faint, box.right() - 21 - detail, top + 10, room,
                    check.detail);
    if (!check.remedy.empty()) {
      canvas.text_wrapped(Font::regular_12, Colour::muted, left + 26, top + 31, inner - 26,
                          check.remedy);
    }
    top += check_height(canvas, check, inner);
  }
  return height;
}

}  // namespace

void draw_welcome(const Canvas& canvas, const Rect& area, const WelcomeView& view, UiState& state,
                  IntentQueue& intents) {
  draw_page_header(canvas, area, "Dashboard", false, state);
  const Rect page{area.x, area.y + kHeaderHeight, area.w, area.h - kHeaderHeight};
  ScrollArea scroll(canvas, "welcome", page);
  const float middle = area.middle_x();
  const float column = std::min(kColumn, area.w - 32);
  // The column stands at 160 in a window of 900 and moves up in a lower one.
  float y = scroll.y() + std::clamp((page.h - 632) / 2, 16.0F, 108.0F);
  seedlings(canvas, middle - 140, y);
  y += 96 + 22;
  canvas.text_centred(Font::semibold_28, Colour::text, middle, y, view.title);
  y += 34 + 12;
  for (const std::string& sentence : view.sentences) {
    y += centred(canvas, Font::regular_15, Colour::muted, middle, y, column, sentence);
  }
  y += 26;
  y += buttons(canvas, middle, y, view, state, intents) + 12;
  y += centred(canvas, Font::regular_12, Colour::faint, middle, y, column, view.demo_note) + 36;
  y += checks(canvas, middle - column / 2, y, column, view, intents) + 14;
  canvas.text_centred(Font::regular_12, Colour::faint, middle, y, view.drop_note);
  scroll.set_content_height(y + 40 - scroll.y());
}

}  // namespace orchard::app::ui
