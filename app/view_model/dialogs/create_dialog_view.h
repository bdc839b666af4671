#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"

#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// What the user has typed into the dialog so far.
struct CreateDraft {
  core::RepositoryId repository;
  std::string name;  ///< empty: generated
  std::string base;  ///< empty: the repository's
  std::string prompt;
};

struct CreateDialogView {
  struct Choice {
    std::string id;  ///< repository id or branch name
    std::string text;
    bool chosen = false;
  };
  std::vector<Choice> repositories;
  std::vector<Choice> bases;  ///< the repository's base first
  std::string name_hint;      ///< placeholder: "generated, for example quiet-fern"
  std::string name_problem;   ///< one sentence, empty when the name will do
  std::string branch_note;    ///< "Branch name on top of main"
  bool can_create = false;
};

[[nodiscard]] CreateDialogView make_create_dialog_view(const AppSnapshot& snapshot,
                                                       const CreateDraft& draft);

/// One sentence that says why a workspace cannot have this name; empty when it can. Allowed are
/// letters, digits, "-", "_" and "."; at most 64; not "." first or last, no "..", no ".lock".
[[nodiscard]] std::string workspace_name_problem(const std::string& name,
                                                 const RepositoryState* repository);

/// The intent of the button; none while the draft will not do.
[[nodiscard]] std::optional<CreateWorkspace> create_intent(const AppSnapshot& snapshot,
                                                           const CreateDraft& draft);

}  // namespace orchard::app
