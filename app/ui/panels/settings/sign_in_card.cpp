#include "app/ui/panels/settings/sign_in_card.h"

#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"

#include <algorithm>

#include <imgui.h>

namespace orchard::app::ui {
namespace {

constexpr float kPad = 20;
constexpr std::size_t kMostLines = 12;
constexpr float kLine = 18;

/// The last lines of the output as they are broken to fit.
std::vector<std::string_view> output_lines(const Canvas& canvas, const SignInView& view,
                                           float width) {
  std::vector<std::string_view> lines;
  for (const std::string& line : view.output) {
    if (line.empty()) {
      lines.emplace_back(line);
      continue;
    }
    for (const std::string_view part : canvas.wrap(Font::mono_12, width, line, kMostLines))
      lines.push_back(part);
  }
  if (lines.size() > kMostLines) lines.erase(lines.begin(), lines.end() - kMostLines);
  return lines;
}

void head(const Canvas& canvas, const Rect& box, const SignInView& view, IntentQueue& intents) {
  const ButtonSpec spec{.id = "sign-in",
                        .text = view.running ? std::string_view("Cancel") : view.button,
                        .icon = view.running ? nullptr : icon::kKey};
  const float wide = button_width(canvas, spec);
  canvas.icon(Font::icon_14, Colour::muted, {box.x + kPad, box.y + 17, 16, 20}, icon::kUser);
  const float x = box.x + kPad + 28;
  const float room = box.right() - kPad - wide - 12 - x;
  canvas.text_cut(Font::medium_13, Colour::text, x, box.y + 8, room, "Claude Code sign-in");
  canvas.text_cut(Font::regular_12, colour_of(view.role), x, box.y + 27, room, view.state);
  if (!button_right(canvas, box.right() - kPad, box.y + 13, spec)) return;
  intents.push_back(view.running ? Intent(CancelSignIn{}) : Intent(SignIn{}));
}

void code_row(const Canvas& canvas, float x, float y, float width, UiState& state,
              IntentQueue& intents) {
  std::string& line = state.settings.sign_in_line;
  const ButtonSpec give{.id = "give",
                        .text = "Give",
                        .kind = ButtonKind::primary,
                        .size = ButtonSize::large,
                        .enabled = !line.empty()};
  const float wide = button_width(canvas, give);
  const InputEvent typed = input_line(canvas, {x, y, width - wide - 8, 32},
                                      {.id = "code",
                                       .placeholder = "The code from the browser",
                                       .icon = icon::kKey,
                                       .mono = true,
                                       .secret = true},
                                      line);
  const bool pressed = button_right(canvas, x + width, y, give);
  if ((!pressed && !typed.submitted) || line.empty()) return;
  intents.emplace_back(AnswerSignIn{line});
  // Nothing of it stays here, not even as spare room behind the text.
  std::fill(line.begin(), line.end(), '\0');
  line.clear();
}

}  // namespace

float draw_sign_in(const Canvas& canvas, const Rect& room, const SignInView& view, UiState& state,
                   IntentQueue& intents) {
  const Scope scope("sign-in");
  canvas.text(Font::caps_11, Colour::faint, room.x, room.y, "CLAUDE CODE");
  const float inner = room.w - 2 * kPad;
  const auto lines = output_lines(canvas, view, inner - 24);
  const auto remedy = canvas.wrap(Font::regular_12, inner, view.remedy);
  const bool shows_address = view.running && !view.address.empty();
  float height = 52;
  if (!view.remedy.empty()) height += 16 * static_cast<float>(remedy.size()) + 12;
  if (!lines.empty()) height += kLine * static_cast<float>(lines.size()) + 16 + 12;
  if (view.running) height += 32 + 14;
  if (shows_address) height += 26 + 12;
  const Rect card{room.x, room.y + 22, room.w, height + 2};
  canvas.framed(card, Colour::surface, Colour::border, 8);
  head(canvas, card, view, intents);
  const float x = card.x + kPad;
  float y = card.y + 54;
  if (!view.remedy.empty())
    y += canvas.text_wrapped(Font::regular_12, Colour::muted, x, y, inner, view.remedy) + 12;
  if (!lines.empty()) {
    const Rect box{x, y, inner, kLine * static_cast<float>(lines.size()) + 16};
    canvas.framed(box, Colour::sunken, Colour::line, 6);
    float top = y + 8;
    for (const std::string_view line : lines) {
      canvas.text(Font::mono_12, Colour::text, x + 12, top + 1, line);
      top += kLine;
    }
    y += box.h + 12;
  }
  if (shows_address) {
    const ButtonSpec copy{
        .id = "copy", .text = "Copy the address", .icon = icon::kCopy, .hint = view.address};
    if (button(canvas, x, y, copy)) ImGui::SetClipboardText(view.address.c_str());
    y += 38;
  }
  if (view.running) code_row(canvas, x, y, inner, state, intents);
  return 22 + card.h;
}

}  // namespace orchard::app::ui
