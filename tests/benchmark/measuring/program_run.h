#pragma once

#include <string>
#include <vector>

namespace orchard::test {

/// What one run of a program took.
struct Spent {
  double cpu = 0;     ///< seconds, user and system
  double wall = 0;    ///< seconds
  double memory = 0;  ///< MB resident at most
};

/// Runs the program to its end, its output thrown away. Throws when it fails.
[[nodiscard]] Spent run_program(const std::vector<std::string>& arguments,
                                const std::vector<std::string>& environment);

}  // namespace orchard::test
