#include "git/archive/kept_objects.h"

#include "core/io/file.h"
#include "git/command/git_command.h"
#include "git/command/text.h"

#include <charconv>
#include <functional>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::git {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kBatchFiles = 200;

core::Error damaged(const std::string& what) {
  return {core::ErrorCode::corrupt,
          "The archived work is damaged (" + what + "); look at the reference with git.",
          {}};
}

core::Result<std::string> read_blob(const fs::path& root, const std::string& name) {
  ORCHARD_TRY(auto output, run_git({.directory = root, .arguments = {"cat-file", "blob", name}}));
  if (!output.ok()) return core::fail(damaged("no " + name));
  return std::move(output.out);
}

core::Result<void> write_bytes(const fs::path& path, std::string_view bytes, unsigned mode) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  if (failed) {
    return core::fail(core::errno_error(failed.value(), "Could not make", path.parent_path()));
  }
  ::unlink(path.c_str());  // never through a link, never into a shared inode
  ORCHARD_TRY(const core::FileDescriptor fd,
              core::open_file(path, O_WRONLY | O_CREAT | O_EXCL, mode));
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return core::fail(core::errno_error(errno, "Could not write", path));
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fchmod(fd.get(), mode) != 0) {
    return core::fail(core::errno_error(errno, "Could not set the mode of", path));
  }
  return {};
}

using Write = std::function<core::Result<void>(const KeptPath&, std::string_view)>;

/// Hands the bytes of the blobs to `write`, in the order of `files`.
core::Result<void> read_batch(const fs::path& root, const std::vector<const KeptPath*>& files,
                              const Write& write) {
  std::string input;
  for (const KeptPath* file : files) input += file->text + "\n";
  ORCHARD_TRY(const auto output, run_git({.directory = root,
                                          .arguments = {"cat-file", "--batch"},
                                          .input = std::move(input)}));
  std::string_view rest = output.out;
  for (const KeptPath* file : files) {  // "oid blob size\n<bytes>\n"
    const std::size_t line_end = rest.find('\n');
    const std::string_view line = rest.substr(0, line_end);
    const std::size_t space = line.rfind(' ');
    std::size_t size = 0;
    if (line_end == std::string_view::npos || space == std::string_view::npos ||
        line.find(" blob ") == std::string_view::npos) {
      return core::fail(damaged("no bytes for " + file->path));
    }
    std::from_chars(line.data() + space + 1, line.data() + line.size(), size);
    rest.remove_prefix(line_end + 1);
    if (rest.size() < size + 1) return core::fail(damaged("too few bytes for " + file->path));
    ORCHARD_CHECK(write(*file, rest.substr(0, size)));
    rest.remove_prefix(size + 1);
  }
  return {};
}

core::Result<void> write_all(const fs::path& root, const std::vector<const KeptPath*>& files,
                             const Write& write) {
  for (std::size_t at = 0; at < files.size(); at += kBatchFiles) {
    const auto first = files.begin() + static_cast<std::ptrdiff_t>(at);
    const auto count = std::min(kBatchFiles, files.size() - at);
    ORCHARD_CHECK(read_batch(root, {first, first + static_cast<std::ptrdiff_t>(count)}, write));
  }
  return {};
}

/// Removes a path that the index has and the worktree had not, and the folders left empty by it.
void remove_path(const fs::path& worktree, const std::string& path) {
  std::error_code failed;
  const fs::path full = worktree / path;
  if (fs::is_directory(fs::symlink_status(full, failed))) return;  // a folder took its place
  if (!fs::remove(full, failed)) return;
  for (fs::path parent = full.parent_path(); parent != worktree; parent = parent.parent_path()) {
    if (!fs::remove(parent, failed)) break;
  }
}

