#include "app/services/live/live_service.h"

#include "app/services/live/intents/intent_dispatcher.h"
#include "app/services/live/live_loop.h"
#include "app/services/living_processes.h"
#include "app/services/recording/refresh.h"
#include "app/services/sweep/transcript_watch.h"
#include "app/use_case/control_session.h"

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace orchard::app {

class LiveService::Impl {
 public:
  Impl(const Machine& machine, Engine engine, core::DirectoryWatch watch,
       std::unique_ptr<TranscriptWatch> transcripts, core::Published<AppSnapshot>& snapshots,
       core::Mailbox<Intent>& intents, core::Waker& waker)
      : transcripts_(std::move(transcripts)),
        board_(machine.clock, [this] { loop_.post([](LiveLoop& loop) { loop.note_notices(); }); }),
        loop_(machine, std::move(engine), std::move(watch), snapshots, waker, board_,
              settings_version_) {
    const std::string& problem = loop_.engine().prices().problem;
    if (!problem.empty()) board_.tell(NoticeLevel::warning, problem);
    dispatcher_.emplace(machine, intents, board_, settings_version_, hooks());
    thread_ = std::thread([this] {
      loop_.run([this](const core::SessionId& session) { dispatcher_->look_after(session); });
    });
  }

  ~Impl() {
    transcripts_.reset();
    // What was asked is finished while the loop still records what comes of it.
    dispatcher_->finish();
    loop_.stop();
    thread_.join();
    dispatcher_.reset();
    if (loop_.engine().settings().stop_agents_on_quit) stop_agents(loop_.engine());
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

 private:
  DispatchHooks hooks() {
    DispatchHooks hooks;
    hooks.open = [this](OpenConversation what) {
      loop_.post([what = std::move(what)](LiveLoop& loop) { loop.open(what); });
    };
    hooks.settings_changed = [this] { loop_.post([](LiveLoop& loop) { loop.take_settings(); }); };
    hooks.health = [this](std::vector<HealthCheck> health) {
      loop_.post([health = std::move(health)](LiveLoop& loop) { loop.take_health(health); });
    };
    hooks.asking_plan = [this](bool asking) {
      loop_.post([asking](LiveLoop& loop) { loop.take_asking_plan(asking); });
    };
    hooks.sign_in = [this](SignInState state) {
      loop_.post([state = std::move(state)](LiveLoop& loop) { loop.take_sign_in(state); });
    };
    hooks.storage = [this](StorageState state) {
      loop_.post([state = std::move(state)](LiveLoop& loop) { loop.take_storage(state); });
    };
    hooks.show_settings = [this](std::string section) {
      loop_.post([section = std::move(section)](LiveLoop& loop) { loop.show_settings(section); });
    };
    hooks.look_at_figures = [this](std::optional<FigureQuestion> question) {
      loop_.post(
          [question = std::move(question)](LiveLoop& loop) { loop.look_at_figures(question); });
    };
    hooks.export_figure = [this](FigureExport wish) {
      loop_.post([wish = std::move(wish)](LiveLoop& loop) { loop.export_figure(wish); });
    };
    hooks.did_something = [this] {
      loop_.post([](LiveLoop& loop) { loop.note_something_done(); });
    };
    return hooks;
  }

  static void stop_agents(Engine& engine) {
    LivingProcesses processes;
    const auto living = processes.find(engine);
    if (!living) return engine.warn(living.error(), "stopping the agents");
    for (const auto& [launched_as, process] : *living) {
      if (const auto stopped = stop_session(engine, launched_as); !stopped)
        engine.warn(stopped.error(), "stopping the agents");
    }
    if (const auto read = refresh_sessions(engine); !read)
      engine.warn(read.error(), "reading what the agents said last");
  }

  std::unique_ptr<TranscriptWatch> transcripts_;
  std::atomic<int> settings_version_{0};
  NoticeBoard board_;
  LiveLoop loop_;
  std::optional<IntentDispatcher> dispatcher_;
  std::thread thread_;
};

LiveService::LiveService(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LiveService::~LiveService() = default;

core::Result<std::unique_ptr<LiveService>> LiveService::start(
    const Machine& machine, core::Published<AppSnapshot>& snapshots, core::Mailbox<Intent>& intents,
    core::Waker& waker) {
  ORCHARD_TRY(auto engine, Engine::open(machine));
  ORCHARD_TRY(auto watch, core::DirectoryWatch::create());
  ORCHARD_TRY(auto transcripts, TranscriptWatch::start(machine));
  return std::unique_ptr<LiveService>(
      new LiveService(std::make_unique<Impl>(machine, std::move(engine), std::move(watch),
                                             std::move(transcripts), snapshots, intents, waker)));
}

}  // namespace orchard::app
