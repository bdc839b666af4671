#pragma once

#include "core/settings/paths.h"
#include "metrics/ledger/store.h"
#include "tests/support/scratch_repository.h"

#include <string>

namespace orchard::test {

struct SampleSize {
  int workspaces = 0;  ///< each a real worktree with a conversation of its own
  int turns = 0;       ///< of each conversation
  int replies = 0;     ///< of each turn: some text and a tool call
};

/// A home of Orchard's whose store holds one repository with workspaces and their history, written
/// straight into the ledger. Its folder lies beside the repository and goes with it.
class SampleHome {
 public:
  explicit SampleHome(SampleSize size);

  [[nodiscard]] std::filesystem::path path() const { return repository_.outside() / "home"; }

 private:
  void add_repository(metrics::Store& store);
  void add_workspace(metrics::Store& store, int number, const SampleSize& size);

  ScratchRepository repository_;
  core::Paths paths_;
  std::string head_;
};

}  // namespace orchard::test
