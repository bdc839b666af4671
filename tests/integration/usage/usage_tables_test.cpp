#include "tests/integration/usage/usage_tables.h"

#include "tests/integration/support/wait_until.h"

#include <algorithm>
#include <csignal>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(UsageTables, GiveTheSumsOfPlainLoops) {
  expect_rows(usage({"-z", "UTC"}), "daily", "date", day);
  expect_rows(usage({"daily", "-z", "UTC"}), "daily", "date", day);
  expect_rows(usage({"monthly", "-z", "UTC"}), "monthly", "month",
              [](const ToldCall& call) { return day(call).substr(0, 7); });
  // Mondays, as in the window: 2026-03-30 and 2026-04-06.
  expect_rows(usage({"weekly", "-z", "UTC"}), "weekly", "week", [](const ToldCall& call) {
    return day(call) < "2026-04-06" ? "2026-03-30" : "2026-04-06";
  });
  expect_rows(
      usage({"weekly", "-z", "UTC", "-w", "sunday"}), "weekly", "week",
      [](const ToldCall& call) { return day(call) < "2026-04-05" ? "2026-03-29" : "2026-04-05"; });
  EXPECT_EQ(usage({"weekly", "-z", "UTC", "--compat", "ccusage"})["weekly"][0]["week"],
            "2026-03-29");
  // East of Greenwich the first call belongs to the next day.
  expect_rows(usage({"-z", "Europe/Berlin"}), "daily", "date", [](const ToldCall& call) {
    return core::to_iso8601(call.at + std::chrono::hours(2)).substr(0, 10);
  });
  expect_rows(usage({"session"}), "sessions", "sessionId",
              [](const ToldCall& call) { return call.session; });
}

TEST_F(UsageTables, AreReadByTheFigureOfTheirNameToo) {
  const auto figure = [&] { return machine_.json({"metrics", "usage_calls", "--window", "all"}); };
  const json first = figure();
  tell("7", "s-c", folder("notes"), "main", "claude-opus-4-8", "2026-04-07T00:00:00Z",
       {1, 1, 1, 1, 1});
  EXPECT_NE(figure(), first);
  EXPECT_EQ(figure()[0]["value"], usage({})["totals"]["calls"]) << figure();
}

TEST_F(UsageTables, DivideAndNarrow) {
  const auto all = [](const NameOf& name) { return name; };
  expect_rows(
      usage({"monthly", "-z", "UTC", "--by", "model", "--since", "2026-04-01"}), "monthly", "model",
      all([](const ToldCall& call) { return day(call) >= "2026-04-01" ? call.model : ""; }));
  expect_rows(
      usage({"monthly", "-z", "UTC", "--by", "branch", "--until", "20260331"}), "monthly", "branch",
      all([](const ToldCall& call) { return day(call) <= "2026-03-31" ? call.branch : ""; }));
  expect_rows(usage({"daily", "-z", "UTC", "--by", "agent", "-s", "2026-04-06"}), "daily", "agent",
              all([](const ToldCall& call) {
                return day(call) < "2026-04-06" ? "" : call.sub_agent ? "sub-agent" : "main";
              }));
  expect_rows(usage({"monthly", "-z", "UTC", "--by", "repository", "--since", "2026-04-01"}),
              "monthly", "repository", all([](const ToldCall& call) {
                return day(call) < "2026-04-01" ? "" : call.session == "s-b" ? "shop" : "notes";
              }));
  expect_rows(usage({"daily", "-z", "UTC", "--project", "notes"}), "daily", "date",
              all([](const ToldCall& call) { return call.session == "s-a" ? day(call) : ""; }));
  const std::filesystem::path shop = machine_.path("shop");
  std::filesystem::create_directories(shop / "src");
  // Commands run in the folder that holds it.
  for (const std::filesystem::path& path :
       {shop, shop / "", shop / "src" / "..", shop / "src", std::filesystem::path("./shop")})
    EXPECT_EQ(usage({"--project", path.string()})["totals"]["calls"], 3) << path;
  expect_rows(usage({"daily", "-z", "UTC", "--repo", "shop"}), "daily", "date",
              all([](const ToldCall& call) { return call.session == "s-b" ? day(call) : ""; }));
  expect_rows(
      usage({"daily", "-z", "UTC", "--model", "haiku"}), "daily", "date",
      all([](const ToldCall& call) { return call.model == "claude-haiku-4-5" ? day(call) : ""; }));
  EXPECT_EQ(usage({"daily", "--last", "3"})["daily"].size(), 0U);
  EXPECT_EQ(usage({"daily", "--source", "outside"})["totals"]["calls"], 6);
  EXPECT_EQ(usage({"daily", "--source", "interactive"})["totals"]["calls"], 0);
}

