#pragma once

#include "core/io/file.h"
#include "core/io/line_framer.h"

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace orchard::agents::demo {

struct UserMessage {
  std::string uuid;  ///< empty when the host gave none
  std::string content_json;
  std::string text;
};

struct ControlRequest {
  std::string id;
  std::string subtype;
  std::string mode;   ///< of set_permission_mode
  std::string model;  ///< of set_model
};

struct PermissionAnswer {
  bool allowed = false;
  bool interrupt = false;
  std::string message;
  std::string input_json;    ///< `updatedInput`; empty when the host gave none
  std::string session_mode;  ///< of an applied `setMode` suggestion
  std::string as_given_json;
};

/// Standard input, standard output and the signals of the agent process. Everything that waits goes
/// through wait(), so the host is heard at any time. One thread.
class HostLink {
 public:
  HostLink();

  /// Waits up to `time` (forever when negative) or until `fd` is readable, answering the host
  /// meanwhile. True when `fd` is readable. Returns early when should_stop() becomes true or a
  /// message came in.
  bool wait(std::chrono::milliseconds time, int fd = -1);

  /// One line to the host; the newline is added.
  void write(std::string_view line) const;

  /// Gives what answers control requests; interrupts are noted before it is called.
  void on_control(std::function<void(const ControlRequest&)> handler) {
    handler_ = std::move(handler);
  }

  /// True once the turn must end: interrupted, or the process is to exit.
  [[nodiscard]] bool should_stop() const { return interrupted || exit_code.has_value(); }
  [[nodiscard]] std::optional<PermissionAnswer> take_answer(const std::string& request);

  /// Answers nothing any more; only SIGTERM, SIGHUP or SIGKILL end it.
  void hang();

  std::deque<UserMessage> queue;
  bool interrupted = false;
  bool turn_running = false;
  bool input_ended = false;
  bool ignores_signals = false;
  bool exit_after_turn = false;  ///< SIGINT in a turn: end it properly, then exit with 0
  std::optional<int> exit_code;

 private:
  void read_input();
  void read_signals();
  void take_line(std::string_view line);
  void take_signal(int signal);

  core::FileDescriptor signals_;
  core::LineFramer framer_;
  std::function<void(const ControlRequest&)> handler_;
  std::map<std::string, PermissionAnswer> answers_;
};

}  // namespace orchard::agents::demo