core::Result<void> make_other(const fs::path& worktree, const KeptPath& kept) {
  std::error_code failed;
  const fs::path full = worktree / kept.path;
  if (kept.kind == KeptKind::mode) {
    if (::chmod(full.c_str(), kept.mode) != 0) {
      return core::fail(core::errno_error(errno, "Could not set the mode of", full));
    }
  } else if (kept.kind == KeptKind::directory) {
    fs::create_directories(full, failed);
  } else if (kept.kind == KeptKind::fifo) {
    fs::create_directories(full.parent_path(), failed);
    fs::remove(full, failed);
    if (::mkfifo(full.c_str(), 0600) != 0 || ::chmod(full.c_str(), kept.mode) != 0)
      return core::fail(core::errno_error(errno, "Could not make", full));
  } else if (kept.kind == KeptKind::link) {
    fs::create_directories(full.parent_path(), failed);
    fs::remove(full, failed);
    fs::create_symlink(kept.text, full, failed);
  }
  if (failed) return core::fail(core::errno_error(failed.value(), "Could not make", full));
  return {};
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

core::Result<KeptWork> read_kept_work(const fs::path& root, const std::string& ref) {
  ORCHARD_TRY(const auto commit, run_git({.directory = root,
                                          .arguments = {"rev-parse", "--verify", "--quiet",
                                                        "--end-of-options", ref + "^{commit}"}}));
  if (!commit.ok()) {
    return core::fail(core::ErrorCode::not_found, "There is no archived work under \"" + ref +
                                                      "\" in \"" + root.string() + "\".");
  }
  KeptWork work;
  work.commit = trimmed(commit.out);
  ORCHARD_TRY(const std::string text, read_blob(root, work.commit + ":manifest"));
  ORCHARD_TRY(work.manifest, parse_manifest(text));
  return work;
}

core::Result<void> write_kept_files(const fs::path& root, const Manifest& manifest,
                                    const fs::path& worktree, bool only_attributes) {
  const auto wanted = [&](const KeptPath& kept) {
    return kept.kind != KeptKind::admin &&
           (!only_attributes || fs::path(kept.path).filename() == ".gitattributes");
  };
  std::vector<const KeptPath*> files;
  for (const KeptPath& kept : manifest.paths) {
    if (!wanted(kept)) continue;
    if (kept.kind == KeptKind::removed) remove_path(worktree, kept.path);
    if (kept.kind == KeptKind::file) files.push_back(&kept);
  }
  ORCHARD_CHECK(write_all(root, files, [&](const KeptPath& kept, std::string_view bytes) {
    return write_bytes(worktree / kept.path, bytes, kept.mode);
  }));
  for (const KeptPath& kept : manifest.paths) {
    if (wanted(kept)) ORCHARD_CHECK(make_other(worktree, kept));
  }
  if (only_attributes) return {};
  // Last and from the inside out: a folder may have been read-only.
  for (auto kept = manifest.paths.rbegin(); kept != manifest.paths.rend(); ++kept) {
    if (kept->kind == KeptKind::directory) {
      ::chmod((worktree / kept->path).c_str(), kept->mode);
    }
  }
  return {};
}

core::Result<void> write_admin_files(const fs::path& root, const KeptWork& work,
                                     const fs::path& admin) {
  ORCHARD_TRY(const std::string index, read_blob(root, work.commit + ":index"));
  ORCHARD_CHECK(write_bytes(admin / "index", index, 0644));
  std::vector<const KeptPath*> files;
  for (const KeptPath& kept : work.manifest.paths) {
    if (kept.kind == KeptKind::admin) files.push_back(&kept);
  }
  const std::string before = "worktrees/" + work.manifest.admin + "/";
  const std::string now = "worktrees/" + admin.filename().string() + "/";
  return write_all(root, files, [&](const KeptPath& kept, std::string_view bytes) {
    std::string text(bytes);
    // A submodule's settings name the admin entry it lies in, which may have another name now.
    if (kept.path.starts_with("modules/") && before != now) replace_all(text, before, now);
    return write_bytes(admin / kept.path, text, kept.mode);
  });
}

core::Result<void> sync_to_disk(const fs::path& folder) {
  ORCHARD_TRY(const core::FileDescriptor fd, core::open_file(folder, O_RDONLY | O_DIRECTORY));
  if (::syncfs(fd.get()) == 0) return {};
  return core::fail(core::errno_error(errno, "Could not write to the disk", folder));
}

}  // namespace orchard::git
