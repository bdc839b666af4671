#include "app/ui/transcript/question_row.h"

#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/input.h"
#include "app/ui/widgets/interact.h"
#include "app/view_model/text/displayable.h"

#include <algorithm>

#include <fmt/format.h>

namespace orchard::app::ui {
namespace {

constexpr std::size_t kMostOptions = 9;

PendingAnswers& pending(const RowContext& context, const PermissionCard& card) {
  auto& answers = context.state.answers;
  if (!answers || answers->request != card.request.request)
    answers = PendingAnswers{card.request.request, {}, {}};
  return *answers;
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
  context.state.answers.reset();
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
  for (std::size_t i = 0; i < question.options.size() && i < kMostOptions; ++i) {
    const std::string digit = fmt::format("{}", i + 1);
    const std::string label = displayable_line(question.options[i]);
    const bool chosen =
        std::ranges::find(answers.chosen, question.options[i]) != answers.chosen.end();
    const bool primary = question.several ? chosen : i == 0;
    const ButtonSpec spec{.id = label,
                          .text = label,
                          .kind = primary ? ButtonKind::primary : ButtonKind::normal,
                          .size = ButtonSize::large,
                          .key_cap = digit};
    const float width = button_width(canvas, spec);
    if (x + width + (question.several ? 160 : 80) > row.right()) break;
    const Scope scope(digit);
    const bool by_key = context.answers_keys && !typing() && key_pressed('1' + static_cast<int>(i));
    if (button(canvas, x, row.y, spec) || by_key) {
      if (!question.several) return answer_question(context, card, question.options[i]);
      toggle(answers.chosen, question.options[i]);
    }
    x += width + 8;
  }
  if (question.several && !answers.chosen.empty()) {
    const ButtonSpec done{.id = "done", .text = "Done", .size = ButtonSize::large};
    if (button(canvas, x, row.y, done))
      return answer_question(context, card, joined(question, answers.chosen));
    x += button_width(canvas, done) + 8;
  }
  if (button(canvas, x, row.y, {.id = "reply", .text = "Reply\u2026", .size = ButtonSize::large}))
    context.state.deny = PendingDeny{card.request.session, card.request.request, ""};
}

}  // namespace orchard::app::ui
