#include "tests/integration/support/live_window.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using app::AppSnapshot;

bool tells(const AppSnapshot& snapshot, std::string_view part) {
  return std::ranges::any_of(snapshot.notices, [&](const app::Notice& notice) {
    return notice.text.find(part) != std::string::npos;
  });
}

std::int64_t spoken(const AppSnapshot& snapshot, std::string_view part) {
  if (!snapshot.transcript) return 0;
  return std::ranges::count_if(snapshot.transcript->items, [&](const auto& item) {
    return item->kind == app::TranscriptItem::Kind::text &&
           item->text.find(part) != std::string::npos;
  });
}

std::int64_t count_of(const AppSnapshot& snapshot, app::TranscriptItem::Kind kind) {
  return std::ranges::count_if(snapshot.transcript->items,
                               [kind](const auto& item) { return item->kind == kind; });
}

class Live : public testing::Test {
 protected:
  /// Makes the workspace "apple" in the one repository, with a first prompt when given.
  void create_apple(LiveWindow& window, const std::string& prompt) {
    window.want(app::AddRepository{machine_.scratch.make_repository().string()});
    const auto added = window.await([](const AppSnapshot& s) { return !s.repositories.empty(); });
    ASSERT_TRUE(added);
    window.want(app::CreateWorkspace{added->repositories.front().id, "apple", "", prompt});
    const auto made =
        window.await([](const AppSnapshot& s) { return session_of(s, "apple") != nullptr; });
    ASSERT_TRUE(made);
    apple_ = workspace_of(*made, "apple")->id;
    session_ = session_of(*made, "apple")->id;
    window.want(app::OpenConversation{apple_, std::nullopt, false});
  }

  LiveMachine machine_;
  core::WorkspaceId apple_;
  core::SessionId session_;
};

TEST_F(Live, FirstPromptOfANewWorkspaceRunsToItsEnd) {
  LiveWindow window(machine_.machine());
  create_apple(window, "[[write a.txt one]] [[commit Add one]] [[say All done]]");
  const auto done = window.await([](const AppSnapshot& s) {
    const auto* workspace = workspace_of(s, "apple");
    return has_finished(s, "apple") && workspace->commits == 1 && !workspace->log.empty() &&
           !workspace->files.empty() && spoken(s, "All done") == 1;
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(session_of(*done, "apple")->last_outcome, core::TurnOutcome::ok);
  EXPECT_EQ(workspace_of(*done, "apple")->files.front().path, "a.txt");
  EXPECT_EQ(workspace_of(*done, "apple")->log.front().summary, "Add one");
}

TEST_F(Live, SaysWhenTheUsersPricesCannotBeUsed) {
  ScratchMachine::write(machine_.machine().paths.config / "prices.json", "no JSON");
  LiveWindow window(machine_.machine());
  EXPECT_TRUE(window.await([](const AppSnapshot& s) { return tells(s, "prices.json"); }));
}

TEST_F(Live, TakesPricesThatChangeWhileItIsOpen) {
  const auto prices = machine_.machine().paths.config / "prices.json";
  LiveWindow window(machine_.machine());
  create_apple(window, "[[say Hello]]");
  const auto before = window.await([](const AppSnapshot& s) {
    return has_finished(s, "apple") && s.tiles.cost_30d.nano_dollars > 0 &&
           s.tiles.cost_30d == session_of(s, "apple")->cost;
  });
  ASSERT_TRUE(before);
  const std::int64_t cost = before->tiles.cost_30d.nano_dollars;
  ScratchMachine::write(prices, R"({"models": [{"model": "claude-opus-4-8",
      "prices": [{"standard": {"input": 0, "output": 0, "cache_write_5m": 0, "cache_write_1h": 0,
                               "cache_read": 0}}]}]})");
  EXPECT_TRUE(window.await([](const AppSnapshot& s) {
    return s.tiles.cost_30d.nano_dollars == 0 && session_of(s, "apple")->cost.nano_dollars == 0;
  }));
  ScratchMachine::write(prices, "no JSON");
  EXPECT_TRUE(window.await([&](const AppSnapshot& s) {
    return tells(s, "prices.json") && s.tiles.cost_30d.nano_dollars == cost;
  }));
}

TEST_F(Live, TilesShowWhatTheAgentCost) {
  LiveWindow window(machine_.machine());
  create_apple(window, "[[say Hello]]");
  EXPECT_TRUE(window.await([](const AppSnapshot& s) {
    return has_finished(s, "apple") && s.tiles.sessions_24h == 1 &&
           s.tiles.cost_30d == session_of(s, "apple")->cost && s.tiles.cost_30d.nano_dollars > 0;
  }));
}

