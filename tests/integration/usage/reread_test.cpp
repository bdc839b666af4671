#include "tests/integration/usage/usage_corpus.h"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using testing::HasSubstr;

/// A transcript of three replies, of which somebody changes the middle one.
class Reread : public testing::Test {
 protected:
  Reread() : corpus_(machine_.path("claude")) { put("2"); }

  void put(const std::string& middle) {
    corpus_.calls.clear();
    const std::string filler = R"({"type":"user","x":")" + std::string(3000, 'y') + "\"}\n";
    std::string text;
    for (const std::string& id : {std::string("1"), middle, std::string("3")}) {
      const ToldCall call{id,    "s-a",           "/nowhere/notes", "main", "claude-opus-4-8",
                          when_, {1, 10, 0, 0, 0}};
      if (corpus_.calls.empty()) corpus_.add(call);
      text += UsageCorpus::line(call) + "\n" + filler;
    }
    std::ofstream(corpus_.transcript(corpus_.calls[0]), std::ios::trunc) << text;
  }
  std::int64_t calls() const { return machine_.json({"usage"})["totals"]["calls"]; }

  ScratchMachine machine_;
  UsageCorpus corpus_;
  core::Timestamp when_ = core::SystemClock().now();
};

TEST_F(Reread, FindsWhatWasChangedWhereItHadBeenRead) {
  EXPECT_EQ(calls(), 3);
  put("9");
  EXPECT_EQ(calls(), 3) << "both ends are the same";
  const auto found = machine_.json({"usage", "reread"});
  EXPECT_EQ(found["files"], 1);
  EXPECT_EQ(found["calls"], 4);
  EXPECT_EQ(found["new_calls"], 1);
  EXPECT_EQ(calls(), 4);
  EXPECT_THAT(machine_.orchard({"usage", "reread"}).err,
              HasSubstr("1 transcript read again; 0 calls more than before."));
}

}  // namespace
}  // namespace orchard::test