TEST_F(UsageTables, TellPlacesOfOneNameApart) {
  tell("7", "s-c", folder("private/notes"), "main", "claude-opus-4-8", "2026-04-07T00:00:00Z",
       {1, 1, 1, 1, 1});
  const json rows = usage({"monthly", "--by", "repository"})["monthly"];
  std::map<std::string, std::string> keys;
  for (const json& row : rows)
    if (row["repository"] != "shop") keys[row["repository"]] = row["key"];
  const std::string place = "notes (private)";
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_THAT(keys.begin()->first, StartsWith("notes ("));
  EXPECT_EQ(keys[place], "folder:" + folder("private/notes"));
  EXPECT_THAT(machine_.orchard({"usage", "monthly", "--by", "repository"}).out, HasSubstr(place));
  EXPECT_THAT(text({"monthly", "--by", "workspace", "--csv"}), HasSubstr(place + ","));
  EXPECT_THAT(text({"monthly", "--by", "repository", "--csv"}), HasSubstr(",shop,"));
}

TEST_F(UsageTables, MarkEstimates) {
  const json totals = usage({})["totals"];
  EXPECT_EQ(totals["unpricedModels"], json::array({"acme-9"}));
  EXPECT_NEAR(totals["estimatedCost"].get<double>(), price("acme-9", {11, 12, 0, 0, 13}), 1e-12);
  const auto output = machine_.orchard({"usage", "--breakdown"});
  EXPECT_THAT(output.out, HasSubstr("≈$"));
  EXPECT_THAT(output.err, HasSubstr("there is no price of acme-9"));
}

TEST_F(UsageTables, TellWhatCouldNotBeCounted) {
  EXPECT_THAT(machine_.orchard({"usage"}).err, HasSubstr("Not counted: 1 line of transcripts."));
  ScratchMachine other;
  EXPECT_THAT(other.orchard({"usage"}).err,
              HasSubstr("there is no folder 'projects' in " + other.path("claude").string() +
                        ", which CLAUDE_CONFIG_DIR names."));
}

TEST_F(UsageTables, ListTheCallsOfASession) {
  const json session = usage({"session", "--id", "s-a"});
  EXPECT_EQ(session["entries"].size(), 3U);
  EXPECT_EQ(session["entries"][0]["timestamp"], "2026-03-30T22:30:00.000Z");
  std::int64_t tokens = 0;
  double cost = 0;
  for (const ToldCall& call : corpus_.calls)
    if (call.session == "s-a") {
      tokens += call.tokens.total();
      cost += call.cost;
    }
  EXPECT_EQ(session["totalTokens"], tokens);
  EXPECT_NEAR(session["totalCost"].get<double>(), cost, 1e-9);
}

