#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace orchard::test {

/// One file of the repository, read whole. `path` is relative to the root, with forward slashes.
struct TreeFile {
  std::string path;
  std::string text;  ///< empty for binary files

  [[nodiscard]] bool is_source() const;
  [[nodiscard]] bool is_header() const;
};

/// Every file below `root` that belongs to the project: no build output, no git data, no installed
/// packages. Sorted by path.
[[nodiscard]] std::vector<TreeFile> read_tree(const std::filesystem::path& root);

struct Include {
  int line = 0;
  std::string header;  ///< what stands between the quotes or angle brackets
  bool quoted = false;
};

/// The include directives of a C++ file, in order.
[[nodiscard]] std::vector<Include> find_includes(const std::string& text);

struct LinkEdge {
  std::string target;
  std::string library;
};

/// Every edge between two targets of the project that a CMake file names.
[[nodiscard]] std::vector<LinkEdge> find_links(const std::string& text);

}  // namespace orchard::test
