#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string_view>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kNotOurs = {".git", "build", "node_modules", ".cache"};

bool is_ours(const fs::path& path) {
  return std::ranges::find(kNotOurs, path.filename().string()) == kNotOurs.end();
}

std::string read_text(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  return text.find('\0') == std::string::npos ? text : std::string();
}

}  // namespace

bool TreeFile::is_source() const {
  return path.ends_with(".cpp") || is_header();
}

bool TreeFile::is_header() const {
  return path.ends_with(".h");
}

std::vector<TreeFile> read_tree(const fs::path& root) {
  std::vector<TreeFile> files;
  for (fs::recursive_directory_iterator entry(root), end; entry != end; ++entry) {
    if (!is_ours(entry->path())) {
      if (entry->is_directory()) entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && !entry->is_symlink()) {
      files.push_back(
          {entry->path().lexically_relative(root).generic_string(), read_text(entry->path())});
    }
  }
  std::ranges::sort(files, {}, &TreeFile::path);
  return files;
}

std::vector<Include> find_includes(const std::string& text) {
  static const std::regex directive(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<Include> includes;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (line.find("include") != std::string::npos && std::regex_search(line, match, directive))
      includes.push_back({number, match[2], match[1] == "\""});
  }
  return includes;
}

std::vector<LinkEdge> find_links(const std::string& text) {
  static const std::regex call(
      R"((?:target_link_libraries|orchard_layer_links)\s*\(\s*(\S+)([^)]*)\))");
  static const std::regex library(R"(\borchard\w*)");
  std::vector<LinkEdge> links;
  for (std::sregex_iterator match(text.begin(), text.end(), call), end; match != end; ++match) {
    const std::string target = (*match)[1];
    const std::string arguments = (*match)[2];
    for (std::sregex_iterator name(arguments.begin(), arguments.end(), library); name != end;
         ++name)
      links.push_back({target, name->str()});
  }
  return links;
}

}  // namespace orchard::test
