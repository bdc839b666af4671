#include "tests/integration/support/live_window.h"
#include "tests/integration/support/scratch_machine.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

/// What works behind the window, without the window.
class Window : public testing::Test {
 protected:
  Window() {
    (void)machine_.scratch.add_repository();
    (void)machine_.scratch.create_workspace("apple");
  }

  void start(const std::string& claude) {
    const auto program = machine_.scratch.write_program("claude", claude);
    machine_.change_settings(
        [&](core::Settings& settings) { settings.claude_path = program.string(); });
    window_ = std::make_unique<LiveWindow>(machine_.machine());
    ASSERT_TRUE(
        wait([](const app::AppSnapshot& now) { return workspace_of(now, "apple") != nullptr; }));
  }
  [[nodiscard]] bool wait(const LiveWindow::Condition& condition) {
    return window_->await(condition) != nullptr;
  }
  void send(const std::string& text) {
    app::SendMessage message;
    message.workspace = workspace_of(*window_->now(), "apple")->id;
    message.text = text;
    window_->want(message);
  }

  LiveMachine machine_;
  std::unique_ptr<LiveWindow> window_;
};

TEST_F(Window, AnswersUsageBehindTheGateAndInFrontOfIt) {
  start(
      "while read -r line; do case \"$line\" in *get_usage*) echo "
      R"('{"type":"control_response","response":{"subtype":"success","request_id":"orchard-usage",)"
      R"("response":{"subscription_type":"pro","rate_limits_available":true,)"
      R"("rate_limits":{"five_hour":{"utilization":7}}}}}')"
      ";; esac; done");
  send("/usage");
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return now.settings_request.number == 1; }));
  EXPECT_EQ(window_->now()->settings_request.section, "experimental");
  EXPECT_FALSE(window_->now()->plan.gate_open);
  EXPECT_TRUE(window_->now()->network.empty());

  app::ChangeSettings change;
  change.usage_insights = true;
  window_->want(change);
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return now.plan.gate_open; }));
  send("/usage");
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return now.plan.answered_at.has_value(); }));
  EXPECT_EQ(window_->now()->settings_request.section, "usage");
  EXPECT_EQ(window_->now()->plan.usage.plan, "pro");
  EXPECT_EQ(window_->now()->five_hour->utilization, 0.07);
  EXPECT_TRUE(wait(
      [](const app::AppSnapshot& now) { return !now.plan.asking && now.network.size() == 1; }));
  send("/config storage");
  EXPECT_TRUE(
      wait([](const app::AppSnapshot& now) { return now.settings_request.section == "storage"; }));
  send("/config nonsense");
  EXPECT_TRUE(wait([](const app::AppSnapshot& now) { return !now.notices.empty(); }));
}

TEST_F(Window, ShowsTheSignInAndTakesItsCode) {
  start("printf 'Paste the code: '; read -r code; echo \"got $code\"");
  window_->want(app::SignIn{});
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) {
    return now.sign_in.running && now.sign_in.output == "Paste the code: ";
  }));
  window_->want(app::AnswerSignIn{"4711"});
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return now.sign_in.succeeded == true; }));
  EXPECT_EQ(window_->now()->sign_in.output, "Paste the code: got \u2022\u2022\u2022\u2022\n");
  window_->want(app::SignIn{});
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return now.sign_in.running; }));
  window_.reset();  // ends while nobody answers
}

}  // namespace
}  // namespace orchard::test
