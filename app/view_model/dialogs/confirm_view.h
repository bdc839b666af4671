#pragma once

#include "app/model/app_snapshot.h"

#include <string>

namespace orchard::app {

/// The words of a question before something is put away.
struct ConfirmView {
  std::string title;  ///< "Delete quiet-fern?"
  std::string words;  ///< what is kept and what would be lost
  std::string yes;
  bool careful = false;  ///< something goes that cannot be taken back with one press
};

[[nodiscard]] ConfirmView confirm_archive(const WorkspaceState& workspace);
[[nodiscard]] ConfirmView confirm_delete(const WorkspaceState& workspace);

}  // namespace orchard::app
