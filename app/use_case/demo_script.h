#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace orchard::app {

/// What one agent of the demo is told and what it then does.
struct DemoTask {
  std::string_view workspace;
  std::string_view prompt;
  std::string_view script;         ///< directives of the demo agent
  std::string_view second_prompt;  ///< empty: one turn only
};

[[nodiscard]] std::span<const DemoTask> demo_tasks();

/// The files of the demo's repository: path and content.
[[nodiscard]] std::span<const std::pair<std::string_view, std::string_view>> demo_files();

}  // namespace orchard::app
