#include "tests/integration/support/wait_until.h"
#include "tests/integration/usage/usage_corpus.h"

#include <algorithm>
#include <csignal>
#include <functional>
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

struct Sums {
  std::int64_t calls = 0;
  core::TokenUsage tokens;
  double cost = 0;
  Sums& operator+=(const ToldCall& call) {
    ++calls;
    tokens += call.tokens;
    cost += call.cost;
    return *this;
  }
};

class UsageTables : public testing::Test {
 protected:
  UsageTables() : corpus_(machine_.path("claude")) {
    const std::string notes = folder("notes");
    const std::string shop = machine_.add_repository("shop").string();
    tell("1", "s-a", notes, "main", "claude-opus-4-8", "2026-03-30T22:30:00Z", {1, 2, 3, 4, 5});
    tell("2", "s-a", notes, "main", "claude-opus-4-8", "2026-03-31T10:00:00Z",
         {10, 20, 30, 40, 50});
    tell("3", "s-a", notes, "feature/x", "claude-haiku-4-5", "2026-03-31T10:05:00Z",
         {7, 70, 700, 0, 7000});
    tell("4", "s-b", shop, "main", "claude-sonnet-4-5", "2026-04-01T09:00:00Z",
         {150'000, 100, 0, 0, 60'000});
    tell("5", "s-b", shop, "main", "acme-9", "2026-04-05T23:59:59.999Z", {11, 12, 0, 0, 13});
    tell("6", "s-b", shop, "main", "claude-haiku-4-5", "2026-04-06T00:00:00Z", {1, 1, 1, 1, 1},
         true);
    // Told of twice, and by lines that are none.
    corpus_.add(corpus_.calls[1]);
    corpus_.calls.pop_back();
    std::ofstream(corpus_.transcript(corpus_.calls[0]), std::ios::app)
        << "{\"type\":\"user\",\"message\":{\"content\":\"secret words\"}}\n\n{broken\n";
  }

  std::string folder(const std::string& name) {
    std::filesystem::create_directories(machine_.path(name));
    return std::filesystem::canonical(machine_.path(name)).string();
  }

  void tell(const std::string& id, const std::string& session, const std::string& where,
            const std::string& branch, const std::string& model, const std::string& at,
            const core::TokenUsage& tokens, bool sub_agent = false) {
    corpus_.add({id, session, where, branch, model, *core::parse_iso8601(at), tokens, sub_agent,
                 price(model, tokens)});
  }

  /// Dollars by the price list, in the plainest way.
  static double price(const std::string& model, const core::TokenUsage& tokens) {
    const auto at = [&](double in, double out, double w5, double w1, double read) {
      return (static_cast<double>(tokens.input) * in + static_cast<double>(tokens.output) * out +
              static_cast<double>(tokens.cache_write_5m) * w5 +
              static_cast<double>(tokens.cache_write_1h) * w1 +
              static_cast<double>(tokens.cache_read) * read) /
             1e6;
    };
    if (model == "claude-opus-4-8") return at(5, 25, 6.25, 10, 0.5);
    if (model == "claude-haiku-4-5") return at(1, 5, 1.25, 2, 0.1);
    if (model == "acme-9") return at(2, 10, 2.5, 4, 0.2);  // as the newest sonnet
    return tokens.context() > 200'000 ? at(6, 22.5, 7.5, 12, 0.6) : at(3, 15, 3.75, 6, 0.3);
  }

  json usage(Arguments arguments) {
    arguments.insert(arguments.begin(), "usage");
    return machine_.json(arguments);
  }
  std::string text(Arguments arguments) {
    arguments.insert(arguments.begin(), "usage");
    const auto output = machine_.orchard(arguments);
    EXPECT_TRUE(output.ok()) << output.err;
    return output.out;
  }
  void expect_refusal(Arguments arguments, int exit_code, const std::string& part) {
    arguments.insert(arguments.begin(), "usage");
    const auto output = machine_.orchard(arguments);
    EXPECT_EQ(output.exit_code, exit_code) << output.err;
    EXPECT_EQ(output.out, "");
    EXPECT_THAT(output.err, HasSubstr(part));
    EXPECT_EQ(std::ranges::count(output.err, '\n'), 1) << output.err;
  }

  static void expect_sums(const json& row, const Sums& sums) {
    EXPECT_EQ(row["inputTokens"], sums.tokens.input);
    EXPECT_EQ(row["outputTokens"], sums.tokens.output);
    EXPECT_EQ(row["cacheCreationTokens"], sums.tokens.cache_write());
    EXPECT_EQ(row["cacheReadTokens"], sums.tokens.cache_read);
    EXPECT_EQ(row["totalTokens"], sums.tokens.total());
    EXPECT_NEAR(row["totalCost"].get<double>(), sums.cost, 1e-9);
    EXPECT_EQ(row["calls"], sums.calls);
  }

  using NameOf = std::function<std::string(const ToldCall&)>;
  /// The rows of `list`, named by `member`, are what a loop over the calls gives.
  void expect_rows(const json& document, const char* list, const std::string& member,
                   const NameOf& name_of) {
    std::map<std::string, Sums> expected;
    Sums total;
    for (const ToldCall& call : corpus_.calls) {
      const std::string name = name_of(call);
      if (name.empty()) continue;
      expected[name] += call;
      total += call;
    }
    ASSERT_EQ(document[list].size(), expected.size()) << document.dump(2);
    for (const json& row : document[list]) {
      SCOPED_TRACE(row[member].get<std::string>());
      ASSERT_TRUE(expected.contains(row[member]));
      expect_sums(row, expected[row[member]]);
      expect_models(row);
    }
    expect_sums(document["totals"], total);
  }

