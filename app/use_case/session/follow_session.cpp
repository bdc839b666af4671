#include "app/use_case/session/follow_session.h"

#include "app/services/living_processes.h"
#include "app/services/session_now.h"
#include "app/use_case/session/session_reading.h"

#include <chrono>
#include <map>
#include <string>

namespace orchard::app {
namespace {

constexpr auto kPace = std::chrono::milliseconds(200);

using OnItem = std::function<void(const metrics::TranscriptItem&)>;

/// Remembers what was told: whether an item was finished then.
class Teller {
 public:
  explicit Teller(const OnItem& on_item) : on_item_(on_item) {}

  core::Result<void> tell_news(Engine& engine, const core::SessionId& session) {
    ORCHARD_TRY(const auto items, metrics::query_transcript(engine.store(), session));
    for (const metrics::TranscriptItem& item : items) {
      const auto [told, is_new] = told_.emplace(item.id, item.finished);
      if (!is_new && told->second == item.finished) continue;
      told->second = item.finished;
      on_item_(item);
    }
    return {};
  }

 private:
  const OnItem& on_item_;
  std::map<std::string, bool> told_;
};

}  // namespace

core::Result<void> follow_session(Engine& engine, const core::SessionId& id,
                                  const OnItem& on_item) {
  ORCHARD_TRY(const auto session, metrics::query_session(engine.store(), id));
  ORCHARD_TRY(auto reading, SessionReading::begin(engine, {id}));
  LivingProcesses processes;
  Teller teller(on_item);
  bool due = false;
  core::Timestamp told;
  while (true) {
    // Asked before the log is read: what the process said last is read once it is gone.
    ORCHARD_TRY(const auto living, processes.find(engine));
    ORCHARD_TRY(const bool news, reading.poll());
    due = due || news;
    // A long conversation is read whole each time, and a writing agent is heard many times a
    // second.
    if (due && engine.now() - told >= kPace) {
      ORCHARD_CHECK(teller.tell_news(engine, id));
      told = engine.now();
      due = false;
    }
    if (!process_of(id, session.session.launched_as, living)) break;
    reading.wait(kPace);
  }
  ORCHARD_CHECK(reading.finish());
  return teller.tell_news(engine, id);
}

}  // namespace orchard::app
