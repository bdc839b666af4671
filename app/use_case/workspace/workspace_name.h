#pragma once

#include "core/base/id_source.h"
#include "core/base/result.h"

#include <set>
#include <string>
#include <string_view>

namespace orchard::app {

/// A name such as "quiet-fern" that is not in `taken`; numbered when every pair is used.
[[nodiscard]] std::string generate_workspace_name(core::IdSource& ids,
                                                  const std::set<std::string>& taken);

/// Checks a name a person typed. It becomes a folder and a part of a branch: letters, digits,
/// '-', '_' and '.', not beginning with '-' or '.', at most 64 bytes. Errors: invalid_argument.
[[nodiscard]] core::Result<void> check_workspace_name(std::string_view name);

/// What stands before the name in the branch: "mara/" from a git user name "Mara Lind", the custom
/// text with one slash at its end, or nothing. `kind` is user, custom or none.
[[nodiscard]] std::string branch_prefix(std::string_view kind, std::string_view custom,
                                        std::string_view git_user_name);

}  // namespace orchard::app
