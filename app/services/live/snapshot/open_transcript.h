#pragma once

#include "agents/session/live_state.h"
#include "app/model/app_snapshot.h"
#include "core/base/result.h"
#include "metrics/ledger/store.h"

#include <memory>
#include <optional>
#include <vector>

namespace orchard::app {

/// The conversation that is open, read again only when the ledger has news of it. Items that did
/// not change keep their address, so that what was laid out for them stays good. IO thread.
class OpenTranscript {
 public:
  /// None: nothing is open.
  void show(const std::optional<core::SessionId>& session);
  /// The ledger changed: the next update() reads.
  void mark_stale() { stale_ = true; }

  /// `live` gives the reply as far as it has come; null when nobody follows the session here. The
  /// same pointer as before when nothing changed; null when nothing is open.
  [[nodiscard]] core::Result<std::shared_ptr<const Transcript>> update(
      metrics::Store& store, const agents::LiveState* live);

 private:
  [[nodiscard]] core::Result<bool> read(metrics::Store& store);

  std::optional<core::SessionId> session_;
  bool stale_ = true;
  std::vector<std::shared_ptr<const TranscriptItem>> items_;
  std::shared_ptr<const Transcript> last_;
};

}  // namespace orchard::app
