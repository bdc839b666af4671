#include "tests/integration/support/scratch_machine.h"
#include "tests/integration/support/wait_until.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

using nlohmann::json;

class AskingAgent : public testing::Test {
 protected:
  AskingAgent() {
    (void)machine_.add_repository();
    (void)machine_.create_workspace("apple");
  }
  ScratchMachine machine_;
};

TEST_F(AskingAgent, ShowsAnAnswerThatIsSafeToPaste) {
  const auto sending = machine_.start(
      {"send", "apple", "[[question Which one?|it's $(touch pwned)|`touch pwned` \"x\" \\]]",
       "--wait", "--stay", "--permission-mode", "bypassPermissions"});
  ASSERT_TRUE(wait_until(machine_.path("output"), [&] {
    return sending->said().find("Answer with: ") != std::string::npos &&
           sending->said().back() == '\n';
  })) << sending->said();
  const json session = machine_.json({"sessions"})[0];
  const std::string id = session["id"];
  const std::string request = session["requests"][0]["id"];
  const std::string said = sending->said();
  const std::size_t from = said.find("Answer with: ") + std::string("Answer with: ").size();
  const std::string command = said.substr(from, said.find('\n', from) - from);
  const std::filesystem::path paste =
      machine_.write_program("paste", "orchard() { printf '[%s]' \"$@\"; }\ncd '" +
                                          machine_.path("output").string() + "'\n" + command);
  EXPECT_EQ(machine_.run(paste, {}).out,
            "[answer][" + id + "][" + request +
                "][allow][--choose][Demo=it's $(touch pwned)|`touch pwned` \"x\" \\]");
  EXPECT_FALSE(std::filesystem::exists(machine_.path("output") / "pwned"));
  (void)machine_.json({"answer", id, request, "allow", "--choose", "none"});
  EXPECT_EQ(sending->wait().exit_code, 0);
}

}  // namespace
}  // namespace orchard::test
