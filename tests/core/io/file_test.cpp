#include "core/io/file.h"

#include "tests/support/temp_dir.h"

#include <cerrno>
#include <fstream>
#include <string>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orchard::core {
namespace {

using testing::HasSubstr;

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

TEST(File, WritesAndReadsBackEveryByte) {
  const test::TempDir dir;
  std::string content;
  for (int i = 0; i < 300000; ++i) content += static_cast<char>(i * 7);
  ASSERT_TRUE(write_file_atomically(dir / "f", content));
  EXPECT_EQ(read_file(dir / "f").value(), content);
  ASSERT_TRUE(write_file_atomically(dir / "f", ""));
  EXPECT_EQ(read_file(dir / "f").value(), "");
}

TEST(File, WritesPrivateFilesWhateverTheUmask) {
  const test::TempDir dir;
  for (const mode_t mask : {mode_t{0}, mode_t{0277}}) {
    const mode_t before = ::umask(mask);
    const auto written = write_file_atomically(dir / "f", "secret");
    ::umask(before);
    ASSERT_TRUE(written);
    EXPECT_EQ(mode_of(dir / "f"), 0600U);
  }
}

TEST(File, LeavesTheOldFileAndNoOtherWhenItCannotReplace) {
  const test::TempDir dir;
  std::filesystem::create_directory(dir / "taken");
  std::ofstream(dir / "taken" / "inside") << "x";
  const auto written = write_file_atomically(dir / "taken", "new");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().message, HasSubstr((dir / "taken").string()));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

TEST(File, NamesThePathInErrors) {
  const test::TempDir dir;
  const auto missing = read_file(dir / "missing");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_EQ(missing.error().message,
            "Could not open '" + (dir / "missing").string() + "': No such file or directory.");
  EXPECT_EQ(read_file(dir.path()).error().code, ErrorCode::io);
}

TEST(File, TurnsErrnoIntoCodes) {
  const struct {
    int error_number;
    ErrorCode code;
    const char* words;
  } cases[] = {
      {ENOENT, ErrorCode::not_found, "No such file"},
      {EACCES, ErrorCode::permission_denied, "Permission denied"},
      {EROFS, ErrorCode::permission_denied, "read-only"},
      {EEXIST, ErrorCode::already_exists, "exists"},
      {ENOSPC, ErrorCode::io, "disk is full"},
      {EMFILE, ErrorCode::io, "too many files"},
      {99999, ErrorCode::io, "error 99999"},
  };
  for (const auto& c : cases) {
    const Error error = errno_error(c.error_number, "Could not do", "/a b");
    EXPECT_EQ(error.code, c.code) << c.error_number;
    EXPECT_THAT(error.message, HasSubstr(c.words));
    EXPECT_THAT(error.message, HasSubstr("Could not do '/a b'"));
  }
}

TEST(File, MakesNestedPrivateDirectories) {
  const test::TempDir dir;
  ASSERT_TRUE(make_private_directory(dir / "a" / "b" / "c"));
  ASSERT_TRUE(make_private_directory(dir / "a" / "b" / "c"));
  EXPECT_EQ(mode_of(dir / "a"), 0700U);
  EXPECT_EQ(mode_of(dir / "a" / "b" / "c"), 0700U);
  ASSERT_TRUE(make_private_directory((dir / "d").string() + "/"));
  EXPECT_TRUE(std::filesystem::is_directory(dir / "d"));
}

TEST(File, RefusesADirectoryWhereAFileIs) {
  const test::TempDir dir;
  std::ofstream(dir / "f") << "x";
  EXPECT_EQ(make_private_directory(dir / "f").error().code, ErrorCode::already_exists);
  EXPECT_EQ(make_private_directory(dir / "f" / "g").error().code, ErrorCode::already_exists);
}

TEST(File, OpensWithCloseOnExec) {
  const test::TempDir dir;
  const auto fd = open_file(dir / "f", O_RDWR | O_CREAT);
  ASSERT_TRUE(fd);
  EXPECT_NE(::fcntl(fd->get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(FileDescriptor, ClosesOnceAndMoves) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  FileDescriptor read_end(ends[0]);
  {
    FileDescriptor write_end(ends[1]);
    FileDescriptor moved(std::move(write_end));
    EXPECT_EQ(moved.get(), ends[1]);
    FileDescriptor& same = moved;
    moved = std::move(same);
    EXPECT_TRUE(moved.is_open());
  }
  char byte = 0;
  EXPECT_EQ(::read(read_end.get(), &byte, 1), 0);
  read_end.close();
  EXPECT_FALSE(read_end.is_open());
}

}  // namespace
}  // namespace orchard::core
