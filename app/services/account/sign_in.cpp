#include "app/services/account/sign_in.h"

#include "agents/launch/claude_executable.h"
#include "agents/launch/launch_plan.h"
#include "core/io/line_framer.h"
#include "core/log/without_keys.h"
#include "metrics/plan/plan_ledger.h"

#include <algorithm>
#include <utility>

namespace orchard::app {
namespace {

constexpr std::size_t kMostOutput = std::size_t{64} << 10U;
constexpr const char* kDots = "\u2022\u2022\u2022\u2022";
constexpr char kEscape = '\x1b';

/// Where the control sequence that begins at `at` ends.
std::size_t end_of_sequence(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return text.size();
  const char kind = text[at + 1];
  if (kind == '[') {
    for (at += 2; at < text.size(); ++at)
      if (text[at] >= '@' && text[at] <= '~') return at + 1;
    return text.size();
  }
  if (kind == ']' || kind == 'P' || kind == '_' || kind == '^') {
    for (at += 2; at < text.size(); ++at) {
      if (text[at] == '\a') return at + 1;
      if (text[at] == kEscape) return std::min(at + 2, text.size());
    }
    return text.size();
  }
  return at + 2;
}

}  // namespace

std::string without_control_sequences(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == kEscape) {
      at = end_of_sequence(text, at);
      continue;
    }
    ++at;
    if (c == '\r') {
      if (at < text.size() && text[at] != '\n') plain.erase(plain.rfind('\n') + 1);
    } else if (c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7f')) {
      plain += c;
    }
  }
  return core::to_valid_utf8(plain);
}

std::string without_secrets(std::string text, const std::vector<std::string>& secrets) {
  constexpr std::size_t kShortest = 4;
  for (const std::string& secret : secrets) {
    if (secret.size() < kShortest) continue;
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
      text.replace(at, secret.size(), kDots);
    for (std::size_t part = std::min(secret.size(), text.size()); part-- > kShortest - 1;)
      if (text.ends_with(std::string_view(secret).substr(0, part))) {
        text.replace(text.size() - part, part, kDots);
        break;
      }
  }
  return core::without_keys(text);
}

void SignInDialogue::answer(std::string_view line) {
  {
    const std::lock_guard guard(mutex_);
    answers_.emplace_back(line);
  }
  dialogue_.say(line);
}

std::string SignInDialogue::shown(std::string_view raw) {
  const std::lock_guard guard(mutex_);
  return without_secrets(without_control_sequences(raw), answers_);
}

core::Result<SignInState> SignInDialogue::run(Engine& engine, const OnState& on_state) {
  ORCHARD_TRY(const auto claude, agents::resolve_claude(engine.settings().claude_path));
  core::Command command;
  command.program = claude.program.string();
  command.arguments = claude.leading_arguments;
  command.arguments.insert(command.arguments.end(), {"auth", "login"});
  command.environment = agents::changes_for_own_use(engine.machine().environment);
  SignInState state;
  state.running = true;
  on_state(state);
  std::string raw;
  running_ = true;
  const auto code = dialogue_.run(command, [&](std::string_view text) {
    raw.append(text);
    // By whole lines, so that no half of a secret is left.
    if (raw.size() > kMostOutput)
      raw.erase(0, std::min(raw.find('\n', raw.size() - kMostOutput), raw.size()));
    state.output = shown(raw);
    on_state(state);
  });
  running_ = false;
  {
    const std::lock_guard guard(mutex_);
    answers_.clear();
  }
  state.running = false;
  state.succeeded = code && *code == 0;
  on_state(state);
  if (!code) return core::fail(code.error());
  ORCHARD_CHECK(metrics::record_network_request(
      engine.store(), {engine.now(), "claude.ai", "sign-in", "claude",
                       *state.succeeded ? "ok" : "failed", std::nullopt, std::nullopt}));
  if (*state.succeeded) ORCHARD_CHECK(metrics::forget_plan(engine.store()));
  return state;
}

}  // namespace orchard::app
