#include "tests/e2e/usage/corpus.h"
#include "tests/e2e/usage/machine.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

struct Setting {
  unsigned seed;
  const char* zone;
};

void PrintTo(const Setting& setting, std::ostream* out) {
  *out << "seed " << setting.seed << ", " << setting.zone;
}

/// The real ccusage and `orchard usage --compat ccusage` on the same transcripts.
class CcusageAgreement : public ::testing::TestWithParam<Setting> {
 protected:
  CcusageAgreement() { write_corpus(machine_, GetParam().seed); }

  json theirs(std::vector<std::string> arguments) {
    return machine_.ccusage(std::move(arguments), GetParam().zone);
  }
  json ours(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--compat", "ccusage"});
    return machine_.orchard(std::move(arguments), GetParam().zone);
  }

 private:
  UsageMachine machine_;
};

/// Sessions that cost the same come in any order.
json by_place(const json& account) {
  json result{{"totals", account.at("totals")}};
  for (const json& session : account.at("sessions"))
    result[session.at("projectPath").get<std::string>() + "/" +
           session.at("sessionId").get<std::string>()] = session;
  return result;
}

TEST_P(CcusageAgreement, OnWeeksAndMonths) {
  EXPECT_EQ(differences(theirs({"claude", "weekly"}), ours({"weekly"})), "");
  EXPECT_EQ(
      differences(theirs({"claude", "weekly", "-w", "monday"}), ours({"weekly", "-w", "monday"})),
      "");
  EXPECT_EQ(differences(theirs({"claude", "monthly"}), ours({"monthly"})), "");
}

TEST_P(CcusageAgreement, OnSessions) {
  const json sessions = theirs({"claude", "session"});
  ASSERT_GT(sessions.at("sessions").size(), 10U);
  EXPECT_EQ(differences(by_place(sessions), by_place(ours({"session"}))), "");
}

// ccusage's own daily report reads the files in another way than its others and counts otherwise;
// its day by the way of the others is the month of which only that day is asked for.
TEST_P(CcusageAgreement, OnDays) {
  const json days = ours({"daily"});
  ASSERT_GT(days.at("daily").size(), 5U);
  json total{{"totalTokens", 0}, {"totalCost", 0.0}};
  for (json day : days.at("daily")) {
    const std::string date = day.at("date");
    const json month = theirs({"claude", "monthly", "--since", date, "--until", date});
    json only = month.at("monthly").at(0);
    only.erase("month");
    day.erase("date");
    EXPECT_EQ(differences(only, day), "") << date;
  }
  EXPECT_EQ(differences(theirs({"claude", "monthly"}).at("totals"), days.at("totals")), "");
}

TEST_P(CcusageAgreement, OnBlocks) {
  const json blocks = theirs({"blocks"});
  ASSERT_GT(blocks.at("blocks").size(), 5U);
  EXPECT_EQ(differences(blocks, ours({"blocks"})), "");
  for (const char* only : {"--recent", "--active"})
    EXPECT_EQ(differences(theirs({"blocks", only}), ours({"blocks", only})), "") << only;
}

TEST_P(CcusageAgreement, OnWhereCostsComeFrom) {
  for (const char* mode : {"calculate", "display"})
    EXPECT_EQ(differences(theirs({"claude", "monthly", "--mode", mode}),
                          ours({"monthly", "--mode", mode})),
              "")
        << mode;
}

TEST_P(CcusageAgreement, OnAPartOfTheTime) {
  const std::vector<std::string> range = {"--since", "2026-05-08", "--until", "2026-05-19"};
  const auto with = [&](std::vector<std::string> command) {
    command.insert(command.end(), range.begin(), range.end());
    return command;
  };
  EXPECT_EQ(
      differences(by_place(theirs(with({"claude", "session"}))), by_place(ours(with({"session"})))),
      "");
  EXPECT_EQ(differences(theirs(with({"blocks"})), ours(with({"blocks"}))), "");
}

INSTANTIATE_TEST_SUITE_P(Corpora, CcusageAgreement,
                         ::testing::Values(Setting{1, "UTC"}, Setting{2, "UTC"},
                                           Setting{3, "Asia/Kolkata"},
                                           Setting{4, "America/St_Johns"}));

}  // namespace
}  // namespace orchard::test
