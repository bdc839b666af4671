#pragma once

#include "core/watch/directory_watch.h"

#include <chrono>
#include <filesystem>

namespace orchard::test {

/// Looks at `condition` whenever something changes in `folder`, and every 50 ms for what changes
/// elsewhere. False when it is still not true after a minute.
template <class Condition>
[[nodiscard]] bool wait_until(const std::filesystem::path& folder, Condition condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  auto watch = core::DirectoryWatch::create();
  if (!watch || !watch->add(folder)) return false;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= until) return false;
    (void)watch->wait(std::chrono::milliseconds(50));
  }
  return true;
}

}  // namespace orchard::test
