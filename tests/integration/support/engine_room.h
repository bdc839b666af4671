#pragma once

#include "app/services/engine.h"
#include "core/log/log.h"
#include "core/settings/paths.h"
#include "metrics/calendar/local_time.h"
#include "metrics/ledger/store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch_repository.h"
#include "tests/support/temp_dir.h"

#include <memory>
#include <stdexcept>
#include <utility>

namespace orchard::test {

/// An Orchard inside the test, with folders, clock and a repository of its own: for what needs no
/// agent and many steps.
class EngineRoom {
 public:
  explicit EngineRoom(core::Timestamp now)
      : clock(now),
        paths_(core::paths_below(directory_.path() / "home")),
        log_(open_log()),
        machine_{paths_, clock, *log_, local_time_, {}, {}},
        engine_(std::make_unique<app::Engine>(take(app::Engine::open(machine_)))) {}

  [[nodiscard]] app::Engine& engine() { return *engine_; }
  [[nodiscard]] metrics::Store& store() { return engine_->store(); }

  template <class T>
  static T take(core::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().describe());
    return std::move(*result);
  }
  static void must(const core::Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().describe());
  }

  ScratchRepository repository;
  FakeClock clock;

 private:
  [[nodiscard]] std::unique_ptr<core::Log> open_log() const {
    must(core::make_directories(paths_));
    return take(core::open_log(paths_.state / "orchard.log"));
  }

  TempDir directory_;
  core::Paths paths_;
  metrics::SystemLocalTime local_time_;
  std::unique_ptr<core::Log> log_;
  app::Machine machine_;
  std::unique_ptr<app::Engine> engine_;
};

}  // namespace orchard::test
