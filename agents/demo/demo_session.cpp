#include "agents/demo/demo_session.h"

#include "core/io/file.h"

#include <array>
#include <cctype>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::agents::demo {
namespace {

bool is_command(const std::string& text) {
  if (text.size() < 2 || text[0] != '/') return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == ' ' || c == '\n') return true;
    if (std::isalnum(c) == 0 && c != '-' && c != '_' && c != ':') return false;
  }
  return true;
}

}  // namespace

DemoSession::DemoSession(SessionState state, TranscriptFile transcript, core::IdSource& ids,
                         const core::Clock& clock)
    : state_(std::move(state)),
      transcript_(std::move(transcript)),
      records_(state_, link_, transcript_, ids, clock) {
  link_.on_control([this](const ControlRequest& request) { answer(request); });
}

void DemoSession::resume() {
  const auto known = transcript_.read();
  known_ = known.user_uuids;
  state_.context.cached = known.context_tokens;
}

int DemoSession::run() {
  while (!link_.exit_code) {
    if (!link_.queue.empty()) {
      serve_queue();
    } else if (link_.input_ended) {
      break;
    } else {
      link_.wait(std::chrono::milliseconds(-1));
      static_cast<void>(link_.take_answer(""));
    }
  }
  return link_.exit_code.value_or(last_failed_ ? 1 : 0);
}

void DemoSession::serve_queue() {
  const auto prompts = take_prompts();
  if (prompts.empty() && !link_.queue.empty()) {
    const UserMessage command = link_.queue.front();
    link_.queue.pop_front();
    run_command(command);
    return;
  }
  if (prompts.empty()) return;
  records_.init();
  const auto directives = accept(prompts);
  link_.interrupted = false;
  link_.turn_running = true;
  Turn turn(state_, link_, records_, [this] { return accept(take_prompts()); });
  turn_ = &turn;
  last_failed_ = !turn.run(directives);
  turn_ = nullptr;
  link_.turn_running = false;
  link_.interrupted = false;
  if (link_.exit_after_turn && !link_.exit_code) link_.exit_code = 0;
}

std::vector<UserMessage> DemoSession::take_prompts() {
  std::vector<UserMessage> prompts;
  while (!link_.queue.empty()) {
    UserMessage message = link_.queue.front();
    if (!message.uuid.empty() && known_.contains(message.uuid)) {
      link_.queue.pop_front();
      records_.replay(message);
      continue;
    }
    if (is_command(message.text)) break;
    link_.queue.pop_front();
    if (message.uuid.empty()) message.uuid = records_.new_uuid();
    known_.insert(message.uuid);
    prompts.push_back(std::move(message));
  }
  return prompts;
}

std::vector<Directive> DemoSession::accept(const std::vector<UserMessage>& messages) {
  std::vector<Directive> all;
  for (const UserMessage& message : messages) {
    records_.replay(message);
    records_.keep_prompt(message);
    state_.context.unread += count_tokens(message.text);
    const auto directives = directives_for(message.text);
    all.insert(all.end(), directives.begin(), directives.end());
  }
  return all;
}

std::vector<Directive> DemoSession::directives_for(const std::string& prompt) const {
  if (auto directives = parse_directives(prompt); !directives.empty()) return directives;
  if (!state_.options.script.empty())
    if (const auto script = core::read_file(state_.options.script))
      return parse_directives(*script);
  const std::string name = note_name(prompt);
  std::string note = name + ".md";
  std::error_code ignored;
  for (int i = 2; std::filesystem::exists(std::filesystem::path(state_.cwd) / note, ignored); ++i)
    note = name + "-" + std::to_string(i) + ".md";
  return note_directives(prompt, note);
}

void DemoSession::run_command(const UserMessage& message) {
  UserMessage command = message;
  if (command.uuid.empty()) command.uuid = records_.new_uuid();
  known_.insert(command.uuid);
  state_.account.turn = {};
  const std::string name = command.text.substr(0, command.text.find_first_of(" \n"));
  TurnEnd end;
  end.local = true;
  if (name == "/clear") {
    state_.session_id = records_.new_uuid();
    transcript_.switch_to(state_.session_id);
    state_.context = {};
  }
  records_.init();
  records_.replay(command);
  records_.keep_prompt(command);
  if (name == "/compact") {
    records_.compact_boundary(state_.context.cached, 800);
    state_.context = {};
    state_.context.unread = 800;
  } else if (name == "/usage" || name == "/cost" || name == "/stats") {
    end.text = fmt::format("Total cost:            ${:.4f}", state_.account.total().dollars());
  } else if (name == "/context") {
    end.text = fmt::format("## Context Usage\n\n**Model:** {}\n**Tokens:** {}", state_.model,
                           state_.context.cached);
  } else if (name == "/model" || name == "/status" || name == "/help") {
    end.text = name + " isn't available in this environment.";
  } else if (name != "/clear") {
    end.text = "Unknown command: " + name;
  }
  if (name != "/compact") records_.synthetic(end.text.empty() ? "(no content)" : end.text, nullptr);
  records_.result(end);
  last_failed_ = false;
}

void DemoSession::set_mode(const ControlRequest& request) {
  if (request.mode == "bypassPermissions" && !state_.options.bypass_allowed) {
    records_.control_error(request.id,
                           "Cannot set permission mode to bypassPermissions because the session "
                           "was not launched with --dangerously-skip-permissions");
    return;
  }
  state_.permission_mode = request.mode;
  records_.control_success(request.id, nlohmann::json{{"mode", request.mode}}.dump());
  records_.status(nullptr, true);
}

void DemoSession::answer(const ControlRequest& request) {
  if (request.subtype == "initialize") {
    records_.initialize_answer(request.id);
  } else if (request.subtype == "interrupt") {
    if (turn_ != nullptr && !turn_->open_request().empty())
      records_.permission_withdrawn(turn_->open_request());
    records_.control_success(request.id);
  } else if (request.subtype == "set_permission_mode") {
    set_mode(request);
  } else if (request.subtype == "set_model") {
    state_.model = resolve_model(request.model);
    records_.control_success(request.id);
  } else if (request.subtype == "get_usage") {
    records_.control_success(
        request.id,
        nlohmann::json{{"session", {{"total_cost_usd", state_.account.total().dollars()}}},
                       {"subscription_type", nullptr},
                       {"rate_limits_available", false},
                       {"rate_limits", nullptr}}
            .dump());
  } else if (request.subtype == "end_session") {
    records_.control_success(request.id);
    link_.exit_code = 0;
  } else {
    records_.control_error(request.id, "Unsupported control request subtype: " + request.subtype);
  }
}

}  // namespace orchard::agents::demo
