#include "app/cli/prices/prices_text.h"

#include "app/cli/columns.h"

#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::app {
namespace {

using testing::ContainsRegex;

metrics::PriceTable with_own_price() {
  return metrics::PriceTable::built_in()
      .with_overrides(R"({"models": [{"model": "claude-sonnet-4-5", "prices": [
        {"from": "2026-06-01", "standard": {"input": 2.75, "output": 13.75}}]}]})")
      .value()
      .table;
}

TEST(PricesText, TellsPricesOfOneModelApartInANarrowTerminal) {
  for (const std::size_t width : {80U, 100U, 0U}) {
    SCOPED_TRACE(width);
    const std::string text = prices_text(with_own_price(), width);
    EXPECT_THAT(text, ContainsRegex("FROM +SOURCE\n"));
    EXPECT_THAT(text, ContainsRegex("claude-sonnet-4-5 +3 +15 .* 2024-01-01  program\n"));
    EXPECT_THAT(text, ContainsRegex("claude-sonnet-4-5 +2.75 +13.75 .* 2026-06-01  yours\n"));
    std::istringstream lines(text);
    for (std::string line; width > 0 && std::getline(lines, line);)
      EXPECT_LE(column_count(line), width) << line;
  }
}

TEST(PricesText, CutsNoNameOfTheProgramAtEightyColumns) {
  EXPECT_THAT(prices_text(metrics::PriceTable::built_in(), 80),
              testing::Not(testing::HasSubstr("…")));
}

}  // namespace
}  // namespace orchard::app
