#include "app/ui/transcript/question_row.h"

#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/text/displayable.h"

#include <algorithm>

#include <fmt/format.h>

namespace orchard::app::ui {
namespace {

constexpr std::size_t kMostOptions = 9;  // as many as there are digit keys
constexpr float kGap = 8;

PendingAnswers& pending(const RowContext& context, const PermissionCard& card) {
  return context.state.answers[{card.request.session, card.request.request}];
}

void toggle(std::vector<std::string>& chosen, const std::string& option) {
  if (std::erase(chosen, option) == 0) chosen.push_back(option);
}

// In the order in which they were offered.
std::string joined(const AskedQuestion& question, const std::vector<std::string>& chosen) {
  std::string words;
  for (const std::string& option : question.options) {
    if (std::ranges::find(chosen, option) == chosen.end()) continue;
    words += (words.empty() ? "" : ", ") + option;
  }
  return words;
}

ButtonSpec option_button(std::string_view label, std::string_view digit) {
  return {.id = label, .text = label, .size = ButtonSize::large, .key_cap = digit};
}

// How wide an option may be so that all of them fit: long ones give way before short ones do.
float widest_option(const Canvas& canvas, const AskedQuestion& question, std::size_t count,
                    float room) {
  std::vector<float> widths;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string label = displayable_line(question.options[i]);
    widths.push_back(button_width(canvas, option_button(label, "1")));
  }
  std::ranges::sort(widths);
  for (std::size_t i = 0; i < count; ++i) {
    const float share = room / static_cast<float>(count - i) - kGap;
    if (widths[i] > share) return std::max(share, 48.0F);
    room -= widths[i] + kGap;
  }
  return widths.empty() ? 0 : widths.back();
}

}  // namespace

void answer_question(const RowContext& context, const PermissionCard& card, std::string words) {
  PendingAnswers& answers = pending(context, card);
  if (words.empty() || answers.given.size() >= card.questions.size()) return;
  answers.given.push_back({card.questions[answers.given.size()].text, std::move(words)});
  answers.chosen.clear();
  context.state.deny.reset();
  if (answers.given.size() < card.questions.size()) return;
  context.intents.push_back(AnswerPermission{card.request.session, card.request.request, true,
                                             false, "", std::move(answers.given)});
  context.state.answers.erase({card.request.session, card.request.request});
}

void draw_question(const RowContext& context, const PermissionCard& card, const Rect& row) {
  const Canvas& canvas = context.canvas;
  PendingAnswers& answers = pending(context, card);
  const std::size_t index = answers.given.size();
  const AskedQuestion question =
      index < card.questions.size() ? card.questions[index] : AskedQuestion{};
  float x = row.x;
  if (card.questions.size() > 1) {
    const std::string number = fmt::format("{}.", index + 1);
    canvas.text(Font::semibold_13, Colour::muted, x, row.y + 8, number);
    x += canvas.width(Font::semibold_13, number) + 10;
  }
  const ButtonSpec done{.id = "done", .text = "Done", .size = ButtonSize::large};
  const ButtonSpec back{
      .id = "back", .text = "Back", .kind = ButtonKind::quiet, .size = ButtonSize::large};
  const ButtonSpec reply{.id = "reply", .text = "Reply\u2026", .size = ButtonSize::large};
  const bool shows_keys = context.first_request == card.request.request;
  const std::size_t options = std::min(question.options.size(), kMostOptions);
  float room = row.right() - x - button_width(canvas, reply);
  if (index > 0) room -= button_width(canvas, back) + kGap;
  if (question.several) room -= button_width(canvas, done) + kGap;
  const float widest = widest_option(canvas, question, options, room);
  for (std::size_t i = 0; i < options; ++i) {
    const std::string digit = fmt::format("{}", i + 1);
    const std::string label = displayable_line(question.options[i]);
    const bool chosen =
        std::ranges::find(answers.chosen, question.options[i]) != answers.chosen.end();
    const bool primary = question.several ? chosen : i == 0;
    ButtonSpec spec =
        option_button(label, shows_keys ? std::string_view(digit) : std::string_view());
    spec.kind = primary ? ButtonKind::primary : ButtonKind::normal;
    if (button_width(canvas, spec) > widest) {
      spec.width = widest;
      spec.hint = label;
    }
    const Scope scope(digit);
    const bool by_key =
        keys_answer(context, card.request) && !typing() && key_pressed('1' + static_cast<int>(i));
    if (card_button(context, x, row.y, spec) || by_key) {
      if (!question.several) return answer_question(context, card, question.options[i]);
      toggle(answers.chosen, question.options[i]);
    }
    x += button_width(canvas, spec) + kGap;
  }
  if (question.several && !answers.chosen.empty()) {
    if (card_button(context, x, row.y, done))
      return answer_question(context, card, joined(question, answers.chosen));
    x += button_width(canvas, done) + kGap;
  }
  if (card_button(context, x, row.y, reply))
    context.state.deny = PendingDeny{card.request.session, card.request.request, ""};
  x += button_width(canvas, reply) + kGap;
  if (index > 0 && card_button(context, x, row.y, back)) {
    answers.given.pop_back();
    answers.chosen.clear();
  }
}

}  // namespace orchard::app::ui
