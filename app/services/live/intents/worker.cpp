#include "app/services/live/intents/worker.h"

#include <future>
#include <utility>

namespace orchard::app {

Worker::Worker(const Machine& machine, const std::atomic<int>& settings_version)
    : machine_(machine), settings_version_(settings_version) {}

core::Result<void> Worker::prepare() {
  const int version = settings_version_.load();
  if (engine_ && engine_version_ == version && !engine_->prices().is_outdated()) return {};
  engine_.reset();
  ORCHARD_TRY(auto engine, Engine::open(machine_));
  engine_.emplace(std::move(engine));
  engine_version_ = version;
  return {};
}

void Worker::post(Work work, OnError on_error) {
  executor_.post([this, work = std::move(work), on_error = std::move(on_error)] {
    if (const auto ready = prepare(); !ready) {
      on_error(nullptr, ready.error());
      return;
    }
    if (const auto done = work(*engine_); !done) on_error(&*engine_, done.error());
  });
}

void Worker::finish() {
  std::promise<void> done;
  executor_.post([&done] { done.set_value(); });
  done.get_future().wait();
}

}  // namespace orchard::app
