#include "agents/demo/wire/host_link.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace orchard::agents::demo {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLineLimit = std::size_t{256} << 20U;

std::string text_at(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::string text_of(const Json& content) {
  if (content.is_string()) return content.get<std::string>();
  std::string text;
  if (content.is_array())
    for (const Json& block : content)
      if (block.is_object()) text += (text.empty() ? "" : "\n") + text_at(block, "text");
  return text;
}

PermissionAnswer read_answer(const Json& response) {
  PermissionAnswer answer;
  const Json empty = Json::object();
  const Json& inner = response.contains("response") && response["response"].is_object()
                          ? response["response"]
                          : empty;
  answer.as_given_json = inner.dump(-1, ' ', false, Json::error_handler_t::replace);
  answer.allowed = text_at(inner, "behavior") == "allow";
  answer.message = text_at(inner, "message");
  if (text_at(response, "subtype") == "error") answer.message = text_at(response, "error");
  if (const auto it = inner.find("interrupt"); it != inner.end() && it->is_boolean())
    answer.interrupt = it->get<bool>();
  if (const auto it = inner.find("updatedInput"); it != inner.end() && it->is_object())
    answer.input_json = it->dump(-1, ' ', false, Json::error_handler_t::replace);
  if (const auto it = inner.find("updatedPermissions"); it != inner.end() && it->is_array())
    for (const Json& update : *it)
      if (update.is_object() && text_at(update, "type") == "setMode")
        answer.session_mode = text_at(update, "mode");
  return answer;
}

}  // namespace

HostLink::HostLink() : framer_(0, kLineLimit) {
  sigset_t watched;
  sigemptyset(&watched);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&watched, signal);
  sigprocmask(SIG_BLOCK, &watched, nullptr);
  signals_ = core::FileDescriptor(signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
}

void HostLink::write(std::string_view line) const {
  std::string text(line);
  text += '\n';
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // the host is gone or its disk is full: nobody is left to tell
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

bool HostLink::wait(std::chrono::milliseconds time, int fd) {
  using SteadyClock = std::chrono::steady_clock;
  const auto until = SteadyClock::now() + time;
  const std::size_t queued = queue.size();
  const bool was_ended = input_ended;
  while (!should_stop()) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now()).count();
    std::array<pollfd, 3> watched{pollfd{signals_.get(), POLLIN, 0},
                                  pollfd{input_ended ? -1 : STDIN_FILENO, POLLIN, 0},
                                  pollfd{fd, POLLIN, 0}};
    const int timeout = time.count() < 0 ? -1 : static_cast<int>(std::max<long long>(left, 0));
    if (poll(watched.data(), watched.size(), timeout) < 0 && errno != EINTR) return false;
    if (watched[0].revents != 0) read_signals();
    if (watched[1].revents != 0) read_input();
    if (watched[2].revents != 0) return true;
    const bool news = queue.size() != queued || input_ended != was_ended || !answers_.empty();
    if (news && fd < 0) return false;
    if (time.count() >= 0 && left <= 0) return false;
  }
  return false;
}

void HostLink::read_signals() {
  signalfd_siginfo info{};
  while (::read(signals_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info))
    take_signal(static_cast<int>(info.ssi_signo));
}

void HostLink::take_signal(int signal) {
  if (ignores_signals) return;
  if (signal == SIGTERM) exit_code = 128 + SIGTERM;
  if (signal == SIGHUP) exit_code = 128 + SIGHUP;
  if (signal != SIGINT) return;
  if (!turn_running) exit_code = 0;
  exit_after_turn = true;
  interrupted = turn_running;
}

void HostLink::read_input() {
  std::array<char, std::size_t{64} << 10U> buffer;
  const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
  if (got < 0 && errno == EINTR) return;
  if (got <= 0) {
    input_ended = true;
    return;
  }
  framer_.feed(std::string_view(buffer.data(), static_cast<std::size_t>(got)),
               [this](const core::LineFramer::Line& line) { take_line(line.text); });
}

void HostLink::take_line(std::string_view line) {
  if (line.empty() || exit_code) return;
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded()) {
    const std::string text =
        "Error parsing streaming input line: " + std::string(line.substr(0, 200)) +
        ": SyntaxError: JSON Parse error\n";
    static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
    exit_code = 1;
    return;
  }
  if (!json.is_object()) return;
  const std::string type = text_at(json, "type");
  const auto part = [&](const char* key) {
    const auto it = json.find(key);
    return it != json.end() && it->is_object() ? *it : Json::object();
  };
  if (type == "user") {
    const Json message = part("message");
    const Json content = message.contains("content") ? message["content"] : Json("");
    queue.push_back({text_at(json, "uuid"),
                     content.dump(-1, ' ', false, Json::error_handler_t::replace),
                     text_of(content)});
  } else if (type == "control_request") {
    const Json request = part("request");
    const ControlRequest control{text_at(json, "request_id"), text_at(request, "subtype"),
                                 text_at(request, "mode"), text_at(request, "model")};
    if (control.subtype == "interrupt" && turn_running) interrupted = true;
    if (handler_) handler_(control);
  } else if (type == "control_response") {
    const Json response = part("response");
    // The first answer counts.
    answers_.try_emplace(text_at(response, "request_id"), read_answer(response));
  }
}

std::optional<PermissionAnswer> HostLink::take_answer(const std::string& request) {
  const auto found = answers_.find(request);
  std::optional<PermissionAnswer> answer;
  if (found != answers_.end()) answer = found->second;
  // An answer to a request that is not open is stale, like one given twice.
  answers_.clear();
  return answer;
}

void HostLink::hang() {
  while (true) {
    pollfd watched{signals_.get(), POLLIN, 0};
    if (poll(&watched, 1, -1) < 0 && errno != EINTR) return;
    interrupted = false;
    read_signals();
    if (exit_code && *exit_code != 0) return;
    exit_code.reset();
    exit_after_turn = false;
  }
}

}  // namespace orchard::agents::demo
