#include "metrics/sweep/session_glance.h"

#include "tests/metrics/sweep/sweep_fixture.h"

#include <gtest/gtest.h>

namespace orchard::metrics {
namespace {

using test::ReplyLine;

class SessionGlanceTest : public test::SweepFixture {
 protected:
  std::optional<SessionGlance> glance(const std::string& of = "s-out") {
    return glance_at_session({file(), sub_agent(), file("none")}, of, test::at(3600),
                             PriceTable::built_in());
  }
  std::filesystem::path sub_agent() const {
    return folder() / "s-out" / "subagents" / "agent-a1.jsonl";
  }
};

TEST_F(SessionGlanceTest, SaysWhatTheLedgerWould) {
  append(file(), ReplyLine{.message = "1", .output = 1}.text() +
                     ReplyLine{.message = "1", .output = 900}.text() +
                     ReplyLine{.message = "2", .output = 40, .seconds = 9}.text() + "{\"torn\n");
  append(file(), ReplyLine{.message = "3", .session = "s-other", .seconds = 20}.text());
  append(sub_agent(), ReplyLine{.message = "4",
                                .output = 7,
                                .seconds = 30,
                                .more = R"("isSidechain":true,"agentId":"a1",)"}
                              .text() +
                          ReplyLine{.message = "2", .output = 40, .seconds = 9}.text());
  const auto seen = glance();
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->context_tokens, 15);
  EXPECT_EQ(seen->estimated.nano_dollars, 0);
  sweep();
  EXPECT_EQ(seen->cost.nano_dollars,
            count("SELECT SUM(u.cost) FROM usage_session_day u JOIN session s ON s.key = "
                  "u.session WHERE s.id = 's-out'"));
  EXPECT_GT(glance("s-other")->cost.nano_dollars, 0);
}

TEST_F(SessionGlanceTest, KnowsWhatIsEstimated) {
  std::string text = ReplyLine{.output = 100}.text();
  text.replace(text.find("claude-opus-4-8"), 15, "acme-9");
  append(file(), text);
  const auto seen = glance();
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->estimated, seen->cost);
}

TEST_F(SessionGlanceTest, SeesNothingWhereNothingIs) {
  EXPECT_FALSE(glance());
  append(file(), test::prompt_line("x", 1) + ReplyLine{.session = "s-other"}.text());
  EXPECT_FALSE(glance());
}

}  // namespace
}  // namespace orchard::metrics
