#include "tests/architecture/layer_rules.h"
#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

constexpr std::ptrdiff_t kMostLines = 400;
constexpr int kMostFiles = 14;

const std::vector<TreeFile>& tree() {
  static const std::vector<TreeFile> files = read_tree(ORCHARD_SOURCE_ROOT);
  return files;
}

/// The words of a snake_case or kebab-case name.
std::vector<std::string> words_of(const std::string& name) {
  static const std::regex separator("[^A-Za-z0-9]+");
  return {std::sregex_token_iterator(name.begin(), name.end(), separator, -1), {}};
}

TEST(Tree, IsRead) {
  EXPECT_GT(tree().size(), 20U) << "nothing found below " << ORCHARD_SOURCE_ROOT;
}

TEST(Tree, IncludesOnlyPointDown) {
  for (const TreeFile& file : tree()) {
    if (!file.is_source()) continue;
    for (const Include& include : find_includes(file.text))
      if (const auto breach = find_breach(file.path, include.header))
        ADD_FAILURE() << file.path << ":" << include.line << ": " << *breach;
  }
}

TEST(Tree, QuotedIncludesStartAtTheRoot) {
  for (const TreeFile& file : tree()) {
    if (!file.is_source()) continue;
    for (const Include& include : find_includes(file.text)) {
      const bool found = fs::is_regular_file(fs::path(ORCHARD_SOURCE_ROOT) / include.header);
      EXPECT_TRUE(found || !include.quoted) << file.path << ":" << include.line << ": \""
                                            << include.header << "\" is no file below the root";
    }
  }
}

TEST(Tree, TargetsOnlyLinkDownwards) {
  for (const TreeFile& file : tree()) {
    if (fs::path(file.path).filename() != "CMakeLists.txt") continue;
    for (const LinkEdge& link : find_links(file.text))
      if (const auto breach = find_link_breach(link.target, link.library))
        ADD_FAILURE() << file.path << ": " << *breach;
  }
}

TEST(Tree, FilesHoldOneIdea) {
  for (const TreeFile& file : tree()) {
    if (!file.is_source()) continue;
    const auto lines = std::ranges::count(file.text, '\n');
    EXPECT_LE(lines, kMostLines) << file.path << " has " << lines << " lines; split it";
  }
}

TEST(Tree, FoldersStaySmall) {
  std::map<std::string, int> files;
  for (const TreeFile& file : tree())
    if (file.is_source()) ++files[fs::path(file.path).parent_path().generic_string()];
  for (const auto& [folder, count] : files)
    EXPECT_LE(count, kMostFiles) << folder << " holds " << count << " files; make rooms";
}

TEST(Tree, NamesSayWhatAThingIs) {
  const std::array empty_words = {"manager", "helper", "helpers", "util",
                                  "utils",   "misc",   "common"};
  for (const TreeFile& file : tree())
    for (const auto& part : fs::path(file.path))
      for (const std::string& word : words_of(part.string()))
        EXPECT_EQ(std::ranges::find(empty_words, word), empty_words.end())
            << file.path << ": \"" << word << "\" says nothing";
}

/// Text that would only make sense on the machine that runs this test.
std::vector<std::string> machine_paths() {
  std::vector<std::string> paths = {std::string("/wo") + "rk/", ORCHARD_SOURCE_ROOT};
  const char* home = std::getenv("HOME");
  if (home != nullptr && std::string_view(home).size() > 1)
    paths.push_back(std::string(home) + "/");
  return paths;
}

TEST(Tree, NamesNoPathOfThisMachine) {
  for (const TreeFile& file : tree())
    for (const std::string& path : machine_paths())
      for (auto at = file.text.find(path); at != std::string::npos;
           at = file.text.find(path, at + 1))
        EXPECT_TRUE(at > 0 && std::isalnum(static_cast<unsigned char>(file.text[at - 1])) != 0)
            << file.path << " names " << file.text.substr(at, 40);
}

TEST(Tree, NamesNoPackageRegistry) {
  const std::array hosts = {std::string("registry.npm") + "js.org",
                            std::string("registry.yarn") + "pkg",
                            std::string("deb.deb") + "ian.org", std::string("pypi.") + "org"};
  for (const TreeFile& file : tree())
    for (const std::string& host : hosts)
      EXPECT_EQ(file.text.find(host), std::string::npos) << file.path << " names " << host;
}

TEST(Tree, LockFilesHoldNoAddress) {
  for (const TreeFile& file : tree()) {
    const std::string name = fs::path(file.path).filename().string();
    const bool is_lock = name.find("-lock.") != std::string::npos || name.ends_with(".lock");
    EXPECT_FALSE(is_lock && file.text.find("://") != std::string::npos)
        << file.path << " holds an address";
  }
}

}  // namespace
}  // namespace orchard::test