TEST_F(Live, ItemsThatDidNotChangeKeepTheirAddress) {
  LiveWindow window(machine_.machine());
  create_apple(window, "[[say one]]");
  const auto first = window.await(
      [](const AppSnapshot& s) { return has_finished(s, "apple") && spoken(s, "one") == 1; });
  ASSERT_TRUE(first);
  window.want(app::SendMessage{apple_, session_, "[[say two]]", "", ""});
  const auto second = window.await(
      [](const AppSnapshot& s) { return has_finished(s, "apple", 2) && spoken(s, "two") == 1; });
  ASSERT_TRUE(second);
  ASSERT_GE(second->transcript->items.size(), first->transcript->items.size());
  EXPECT_EQ(second->transcript->items.front(), first->transcript->items.front());
}

TEST_F(Live, AQuestionAppearsAndTheAnswerLetsTheTurnGoOn) {
  LiveWindow window(machine_.machine());
  create_apple(window, "[[ask touch allowed.txt]] [[say Went on]]");
  const auto asked = window.await([](const AppSnapshot& s) {
    const auto* session = session_of(s, "apple");
    return session != nullptr && !session->requests.empty();
  });
  ASSERT_TRUE(asked);
  const auto* session = session_of(*asked, "apple");
  EXPECT_EQ(session->state, core::SessionState::waiting);
  EXPECT_EQ(asked->tiles.sessions_waiting, 1);
  window.want(
      app::AnswerPermission{session->id, session->requests.front().request, true, false, "", {}});
  const auto done = window.await([](const AppSnapshot& s) {
    return has_finished(s, "apple") && session_of(s, "apple")->requests.empty();
  });
  ASSERT_TRUE(done);
  EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(workspace_of(*done, "apple")->path) /
                                      "allowed.txt"));
}

/// The newest session as the command line sees it.
nlohmann::json session_now(const LiveMachine& machine) {
  return machine.scratch.json({"sessions"})[0];
}

TEST_F(Live, AgentsOutliveTheWindow) {
  LiveWindow window(machine_.machine());
  create_apple(window, "[[ask touch allowed.txt]] [[say Went on]]");
  ASSERT_TRUE(window.await([](const AppSnapshot& s) {
    const auto* session = session_of(s, "apple");
    return session != nullptr && !session->requests.empty();
  }));
  const auto before = session_now(machine_);
  window.close();
  EXPECT_EQ(session_now(machine_)["state"], "waiting");
  EXPECT_EQ(session_now(machine_)["pid"], before["pid"]);
  LiveWindow next(machine_.machine());
  const auto asked = next.await([](const AppSnapshot& s) {
    const auto* session = session_of(s, "apple");
    return session != nullptr && !session->requests.empty();
  });
  ASSERT_TRUE(asked);
  next.want(app::AnswerPermission{
      session_, session_of(*asked, "apple")->requests.front().request, true, false, "", {}});
  EXPECT_TRUE(next.await([](const AppSnapshot& s) { return has_finished(s, "apple"); }));
}

TEST_F(Live, AgentsEndWithTheWindowWhenTheUserWantsIt) {
  machine_.change_settings([](core::Settings& settings) { settings.stop_agents_on_quit = true; });
  LiveWindow window(machine_.machine());
  create_apple(window, "[[ask touch allowed.txt]] [[say Went on]]");
  ASSERT_TRUE(window.await([](const AppSnapshot& s) {
    const auto* session = session_of(s, "apple");
    return session != nullptr && !session->requests.empty();
  }));
  window.close();
  const auto after = session_now(machine_);
  EXPECT_EQ(after["state"], "stopped");
  EXPECT_EQ(after["requests"], nlohmann::json::array());
  const auto items = machine_.scratch.json({"show", session_.value})["items"];
  EXPECT_EQ(items.back()["outcome"], "interrupted") << items.dump(1);
}

TEST_F(Live, TheSecondOfTwoAnswersIsTold) {
  LiveWindow window(machine_.machine());
  create_apple(window, "[[ask touch allowed.txt]] [[ask true]]");
  const auto asked = window.await([](const AppSnapshot& s) {
    const auto* session = session_of(s, "apple");
    return session != nullptr && !session->requests.empty();
  });
  ASSERT_TRUE(asked);
  const auto request = session_of(*asked, "apple")->requests.front().request;
  (void)machine_.scratch.json({"answer", session_.value, request.value, "deny"});
  window.want(app::AnswerPermission{session_, request, true, false, "", {}});
  EXPECT_TRUE(window.await([](const AppSnapshot& s) { return tells(s, "was denied already"); }));
}

