#include "app/cli/usage/usage_output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using metrics::ModelUsage;
using metrics::SessionUsage;
using metrics::UsageDimension;
using metrics::UsageSums;
using testing::HasSubstr;
using testing::Not;

UsageSums sums_of(std::int64_t cost, std::int64_t estimated = 0) {
  UsageSums sums;
  sums.calls = 1;
  sums.cost = {cost};
  sums.estimated = {estimated};
  return sums;
}

SessionUsage session_with(const std::vector<ModelUsage>& models) {
  SessionUsage session;
  session.id = "s";
  session.tally.models = models;
  for (const ModelUsage& model : models) session.tally.sums += model.sums;
  return session;
}

TEST(UsageModels, StandDearestFirstInTheTotalToo) {
  const auto total = sum_of({session_with({{"a", sums_of(5)}, {"z", sums_of(3)}}),
                             session_with({{"z", sums_of(7)}, {"m", sums_of(1)}})});
  std::vector<std::string> names;
  for (const ModelUsage& model : total.models) names.push_back(model.model);
  EXPECT_THAT(names, testing::ElementsAre("z", "a", "m"));
}

TEST(UsageModels, WithoutANameHaveOneEverywhere) {
  metrics::UsageAccount account;
  account.total = session_with({{"", sums_of(5, 5)}}).tally;
  account.lines.emplace_back().tally = account.total;
  const auto json = account_json(UsageTable::daily, account, UsageDimension::model);
  EXPECT_EQ(json["totals"]["unpricedModels"], nlohmann::json::array({"unknown model"}));
  EXPECT_EQ(json["daily"][0]["model"], "unknown model");
  EXPECT_EQ(json["daily"][0]["modelsUsed"], nlohmann::json::array({"unknown model"}));
  EXPECT_EQ(json["daily"][0]["modelBreakdowns"][0]["modelName"], "unknown model");
  for (const UsageDimension by : {UsageDimension::none, UsageDimension::model}) {
    const std::string text = account_text(UsageTable::daily, account, by, true, 0);
    EXPECT_THAT(text, HasSubstr("unknown model"));
    EXPECT_THAT(text, Not(HasSubstr("not known")));
    EXPECT_THAT(account_csv(UsageTable::daily, account, by, true), HasSubstr(",unknown model,"));
  }
  EXPECT_THAT(estimate_note(account.total), HasSubstr("unknown model"));
}

}  // namespace
}  // namespace orchard::app
