#include "metrics/usage/reading/place_labels.h"

#include <filesystem>

namespace orchard::metrics {

namespace {

/// "home/work" for two folders above "api" in "/home/work/api".
std::string folders_above(std::string_view name, std::string_view path, std::size_t count) {
  std::filesystem::path above;
  std::filesystem::path rest(path);
  if (rest.filename() == name) rest = rest.parent_path();
  for (; count > 0 && rest.has_relative_path(); --count) {
    above = above.empty() ? rest.filename() : rest.filename() / above;
    rest = rest.parent_path();
  }
  return above.string();
}

}  // namespace

std::size_t folders_to_tell_apart(std::string_view name, const std::set<std::string>& paths) {
  if (paths.size() < 2) return 0;
  for (std::size_t folders = 1;; ++folders) {
    std::set<std::string> above;
    bool is_whole = true;
    for (const std::string& path : paths) {
      const std::string shown = folders_above(name, path, folders);
      is_whole &= shown == folders_above(name, path, folders + 1);
      above.insert(shown);
    }
    if (above.size() == paths.size() || is_whole) return folders;
  }
}

std::string place_label(std::string_view name, std::string_view path, std::size_t folders) {
  std::string label(name);
  const std::string above = folders_above(name, path, folders);
  if (!above.empty()) label += " (" + above + ")";
  return label;
}

}  // namespace orchard::metrics