TEST_F(UsageTables, NameTheTypesOfSubAgents) {
  corpus_.name_sub_agent(corpus_.calls[5], "Explore");
  tell("7", "s-a", folder("notes"), "main", "claude-opus-4-8", "2026-04-07T00:00:00Z",
       {1, 1, 1, 1, 1}, true);
  std::map<std::string, json> rows;
  const json report = usage({"monthly", "-z", "UTC", "--by", "agent", "-s", "2026-04-01"});
  for (const json& row : report["monthly"]) rows[row["key"]] = row;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows["main"]["agent"], "main");
  EXPECT_EQ(rows["main"]["agentType"], nullptr);
  EXPECT_EQ(rows["sub-agent"]["agentType"], nullptr) << "nothing says what it was";
  EXPECT_EQ(rows["sub-agent:Explore"]["agent"], "sub-agent");
  EXPECT_EQ(rows["sub-agent:Explore"]["agentType"], "Explore");
  EXPECT_EQ(rows["sub-agent:Explore"]["calls"], 1);
  EXPECT_THAT(text({"monthly", "--by", "agent"}), HasSubstr("Explore"));
  EXPECT_THAT(text({"monthly", "-z", "UTC", "--by", "agent", "--csv"}),
              HasSubstr("2026-04,sub-agent,1,1,1,2,1,5,0.000009350,0.000000000,Explore"));
  EXPECT_EQ(usage({"session", "--id", "s-b"})["entries"][2]["agentType"], "Explore");
  EXPECT_EQ(usage({"session", "--id", "s-b"})["entries"][0]["agentType"], nullptr);
  EXPECT_THAT(text({"session", "--id", "s-b"}), HasSubstr("outside Explore"));
  EXPECT_THAT(text({"session", "--id", "s-b", "--csv"}), HasSubstr(",Explore\n"));
}

TEST_F(UsageTables, TakeAnyBeginningOfASession) {
  tell("7", "s-bc", folder("notes"), "main", "claude-opus-4-8", "2026-04-07T00:00:00Z",
       {1, 1, 1, 1, 1});
  tell("8", "t-1", folder("notes"), "main", "claude-opus-4-8", "2026-04-07T00:00:00Z",
       {1, 1, 1, 1, 1});
  EXPECT_EQ(usage({"session", "--id", "t"})["sessionId"], "t-1");
  EXPECT_EQ(usage({"session", "--id", "s-b"})["sessionId"], "s-b");
  expect_refusal({"session", "--id", "s-"}, 2, "fits 3 sessions: ");
  const std::string shown = text({"session", "--id", "s-b"});
  EXPECT_THAT(shown, StartsWith("TIME"));
  EXPECT_THAT(shown, HasSubstr("outside"));
  EXPECT_THAT(shown, HasSubstr("210,000"));
  EXPECT_THAT(shown, HasSubstr("\nTotal"));
}

TEST_F(UsageTables, TakeNoCountThatNoReplyCanHave) {
  const json before = usage({});
  ToldCall call = corpus_.calls[0];
  std::string line = UsageCorpus::line(call);
  line.replace(line.find("msg_1"), 5, "msg_x");
  const std::string sound = "\"input_tokens\":1,";
  line.replace(line.find(sound), sound.size(), "\"input_tokens\":1e30,");
  std::ofstream(corpus_.transcript(call), std::ios::app) << line << '\n';
  EXPECT_EQ(usage({}), before);
  EXPECT_EQ(usage({"skipped"})["skipped"].size(), 2U);
  EXPECT_THAT(machine_.orchard({"doctor"}).out, HasSubstr("damaged in a transcript: 2"));
}

TEST_F(UsageTables, SayWhenTheyCannotBeWritten) {
  const auto shell = [&](const std::string& ending) {
    return machine_.run("/bin/bash",
                        {"-c", "set -o pipefail; \"$0\" usage --json " + ending, ORCHARD_PROGRAM});
  };
  const auto full = shell("> /dev/full");
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_THAT(full.err, HasSubstr("Not everything could be written to standard output"));
  EXPECT_EQ(std::ranges::count(full.err, '\n'), 1) << full.err;
  const auto gone = shell("| true");
  EXPECT_EQ(gone.exit_code, 0);
  EXPECT_EQ(gone.err, "");
}

