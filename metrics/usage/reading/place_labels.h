#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace orchard::metrics {

// What places are called side by side: folders of one name need more than their name.

/// How many folders tell the places at `paths`, all called `name`, apart; 0 for one alone. Pure.
[[nodiscard]] std::size_t folders_to_tell_apart(std::string_view name,
                                                const std::set<std::string>& paths);

/// `name` of the place at `path` with the nearest `folders` above it, or fewer when there are no
/// more: "api (home/work)". A folder called otherwise than the place counts as one above. Pure.
[[nodiscard]] std::string place_label(std::string_view name, std::string_view path,
                                      std::size_t folders);

}  // namespace orchard::metrics
