#pragma once

#include "core/base/result.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace orchard::test {

/// One measured figure, beside its rival measured in the same run when there is one.
struct Figure {
  std::string name;
  std::string unit;
  double value = 0;
  std::string rival;  ///< what it is compared with; empty: nothing
  double rival_value = 0;
  std::string note;
  std::string problem;  ///< one sentence when it could not be measured
  double goal = 0;      ///< it should not be more; 0: none

  /// How many times the rival's value it is.
  [[nodiscard]] double ratio() const { return rival_value > 0 ? value / rival_value : 0; }
  [[nodiscard]] bool misses_goal() const { return goal > 0 && value > goal; }
};

[[nodiscard]] std::string format_table(const std::vector<Figure>& figures);
[[nodiscard]] std::string format_json(const std::vector<Figure>& figures);

/// Of an empty list 0.
[[nodiscard]] double median(std::vector<double> values);
/// The least of the values that is not below `percent` of them; of an empty list 0.
[[nodiscard]] double percentile(std::vector<double> values, double percent);

/// A program that measures cannot go on after an error: it becomes an exception.
template <class T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().describe());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace orchard::test
