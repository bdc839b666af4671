#include "metrics/sweep/places/config_dirs.h"
#include "metrics/sweep/places/project_finder.h"
#include "metrics/sweep/scan/answer_clock.h"
#include "tests/metrics/sweep/sweep_fixture.h"

#include <gmock/gmock.h>

namespace orchard::metrics {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

TEST(ConfigDirs, AreThoseOfTheVariableOrTheUsualOnes) {
  const test::TempDir home;
  for (const char* dir : {".claude", ".config/claude", "a", "b c", "projects"})
    fs::create_directories(home / dir / "projects");
  fs::create_directories(home / "without");
  ConfigPlaces places{"", "", home.path().string()};
  EXPECT_THAT(find_config_dirs(places), ElementsAre(home / ".config/claude", home / ".claude"));
  places.xdg_config_home = (home / "none").string();
  EXPECT_THAT(find_config_dirs(places), ElementsAre(home / ".claude"));
  places.claude_config_dir = " ~/a/ , " + (home / "b c").string() + ",, " +
                             (home / "a" / "projects").string() + ", " +
                             (home / "without").string() + ",no-such-folder";
  EXPECT_THAT(find_config_dirs(places), ElementsAre(home / "a", home / "b c"));
  places.claude_config_dir = (home / "projects").string();
  EXPECT_THAT(find_config_dirs(places), ElementsAre(home / "projects"));
  EXPECT_TRUE(find_config_dirs({}).empty());
  const ConfigPlaces told =
      ConfigPlaces::of({"HOMELY=x", "HOME=/h", "XDG_CONFIG_HOME=", "CLAUDE_CONFIG_DIR=/c,/d"});
  EXPECT_EQ(told.home, "/h");
  EXPECT_EQ(told.xdg_config_home, "");
  EXPECT_EQ(told.claude_config_dir, "/c,/d");
}

TEST(ConfigDirs, StartFromTheWorkingDirectoryWhenRelative) {
  const test::TempDir home;
  for (const char* dir : {"a", "b"}) fs::create_directories(home / dir / "projects");
  const fs::path from_here = home.path().lexically_relative(fs::current_path());
  ASSERT_TRUE(from_here.is_relative());
  ConfigPlaces places{"./" + (from_here / "a").string() + "," + (from_here / "b/projects").string(),
                      "", home.path().string()};
  EXPECT_THAT(find_config_dirs(places), ElementsAre(home / "a", home / "b"));
  places.claude_config_dir = "no-such-folder, ~/none";
  EXPECT_TRUE(find_config_dirs(places).empty());
  EXPECT_THAT(named_config_dirs(places),
              ElementsAre(fs::current_path() / "no-such-folder", home / "none"));
  EXPECT_TRUE(find_config_dirs({"", "", ""}).empty())
      << "without a home nothing is looked for here";
}

class ProjectFinderTest : public test::SweepFixture {
 protected:
  ProjectFinderTest() {
    const fs::path git = main() / ".git";
    fs::create_directories(git / "worktrees" / "w");
    fs::create_directories(main() / "src");
    put(git / "HEAD", "ref: refs/heads/main\n");
    put(git / "worktrees" / "w" / "commondir", "../..\n");
    fs::create_directories(worktree() / "deep");
    put(worktree() / ".git", "gitdir: " + (git / "worktrees" / "w").string() + "\n");
  }
  fs::path main() const { return directory / "main"; }
  fs::path worktree() const { return directory / "elsewhere" / "w"; }