TEST_F(UsageTables, ShowNoControlCharactersOfModels) {
  tell("7", "s-a", folder("notes"), "main", "red\x1b[31m", "2026-04-07T00:00:00Z", {1, 1, 1, 1, 1});
  tell("8", "s-a", folder("notes"), "main", "", "2026-04-07T00:00:00Z", {1, 1, 1, 1, 1});
  for (const Arguments& command : {Arguments{"usage"}, Arguments{"usage", "session", "--id", "s-a"},
                                   Arguments{"prices", "--call", "msg_7"}}) {
    const auto output = machine_.orchard(command);
    EXPECT_EQ((output.out + output.err).find('\x1b'), std::string::npos) << output.err;
  }
  EXPECT_THAT(machine_.orchard({"usage"}).err, HasSubstr("an unknown model"));
  EXPECT_THAT(text({"session", "--id", "s-a"}), HasSubstr("unknown model"));
}

TEST_F(UsageTables, KnowTheProjectOfAFolderThatIsGone) {
  const std::filesystem::path shop = machine_.path("shop");
  const std::filesystem::path worktree = machine_.path("hotfix");
  machine_.git(shop, {"worktree", "add", "-q", worktree.string()});
  tell("7", "s-c", folder("hotfix"), "hotfix", "claude-haiku-4-5", "2026-04-07T00:00:00Z",
       {1, 1, 1, 1, 1});
  EXPECT_EQ(usage({"--project", worktree.string()})["totals"]["calls"], 4);
  machine_.git(shop, {"worktree", "remove", worktree.string()});
  for (const std::filesystem::path& path :
       {worktree, worktree / "", worktree / "src", std::filesystem::path("./hotfix")})
    EXPECT_EQ(usage({"--project", path.string()})["totals"]["calls"], 4) << path;
  expect_refusal({"--project", (shop / "nowhere").string()}, 1, "No call is known of a project");
}

TEST_F(UsageTables, SpeakToPeopleAndSpreadsheets) {
  const std::string shown = text({"-z", "UTC", "--breakdown"});
  EXPECT_THAT(shown, StartsWith("DATE"));
  EXPECT_THAT(shown, HasSubstr("2026-03-31"));
  EXPECT_THAT(shown, HasSubstr("opus-4-8"));
  EXPECT_THAT(shown, HasSubstr("Total"));
  // All that was sent, then what of it was written to the cache and read from it.
  EXPECT_THAT(text({"-z", "UTC"}),
              testing::ContainsRegex("ALL INPUT +CACHE WRITE +CACHE READ +OUTPUT +TOTAL +COST\n"
                                     "2026-03-30 +opus-4-8 +13 +7 +5 +2 +15 "));
  EXPECT_THAT(text({"monthly", "--by", "workspace"}), HasSubstr("notes (outside)"));
  EXPECT_THAT(text({"session"}), HasSubstr("LAST ACTIVITY"));
  EXPECT_THAT(text({"-z", "UTC", "--csv"}),
              StartsWith("date,calls,input_tokens,output_tokens,cache_write_tokens,"
                         "cache_read_tokens,total_tokens,cost_usd,estimated_cost_usd\n"
                         "2026-03-30,1,1,2,7,5,15,"));
  EXPECT_THAT(text({"-z", "UTC", "--csv", "--order", "desc"}), HasSubstr("usd\n2026-04-06,1,"));
  EXPECT_THAT(text({"blocks", "--csv"}), HasSubstr(",gap,local_estimate,0,"));
  EXPECT_THAT(text({"blocks", "--csv"}), HasSubstr("cost_usd,estimated_cost_usd\n"));
  EXPECT_THAT(text({"session", "--id", "s-b", "--csv"}), HasSubstr("acme-9"));
  EXPECT_THAT(text({"session", "--breakdown", "--csv"}), HasSubstr(",acme-9,1,11,12,0,13,36,"));
  EXPECT_THAT(text({"--help"}), HasSubstr("--compat ccusage"));
}

