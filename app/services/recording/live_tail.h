#pragma once

#include "agents/launch/session_directory.h"
#include "agents/session/live_state.h"
#include "agents/supervisor/log_tail.h"
#include "core/base/result.h"

namespace orchard::app {

/// Watches what one agent process does without recording it: for partial replies and for what only
/// the stream tells. Needs no lease. Used by one thread.
class LiveTail {
 public:
  /// Begins at byte `offset` of the log of `process`.
  LiveTail(const agents::SessionDirectory& directory, int process, std::uint64_t offset = 0);

  /// Takes in what is new; true when anything was.
  [[nodiscard]] core::Result<bool> poll();
  [[nodiscard]] const agents::LiveState& state() const { return state_; }
  [[nodiscard]] int process() const { return process_; }

  /// The answer to the control request `request_id`, once it came by.
  [[nodiscard]] const agents::ControlResponse* response(const std::string& request_id) const;

 private:
  int process_;
  agents::LogTail tail_;
  agents::LiveState state_;
  std::vector<agents::ControlResponse> responses_;
};

}  // namespace orchard::app