  std::string project_of(const fs::path& cwd) {
    core::Transaction transaction = store.database().begin().value();
    ProjectFinder finder(store.database());
    const auto key = finder.project_of(cwd.string());
    EXPECT_TRUE(key) << key.error().describe();
    EXPECT_TRUE(transaction.commit());
    return text("SELECT path FROM project WHERE key = " + std::to_string(*key));
  }
};

TEST_F(ProjectFinderTest, FoldsWorktreesIntoTheirRepository) {
  EXPECT_EQ(project_of(main()), main().string());
  EXPECT_EQ(project_of(main() / "src"), main().string());
  EXPECT_EQ(project_of(worktree()), main().string());
  EXPECT_EQ(project_of(worktree() / "deep"), main().string());
  EXPECT_EQ(text("SELECT name FROM project WHERE path = '" + main().string() + "'"), "main");
}

TEST_F(ProjectFinderTest, FoldsWorktreesBesideABareRepositoryIntoItsFolder) {
  const fs::path folder = directory / "proj";
  for (const char* worktree : {"main", "feat"}) {
    const fs::path admin = folder / ".bare" / "worktrees" / worktree;
    fs::create_directories(admin);
    put(admin / "commondir", "../..\n");
    fs::create_directories(folder / worktree / "deep");
    put(folder / worktree / ".git", "gitdir: " + admin.string() + "\n");
  }
  put(folder / ".bare" / "HEAD", "ref: refs/heads/main\n");
  put(folder / ".git", "gitdir: ./.bare\n");
  // As earlier versions filed it, a worktree that is gone since among them.
  const std::string bare = (folder / ".bare").string();
  ASSERT_TRUE(
      store.database().execute("INSERT INTO project (path, name) VALUES (?1, '.bare')", bare));
  ASSERT_TRUE(store.database().execute(
      "INSERT INTO session (id, outside, project) SELECT 's-old', 1, key FROM project "
      "WHERE path = ?1",
      bare));
  ASSERT_TRUE(store.database().execute(
      "INSERT INTO folder (path, project) SELECT ?2, key FROM project WHERE path = ?1", bare,
      (folder / "gone").string()));
  for (const fs::path& cwd : {folder / "main", folder / "feat" / "deep", folder, folder / ".bare"})
    EXPECT_EQ(project_of(cwd), folder.string()) << cwd;
  EXPECT_EQ(count("SELECT COUNT(*) FROM project WHERE name = 'proj'"), 1);
  EXPECT_EQ(project_of(folder / "gone"), folder.string());
  EXPECT_EQ(text("SELECT p.path FROM session s JOIN project p ON p.key = s.project "
                 "WHERE s.id = 's-old'"),
            folder.string());
}

TEST_F(ProjectFinderTest, KeepsABareRepositoryApartFromTheFolderAroundIt) {
  const fs::path bare = directory / "shop.git";
  fs::create_directories(bare / "worktrees" / "w");
  put(bare / "worktrees" / "w" / "commondir", "../..\n");
  const fs::path away = directory / "away";
  fs::create_directories(away);
  put(away / ".git", "gitdir: " + (bare / "worktrees" / "w").string() + "\n");
  EXPECT_EQ(project_of(away), bare.string());
  put(directory / ".git", "gitdir: main/.git\n");
  EXPECT_EQ(project_of(away), bare.string());
}

TEST_F(ProjectFinderTest, RemembersWorktreesThatVanished) {
  EXPECT_EQ(project_of(worktree()), main().string());
  fs::remove_all(worktree());
  EXPECT_EQ(project_of(worktree()), main().string());
  EXPECT_EQ(project_of(worktree() / "deep"), main().string());
  EXPECT_EQ(project_of(directory / "elsewhere" / "v"), (directory / "elsewhere" / "v").string());
}

TEST_F(ProjectFinderTest, NeedsNoFileSystemInsideTheTransaction) {
  ProjectFinder finder(store.database());
  finder.look_at(worktree().string());
  fs::remove_all(worktree());
  fs::remove_all(main());
  core::Transaction transaction = store.database().begin().value();
  const std::int64_t project = finder.project_of(worktree().string()).value();
  EXPECT_EQ(text("SELECT path FROM project WHERE key = " + std::to_string(project)),
            main().string());
}

TEST_F(ProjectFinderTest, KnowsTheWorkspacesAndRepositoriesOfOrchard) {
  EXPECT_EQ(project_of("/worktrees/quiet-fern/src"), "/src/fern");
  Repository known;
  known.id = core::RepositoryId("r2");
  known.name = "The main one";
  known.path = (directory / "main").string();
  known.common_dir = fs::canonical(main() / ".git").string();
  known.base = "main";
  ASSERT_TRUE(store.put_repository(known));
  EXPECT_EQ(project_of(worktree()), known.path);
  EXPECT_EQ(text("SELECT name FROM project WHERE path = '" + known.path + "'"), "The main one");
}

TEST_F(ProjectFinderTest, TakesOtherFoldersAsTheyAre) {
  EXPECT_EQ(project_of("/nowhere/at/all"), "/nowhere/at/all");
  EXPECT_EQ(project_of("C:\\Users\\me\\thing"), "C:\\Users\\me\\thing");
  EXPECT_EQ(text("SELECT name FROM project WHERE path LIKE 'C:%'"), "thing");
  const fs::path plain = directory / "plain";
  fs::create_directories(plain);
  EXPECT_EQ(project_of(plain), plain.string());
  put(plain / ".git", "no link\n");
  EXPECT_EQ(project_of(plain), plain.string());
}

TEST(AnswerClock, SurvivesAnyLine) {
  AnswerClock clock;
  clock.note_record("");
  EXPECT_FALSE(clock.note_reply("{\"parentUuid\":\"", 1, 5));
  clock.note_record("\",\"timestamp\":\"");
  EXPECT_FALSE(clock.note_reply("{\"parentUuid\":\"x\"", 2, 5));
  clock.note_record(R"({"uuid":"x","timestamp":"2026-11-20T12:00:00Z"})");
  EXPECT_FALSE(clock.note_reply(R"({"parentUuid":"x"})", 3, 5)) << "earlier than its question";
}

}  // namespace
}  // namespace orchard::metrics
