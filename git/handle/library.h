#pragma once

namespace orchard::git {

/// Keeps libgit2 started while it lives and accepts the repository extensions that it can read.
/// Counted: hold one in main for the whole run; every call below git/ holds another. Any thread.
class Library {
 public:
  Library();
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

}  // namespace orchard::git
