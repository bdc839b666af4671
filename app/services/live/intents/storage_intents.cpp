#include "app/services/live/intents/intent_dispatcher.h"
#include "app/services/upkeep/tidy.h"

#include <utility>

namespace orchard::app {

core::Result<void> IntentDispatcher::measure(Engine& engine) {
  storage_.measuring = true;
  hooks_.storage(storage_);
  auto parts = measure_storage(engine, &stop_measuring_);
  storage_.measuring = false;
  if (parts) {
    storage_.parts = std::move(*parts);
    storage_.measured_at = engine.now();
  }
  hooks_.storage(storage_);
  if (!parts) return core::fail(parts.error());
  return {};
}

void IntentDispatcher::carry_out(const MeasureStorage& intent) {
  (void)intent;
  run(tidying_, "", {}, [this](Engine& engine) { return measure(engine); });
}

void IntentDispatcher::carry_out(const CleanUpStorage& intent) {
  (void)intent;
  // Here and not on the worker: a cancel that follows must not be forgotten.
  stop_cleaning_ = false;
  run(tidying_, "", {}, [this](Engine& engine) -> core::Result<void> {
    storage_.clean_up = {};
    storage_.clean_up.running = true;
    hooks_.storage(storage_);
    const auto done = tidy(engine, {[this](const CleanUpState& state) {
                                      storage_.clean_up = state;
                                      hooks_.storage(storage_);
                                    },
                                    &stop_cleaning_});
    if (!done) {
      storage_.clean_up = {};
      storage_.clean_up.problem = done.error().message;
      storage_.clean_up.ended_at = engine.now();
      hooks_.storage(storage_);
      return core::fail(done.error());
    }
    return measure(engine);
  });
}

void IntentDispatcher::carry_out(const CancelCleanUp& intent) {
  (void)intent;
  stop_cleaning_ = true;
}

}  // namespace orchard::app