TEST_F(Live, ArchivingCanBeTakenBack) {
  LiveWindow window(machine_.machine());
  create_apple(window, "[[write note.txt not committed]]");
  ASSERT_TRUE(window.await([](const AppSnapshot& s) { return has_finished(s, "apple"); }));
  window.want(app::ArchiveWorkspace{apple_});
  // The list may tell of it before the notice does.
  const auto archived = window.await([](const AppSnapshot& s) {
    return s.archived.size() == 1 && workspace_of(s, "apple") == nullptr &&
           std::ranges::any_of(s.notices, &app::Notice::undo_archive);
  });
  ASSERT_TRUE(archived);
  EXPECT_EQ(std::ranges::find_if(archived->notices, &app::Notice::undo_archive)->workspace, apple_);
  window.want(app::RestoreWorkspace{apple_});
  const auto back = window.await([](const AppSnapshot& s) {
    return s.archived.empty() && workspace_of(s, "apple") != nullptr;
  });
  ASSERT_TRUE(back);
  EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(workspace_of(*back, "apple")->path) /
                                      "note.txt"));
}

TEST_F(Live, ArchivingEndsATurnOnlyWhenTheUserWasToldOfIt) {
  LiveWindow window(machine_.machine());
  create_apple(window, "[[slow 1000]] [[say never]]");
  ASSERT_TRUE(window.await([](const AppSnapshot& s) {
    const auto* session = session_of(s, "apple");
    return session != nullptr && session->state == core::SessionState::running;
  }));
  window.want(app::ArchiveWorkspace{apple_, false});
  const auto refused = window.await([](const AppSnapshot& s) {
    return tells(s, "would end a turn that runs. Ask again to end and archive it.");
  });
  ASSERT_TRUE(refused);
  EXPECT_TRUE(refused->archived.empty());
  EXPECT_EQ(session_of(*refused, "apple")->state, core::SessionState::running);
  window.want(app::ArchiveWorkspace{apple_, true});
  EXPECT_TRUE(window.await([](const AppSnapshot& s) { return s.archived.size() == 1; }));
}

TEST_F(Live, ABadRepositoryPathBecomesANotice) {
  LiveWindow window(machine_.machine());
  const std::string path = (machine_.scratch.path("nothing-here")).string();
  window.want(app::AddRepository{path});
  const auto told = window.await([&](const AppSnapshot& s) { return tells(s, path); });
  ASSERT_TRUE(told);
  EXPECT_EQ(told->notices.back().level, app::NoticeLevel::error);
  window.want(app::DismissNotice{told->notices.back().id});
  EXPECT_TRUE(window.await([&](const AppSnapshot& s) { return !tells(s, path); }));
}

TEST_F(Live, APromptThatCannotBeSentStandsInTheNotice) {
  LiveWindow window(machine_.machine());
  create_apple(window, "");
  window.want(app::ArchiveWorkspace{apple_});
  ASSERT_TRUE(window.await([](const AppSnapshot& s) { return s.archived.size() == 1; }));
  window.want(app::SendMessage{apple_, session_, "paint it blue", "", ""});
  EXPECT_TRUE(window.await([](const AppSnapshot& s) { return tells(s, "paint it blue"); }));
}

TEST_F(Live, TwoWindowsRecordEverySessionOnce) {
  LiveWindow first(machine_.machine());
  LiveWindow second(machine_.machine());
  create_apple(first, "[[say one]]");
  second.want(app::OpenConversation{apple_, std::nullopt, false});
  const auto one = [](const AppSnapshot& s) {
    return has_finished(s, "apple") && spoken(s, "one") == 1;
  };
  ASSERT_TRUE(first.await(one));
  ASSERT_TRUE(second.await(one));
  // The other goes on when one leaves in the middle.
  second.want(app::SendMessage{apple_, session_, "[[slow 20]] [[say two]]", "", ""});
  ASSERT_TRUE(
      second.await([](const AppSnapshot& s) { return session_of(s, "apple")->turns == 2; }));
  first.close();
  const auto done = second.await(
      [](const AppSnapshot& s) { return has_finished(s, "apple", 2) && spoken(s, "two") == 1; });
  ASSERT_TRUE(done);
  EXPECT_EQ(count_of(*done, app::TranscriptItem::Kind::user), 2);
  EXPECT_EQ(count_of(*done, app::TranscriptItem::Kind::turn_footer), 2);
}

}  // namespace
}  // namespace orchard::test
