#pragma once

#include "app/services/engine.h"
#include "core/base/result.h"

#include <chrono>
#include <memory>

namespace orchard::app {

/// Takes transcripts into the ledger while it lives, on a thread with a store of its own: first all
/// that is new, then every line soon after it was written. Folders are watched; a round now and
/// then finds what watching does not tell. Whoever shows figures sees that the store changed.
class TranscriptWatch {
 public:
  /// What watching does not tell is found this often: a config directory that is new, a folder
  /// beyond the limit of watches.
  static constexpr std::chrono::milliseconds kRound{10'000};

  /// `machine` must outlive it. Errors: io when nothing can be watched.
  [[nodiscard]] static core::Result<std::unique_ptr<TranscriptWatch>> start(
      const Machine& machine, std::chrono::milliseconds round = kRound);
  /// Waits until what is being read is written.
  ~TranscriptWatch();
  TranscriptWatch(const TranscriptWatch&) = delete;
  TranscriptWatch& operator=(const TranscriptWatch&) = delete;

 private:
  class Impl;
  explicit TranscriptWatch(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace orchard::app
