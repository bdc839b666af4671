#include "git/handle/library.h"

#include <array>

#include <git2.h>

namespace orchard::git {
namespace {

constexpr std::size_t kObjectCacheBytes = std::size_t{32} << 20U;
constexpr std::size_t kMappedBytes = std::size_t{256} << 20U;

/// libgit2 between its start and the end of the process.
struct Started {
  Started();
  ~Started() { git_libgit2_shutdown(); }
  Started(const Started&) = delete;
  Started& operator=(const Started&) = delete;
};

Started::Started() {
  git_libgit2_init();
  // objectformat and refstorage change how objects and refs are read: they must stay refused.
  std::array<const char*, 4> extensions = {"worktreeconfig", "partialclone", "preciousobjects",
                                           "relativeworktrees"};
  git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
  git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, static_cast<ssize_t>(kObjectCacheBytes));
  git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, kMappedBytes);
}

}  // namespace

Library::Library() {
  static const Started started;
}

}  // namespace orchard::git
