#pragma once

#include "app/services/recording/refresh.h"
#include "app/use_case/repositories.h"
#include "app/use_case/workspace/archive_workspace.h"
#include "app/use_case/workspace/create_workspace.h"
#include "core/base/time_text.h"
#include "metrics/analytics/cards.h"
#include "metrics/analytics/leaderboard.h"
#include "metrics/query/tiles.h"
#include "tests/integration/support/engine_room.h"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::test {

/// Two workspaces, "a" and "b", of one repository, and the hands of a user and an agent in them.
class Scene {
 public:
  Scene() : room_(*core::parse_iso8601("2026-11-20T12:00:00Z")) {
    ::setenv("TZ", "UTC", 1);
    tzset();
    set_time();
    const auto added =
        EngineRoom::take(app::add_repository(room_.engine(), room_.repository.root()));
    for (const char* name : {"a", "b"}) {
      app::CreateWorkspaceRequest request;
      request.repository = added.id;
      request.name = name;
      workspaces_[name] = EngineRoom::take(app::create_workspace(room_.engine(), request));
    }
    look();
  }
  ~Scene() {
    ::unsetenv("GIT_AUTHOR_DATE");
    ::unsetenv("GIT_COMMITTER_DATE");
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  /// Orchard looks at the branches, a minute later.
  void look() {
    pass(60);
    EngineRoom::must(app::refresh_branches(room_.engine()));
  }
  void pass(int seconds) {
    room_.clock.advance(std::chrono::seconds(seconds));
    set_time();
  }
  void dated(const std::string& author_date) {
    ::setenv("GIT_AUTHOR_DATE", author_date.c_str(), 1);
  }

  /// `where`: "a", "b" or "main" for the repository's own folder.
  std::string git(const std::string& where, std::vector<std::string> arguments) {
    return room_.repository.git(std::move(arguments), folder(where));
  }
  std::string head(const std::string& where) {
    return room_.repository.line({"rev-parse", "HEAD"}, folder(where));
  }
  void write(const std::string& where, const std::string& file, const std::string& content) {
    room_.repository.write(file, content, folder(where));
  }
  /// Commits a file of that many lines.
  std::string commit(const std::string& where, const std::string& file, int lines) {
    pass(5);
    std::string content;
    for (int i = 0; i < lines; ++i) content += file + " line " + std::to_string(i) + "\n";
    write(where, file, content);
    return room_.repository.commit("Write " + file, folder(where));
  }
  void turn_begins(const std::string& workspace) {
    const core::Fact facts[] = {
        core::SessionSeen{core::SessionId("s-" + workspace), workspaces_.at(workspace).id, "", "",
                          "", room_.clock.now(), std::nullopt},
        core::TurnStarted{core::SessionId("s-" + workspace), core::TurnId("t"), "go", false,
                          room_.clock.now()}};
    EXPECT_TRUE(room_.store().record(facts));
  }
  void turn_ends(const std::string& workspace) {
    core::TurnFinished finished;
    finished.session = core::SessionId("s-" + workspace);
    finished.turn = core::TurnId("t");
    finished.at = room_.clock.now();
    const core::Fact facts[] = {finished};
    EXPECT_TRUE(room_.store().record(facts));
  }
  void archive(const std::string& name) {
    (void)EngineRoom::take(
        app::archive_workspace(room_.engine(), workspaces_.at(name).id, app::RunningTurns{}));
  }
  void restore(const std::string& name) {
    (void)EngineRoom::take(app::restore_workspace(room_.engine(), workspaces_.at(name).id));
  }
  void remove(const std::string& name) {
    (void)EngineRoom::take(app::delete_workspace(room_.engine(), workspaces_.at(name).id));
  }

  void lose_folder(const std::string& name) { std::filesystem::remove_all(folder(name)); }

  metrics::Tiles tiles() {
    return EngineRoom::take(
        metrics::query_tiles(room_.store(), room_.engine().local_time(), room_.engine().now()));
  }
  std::int64_t led(const std::string& name) {
    const auto board = EngineRoom::take(
        metrics::query_leaderboard(room_.store(), metrics::LeaderKind::workspaces, {}, {}));
    for (const metrics::LeaderRow& row : board.rows)
      if (row.workspace == workspaces_.at(name).id) return row.activity.commits;
    return 0;
  }
  std::int64_t on_card(const std::string& name) {
    const auto cards = EngineRoom::take(metrics::query_workspace_cards(room_.store(), {}));
    for (const auto& card : cards)
      if (card.figures.workspace.id == workspaces_.at(name).id) return card.figures.commits;
    return -1;
  }
  std::string branch_of(const std::string& name) {
    return EngineRoom::take(room_.store().find_workspace(workspaces_.at(name).id))->branch;
  }

 private:
  std::filesystem::path folder(const std::string& where) {
    return where == "main" ? room_.repository.root()
                           : std::filesystem::path(workspaces_.at(where).path);
  }
  void set_time() {
    const std::string now = core::to_iso8601(room_.clock.now());
    ::setenv("GIT_AUTHOR_DATE", now.c_str(), 1);
    ::setenv("GIT_COMMITTER_DATE", now.c_str(), 1);
  }

  EngineRoom room_;
  std::map<std::string, metrics::Workspace> workspaces_;
};

}  // namespace orchard::test
