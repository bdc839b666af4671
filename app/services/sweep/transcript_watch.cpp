#include "app/services/sweep/transcript_watch.h"

#include "app/services/sweep/sweep_transcripts.h"
#include "core/watch/directory_watch.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

namespace orchard::app {

namespace {

using std::chrono::milliseconds;

/// Many small writes are one piece of news.
constexpr milliseconds kBetween{100};

}  // namespace

class TranscriptWatch::Impl {
 public:
  Impl(const Machine& machine, core::DirectoryWatch watch, milliseconds round)
      : machine_(machine), watch_(std::move(watch)), round_(round), thread_([this] { run(); }) {}
  ~Impl() {
    stopping_ = true;
    watch_.wake();
    thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

 private:
  void run() {
    std::optional<Engine> engine;
    while (!stopping_ && renew(engine)) {
      take(*engine, sweep_transcripts(*engine));
      follow(engine);
    }
  }

  /// Opens it, again when the user's prices changed: then everything costs what they say. False:
  /// there is none.
  bool renew(std::optional<Engine>& engine) {
    if (engine && !engine->prices().is_outdated()) return true;
    auto opened = Engine::open(machine_);
    if (opened)
      engine.emplace(std::move(*opened));
    else
      machine_.log.write(core::LogLevel::error, opened.error().describe());
    return engine.has_value();
  }

  /// Until the next round.
  void follow(std::optional<Engine>& engine) {
    const auto end = std::chrono::steady_clock::now() + round_;
    while (!stopping_) {
      const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
      if (left <= milliseconds(0)) return;
      const std::vector<std::filesystem::path> changed = watch_.wait(left);
      if (stopping_ || changed.empty()) continue;
      renew(engine);
      take(*engine, sweep_below(*engine, changed));
      std::this_thread::sleep_for(kBetween);
    }
  }

  /// Watches what was looked into. What came into a folder between the look and the watch is told
  /// by nobody, so folders that are new to the watch are looked into once more.
  void take(Engine& engine, core::Result<metrics::SweepReport> report) {
    while (report) {
      const std::vector<std::filesystem::path> fresh = watch(engine, report->directories);
      if (fresh.empty() || stopping_) return;
      report = sweep_below(engine, fresh);
    }
    complain(engine, report.error());
  }

  /// Gives those that were not watched yet. A folder that was deleted is watched no more, so one
  /// made again at its place is new.
  std::vector<std::filesystem::path> watch(Engine& engine,
                                           const std::vector<std::string>& folders) {
    std::vector<std::filesystem::path> fresh;
    for (const std::string& folder : folders) {
      const auto added = watch_.add(folder);
      if (added && *added) fresh.emplace_back(folder);
      // It may be gone again.
      if (!added && added.error().code != core::ErrorCode::not_found)
        complain(engine, added.error());
    }
    return fresh;
  }

  /// Once, however often it happens.
  void complain(Engine& engine, const core::Error& error) {
    if (complaints_.insert(error.message).second) engine.warn(error, "following transcripts");
  }

  const Machine& machine_;
  core::DirectoryWatch watch_;
  const milliseconds round_;
  std::atomic<bool> stopping_{false};
  std::set<std::string> complaints_;
  std::thread thread_;  ///< last: it uses the others
};

TranscriptWatch::TranscriptWatch(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TranscriptWatch::~TranscriptWatch() = default;

core::Result<std::unique_ptr<TranscriptWatch>> TranscriptWatch::start(const Machine& machine,
                                                                      milliseconds round) {
  ORCHARD_TRY(auto watch, core::DirectoryWatch::create());
  return std::unique_ptr<TranscriptWatch>(
      new TranscriptWatch(std::make_unique<Impl>(machine, std::move(watch), round)));
}

}  // namespace orchard::app
