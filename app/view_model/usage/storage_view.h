#pragma once

#include "app/model/storage_state.h"
#include "app/view_model/role.h"

#include <string>
#include <vector>

namespace orchard::app {

/// One kind of thing on the disk in words.
struct StorageRow {
  std::string title;      ///< "Trash"
  std::string note;       ///< what it is for
  std::string items;      ///< "3 folders"
  std::string size;       ///< "1.2 GiB"; "in git" for what has no file of its own
  std::string removable;  ///< "800 MiB not needed"; empty: all of it is
};

struct StorageView {
  std::string summary;  ///< "Measuring…", "1.3 GiB on the disk"
  std::vector<StorageRow> rows;
  bool can_clean_up = false;
  std::string note;                   ///< what a clean-up would remove, or why there is nothing
  std::vector<std::string> question;  ///< to be read before it is done
  bool running = false;
  double progress = 0;  ///< 0–1 while it runs
  std::string doing;    ///< "Emptying the trash, 2 of 5"
  std::string result;   ///< "Freed 812 MiB: 3 things were removed."
  Role result_role = Role::muted;
};

[[nodiscard]] StorageView make_storage_view(const StorageState& state);

/// What a clean-up did, in one sentence.
[[nodiscard]] std::string clean_up_sentence(const CleanUpState& done);

/// "812 B", "45.0 KiB", "1.2 GiB"; negative counts as zero.
[[nodiscard]] std::string byte_size(std::int64_t bytes);

}  // namespace orchard::app