TEST_F(UsageTables, RefuseInOneSentence) {
  expect_refusal({"--since", "yesterday"}, 2, "write it like 2026-11-20");
  expect_refusal({"--since", "20260231"}, 2, "is no day");
  expect_refusal({"--since", "2026-02-03", "--until", "2026-02-02"}, 2, "There is no day from");
  expect_refusal({"--since", "2026-02-03", "--last", "3"}, 2, "give one of them");
  expect_refusal({"--timezone", "Middle/Earth"}, 2, "write it like Europe/Berlin");
  expect_refusal({"--timezone", "../../etc/passwd"}, 2, "There is no time zone");
  expect_refusal({"weekly", "-w", "someday"}, 2, "write it like monday");
  expect_refusal({"--by", "colour"}, 2, "take workspace, branch");
  expect_refusal({"--order", "up"}, 2, "take asc or desc");
  expect_refusal({"--source", "chat"}, 2, "take interactive");
  expect_refusal({"--json", "--csv"}, 2, "give one of them");
  expect_refusal({"session", "--id", ""}, 2, "an empty value says nothing");
  expect_refusal({"--last", "0"}, 2, "`orchard usage --help` tells more");
  expect_refusal({"--plan", "max5"}, 2, "were not expected: --plan max5. `orchard usage --help`");
  expect_refusal({"--project", "./nowhere"}, 1, "No call is known of a project './nowhere'");
  expect_refusal({"frobnicate"}, 2, "There is no command 'usage frobnicate'");
  expect_refusal({"--compat", "other"}, 2, "--compat ccusage");
  expect_refusal({"blocks", "--token-limit", "many"}, 2, "is no number of tokens");
  expect_refusal({"blocks", "--plan", "gold"}, 2, "take pro, max5");
  for (const char* place :
       {"--project", "--repo", "--workspace", "--branch", "--model", "--source"})
    expect_refusal({place, "main", "blocks"}, 2,
                   "in which all use counts; leave " + std::string(place) + " out");
  expect_refusal({"--breakdown", "blocks"}, 2, "not of blocks");
  expect_refusal({"blocks", "-t", "max", "--compat", "ccusage"}, 2, "goes without --token-limit");
  expect_refusal({"blocks", "--plan", "pro", "--compat", "ccusage"}, 2, "goes without --plan");
  expect_refusal({"-b", "--compat", "ccusage"}, 2, "goes without --breakdown");
  for (const char* hours : {"0", "-3", "8761", "1e9", "nan"})
    expect_refusal({"blocks", "-n", hours}, 2, "a number of hours above zero, at most 8760");
  expect_refusal({"--model", "gpt"}, 1, "claude-opus");
  expect_refusal({"--project", "nowhere"}, 1, "No call is known of a project");
  expect_refusal({"--branch", "nowhere"}, 1, "No call is known of a branch");
  expect_refusal({"--repo", "nowhere"}, 1, "There is no repository 'nowhere'");
  expect_refusal({"session", "--id", "nobody"}, 1, "No call is known of a session");
}

TEST_F(UsageTables, WatchForChangesUntilInterrupted) {
  auto watching = machine_.start({"usage", "--watch", "--json"});
  const auto lines = [&] {
    std::vector<json> all;
    std::ifstream out(machine_.path("output") / "1.out");
    for (std::string line; std::getline(out, line);)
      if (json::accept(line)) all.push_back(json::parse(line));
    return all;
  };
  ASSERT_TRUE(wait_until(machine_.path("output"), [&] { return lines().size() == 1; }));
  EXPECT_EQ(lines()[0]["totals"]["calls"], 6);
  tell("7", "s-a", folder("notes"), "main", "claude-opus-4-8", "2026-04-07T00:00:00Z",
       {1, 1, 1, 1, 1});
  ASSERT_TRUE(wait_until(machine_.path("output"), [&] { return lines().size() == 2; }));
  EXPECT_EQ(lines()[1]["totals"]["calls"], 7);
  watching->signal(SIGINT);
  EXPECT_EQ(watching->wait().exit_code, 0);
}

}  // namespace
}  // namespace orchard::test
