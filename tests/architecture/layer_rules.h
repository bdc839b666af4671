#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orchard::test {

/// The room a source file lies in: "core", "git", "agents", "metrics", "app/model", "app/services",
/// "app/view_model", "app/ui", "app/shell", "app/cli", "app/main"; the tests of a room belong to
/// it, tests that join rooms are "tests". None for a file in no known room.
[[nodiscard]] std::optional<std::string> find_room(std::string_view path);

/// Why the file at `path` may not include `header`, one sentence; none when it may.
[[nodiscard]] std::optional<std::string> find_breach(std::string_view path,
                                                     std::string_view header);

/// Why `target` may not link `library`, one sentence; none when it may. Both are CMake targets of
/// the project.
[[nodiscard]] std::optional<std::string> find_link_breach(std::string_view target,
                                                          std::string_view library);

}  // namespace orchard::test