  static void expect_models(const json& row) {
    std::int64_t output = 0;
    double cost = 0;
    for (const json& model : row["modelBreakdowns"]) {
      output += model["outputTokens"].get<std::int64_t>();
      cost += model["cost"].get<double>();
    }
    EXPECT_EQ(row["outputTokens"], output);
    EXPECT_NEAR(row["totalCost"].get<double>(), cost, 1e-9);
    EXPECT_EQ(row["modelsUsed"].size(), row["modelBreakdowns"].size());
  }

  static std::string day(const ToldCall& call) { return core::to_iso8601(call.at).substr(0, 10); }

  ScratchMachine machine_;
  UsageCorpus corpus_;
};

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
  std::set<std::string> keys;
  for (const json& row : rows)
    if (row["repository"] == "notes") keys.insert(row["key"]);
  EXPECT_THAT(
      keys, testing::ElementsAre("folder:" + folder("notes"), "folder:" + folder("private/notes")));
  const std::string place = "notes in " + folder("private");
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
  EXPECT_THAT(machine_.orchard({"usage"}).err,
              HasSubstr("Not counted, because they cannot be read: 1 line of transcripts."));
  ScratchMachine other;
  EXPECT_THAT(other.orchard({"usage"}).err, HasSubstr("No transcripts of Claude Code were found"));
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

TEST_F(UsageTables, DivideIntoBlocks) {
  const json blocks = usage({"blocks"})["blocks"];
  std::int64_t calls = 0;
  for (const json& block : blocks) {
    calls += block["entries"].get<std::int64_t>();
    EXPECT_EQ(block["isActive"], false);
    EXPECT_EQ(block["source"], "local_estimate");
    EXPECT_EQ(block["burnRate"], nullptr);
  }
  EXPECT_EQ(calls, 6);
  EXPECT_NEAR(blocks[6]["estimatedCost"].get<double>(), price("acme-9", {11, 12, 0, 0, 13}), 1e-12);
  EXPECT_THAT(text({"blocks"}), HasSubstr("≈$"));
  // 22:00, 10:00 with two calls, 09:00, 23:00 with the midnight call; gaps between them.
  ASSERT_EQ(blocks.size(), 7U);
  EXPECT_EQ(blocks[0]["id"], "2026-03-30T22:00:00.000Z");
  EXPECT_EQ(blocks[0]["endTime"], "2026-03-31T03:00:00.000Z");
  EXPECT_EQ(blocks[1]["id"], "gap-2026-03-31T03:30:00.000Z");
  EXPECT_EQ(blocks[1]["actualEndTime"], nullptr);
  EXPECT_EQ(blocks[2]["entries"], 2);
  EXPECT_EQ(blocks[2]["tokenCounts"]["cacheCreationInputTokens"], 770);
  EXPECT_EQ(blocks[6]["entries"], 2);
  EXPECT_THAT(text({"blocks", "--active"}), StartsWith("No block is active"));
}

TEST_F(UsageTables, ProjectTheBlockThatRuns) {
  const core::Timestamp now = core::SystemClock().now();
  tell("8", "s-c", folder("notes"), "main", "claude-opus-4-8",
       core::to_iso8601(now - std::chrono::minutes(20)), {1000, 1000, 0, 0, 0});
  tell("9", "s-c", folder("notes"), "main", "claude-opus-4-8",
       core::to_iso8601(now - std::chrono::minutes(10)), {1000, 1000, 0, 0, 0});
  const json report = usage({"blocks", "--active", "--token-limit", "5000"});
  ASSERT_EQ(report["blocks"].size(), 1U);
  const json& block = report["blocks"][0];
  EXPECT_EQ(block["isActive"], true);
  EXPECT_NEAR(block["burnRate"]["tokensPerMinute"].get<double>(), 400, 1e-6);
  EXPECT_NEAR(block["burnRate"]["costPerHour"].get<double>(), 0.36, 1e-6);
  const auto remaining = block["projection"]["remainingMinutes"].get<std::int64_t>();
  EXPECT_EQ(block["projection"]["totalTokens"], 4000 + 400 * remaining);
  EXPECT_EQ(block["tokenLimitStatus"]["status"], "exceeds");
  EXPECT_EQ(report["plan"]["name"], "custom");
  EXPECT_EQ(report["plan"]["source"], "local_estimate");
  const std::string words = text({"blocks", "--active", "--plan", "pro"});
  EXPECT_THAT(words, HasSubstr("4,000 tokens in 2 calls"));
  EXPECT_THAT(words, HasSubstr("Limits of the plan 'pro' (local estimate)"));
}

TEST_F(UsageTables, SpeakToPeopleAndSpreadsheets) {
  const std::string shown = text({"-z", "UTC", "--breakdown"});
  EXPECT_THAT(shown, StartsWith("DATE"));
  EXPECT_THAT(shown, HasSubstr("2026-03-31"));
  EXPECT_THAT(shown, HasSubstr("opus-4-8"));
  EXPECT_THAT(shown, HasSubstr("Total"));
  // All that was sent, then what of it was written to the cache and read from it.
  EXPECT_THAT(text({"-z", "UTC"}),
              testing::ContainsRegex("INPUT +CACHE WRITE +CACHE READ +OUTPUT +TOTAL +COST\n"
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
  expect_refusal({"frobnicate"}, 2, "There is no command 'usage frobnicate'");
  expect_refusal({"--compat", "other"}, 2, "--compat ccusage");
  expect_refusal({"blocks", "--token-limit", "many"}, 2, "is no number of tokens");
  expect_refusal({"blocks", "--plan", "gold"}, 2, "take pro, max5");
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
