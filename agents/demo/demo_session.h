#pragma once

#include "agents/demo/work/turn.h"

#include <set>
#include <string>
#include <vector>

namespace orchard::agents::demo {

/// The life of one demo agent: takes messages, plays turns, answers the host. Owns what the turns
/// share. One thread.
class DemoSession {
 public:
  DemoSession(SessionState state, TranscriptFile transcript, core::IdSource& ids,
              const core::Clock& clock);

  /// Remembers what the resumed session knows already.
  void resume();
  /// Prints the result of a `--resume` that names no known session.
  void report_unknown() { records_.unknown_session(state_.session_id); }
  /// Until the input ends or the process is told to go. Gives the exit code.
  int run();

 private:
  void serve_queue();
  void answer(const ControlRequest& request);
  void set_mode(const ControlRequest& request);
  /// Takes the messages that are new and neither commands nor behind one; replays the known ones.
  std::vector<UserMessage> take_prompts();
  std::vector<Directive> accept(const std::vector<UserMessage>& messages);
  [[nodiscard]] std::vector<Directive> directives_for(const std::string& prompt) const;
  void run_command(const UserMessage& message);

  SessionState state_;
  TranscriptFile transcript_;
  HostLink link_;
  Records records_;
  std::set<std::string> known_;
  const Turn* turn_ = nullptr;
  bool last_failed_ = false;
};

}  // namespace orchard::agents::demo
