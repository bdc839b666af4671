#include "tests/benchmark/measuring/figure.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

std::string number(double value) {
  return value >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string measured(double value, const std::string& unit) {
  return number(value) + " " + unit;
}

std::string goal_of(const Figure& figure) {
  if (figure.goal <= 0) return "-";
  return measured(figure.goal, figure.unit) + (figure.misses_goal() ? " missed" : " met");
}

}  // namespace

std::string format_table(const std::vector<Figure>& figures) {
  constexpr const char* kRow = "{:<34} {:>12} {:>12} {:>7} {:>16}  {}\n";
  std::string text =
      fmt::format(fmt::runtime(kRow), "FIGURE", "ORCHARD", "RIVAL", "RATIO", "GOAL", "");
  for (const Figure& figure : figures) {
    if (!figure.problem.empty()) {
      text += fmt::format("{:<34} not measured: {}\n", figure.name, figure.problem);
      continue;
    }
    const bool compared = !figure.rival.empty();
    std::string remark = compared ? "rival: " + figure.rival : "";
    if (!figure.note.empty()) remark += (remark.empty() ? "" : "; ") + figure.note;
    text += fmt::format(
        fmt::runtime(kRow), figure.name, measured(figure.value, figure.unit),
        compared ? measured(figure.rival_value, figure.unit) : "-",
        compared && figure.rival_value > 0 ? fmt::format("{:.2f}", figure.ratio()) : "-",
        goal_of(figure), remark);
  }
  return text;
}

std::string format_json(const std::vector<Figure>& figures) {
  nlohmann::json list = nlohmann::json::array();
  for (const Figure& figure : figures) {
    nlohmann::json one = {{"name", figure.name}};
    if (!figure.problem.empty()) {
      one["problem"] = figure.problem;
    } else {
      one["unit"] = figure.unit;
      one["value"] = figure.value;
      if (!figure.rival.empty()) {
        one["rival"] = figure.rival;
        one["rival_value"] = figure.rival_value;
        one["ratio"] = figure.ratio();
      }
      if (figure.goal > 0) one["goal"] = figure.goal;
      if (!figure.note.empty()) one["note"] = figure.note;
    }
    list.push_back(std::move(one));
  }
  return list.dump(2) + "\n";
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double percentile(std::vector<double> values, double percent) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const auto rank =
      static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(values.size())));
  return values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
}

}  // namespace orchard::test
