#include "app/services/account/sign_in.h"
#include "app/view_model/dialogs/settings_page_view.h"
#include "tests/integration/support/live_window.h"
#include "tests/integration/support/scratch_machine.h"
#include "tests/ui/imgui_harness.h"

#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kToken = "sk-ant-oat01-stored-token-of-the-login";
constexpr const char* kKey = "sk-ant-api03-key-in-the-environment";
constexpr const char* kCode = "code-4711-from-the-browser";
constexpr std::array<const char*, 3> kSecrets = {kToken, kKey, kCode};

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A machine with a stored login, a key in the environment and a `claude` that talks too much.
class Secrets : public testing::Test {
 protected:
  Secrets() {
    ScratchMachine& scratch = machine_.scratch;
    scratch.set("ANTHROPIC_API_KEY", kKey);
    for (const char* folder : {"claude", "home/.claude"})
      ScratchMachine::write(
          scratch.path(folder) / ".credentials.json",
          std::string(R"({"claudeAiOauth":{"accessToken":")") + kToken + R"("}})");
    (void)scratch.add_repository();
    (void)scratch.create_workspace("apple");
    const std::string folder = scratch.path("").string();
    claude_ = scratch.write_program(
        "claude",
        "echo \"$*\" >> '" + folder + "/argv'\n" + "env | grep -v ^ANTHROPIC_API_KEY= >> '" +
            folder + "/env'\n" + "case \"$*\" in\n*--version*) echo '2.1.0 (Claude Code)';;\n" +
            "*'auth login'*) printf 'Paste the code: '; read -r code; echo \"got $code for " +
            kToken + " and " + kKey + "\"; echo \"bad $code\" >&2; exit 1;;\n" +
            "*) echo 'refused " + kToken + "' >&2; echo 'no " + kKey + "'; exit 1;;\nesac");
    machine_.change_settings(
        [&](core::Settings& settings) { settings.claude_path = claude_.string(); });
  }

  static void expect_clean(const std::string& text, const std::string& where) {
    for (const char* secret : kSecrets)
      EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in " << where;
  }

  /// Every file of Orchard: ledger, logs, sessions, settings.
  void expect_clean_files() const {
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(machine_.scratch.path("orchard"))) {
      if (!entry.is_regular_file()) continue;
      ++files;
      expect_clean(text_of(entry.path()), entry.path().string());
    }
    EXPECT_GT(files, 5);
  }

  /// Every text of every page and section.
  static void expect_clean_picture(const app::AppSnapshot& snapshot) {
    ImguiHarness ui;
    ui.snapshot = snapshot;
    ui.now = core::SystemClock().now();
    const auto look = [&ui](const std::string& where) {
      ui.frames(2);
      EXPECT_GT(ui.texts.size(), 5U) << where;
      for (const auto& text : ui.texts) expect_clean(text.text, where);
    };
    look("the dashboard");
    ui.state.page = app::ui::Page::settings;
    for (const app::SettingsSection& section : app::settings_sections(true)) {
      ui.state.settings_section = std::string(section.id);
      look(std::string(section.id));
    }
  }

  core::SystemClock clock_;
  LiveMachine machine_;
  fs::path claude_;
};

TEST_F(Secrets, ShowNowhere) {
  const ScratchMachine& scratch = machine_.scratch;
  app::Machine machine = machine_.machine_at(clock_);
  machine.environment.push_back(std::string("ANTHROPIC_API_KEY=") + kKey);
  auto window = std::make_unique<LiveWindow>(machine);
  const auto wait = [&window](const LiveWindow::Condition& fits) {
    return window->await(fits) != nullptr;
  };
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return now.loaded; }));
  app::ChangeSettings change;
  change.usage_insights = true;
  window->want(change);
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return now.plan.gate_open; }));
  window->want(app::LookAtPlan{true});
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return now.plan.problem.has_value(); }));
  expect_clean(window->now()->plan.problem->detail, "the problem");
  window->want(app::SignIn{});
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) {
    return now.sign_in.running && !now.sign_in.output.empty();
  }));
  window->want(app::AnswerSignIn{kCode});
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return now.sign_in.succeeded.has_value(); }));
  EXPECT_THAT(window->now()->sign_in.output, HasSubstr("got \u2022\u2022\u2022\u2022 for sk-ant-"));
  window->want(app::CheckHealth{});
  ASSERT_TRUE(wait([](const app::AppSnapshot& now) { return !now.health.empty(); }));
  expect_clean_picture(*window->now());
  window.reset();

  EXPECT_EQ(scratch.orchard({"send", "apple", "run a command: env", "--wait"}).exit_code, 0);
  for (const Arguments& command :
       {Arguments{"doctor", "--json"}, {"usage-limits", "--refresh"}, {"network", "--json"}}) {
    const auto output = scratch.orchard(command);
    expect_clean(output.out + output.err, command.front());
  }
  expect_clean(text_of(scratch.path("argv")), "arguments");
  expect_clean(text_of(scratch.path("env")), "the environment");
  EXPECT_THAT(text_of(scratch.path("argv")), HasSubstr("auth login")) << "something was seen";
  expect_clean_files();
}

TEST(WithoutSecrets, DotsStandForWhatWasGivenAndForKeys) {
  const std::string dots = "\u2022\u2022\u2022\u2022";
  struct Case {
    std::string text;
    std::vector<std::string> secrets;
    std::string shown;
  };
  for (const Case& c :
       {Case{"got 4711 and 4711", {"4711"}, "got " + dots + " and " + dots},
        Case{"half: code-12", {"code-1234"}, "half: " + dots}, Case{"yes no", {"no"}, "yes no"},
        Case{"key sk-ant-api03-x_Y-9.", {}, "key sk-ant-" + dots + "."},
        Case{"sk-ant-", {}, "sk-ant-" + dots}, Case{"", {"4711"}, ""}})
    EXPECT_EQ(app::without_secrets(c.text, c.secrets), c.shown) << c.text;
}

}  // namespace
}  // namespace orchard::test
