#include "tests/integration/support/scratch_machine.h"
#include "tests/support/loopback_server.h"

#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kToken = "sk-ant-oat01-stored-token";
constexpr const char* kKey = "sk-ant-api03-key-in-environment";
constexpr const char* kMax =
    R"({"subscription_type":"max","rate_limits_available":true,"rate_limits":)"
    R"({"five_hour":{"utilization":42,"resets_at":"2099-01-01T00:00:00Z"},)"
    R"("seven_day":{"utilization":17,"resets_at":null}}})";

class Usage : public testing::Test {
 protected:
  Usage() {
    (void)machine_.add_repository();
    (void)machine_.create_workspace("apple");
  }

  /// A `claude` that counts how often it is asked and answers get_usage with `answer`.
  void use_claude(const std::string& answer) {
    ScratchMachine::write(machine_.path("answer"),
                          R"({"type":"control_response","response":{"subtype":"success",)"
                          R"("request_id":"orchard-usage","response":)" +
                              answer + "}}\n");
    use_program("while read -r line; do case \"$line\" in *get_usage*) cat '" +
                machine_.path("answer").string() + "';; esac; done");
  }
  void use_program(const std::string& body) {
    machine_.set("ORCHARD_CLAUDE",
                 machine_.write_program("claude",
                                        "case \"$*\" in *--version*) echo '2.1.0 (Claude "
                                        "Code)'; exit 0;; esac\necho \"$*\" >> '" +
                                            machine_.path("asked").string() + "'\n" + body));
  }
  [[nodiscard]] std::string text_of(const fs::path& file) const {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  [[nodiscard]] long times_asked() const {
    const std::string lines = text_of(machine_.path("asked"));
    return std::count(lines.begin(), lines.end(), '\n');
  }
  void open_gate() { (void)machine_.orchard({"usage-limits", "--on"}); }
  [[nodiscard]] json limits() const {
    return json::parse(machine_.orchard({"usage-limits", "--json"}).out);
  }
  [[nodiscard]] std::size_t requests() const {
    return machine_.json({"network"})["requests"].size();
  }
  [[nodiscard]] std::int64_t uses_of(const std::string& command) const {
    for (const json report = machine_.json({"metrics"}); const json& use : report["slash_commands"])
      if (use["name"] == command) return use["uses"];
    return 0;
  }

  ScratchMachine machine_;
};

TEST_F(Usage, IsBehindAGateThatIsClosedAtFirst) {
  use_claude(kMax);
  const core::CommandOutput text = machine_.orchard({"usage-limits"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("Usage Insights is off"));
  EXPECT_EQ(limits()["gate_open"], false);
  const core::CommandOutput sent = machine_.orchard({"send", "apple", "/usage"});
  EXPECT_EQ(sent.exit_code, 0) << sent.err;
  EXPECT_THAT(sent.out, HasSubstr("Usage Insights is off"));
  EXPECT_EQ(uses_of("/usage"), 1);
  EXPECT_EQ(times_asked(), 0);
  EXPECT_EQ(requests(), 0U);
}

TEST_F(Usage, IsAskedOnceInFiveMinutesByAllProcesses) {
  use_claude(kMax);
  open_gate();
  const json first = limits();
  EXPECT_EQ(first["plan"], "max");
  EXPECT_EQ(first["source"], "claude");
  EXPECT_EQ(first["stale"], false);
  EXPECT_DOUBLE_EQ(first["windows"][0]["used"], 0.42);
  EXPECT_EQ(limits()["answered_at"], first["answered_at"]);
  EXPECT_EQ(times_asked(), 1);
  const core::CommandOutput text = machine_.orchard({"usage-limits"});
  EXPECT_THAT(text.out, HasSubstr("5-hour window"));
  EXPECT_THAT(text.out, HasSubstr("42%"));
  EXPECT_EQ(requests(), 1U);
  const json sent = machine_.json({"send", "apple", "/usage"});
  EXPECT_EQ(sent["answered_by"], "orchard");
  EXPECT_EQ(sent["usage"]["plan"], "max");
  EXPECT_EQ(times_asked(), 2) << "reopening refreshes";
}

TEST_F(Usage, AsksWithoutHooksServersAndTranscript) {
  use_claude(kMax);
  open_gate();
  EXPECT_EQ(text_of(machine_.path("asked")),
            "-p --input-format stream-json --output-format stream-json --verbose "
            "--no-session-persistence --strict-mcp-config --settings {\"disableAllHooks\":true}\n");
}

TEST_F(Usage, BacksOffAfterAFailureAndShowsTheOldAnswerAsStale) {
  use_claude(kMax);
  open_gate();
  use_claude(R"({"subscription_type":"max","rate_limits_available":true,"rate_limits":null})");
  (void)machine_.orchard({"usage-limits", "--refresh"});
  const long asked = times_asked();
  const auto again = machine_.orchard({"usage-limits", "--refresh"});
  EXPECT_THAT(again.err, HasSubstr("Nothing was asked now"));
  EXPECT_EQ(machine_.json({"usage-limits", "--refresh"})["asked"], false);
  (void)machine_.orchard({"send", "apple", "/usage"});
  EXPECT_EQ(times_asked(), asked) << "it backs off";
  const json state = limits();
  EXPECT_EQ(state["stale"], true);
  EXPECT_EQ(state["problem"]["kind"], "empty");
  EXPECT_NE(state["problem"]["asks_again_at"], nullptr);
  EXPECT_DOUBLE_EQ(state["windows"][0]["used"], 0.42);
}

TEST_F(Usage, NotesNoRequestOfAProgramThatCannotBeStarted) {
  ScratchMachine::write(machine_.path("broken"), "#!/nowhere/no-such-shell\n");
  fs::permissions(machine_.path("broken"), fs::perms::owner_all);
  machine_.set("ORCHARD_CLAUDE", machine_.path("broken").string());
  EXPECT_EQ(machine_.orchard({"usage-limits", "--on"}).exit_code, 1);
  EXPECT_EQ(limits()["problem"]["kind"], "no_claude");
  EXPECT_EQ(requests(), 0U);
}

TEST_F(Usage, TellsWhyAnApiKeyHasNoPlan) {
  use_claude(R"({"subscription_type":null,"rate_limits_available":false,"rate_limits":null})");
  const core::CommandOutput output = machine_.orchard({"usage-limits", "--on"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.out, HasSubstr("API key"));
}

TEST_F(Usage, StartsNothingForATokenInTheEnvironment) {
  use_claude(kMax);
  machine_.set("CLAUDE_CODE_OAUTH_TOKEN", kToken);
  const core::CommandOutput output = machine_.orchard({"usage-limits", "--on"});
  EXPECT_THAT(output.out, HasSubstr("CLAUDE_CODE_OAUTH_TOKEN is set"));
  EXPECT_EQ(times_asked(), 0);
  EXPECT_EQ(requests(), 0U);
}

TEST_F(Usage, OfAnOldClaudeIsAskedDirectlyAndKeepsTheTokenToItself) {
  // The address is reached through the user's proxy, here one that refuses.
  LoopbackServer proxy(http_reply("502 Bad gateway", ""));
  machine_.set("HTTPS_PROXY", proxy.url());
  machine_.set("ANTHROPIC_API_KEY", kKey);
  ScratchMachine::write(machine_.path("claude/.credentials.json"),
                        R"({"claudeAiOauth":{"accessToken":")" + std::string(kToken) +
                            R"(","expiresAt":4102444800000,"subscriptionType":"max"}})");
  use_program("echo \"error: unknown option '--no-session-persistence'\" >&2; exit 1");
  const core::CommandOutput trace =
      machine_.run("strace", {"-f", "-s", "4096", "-o", machine_.path("trace"), "-e",
                              "trace=execve", ORCHARD_PROGRAM, "usage-limits", "--on", "--json"});
  EXPECT_EQ(json::parse(trace.out)["problem"]["kind"], "offline") << trace.err;
  const std::string asked = proxy.asked();
  EXPECT_THAT(asked, HasSubstr("CONNECT api.anthropic.com:443"));
  EXPECT_EQ(machine_.json({"network"})["requests"][0]["via"], "Orchard");
  const json doctor = machine_.json({"doctor"});
  std::string everything =
      asked + trace.out + trace.err + text_of(machine_.path("trace")) + doctor.dump();
  for (const auto& entry : fs::recursive_directory_iterator(machine_.path("orchard")))
    if (entry.is_regular_file()) everything += text_of(entry.path());
  EXPECT_GT(everything.size(), 20'000U);
  EXPECT_THAT(everything, Not(HasSubstr(kToken)));
  EXPECT_THAT(everything, Not(HasSubstr(kKey)));
}

TEST_F(Usage, PageOpensInTheBrowser) {
  const fs::path opened = machine_.path("opened");
  (void)machine_.write_program("xdg-open", "echo \"$*\" > '" + opened.string() + "'");
  machine_.set("PATH", machine_.path("bin").string() + ":/usr/bin:/bin");
  const core::CommandOutput output = machine_.orchard({"send", "apple", "/extra-usage"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(text_of(opened), "https://claude.ai/settings/usage\n");
  EXPECT_EQ(uses_of("/extra-usage"), 1);
  (void)machine_.write_program("xdg-open", "exit 3");
  const core::CommandOutput none = machine_.orchard({"send", "apple", "/extra-usage"});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.err, HasSubstr("Open https://claude.ai/settings/usage yourself."));
}

TEST_F(Usage, PageIsNamedWhereNothingCanOpenIt) {
  const fs::path empty = machine_.path("nothing");
  fs::create_directory(empty);
  machine_.set("PATH", empty.string());
  const core::CommandOutput output = machine_.orchard({"send", "apple", "/extra-usage"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.err, HasSubstr("xdg-open (package xdg-utils) is missing. Open "
                                    "https://claude.ai/settings/usage yourself."));
}

TEST_F(Usage, SectionsOfTheSettingsAreShown) {
  const json general = machine_.json({"send", "apple", "/config"});
  EXPECT_EQ(general["section"], "general");
  EXPECT_EQ(machine_.json({"send", "apple", "/config experimental"})["settings"]["usage_insights"],
            false);
  const core::CommandOutput wrong = machine_.orchard({"send", "apple", "/config nonsense"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("no section 'nonsense'"));
  EXPECT_EQ(uses_of("/config"), 2);
}

TEST_F(Usage, LoginIsAnsweredWithoutAnAgent) {
  use_program("exit 1");
  const json sent = machine_.json({"send", "apple", "/login"});
  EXPECT_EQ(sent["answered_by"], "orchard");
  EXPECT_THAT(machine_.orchard({"send", "apple", "/login"}).err, HasSubstr("orchard sign-in"));
  EXPECT_EQ(uses_of("/login"), 2);
  EXPECT_EQ(times_asked(), 0);
}

TEST_F(Usage, SignInRunsClaudesOwn) {
  use_program("printf 'Paste the code: '; read -r code; printf '\\033[1mgot %s\\033[0m\\n' $code");
  const core::CommandOutput output = machine_.orchard({"sign-in"}, "4711\n");
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(output.out, "Paste the code: got \u2022\u2022\u2022\u2022\n");
  EXPECT_EQ(text_of(machine_.path("asked")), "auth login\n");
  use_program("echo 'no account' >&2; exit 1");
  EXPECT_EQ(machine_.orchard({"sign-in"}).exit_code, 1);
}

}  // namespace
}  // namespace orchard::test
