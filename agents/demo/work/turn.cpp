#include "agents/demo/work/turn.h"

#include <algorithm>
#include <charconv>
#include <deque>

#include <nlohmann/json.hpp>

namespace orchard::agents::demo {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kDelta = 24;  // bytes in one streamed piece
constexpr std::chrono::milliseconds kTick{100};

std::string to_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_block(const std::string& text) {
  return to_text({{"type", "text"}, {"text", text}});
}

// The end of the piece that begins at `at`, never inside a UTF-8 character.
std::size_t piece_end(const std::string& text, std::size_t at) {
  std::size_t end = std::min(at + kDelta, text.size());
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end;
}

}  // namespace

Turn::Turn(SessionState& state, HostLink& link, Records& records, TakeMessages take_messages)
    : state_(state), link_(link), records_(records), take_messages_(std::move(take_messages)) {}

bool Turn::run(const std::vector<Directive>& directives) {
  const auto began = std::chrono::steady_clock::now();
  state_.account.turn = {};
  const auto planned = plan_steps(directives);
  std::deque<Step> steps(planned.begin(), planned.end());
  bool whole = true;
  while (whole && !steps.empty()) {
    const Step step = std::move(steps.front());
    steps.pop_front();
    whole = step.effect ? have_effect(*step.effect) : play(step, Voice{}, state_.context);
    if (!whole || !step.tool) continue;
    const auto more = take_messages_();
    if (more.empty()) continue;
    steps.pop_back();
    const auto added = plan_steps(more);
    steps.insert(steps.end(), added.begin(), added.end());
  }
  if (link_.exit_code) return false;
  end_.interrupted = link_.interrupted;
  if (end_.interrupted) records_.interruption(end_.in_tool);
  end_.duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
  records_.result(end_);
  return !end_.interrupted && !end_.api_error;
}

bool Turn::pause(std::chrono::milliseconds time) {
  using SteadyClock = std::chrono::steady_clock;
  const auto until = SteadyClock::now() + time;
  do {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now());
    link_.wait(std::max(left, std::chrono::milliseconds(0)));
    static_cast<void>(link_.take_answer(""));
  } while (!link_.should_stop() && SteadyClock::now() < until);
  return !link_.should_stop();
}

bool Turn::play(const Step& step, const Voice& voice, ContextWindow& context) {
  if (voice.is_main()) records_.status("requesting");
  Call call = records_.begin_call(context.start_call());
  ++end_.replies;
  records_.message_start(voice, call);
  std::int64_t output = 0;
  const bool spoken = (step.thinking.empty() || think(step, voice, call)) && say(step, voice, call);
  if (!spoken) {
    // An aborted reply stays in the transcript as it began, and the process never charges it.
    records_.keep_call(voice, call, nullptr);
    return false;
  }
  std::optional<ToolCall> tool;
  std::string tool_id;
  if (step.tool) {
    tool = call_for(*step.tool, state_.cwd);
    tool_id = records_.new_id("toolu");
    const std::size_t index = call.blocks_json.size();
    const Json block = {{"type", "tool_use"}, {"id", tool_id}, {"name", tool->name}};
    Json empty = block;
    empty["input"] = Json::object();
    records_.stream_event(
        voice,
        to_text({{"type", "content_block_start"}, {"index", index}, {"content_block", empty}}));
    stream_text(voice, index, "input_json_delta", "partial_json", tool->input_json);
    Json whole = block;
    whole["input"] = Json::parse(tool->input_json, nullptr, false);
    records_.assistant(voice, call, to_text(whole));
    records_.stream_event(voice, to_text({{"type", "content_block_stop"}, {"index", index}}));
  }
  for (const std::string& block : call.blocks_json) output += count_tokens(block);
  call.usage.output = output;
  const char* stop_reason = step.tool ? "tool_use" : "end_turn";
  records_.message_end(voice, call, stop_reason);
  records_.keep_call(voice, call, stop_reason);
  state_.account.charge(state_.model, call.usage, voice.is_main());
  context.unread += output;
  return !step.tool || use_tool(*step.tool, tool_id, *tool, voice, context);
}

