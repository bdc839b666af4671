#include "app/services/sweep/transcript_watch.h"

#include "app/services/sweep/sweep_transcripts.h"
#include "core/watch/directory_watch.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace orchard::app {

namespace {

using std::chrono::milliseconds;

/// What watching does not tell is found this often: a config directory that is new, a folder beyond
/// the limit of watches.
constexpr milliseconds kRound{10'000};
/// Many small writes are one piece of news.
constexpr milliseconds kBetween{100};

}  // namespace

class TranscriptWatch::Impl {
 public:
  Impl(const Machine& machine, core::DirectoryWatch watch)
      : machine_(machine), watch_(std::move(watch)), thread_([this] { run(); }) {}
  ~Impl() {
    stopping_ = true;
    watch_.wake();
    thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

 private:
  void run() {
    auto engine = Engine::open(machine_);
    if (!engine) {
      machine_.log.write(core::LogLevel::error, engine.error().describe());
      return;
    }
    while (!stopping_) {
      take(*engine, sweep_transcripts(*engine));
      follow(*engine);
    }
  }

  /// Until the next round.
  void follow(Engine& engine) {
    const auto end = std::chrono::steady_clock::now() + kRound;
    while (!stopping_) {
      const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
      if (left <= milliseconds(0)) return;
      const std::vector<std::filesystem::path> changed = watch_.wait(left);
      if (stopping_ || changed.empty()) continue;
      take(engine, sweep_below(engine, changed));
      std::this_thread::sleep_for(kBetween);
    }
  }

  void take(Engine& engine, const core::Result<metrics::SweepReport>& report) {
    if (!report) {
      complain(engine, report.error());
      return;
    }
    complaint_.clear();
    for (const std::string& folder : report->directories) {
      if (!watched_.insert(folder).second) continue;
      if (const auto added = watch_.add(folder); !added) complain(engine, added.error());
    }
  }

  /// Once, however often it happens.
  void complain(Engine& engine, const core::Error& error) {
    if (complaint_ != error.message) engine.warn(error, "following transcripts");
    complaint_ = error.message;
  }

  const Machine& machine_;
  core::DirectoryWatch watch_;
  std::atomic<bool> stopping_{false};
  std::set<std::string> watched_;
  std::string complaint_;
  std::thread thread_;  ///< last: it uses the others
};

TranscriptWatch::TranscriptWatch(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TranscriptWatch::~TranscriptWatch() = default;

core::Result<std::unique_ptr<TranscriptWatch>> TranscriptWatch::start(const Machine& machine) {
  ORCHARD_TRY(auto watch, core::DirectoryWatch::create());
  return std::unique_ptr<TranscriptWatch>(
      new TranscriptWatch(std::make_unique<Impl>(machine, std::move(watch))));
}

}  // namespace orchard::app
