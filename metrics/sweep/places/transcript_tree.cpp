#include "metrics/sweep/places/transcript_tree.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::metrics {

namespace fs = std::filesystem;

namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

TranscriptFile file_of(std::string path, const struct stat& info) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  return {std::move(path), info.st_ino, static_cast<std::uint64_t>(info.st_size),
          info.st_mtim.tv_sec * kSecond + info.st_mtim.tv_nsec};
}

class Walk {
 public:
  void read(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    Directory directory(fd >= 0 ? ::fdopendir(fd) : nullptr);
    if (!directory) {
      if (fd >= 0) ::close(fd);
      if (errno != ENOENT && errno != ENOTDIR) tree_.unreadable.push_back(path);
      return;
    }
    struct stat info {};
    if (::fstat(fd, &info) != 0 || !seen_.emplace(info.st_dev, info.st_ino).second) return;
    tree_.directories.push_back(path);
    std::vector<std::string> below;
    while (const dirent* entry = ::readdir(directory.get())) look_at(fd, *entry, path, below);
    directory.reset();
    for (const std::string& child : below) read(child);
  }

  TranscriptTree finish() && {
    std::sort(tree_.files.begin(), tree_.files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return std::move(tree_);
  }

 private:
  void look_at(int fd, const dirent& entry, const std::string& path,
               std::vector<std::string>& below) {
    const std::string_view name = static_cast<const char*>(entry.d_name);
    if (name == "." || name == "..") return;
    const bool is_named = name.size() > 6 && name.ends_with(".jsonl");
    const bool may_be_directory =
        entry.d_type == DT_DIR || entry.d_type == DT_LNK || entry.d_type == DT_UNKNOWN;
    const bool may_be_file = is_named && entry.d_type != DT_DIR && entry.d_type != DT_LNK;
    if (!may_be_file && !may_be_directory) return;
    std::string child = path + "/";
    child += name;
    if (entry.d_type == DT_DIR) {
      below.push_back(std::move(child));
      return;
    }
    struct stat info {};
    if (::fstatat(fd, entry.d_name, &info, 0) != 0) return;
    if (S_ISDIR(info.st_mode)) below.push_back(std::move(child));
    if (!S_ISREG(info.st_mode) || !may_be_file) return;
    tree_.files.push_back(file_of(std::move(child), info));
  }

  TranscriptTree tree_;
  std::set<std::pair<dev_t, ino_t>> seen_;
};

}  // namespace

TranscriptTree walk_transcripts(const std::vector<fs::path>& folders) {
  Walk walk;
  for (const fs::path& folder : folders) walk.read(folder.string());
  return std::move(walk).finish();
}

std::optional<TranscriptFile> look_at_transcript(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  return file_of(path, info);
}

}  // namespace orchard::metrics
