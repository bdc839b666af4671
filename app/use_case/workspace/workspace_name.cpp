#include "app/use_case/workspace/workspace_name.h"

#include <array>
#include <cctype>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::array kAdjectives = {
    "amber", "brisk",  "calm",   "clear",  "cool",   "crisp",  "dapper", "early", "fair",  "fine",
    "fresh", "gentle", "golden", "grand",  "green",  "hardy",  "humble", "keen",  "kind",  "late",
    "light", "lively", "lucky",  "mellow", "merry",  "mild",   "neat",   "noble", "plain", "proud",
    "quick", "quiet",  "ready",  "round",  "silver", "smooth", "steady", "still", "sunny", "sweet",
    "tall",  "tidy",   "warm",   "wild",   "wise",   "young"};

constexpr std::array kPlants = {
    "acacia", "alder",  "almond",  "apple",  "ash",    "aspen",  "aster", "basil",  "bay",
    "beech",  "birch",  "briar",   "cedar",  "cherry", "clover", "cress", "elder",  "elm",
    "fennel", "fern",   "fig",     "fir",    "flax",   "hazel",  "heath", "holly",  "hop",
    "iris",   "ivy",    "juniper", "larch",  "laurel", "lilac",  "lily",  "linden", "lotus",
    "maple",  "mint",   "moss",    "myrtle", "oak",    "olive",  "pear",  "pine",   "plum",
    "poplar", "quince", "reed",    "rose",   "rowan",  "rush",   "sage",  "sorrel", "spruce",
    "tansy",  "thyme",  "tulip",   "vine",   "willow", "yarrow", "yew"};

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
}

}  // namespace

std::string generate_workspace_name(core::IdSource& ids, const std::set<std::string>& taken) {
  std::string name;
  // Enough tries that a free pair is found while a good part of them is free.
  for (int attempt = 0; attempt < 64; ++attempt) {
    name = fmt::format("{}-{}", kAdjectives[ids.next() % kAdjectives.size()],
                       kPlants[ids.next() % kPlants.size()]);
    if (!taken.contains(name)) return name;
  }
  for (int number = 2;; ++number) {
    std::string numbered = fmt::format("{}-{}", name, number);
    if (!taken.contains(numbered)) return numbered;
  }
}

core::Result<void> check_workspace_name(std::string_view name) {
  const auto wrong = [&](std::string_view why) {
    return core::fail(core::ErrorCode::invalid_argument,
                      fmt::format("'{}' cannot be a workspace name: {}.", name, why));
  };
  if (name.empty()) return wrong("it is empty");
  if (name.size() > 64) return wrong("it is longer than 64 characters");
  if (name.front() == '-' || name.front() == '.')
    return wrong("it must begin with a letter or digit");
  for (const char c : name)
    if (!is_name_character(c)) return wrong("use letters, digits, '-', '_' and '.' only");
  if (name.find("..") != std::string_view::npos || name.ends_with('.') || name.ends_with(".lock"))
    return wrong("git does not allow it as a branch name");
  return {};
}

std::string branch_prefix(std::string_view kind, std::string_view custom,
                          std::string_view git_user_name) {
  if (kind == "none") return "";
  if (kind == "custom") {
    std::string prefix(custom);
    while (prefix.ends_with('/')) prefix.pop_back();
    return prefix.empty() ? "" : prefix + "/";
  }
  std::string prefix;
  for (const char c : git_user_name) {
    if (c == ' ') break;
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      prefix += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return prefix.empty() ? "" : prefix + "/";
}

}  // namespace orchard::app
