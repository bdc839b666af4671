#include "app/cli/commands/account/plan_text.h"
#include "app/cli/context.h"
#include "app/cli/table.h"
#include "app/services/account/plan_usage.h"
#include "app/services/account/sign_in.h"
#include "app/view_model/text/local_time.h"
#include "app/view_model/usage/network_view.h"
#include "core/base/time_text.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <unistd.h>

namespace orchard::app {
namespace {

using nlohmann::json;

struct UsageArguments {
  bool refresh = false;
  bool on = false;
  bool off = false;
};

core::Result<ExitCode> show_limits(const CliContext& context, Engine& engine,
                                   const UsageArguments& arguments) {
  if (arguments.on || arguments.off) {
    if (arguments.on)
      for (const std::string& line : gate_explanation()) say(line);
    ORCHARD_CHECK(engine.change_settings(
        [&](core::Settings& settings) { settings.usage_insights = arguments.on; }));
    say(arguments.on ? "Usage Insights is on now." : "Usage Insights is off now.");
  }
  const auto wish = arguments.refresh ? metrics::PlanWish::reopen : metrics::PlanWish::look;
  ORCHARD_TRY(const PlanState before, read_plan(engine));
  PlanState state = before;
  ORCHARD_CHECK(engine.catch_up([&](Engine& e) -> core::Result<void> {
    ORCHARD_TRY(state, refresh_plan(e, wish));
    return {};
  }));
  const PlanView view = make_plan_view(state, engine.now());
  const bool asked = state.answered_at != before.answered_at || state.failed_at != before.failed_at;
  if (context.json) {
    json object = plan_json(state, view);
    object["asked"] = asked;
    print(object.dump(2) + "\n");
  } else {
    print(plan_text(view));
  }
  if (arguments.refresh && state.gate_open && !asked && state.asks_again_at)
    say(
        fmt::format("Nothing was asked now: the last try failed, and Orchard waits until {} "
                    "before it asks again.",
                    clock_time(*state.asks_again_at)));
  const bool unknown = state.gate_open && !state.answered_at;
  return unknown ? ExitCode::failed : ExitCode::ok;
}

json number_json(const std::optional<std::int64_t>& number) {
  return number ? json(*number) : json(nullptr);
}

core::Result<ExitCode> show_network(const CliContext& context, Engine& engine) {
  ORCHARD_TRY(const auto entries, read_network_ledger(engine));
  if (context.json) {
    json requests = json::array();
    for (const NetworkEntry& entry : entries)
      requests.push_back({{"at", core::to_iso8601(entry.at)},
                          {"host", entry.host},
                          {"purpose", entry.purpose},
                          {"via", entry.via},
                          {"outcome", entry.outcome},
                          {"sent_bytes", number_json(entry.sent)},
                          {"received_bytes", number_json(entry.received)}});
    print(json{{"requests", std::move(requests)}}.dump(2) + "\n");
    return ExitCode::ok;
  }
  const NetworkView view = make_network_view(entries);
  Table table({{"TIME"},
               {"HOST"},
               {"PURPOSE"},
               {"VIA"},
               {"OUTCOME"},
               {"SENT", Align::right},
               {"RECEIVED", Align::right}});
  for (const NetworkRow& row : view.rows)
    table.add_row({row.time, row.host, row.purpose, row.via, row.outcome, row.sent, row.received});
  if (!table.empty()) print(table.to_text());
  say(view.summary + ". " + view.note);
  return ExitCode::ok;
}

/// Hands lines of standard input to the sign-in until it ends or the input does.
class InputReader {
 public:
  explicit InputReader(SignInDialogue& dialogue) {
    (void)!::pipe(stop_);
    thread_ = std::thread([this, &dialogue] { read(dialogue); });
  }
  ~InputReader() {
    ::close(stop_[1]);
    thread_.join();
    ::close(stop_[0]);
  }
  InputReader(const InputReader&) = delete;
  InputReader& operator=(const InputReader&) = delete;

 private:
  void read(SignInDialogue& dialogue) const {
    std::string line;
    std::array<char, 1024> chunk;
    while (true) {
      pollfd watched[2] = {{STDIN_FILENO, POLLIN, 0}, {stop_[0], POLLIN, 0}};
      if (::poll(watched, 2, -1) < 0 || watched[1].revents != 0) return;
      const ssize_t count = ::read(STDIN_FILENO, chunk.data(), chunk.size());
      if (count <= 0) return;
      for (const char c : std::string_view(chunk.data(), static_cast<std::size_t>(count))) {
        if (c != '\n') {
          line += c;
          continue;
        }
        dialogue.answer(line);
        line.clear();
      }
    }
  }

  int stop_[2] = {-1, -1};
  std::thread thread_;
};

core::Result<ExitCode> sign_in(Engine& engine) {
  SignInDialogue dialogue;
  const InputReader reader(dialogue);
  std::string printed;
  ORCHARD_TRY(const SignInState state, dialogue.run(engine, [&](const SignInState& now) {
    // The output only grows, but for a line that the program writes anew.
    const bool grew = now.output.starts_with(printed);
    print(grew ? now.output.substr(printed.size()) : "\n" + now.output);
    printed = now.output;
  }));
  say(*state.succeeded ? "Claude Code is signed in."
                       : "The sign-in failed; what Claude Code said stands above.");
  return *state.succeeded ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

void add_usage_commands(CLI::App& app, CliContext& context) {
  auto arguments = std::make_shared<UsageArguments>();
  CLI::App* limits = app.add_subcommand(
      "usage-limits", "Show the limits of your plan and what is left of them (Usage Insights)");
  limits->add_flag("--refresh", arguments->refresh, "Ask anew instead of showing what is cached");
  CLI::Option* on = limits->add_flag("--on", arguments->on, "Switch Usage Insights on");
  limits->add_flag("--off", arguments->off, "Switch Usage Insights off")->excludes(on);
  limits->add_flag("--json", context.json, "Print JSON");
  limits->callback([&context, arguments] {
    context.action = [arguments](CliContext& c) {
      const bool changes = arguments->on || arguments->off;
      return (changes ? with_engine : with_engine_to_show)(
          c, [&](Engine& engine) { return show_limits(c, engine, *arguments); });
    };
  });
  CLI::App* network =
      app.add_subcommand("network", "List every network request that Orchard made or had made");
  network->add_flag("--json", context.json, "Print JSON");
  network->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine_to_show(c, [&](Engine& engine) { return show_network(c, engine); });
    };
  });
  CLI::App* login =
      app.add_subcommand("sign-in", "Sign in to Claude Code (runs `claude auth login`)");
  login->callback([&context] {
    context.action = [](CliContext& c) {
      return with_engine(c, [](Engine& engine) { return sign_in(engine); });
    };
  });
}

}  // namespace orchard::app