void Turn::stream_text(const Voice& voice, std::size_t index, const char* kind, const char* key,
                       const std::string& text) {
  if (!state_.options.partial || !voice.is_main()) return;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = piece_end(text, at);
    records_.stream_event(voice,
                          to_text({{"type", "content_block_delta"},
                                   {"index", index},
                                   {"delta", {{"type", kind}, {key, text.substr(at, end - at)}}}}));
    at = end;
    if (!pause(state_.options.pace)) return;
  }
}

bool Turn::think(const Step& step, const Voice& voice, Call& call) {
  records_.stream_event(
      voice,
      R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})");
  if (voice.is_main()) {
    const std::int64_t tokens = count_tokens(step.thinking);
    records_.thinking_tokens(tokens, tokens);
  }
  stream_text(voice, 0, "thinking_delta", "thinking", step.thinking);
  if (link_.should_stop()) return false;
  records_.assistant(
      voice, call,
      to_text({{"type", "thinking"}, {"thinking", step.thinking}, {"signature", "demo"}}));
  records_.stream_event(voice, R"({"type":"content_block_stop","index":0})");
  return true;
}

bool Turn::say(const Step& step, const Voice& voice, Call& call) {
  const std::size_t index = call.blocks_json.size();
  records_.stream_event(voice, to_text({{"type", "content_block_start"},
                                        {"index", index},
                                        {"content_block", {{"type", "text"}, {"text", ""}}}}));
  std::string said;
  for (int tick = 0; tick < step.ticks; ++tick) {
    const std::string piece = "tick " + std::to_string(tick) + ". ";
    records_.stream_event(voice, to_text({{"type", "content_block_delta"},
                                          {"index", index},
                                          {"delta", {{"type", "text_delta"}, {"text", piece}}}}));
    said += piece;
    if (!pause(std::max(kTick, state_.options.pace))) break;
  }
  const bool aborted_early = link_.should_stop();
  if (!aborted_early) {
    stream_text(voice, index, "text_delta", "text", step.text);
    said += step.text;
  }
  if (link_.exit_code) return false;
  if (!said.empty()) records_.assistant(voice, call, text_block(said));
  if (link_.should_stop()) return false;
  records_.stream_event(voice, to_text({{"type", "content_block_stop"}, {"index", index}}));
  if (voice.is_main()) end_.text = said;
  return true;
}

void Turn::refuse(const std::string& id, const ToolCall& call, const Voice& voice,
                  ContextWindow& context, const std::string& why) {
  end_.denials.push_back({call.name, id, call.input_json});
  context.unread += count_tokens(why);
  records_.tool_result(voice, id, why, true, to_text(Json("Error: " + why)));
}

bool Turn::use_tool(const ToolPlan& plan, const std::string& id, const ToolCall& call,
                    const Voice& voice, ContextWindow& context) {
  std::string input = call.input_json;
  if (!pause(std::chrono::milliseconds(0)) && link_.exit_code) return false;
  const bool allowed = !link_.should_stop() && may_run(plan, id, call, voice, context, input);
  if (link_.exit_code) return false;
  if (allowed && plan.kind == ToolKind::sub_agent) return run_sub_agent(plan, id, context);
  ToolOutcome outcome;
  if (allowed) outcome = run_tool(call.name, input, state_.cwd, link_);
  if (link_.exit_code) return false;
  if (link_.interrupted) {
    end_.in_tool = true;
    records_.tool_result(
        voice, id,
        "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it "
        "was a file edit, the new_string was NOT written to the file). STOP what you are doing and "
        "wait for the user to tell you how to proceed.",
        true, R"("User rejected tool use")");
    return false;
  }
  if (!allowed) return true;
  context.unread += count_tokens(outcome.content);
  records_.tool_result(voice, id, outcome.content, outcome.is_error, outcome.result_json);
  return pause(state_.options.pace) || link_.should_stop();
}

bool Turn::may_run(const ToolPlan& plan, const std::string& id, const ToolCall& call,
                   const Voice& voice, ContextWindow& context, std::string& input_json) {
  const Permission permission = permission_for(state_.permission_mode, plan.kind);
  if (permission == Permission::granted) return true;
  if (permission == Permission::asks && state_.options.asks_host)
    return ask(id, call, voice, context, input_json);
  records_.permission_denied(call.name, id);
  refuse(id, call, voice, context,
         "Permission to use " + call.name + " has been denied because nobody can be asked.");
  return false;
}

