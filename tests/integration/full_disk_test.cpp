#include "core/io/file.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/tree_state.h"

#include <fstream>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

/// Bytes that no compression makes smaller.
std::string noise(std::size_t size) {
  std::mt19937 random(1);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

/// Repository and store on a disk of their own, on which nothing more fits: a small file system
/// when the test may mount one, else a limit on the size of files.
class FullDisk : public testing::TestWithParam<std::uint64_t> {
 protected:
  FullDisk() {
    fs::create_directory(disk_);
    mounted_ = ::geteuid() == 0 && ::mount("tmpfs", disk_.c_str(), "tmpfs", 0, "size=32m") == 0;
    machine_.set("ORCHARD_HOME", (disk_ / "orchard").string());
    repository_ = machine_.make_repository("disk/fruit");
    for (int i = 0; i < 8; ++i)
      ScratchMachine::write(repository_ / fmt::format("big{}.bin", i), noise(100'000));
    ScratchMachine::write(repository_ / "keep.txt", "kept\n");
    ScratchMachine::write(repository_ / "gone.txt", "to be deleted\n");
    ScratchMachine::write(repository_ / ".gitignore", "cache/\n");
    machine_.git(repository_, {"add", "--all"});
    machine_.git(repository_, {"commit", "-q", "-m", "Files"});
    (void)machine_.json({"repo", "add", repository_.string()});
    folder_ = machine_.create_workspace("apple");
    make_work(machine_, folder_);
    ScratchMachine::write(folder_ / "new.bin", noise(300'000));
    before_ = tree_state(machine_, folder_);
    id_ = machine_.json({"workspace", "show", "apple"})["id"];
  }
  ~FullDisk() override {
    if (mounted_) ::umount2(disk_.c_str(), MNT_DETACH);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

  /// Runs the command with so many bytes left on the disk. It may manage; else it says one
  /// sentence.
  bool manages(const Arguments& command) {
    const core::CommandOutput output = mounted_ ? run_on_full_disk(command) : run_limited(command);
    if (output.ok()) return true;
    EXPECT_EQ(output.exit_code, 1) << output.err;
    EXPECT_TRUE(output.err.starts_with("orchard: ")) << output.err;
    return false;
  }

  void expect_nothing_lost() const {
    const core::CommandOutput back = machine_.orchard({"workspace", "restore", id_});
    EXPECT_TRUE(back.ok() || back.err.find("there is nothing to restore") != std::string::npos)
        << back.err;
    ASSERT_TRUE(fs::exists(folder_)) << back.err;
    ASSERT_EQ(tree_state(machine_, folder_), before_);
  }

  ScratchMachine machine_;
  fs::path disk_ = machine_.path("disk");
  bool mounted_ = false;
  fs::path repository_;
  fs::path folder_;
  std::string id_;
  std::map<std::string, std::string> before_;

 private:
  core::CommandOutput run_on_full_disk(const Arguments& command) const {
    struct statvfs room {};
    EXPECT_EQ(::statvfs(disk_.c_str(), &room), 0);
    const std::uint64_t free = room.f_bavail * room.f_bsize;
    const fs::path filler = disk_ / "filler";
    std::ofstream(filler, std::ios::binary) << std::string(free - std::min(free, GetParam()), 'x');
    core::CommandOutput output = machine_.orchard(command);
    fs::remove(filler);
    return output;
  }
  core::CommandOutput run_limited(const Arguments& command) const {
    const fs::path program = machine_.write_program(
        "full-disk", fmt::format("trap '' XFSZ\nulimit -f {}\nexec '{}' \"$@\"",
                                 GetParam() / 512 + 1, ORCHARD_PROGRAM));
    return machine_.run(program, command);
  }
};

TEST_P(FullDisk, LosesNothing) {
  bool all = manages({"workspace", "archive", id_});
  expect_nothing_lost();
  (void)machine_.json({"workspace", "archive", id_});
  all = manages({"workspace", "restore", id_}) && all;
  expect_nothing_lost();
  all = manages({"workspace", "delete", id_, "--force"}) && all;
  expect_nothing_lost();
  // A limit lets pass what is smaller, however much of it there is.
  EXPECT_EQ(all, GetParam() >= (mounted_ ? 8'000'000U : 600'000U));
}

INSTANTIATE_TEST_SUITE_P(Bytes, FullDisk,
                         testing::Values(0U, 20'000U, 150'000U, 600'000U, 8'000'000U));

}  // namespace
}  // namespace orchard::test
