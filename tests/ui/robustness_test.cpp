#include "tests/ui/imgui_harness.h"

#include <tuple>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using app::ui::Dialog;
using app::ui::Page;

class Window : public testing::TestWithParam<std::tuple<const char*, int, int, float>> {};

TEST_P(Window, DrawsEveryPageAndDialogSanely) {
  const auto [theme, width, height, scale] = GetParam();
  ImguiHarness ui(static_cast<float>(width), static_cast<float>(height));
  ui.theme = theme;
  ui.scale = scale;
  for (const bool empty : {false, true}) {
    if (empty) {
      ui.snapshot = app::AppSnapshot{};
      ui.snapshot.loaded = true;
    }
    for (const Page page : {Page::dashboard, Page::analytics, Page::needs_you, Page::settings}) {
      for (const Dialog dialog : {Dialog::none, Dialog::create_workspace, Dialog::add_repository,
                                  Dialog::archive_workspace, Dialog::delete_workspace,
                                  Dialog::export_figure, Dialog::help}) {
        ui.state.page = page;
        ui.state.subject = core::WorkspaceId("w-quiet-fern");
        ui.state.open_dialog(dialog);
        ui.frames(2);
        EXPECT_TRUE(ImguiHarness::vertices_are_sane());
        EXPECT_TRUE(ui.areas_are_unique());
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Window,
                         testing::Values(std::tuple("dark", 1440, 900, 1.0F),
                                         std::tuple("light", 800, 600, 1.0F),
                                         std::tuple("high-contrast", 1024, 700, 1.5F),
                                         std::tuple("dark", 480, 360, 2.0F),
                                         std::tuple("light", 3840, 2160, 2.0F),
                                         std::tuple("dark", 3840, 2160, 1.0F)));

TEST(Robustness, ForeignTextIsHarmless) {
  ImguiHarness ui;
  const std::string evil = std::string("%s%n%d ##id ###x \xff\xfe\x80 \x1b[31m \x01\x7f") +
                           "\xf0\x9f\x98\x80 \xe2\x80\xae" + std::string(100'000, 'W');
  auto& repository = ui.snapshot.repositories[0];
  repository.name = evil;
  repository.problem = evil;
  for (const char* name : {"a", "b", "c"}) {
    auto workspace =
        make_sample_workspace("lumen-web", {.name = name, .branch = evil, .message = evil});
    workspace->name = evil;
    workspace->sessions.front().last_active_at = ui.now;
    repository.workspaces.push_back(workspace);
    auto asking = make_sample_workspace(
        "lumen-web", {.name = std::string("q") + name, .branch = evil, .message = evil});
    make_waiting(*asking, std::chrono::seconds(5), evil, evil, evil);
    repository.workspaces.push_back(asking);
  }
  ui.snapshot.notices.push_back({.id = 1,
                                 .level = app::NoticeLevel::error,
                                 .text = evil,
                                 .workspace = {},
                                 .at = ui.now,
                                 .undo_archive = false});
  for (const Page page : {Page::dashboard, Page::needs_you, Page::settings}) {
    ui.state.page = page;
    ui.frames(3);
    EXPECT_TRUE(ImguiHarness::vertices_are_sane());
    EXPECT_TRUE(ui.areas_are_unique());
  }
}

TEST(Robustness, NamesOfEveryAlphabetHaveTheirCharacters) {
  ImguiHarness ui;
  auto& repository = ui.snapshot.repositories[0];
  repository.name = "\xd0\x96\xd1\x83\xd0\xba";  // Жук
  auto workspace = make_sample_workspace(
      "lumen-web", {.name = "\xe6\x97\xa5\xe6\x9c\xac", .branch = "main", .message = "x"});  // 日本
  workspace->sessions.front().last_active_at = ui.now;
  repository.workspaces.push_back(workspace);
  ui.frames(2);
  for (const auto& [name, first] : {std::pair(repository.name, 0x416), {workspace->name, 0x65E5}}) {
    const auto drawn = ui.find(name);
    ASSERT_TRUE(drawn) << name;
    const ImFont* font = ui.look.fonts()[drawn->font].font;
    EXPECT_NE(font->FindGlyphNoFallback(static_cast<ImWchar>(first)), nullptr) << name;
  }
}

TEST(Robustness, ARowWithoutANoteDraws) {
  ImguiHarness ui;
  ui.state.page = Page::settings;
  ui.state.settings_section = "git";
  ui.snapshot.settings.branch_prefix_kind = "custom";
  ui.frames(2);
  EXPECT_TRUE(ui.find("Your prefix"));
}

TEST(Robustness, TilesOfExtremeValuesDraw) {
  ImguiHarness ui;
  auto& tiles = ui.snapshot.tiles;
  constexpr auto kHuge = std::int64_t{9'000'000'000'000'000};
  tiles.sessions_running = kHuge;
  tiles.additions_7d = kHuge;
  tiles.deletions_7d = 0;
  tiles.cost_30d.nano_dollars = kHuge;
  tiles.sessions_ended_30d = 0;
  tiles.sessions_ok_30d = 5;
  tiles.commits_by_day.fill(kHuge / 100);
  ui.frames(2);
  EXPECT_TRUE(ImguiHarness::vertices_are_sane());
}

TEST(Robustness, NothingMovesWithReducedMotionOrAtRest) {
  ImguiHarness ui;
  ui.frame();
  EXPECT_TRUE(ui.facts.breathes) << "agents run in the sample";
  for (auto& repository : ui.snapshot.repositories) repository.workspaces.clear();
  ui.frame();
  EXPECT_FALSE(ui.facts.breathes);
}

TEST(Robustness, ManyCardsStayCheap) {
  ImguiHarness ui;
  auto& repository = ui.snapshot.repositories[0];
  for (int i = 0; i < 100; ++i) {
    repository.workspaces.push_back(make_sample_workspace(
        "lumen-web", {.name = "many-" + std::to_string(i), .branch = "b", .message = "Done."}));
  }
  ui.frames(3);
  EXPECT_LT(ImGui::GetDrawData()->TotalVtxCount, 60'000) << "cards out of sight are not drawn";
}

}  // namespace
}  // namespace orchard::test
