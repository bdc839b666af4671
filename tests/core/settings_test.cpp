#include "core/settings/settings.h"

#include "core/io/file.h"
#include "tests/support/temp_dir.h"

#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace orchard::core {
namespace {

using testing::HasSubstr;

TEST(Settings, AreTheDefaultsWithoutAFile) {
  const test::TempDir dir;
  const auto settings = load_settings(dir / "settings.json");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->theme, "dark");
  EXPECT_EQ(settings->idle_process_minutes, 30);
  EXPECT_FALSE(std::filesystem::exists(dir / "settings.json"));
}

TEST(Settings, ComeBackAsTheyWereSaved) {
  const test::TempDir dir;
  Settings settings;
  settings.theme = "light";
  settings.text_scale = 1.25;
  settings.reduced_motion = true;
  settings.stop_agents_on_quit = true;
  settings.branch_prefix_kind = "custom";
  settings.branch_prefix_custom = "te\"am/\xff";
  settings.default_model = "opus";
  settings.default_permission_mode = "plan";
  settings.claude_path = "/opt/claude";
  settings.idle_process_minutes = 5;
  ASSERT_TRUE(save_settings(dir / "sub" / "settings.json", settings));
  const auto loaded = load_settings(dir / "sub" / "settings.json").value();
  EXPECT_EQ(loaded.theme, "light");
  EXPECT_EQ(loaded.text_scale, 1.25);
  EXPECT_TRUE(loaded.reduced_motion);
  EXPECT_TRUE(loaded.stop_agents_on_quit);
  EXPECT_EQ(loaded.branch_prefix_kind, "custom");
  EXPECT_EQ(loaded.branch_prefix_custom, "te\"am/\ufffd");
  EXPECT_EQ(loaded.default_model, "opus");
  EXPECT_EQ(loaded.default_permission_mode, "plan");
  EXPECT_EQ(loaded.claude_path, "/opt/claude");
  EXPECT_EQ(loaded.idle_process_minutes, 5);
  struct stat status {};
  ASSERT_EQ(::stat((dir / "sub" / "settings.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Settings, OfTwoWindowsDoNotUndoEachOther) {
  const test::TempDir dir;
  const auto file = dir / "sub" / "settings.json";
  ASSERT_TRUE(change_settings(file, [](Settings& settings) { settings.theme = "light"; }));
  const auto second = change_settings(file, [](Settings& settings) { settings.text_scale = 1.5; });
  ASSERT_TRUE(second);
  EXPECT_EQ(second->theme, "light");
  const auto saved = load_settings(file);
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->theme, "light");
  EXPECT_EQ(saved->text_scale, 1.5);
  EXPECT_FALSE(change_settings(file, [](Settings& settings) { settings.theme = "pink"; }));
  EXPECT_EQ(load_settings(file)->theme, "light");
}

TEST(Settings, KeepKeysTheyDoNotKnow) {
  const test::TempDir dir;
  const auto file = dir / "settings.json";
  ASSERT_TRUE(write_file_atomically(file, R"({"future": {"a": [1, null]}, "theme": "light"})"));
  auto settings = load_settings(file).value();
  EXPECT_EQ(settings.theme, "light");
  settings.theme = "high-contrast";
  ASSERT_TRUE(save_settings(file, settings));
  const std::string text = read_file(file).value();
  EXPECT_THAT(text, HasSubstr("\"future\""));
  EXPECT_THAT(text, HasSubstr("null"));
  EXPECT_EQ(load_settings(file)->theme, "high-contrast");
}

TEST(Settings, SayWhereTheFileIsWrong) {
  const test::TempDir dir;
  const auto file = dir / "settings.json";
  const struct {
    const char* text;
    const char* words;
  } cases[] = {
      {"{\n  \"theme\": dark\n}", "line 2, column 12"},
      {"", "line 1, column 1"},
      {"{\"a\": 1", "line 1, column 8"},
      {"[]", "object"},
      {R"({"theme": 3})", "theme"},
      {R"({"theme": "pink"})", "'pink'"},
      {R"({"text_scale": 9})", "0.8 to 2.0"},
      {R"({"reduced_motion": "yes"})", "reduced_motion"},
      {R"({"idle_process_minutes": 1.5})", "idle_process_minutes"},
      {R"({"idle_process_minutes": 99999999999999999999})", "idle_process_minutes"},
      {R"({"idle_process_minutes": 0})", "idle_process_minutes"},
      {"{\"theme\": \"\xff\"}", "line 1"},
  };
  for (const auto& c : cases) {
    ASSERT_TRUE(write_file_atomically(file, c.text));
    const auto settings = load_settings(file);
    ASSERT_FALSE(settings) << c.text;
    EXPECT_EQ(settings.error().code, ErrorCode::corrupt);
    EXPECT_THAT(settings.error().message, HasSubstr(c.words));
    EXPECT_THAT(settings.error().message, HasSubstr(file.string()));
  }
}

TEST(Settings, AreNotWrittenOverAFileThatCannotBeRead) {
  const test::TempDir dir;
  const auto file = dir / "settings.json";
  ASSERT_TRUE(write_file_atomically(file, "{ \"precious\": "));
  EXPECT_EQ(save_settings(file, {}).error().code, ErrorCode::corrupt);
  EXPECT_EQ(read_file(file).value(), "{ \"precious\": ");
}

TEST(Settings, RefuseValuesOutOfRange) {
  const test::TempDir dir;
  const auto refused = [&](auto change) {
    Settings settings;
    change(settings);
    const auto saved = save_settings(dir / "settings.json", settings);
    return !saved && saved.error().code == ErrorCode::invalid_argument;
  };
  EXPECT_TRUE(refused([](Settings& s) { s.theme = "pink"; }));
  EXPECT_TRUE(refused([](Settings& s) { s.text_scale = 0.79; }));
  EXPECT_TRUE(refused([](Settings& s) { s.text_scale = std::nan(""); }));
  EXPECT_TRUE(refused([](Settings& s) { s.branch_prefix_kind = ""; }));
  EXPECT_TRUE(refused([](Settings& s) { s.idle_process_minutes = -1; }));
  EXPECT_FALSE(std::filesystem::exists(dir / "settings.json"));
}

TEST(Settings, KeepTheUsersSymbolicLink) {
  const test::TempDir dir;
  std::filesystem::create_directory(dir / "dotfiles");
  std::filesystem::create_symlink(dir / "dotfiles" / "orchard.json", dir / "settings.json");
  Settings settings;
  settings.theme = "light";
  ASSERT_TRUE(save_settings(dir / "settings.json", settings));
  EXPECT_TRUE(std::filesystem::is_symlink(dir / "settings.json"));
  EXPECT_EQ(load_settings(dir / "dotfiles" / "orchard.json")->theme, "light");
}

}  // namespace
}  // namespace orchard::core
