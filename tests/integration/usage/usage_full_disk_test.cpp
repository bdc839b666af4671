#include "metrics/ledger/store.h"
#include "tests/integration/support/wait_until.h"
#include "tests/integration/usage/usage_tables.h"

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Six calls are known, a seventh is told of, and nothing more fits on the disk: for which a limit
/// on the size of files stands.
class UsageOnAFullDisk : public UsageTables {
 protected:
  UsageOnAFullDisk() {
    (void)machine_.json({"usage"});
    tell("7", "s-a", folder("notes"), "main", "claude-opus-4-8", "2026-04-07T00:00:00Z",
         {1, 1, 1, 1, 1});
    full_ = machine_.write_program("full-disk", std::string("trap '' XFSZ\nulimit -f 16\nexec '") +
                                                    ORCHARD_PROGRAM + "' \"$@\"");
  }

  [[nodiscard]] core::CommandOutput on_full_disk(const Arguments& arguments,
                                                 const std::string& input = "") const {
    return machine_.run(full_, arguments, input);
  }

  std::filesystem::path full_;
};

constexpr const char* kAsOfTheLastLook = "orchard: This is as of the last look: Could not ";

TEST_F(UsageOnAFullDisk, CountsWhatIsKnown) {
  const auto output = on_full_disk({"usage", "--json"});
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_EQ(json::parse(output.out)["totals"]["calls"], 6);
  EXPECT_THAT(output.err, StartsWith(kAsOfTheLastLook));
  const auto call = on_full_disk({"prices", "--call", "newest"});
  EXPECT_EQ(call.exit_code, 0);
  EXPECT_THAT(call.err, StartsWith(kAsOfTheLastLook));
  EXPECT_EQ(machine_.json({"usage"})["totals"]["calls"], 7);
}

TEST_F(UsageOnAFullDisk, CountsWhatIsKnownWhileAnotherProgramHasTheStoreOpen) {
  auto store = metrics::Store::open(machine_.path("orchard/data/orchard.db"));
  ASSERT_TRUE(store && store->repositories());
  for (const Arguments& command : {Arguments{"usage"}, Arguments{"usage", "skipped"}}) {
    const auto output = on_full_disk(command);
    EXPECT_EQ(output.exit_code, 0);
    EXPECT_THAT(output.err, HasSubstr(kAsOfTheLastLook));
    EXPECT_THAT(output.err, Not(HasSubstr("No transcripts")));
  }
  EXPECT_EQ(on_full_disk({"usage", "reread"}).exit_code, 1);
  EXPECT_EQ(machine_.json({"usage"})["totals"]["calls"], 7);
}

TEST_F(UsageOnAFullDisk, IsWatchedAndSaysOnceWhatItLacks) {
  auto watching = machine_.start_program(full_, {"usage", "monthly", "--watch", "--json"});
  const auto folder = machine_.path("output");
  ASSERT_TRUE(wait_until(folder, [&] { return watching->said().ends_with("\n"); }));
  // Others come to the store between two looks.
  EXPECT_EQ(json::parse(on_full_disk({"usage", "--json"}).out)["totals"]["calls"], 6);
  EXPECT_TRUE(watching->is_running());
  watching->signal(SIGINT);
  const auto output = watching->wait();
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_THAT(output.err, StartsWith(kAsOfTheLastLook));
  EXPECT_EQ(std::ranges::count(output.err, '\n'), 1) << output.err;
  EXPECT_EQ(json::parse(output.out.substr(0, output.out.find('\n')))["totals"]["calls"], 6);
}

TEST_F(UsageOnAFullDisk, LeavesTheStatusLineItsOneLine) {
  const auto output = on_full_disk(
      {"usage", "statusline"}, R"({"session_id": "s-a", "model": {"display_name": "Opus 4.8"}})");
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, HasSubstr("Opus 4.8"));
  EXPECT_EQ(std::ranges::count(output.out, '\n'), 1) << output.out;
}

}  // namespace
}  // namespace orchard::test
