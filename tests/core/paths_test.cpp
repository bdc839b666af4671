#include "core/settings/paths.h"

#include "tests/support/temp_dir.h"

#include <cstdlib>
#include <map>
#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace orchard::core {
namespace {

/// The variables that decide, set for one test and put back after it.
class PathsTest : public testing::Test {
 protected:
  PathsTest() {
    for (auto& [name, value] : before_) {
      if (const char* now = ::getenv(name.c_str()); now != nullptr) value = now;
      ::unsetenv(name.c_str());
    }
  }
  ~PathsTest() override {
    for (const auto& [name, value] : before_) {
      if (value) {
        ::setenv(name.c_str(), value->c_str(), 1);
      } else {
        ::unsetenv(name.c_str());
      }
    }
  }

 private:
  std::map<std::string, std::optional<std::string>> before_{{"ORCHARD_HOME", {}},
                                                            {"HOME", {}},
                                                            {"XDG_CONFIG_HOME", {}},
                                                            {"XDG_DATA_HOME", {}},
                                                            {"XDG_STATE_HOME", {}}};
};

TEST_F(PathsTest, LieUnderOrchardHomeWhenItIsSet) {
  ::setenv("ORCHARD_HOME", "/o/h/", 1);
  ::setenv("HOME", "/h", 1);
  ::setenv("XDG_DATA_HOME", "/x", 1);
  const auto paths = resolve_paths().value();
  EXPECT_EQ(paths.config, "/o/h/config");
  EXPECT_EQ(paths.data, "/o/h/data");
  EXPECT_EQ(paths.state, "/o/h/state");
  EXPECT_EQ(paths.sessions, "/o/h/state/sessions");
  EXPECT_EQ(paths.worktrees, "/o/h/worktrees");
  EXPECT_EQ(paths.trash, "/o/h/trash");
  EXPECT_EQ(paths.database(), "/o/h/data/orchard.db");
  EXPECT_EQ(paths.settings_file(), "/o/h/config/settings.json");
}

TEST_F(PathsTest, FollowTheXdgDefaults) {
  ::setenv("HOME", "/h", 1);
  const auto paths = resolve_paths().value();
  EXPECT_EQ(paths.config, "/h/.config/orchard");
  EXPECT_EQ(paths.data, "/h/.local/share/orchard");
  EXPECT_EQ(paths.state, "/h/.local/state/orchard");
  EXPECT_EQ(paths.sessions, "/h/.local/state/orchard/sessions");
  EXPECT_EQ(paths.worktrees, "/h/.local/share/orchard/worktrees");
  EXPECT_EQ(paths.trash, "/h/.local/share/orchard/trash");
}

TEST_F(PathsTest, FollowAbsoluteXdgValuesOnly) {
  ::setenv("ORCHARD_HOME", "", 1);
  ::setenv("HOME", "/h", 1);
  ::setenv("XDG_CONFIG_HOME", "/c", 1);
  ::setenv("XDG_DATA_HOME", "relative", 1);
  ::setenv("XDG_STATE_HOME", "", 1);
  const auto paths = resolve_paths().value();
  EXPECT_EQ(paths.config, "/c/orchard");
  EXPECT_EQ(paths.data, "/h/.local/share/orchard");
  EXPECT_EQ(paths.state, "/h/.local/state/orchard");
}

TEST_F(PathsTest, RefuseARelativeOrMissingHome) {
  EXPECT_EQ(resolve_paths().error().code, ErrorCode::unavailable);
  ::setenv("HOME", "relative", 1);
  EXPECT_EQ(resolve_paths().error().code, ErrorCode::unavailable);
  ::setenv("ORCHARD_HOME", "relative", 1);
  EXPECT_EQ(resolve_paths().error().code, ErrorCode::invalid_argument);
}

TEST_F(PathsTest, AreMadePrivate) {
  const test::TempDir dir;
  ::setenv("ORCHARD_HOME", (dir / "new").c_str(), 1);
  const auto paths = resolve_paths().value();
  ASSERT_TRUE(make_directories(paths));
  ASSERT_TRUE(make_directories(paths));
  for (const auto& path :
       {paths.config, paths.data, paths.state, paths.sessions, paths.worktrees, paths.trash}) {
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0) << path;
    EXPECT_EQ(status.st_mode & 0777U, 0700U) << path;
  }
}

}  // namespace
}  // namespace orchard::core