bool Turn::ask(const std::string& id, const ToolCall& call, const Voice& voice,
               ContextWindow& context, std::string& input_json) {
  open_request_ = records_.new_uuid();
  static_cast<void>(link_.take_answer(""));
  records_.permission_request(open_request_, call.name, id, call.input_json, call.description);
  std::optional<PermissionAnswer> answer;
  while (!answer && !link_.should_stop() && !link_.input_ended) {
    link_.wait(std::chrono::milliseconds(-1));
    answer = link_.take_answer(open_request_);
  }
  if (answer) records_.control_success(open_request_, answer->as_given_json);
  open_request_.clear();
  if (link_.should_stop()) return false;
  if (answer && answer->allowed) {
    if (!answer->input_json.empty()) input_json = answer->input_json;
    if (!answer->session_mode.empty()) state_.permission_mode = answer->session_mode;
    return true;
  }
  if (answer && answer->interrupt) {
    link_.interrupted = true;
    return false;
  }
  refuse(id, call, voice, context,
         answer ? answer->message
                : "Tool permission request failed: Error: Tool permission stream closed before "
                  "response received");
  return false;
}

bool Turn::run_sub_agent(const ToolPlan& plan, const std::string& id, ContextWindow& context) {
  Voice voice{id, records_.new_uuid().substr(0, 8), "A part of the work"};
  std::erase(voice.agent_id, '-');
  records_.sub_agent_started(voice, plan.text);
  ContextWindow own;
  own.unread = count_tokens(plan.text);
  int tools = 0;
  std::string answer;
  const auto directives = parse_directives(plan.text);
  const int replies = end_.replies;
  for (const Step& step : plan_steps(directives)) {
    if (step.effect) continue;
    if (!play(step, voice, own)) return false;
    tools += step.tool ? 1 : 0;
    answer = step.text;
  }
  end_.replies = replies;
  records_.sub_agent_finished(voice, own.cached + own.unread, tools);
  context.unread += count_tokens(answer);
  records_.tool_result(Voice{}, id, answer, false,
                       to_text({{"status", "completed"},
                                {"prompt", plan.text},
                                {"agentId", voice.agent_id},
                                {"agentType", "general-purpose"},
                                {"totalTokens", own.cached + own.unread},
                                {"totalToolUseCount", tools}}));
  return true;
}

bool Turn::fail_with(int status) {
  for (int attempt = 1; status >= 500 && attempt <= 2; ++attempt)
    records_.api_retry(attempt, status);
  const char* error = status == 429   ? "rate_limit"
                      : status == 401 ? "authentication_failed"
                      : status >= 500 ? "server_error"
                                      : "unknown";
  end_.text = "API Error: " + std::to_string(status) + " The demo was told to fail.";
  end_.api_error = status;
  ++end_.replies;
  records_.synthetic(end_.text, error);
  return false;
}

bool Turn::have_effect(const Directive& effect) {
  int number = 0;
  std::from_chars(effect.text.data(), effect.text.data() + effect.text.size(), number);
  if (effect.name == "fail") return fail_with(number);
  if (effect.name == "retry")
    for (int attempt = 1; attempt <= number; ++attempt) records_.api_retry(attempt, 529);
  if (effect.name == "limit") {
    const std::size_t space = effect.text.find(' ');
    records_.rate_limit(effect.text.substr(0, space),
                        space == std::string::npos ? "" : effect.text.substr(space + 1));
  }
  if (effect.name == "garbage") link_.write("this is no JSON {{{ %s%n \x1b[2J \x01");
  if (effect.name == "invalid-utf8")
    link_.write("{\"type\":\"unknown\",\"text\":\"\xff\xc3( \xed\xa0\x80\"}");
  if (effect.name == "bigline")
    link_.write(R"({"type":"unknown","text":")" +
                std::string(static_cast<std::size_t>(std::max(number, 0)), 'x') + "\"}");
  if (effect.name == "ignore-term") link_.ignores_signals = true;
  if (effect.name == "fork") leave_orphan();
  if (effect.name == "hang") link_.hang();
  if (effect.name == "exit") link_.exit_code = number;
  return !link_.should_stop();
}

}  // namespace orchard::agents::demo
