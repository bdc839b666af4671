#pragma once

#include "tests/support/sample_figures.h"

#include <chrono>
#include <memory>
#include <string>

namespace orchard::test {

// Answers to the analytics page that are hard to draw.

inline std::shared_ptr<app::FigureAnswer> make_empty_answer() {
  auto answer = make_sample_answer();
  answer->analytics = app::AnalyticsFigures{};
  answer->analytics->today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);
  answer->analytics->first_day = answer->analytics->today - std::chrono::days(88);
  answer->analytics->billing = {answer->analytics->today - std::chrono::days(19),
                                answer->analytics->today + std::chrono::days(10),
                                0,
                                0,
                                {}};
  return answer;
}

/// One turn of one session with one call.
inline std::shared_ptr<app::FigureAnswer> make_one_point_answer() {
  auto answer = make_empty_answer();
  app::AnalyticsFigures& figures = *answer->analytics;
  figures.workspaces = {make_sample_leaders()[3]};
  figures.heat[4][12] = 1;
  figures.weeks[12][4] = 1;
  figures.histogram[0] = 1;
  figures.commands = {{"/plan", 1}};
  figures.recent = {make_sample_figures().recent[0]};
  figures.days = {{figures.today, 1, 1, {4'200'000}}};
  figures.models = {{"claude-opus-4-8", 1, {1, 1, 0, 0, 0}, {4'200'000}, {}}};
  figures.lengths = {{1, 0, 0, 0, 0, 0, 0}, 1, core::Duration(1), core::Duration(1)};
  return answer;
}

/// A year of so much that names and figures are as wide as they get.
inline std::shared_ptr<app::FigureAnswer> make_year_answer() {
  auto answer = make_sample_answer();
  answer->question.filter.window = app::FigureWindow::all;
  app::AnalyticsFigures& figures = *answer->analytics;
  const auto leaders = make_sample_leaders();
  for (std::size_t i = 0; i < 2000; ++i) {
    app::Leader leader = leaders[i % leaders.size()];
    leader.workspace->value += std::to_string(i);
    leader.name +=
        " with a name that is far too long to fit into any column at all " + std::to_string(i);
    leader.totals.usage.cache_read = std::int64_t{1} << 50;
    leader.totals.cost = {std::int64_t{1} << 60};
    figures.workspaces.push_back(leader);
  }
  for (auto& day : figures.heat) day.fill(123'456);
  for (auto& week : figures.weeks) week.fill(9'876'543);
  figures.histogram.fill(987'654);
  for (int i = 0; i < 300; ++i)
    figures.recent.push_back(
        make_recent("tidewater", "x", std::chrono::minutes(i * 4), std::chrono::minutes(30)));
  figures.days.clear();
  for (int i = 364; i >= 0; --i) {
    const std::int64_t cost =
        i % 7 < 2 ? 3'456'789 : std::int64_t{1'234'567'890} * ((i * 37) % 101);
    figures.days.push_back({figures.today - std::chrono::days(i), i * 1'000, cost / 400, {cost}});
  }
  for (std::size_t i = 0; i < 40; ++i) {
    app::ModelTotals model = figures.models[i % 3];
    model.model += " with a name that is far too long " + std::to_string(i);
    figures.models.push_back(model);
  }
  figures.lengths.sessions.fill(987'654);
  return answer;
}

}  // namespace orchard::test
