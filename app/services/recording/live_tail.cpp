#include "app/services/recording/live_tail.h"

#include "agents/protocol/decode.h"

namespace orchard::app {

LiveTail::LiveTail(const agents::SessionDirectory& directory, int process, std::uint64_t offset)
    : process_(process), tail_(directory.events_path(process), offset) {}

core::Result<bool> LiveTail::poll() {
  bool changed = false;
  while (true) {
    const auto bytes = tail_.read([&](const core::LineFramer::Line& line) {
      if (line.too_long) return;
      const agents::Event event = agents::decode(line.text);
      agents::reduce(state_, event);
      if (const auto* response = event.get<agents::ControlResponse>())
        responses_.push_back(*response);
      changed = true;
    });
    if (!bytes) return core::fail(bytes.error());
    if (*bytes == 0) return changed;
  }
}

const agents::ControlResponse* LiveTail::response(const std::string& request_id) const {
  for (const agents::ControlResponse& response : responses_)
    if (response.request_id == request_id) return &response;
  return nullptr;
}

}  // namespace orchard::app
