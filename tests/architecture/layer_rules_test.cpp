#include "tests/architecture/layer_rules.h"

#include "tests/architecture/source_tree.h"

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

TEST(LayerRules, AllowsTheGraphToPointDown) {
  const struct {
    const char* path;
    const char* header;
  } cases[] = {
      {"core/process/run.cpp", "core/base/result.h"},
      {"core/process/run.cpp", "boost/process.hpp"},
      {"core/database/database.cpp", "sqlite3.h"},
      {"core/settings/settings.cpp", "nlohmann/json.hpp"},
      {"git/worktree/worktree.cpp", "git2/worktree.h"},
      {"git/worktree/worktree.cpp", "core/base/result.h"},
      {"agents/launch/launch.cpp", "agents/protocol/decode.h"},
      {"metrics/ledger/ledger.h", "core/domain/fact.h"},
      {"app/services/event_router.cpp", "metrics/ledger/ledger.h"},
      {"app/use_case/archive.cpp", "app/services/store.h"},
      {"app/services/store.cpp", "app/use_case/archive.h"},
      {"app/ui/panels/dashboard.cpp", "app/view_model/dashboard.h"},
      {"app/ui/panels/dashboard.cpp", "imgui.h"},
      {"app/shell/window/window.cpp", "GLFW/glfw3.h"},
      {"app/shell/window/window.cpp", "app/ui/theme/theme.h"},
      {"app/cli/send.cpp", "app/use_case/send.h"},
      {"app/main.cpp", "app/cli/command_line.h"},
      {"tests/core/database_test.cpp", "sqlite3.h"},
      {"tests/core/database_test.cpp", "tests/support/temp_dir.h"},
      {"tests/view_model/tiles_test.cpp", "app/view_model/tiles.h"},
      {"tests/integration/main_job_test.cpp", "git/worktree/worktree.h"},
  };
  for (const auto& c : cases) EXPECT_EQ(find_breach(c.path, c.header), std::nullopt) << c.path;
}

TEST(LayerRules, RefusesEveryOtherDirection) {
  const struct {
    const char* path;
    const char* header;
  } cases[] = {
      {"core/base/result.h", "git/handle/handle.h"},
      {"core/settings/settings.h", "nlohmann/json.hpp"},
      {"core/io/file.cpp", "boost/process/v1.hpp"},
      {"core/io/file.cpp", "sqlite3.h"},
      {"git/worktree/worktree.cpp", "agents/launch/launch.h"},
      {"git/worktree/worktree.cpp", "app/model/intent.h"},
      {"agents/launch/launch.cpp", "git2.h"},
      {"agents/launch/launch.cpp", "metrics/ledger/ledger.h"},
      {"metrics/ledger/ledger.cpp", "agents/protocol/decode.h"},
      {"app/model/intent.h", "agents/protocol/decode.h"},
      {"app/view_model/tiles.cpp", "app/services/store.h"},
      {"app/view_model/tiles.cpp", "imgui.h"},
      {"app/ui/panels/dashboard.cpp", "app/services/store.h"},
      {"app/ui/panels/dashboard.cpp", "git/worktree/worktree.h"},
      {"app/ui/panels/dashboard.cpp", "GLFW/glfw3.h"},
      {"app/services/store.cpp", "app/cli/command_line.h"},
      {"app/cli/send.cpp", "app/ui/theme/theme.h"},
      {"app/cli/send.cpp", "imgui.h"},
      {"app/cli/send.cpp", "tests/support/temp_dir.h"},
      {"tests/metrics/ledger_test.cpp", "agents/protocol/decode.h"},
      {"tests/agents/launch_test.cpp", "git2.h"},
      {"attic/old.cpp", "core/base/result.h"},
  };
  for (const auto& c : cases) EXPECT_TRUE(find_breach(c.path, c.header)) << c.path << c.header;
}

TEST(LayerRules, LetsTargetsLinkDownwardsOnly) {
  EXPECT_FALSE(find_link_breach("orchard_git", "orchard_core"));
  EXPECT_FALSE(find_link_breach("orchard_app_services", "orchard_metrics"));
  EXPECT_FALSE(find_link_breach("orchard", "orchard_app_ui"));
  EXPECT_FALSE(find_link_breach("orchard_git", "orchard_warnings"));
  EXPECT_TRUE(find_link_breach("orchard_git", "orchard_metrics"));
  EXPECT_TRUE(find_link_breach("orchard_app_ui", "orchard_app_services"));
  EXPECT_TRUE(find_link_breach("orchard_core", "orchard"));
}

TEST(SourceTree, FindsIncludesAndLinks) {
  const auto includes =
      find_includes("#include \"core/a.h\"\n  #  include <map>\n// include \"x\"\n");
  ASSERT_EQ(includes.size(), 2U);
  EXPECT_EQ(includes[0].header, "core/a.h");
  EXPECT_TRUE(includes[0].quoted);
  EXPECT_EQ(includes[1].header, "map");
  EXPECT_EQ(includes[1].line, 2);

  const auto links =
      find_links("target_link_libraries(orchard_git\n PUBLIC orchard_core\n PRIVATE x)");
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0].target, "orchard_git");
  EXPECT_EQ(links[0].library, "orchard_core");
}

}  // namespace
}  // namespace orchard::test
