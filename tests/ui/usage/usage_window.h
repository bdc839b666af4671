#pragma once

#include "tests/support/sample_usage.h"
#include "tests/ui/imgui_harness.h"

namespace orchard::test {

/// The page with the figures of the sample.
inline void open_usage(ImguiHarness& ui) {
  ui.snapshot.figure_book = make_sample_book();
  ui.snapshot.figures = make_usage_answer();
  ui.state.page = app::ui::Page::usage;
  ui.frames(3);
}

/// What the page asked last.
inline app::UsageQuestion asked(const ImguiHarness& ui) {
  const auto questions = ui.wanted<app::LookAtFigures>();
  if (questions.empty() || !questions.back().question || !questions.back().question->usage)
    return {};
  return *questions.back().question->usage;
}

}  // namespace orchard::test
