#pragma once

namespace orchard::git {

/// Starts libgit2, which accepts the repository extensions that it can read from then on. The first
/// one does it, for it takes milliseconds that most commands can spare; libgit2 then stays started
/// until the process ends. Every call below git/ holds one. Any thread.
class Library {
 public:
  Library();
};

}  // namespace orchard::git
