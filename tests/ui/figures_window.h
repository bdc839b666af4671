#pragma once

#include "tests/support/sample_figures.h"
#include "tests/ui/imgui_harness.h"

#include <memory>
#include <string>

namespace orchard::test {

/// The page with the figures of the sample.
inline void open_page(ImguiHarness& ui) {
  ui.snapshot.figure_book = make_sample_book();
  ui.snapshot.figures = make_sample_answer();
  ui.state.page = app::ui::Page::analytics;
  ui.frames(3);
}

inline void hover(ImguiHarness& ui, float x, float y) {
  ImGui::GetIO().MousePos = {x, y};
  ui.frames(3);
}

inline const app::FigureDrill* opened(const ImguiHarness& ui) {
  return ui.state.figures.drills.empty() ? nullptr : &ui.state.figures.drills.back();
}

inline app::FigureRows two_sessions() {
  app::FigureRows rows;
  rows.columns = {{"session"}, {"title"}, {"turns", app::CellUnit::count}};
  rows.rows = {{std::string("s-quiet-fern"), std::string("Water the fern"), std::int64_t{3}},
               {std::string("s-2"), std::string("Cut the oak"), std::int64_t{8}}};
  rows.list = "sessions in which a turn began then";
  return rows;
}

inline void answer_rows(ImguiHarness& ui) {
  auto answer = std::make_shared<app::FigureAnswer>();
  answer->question.drill = *opened(ui);
  answer->rows = two_sessions();
  ui.snapshot.figures = answer;
  ui.frames(2);
}

}  // namespace orchard::test
