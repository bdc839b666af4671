#include "tests/benchmark/transcript_watch.h"

#include "app/services/live/live_service.h"
#include "core/base/time_text.h"
#include "metrics/calls/call_row.h"
#include "metrics/schema/columns.h"
#include "tests/benchmark/measuring/stopwatch.h"
#include "tests/support/temp_dir.h"

#include <chrono>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr int kLines = 50;
constexpr double kGoal = 250;
constexpr double kPatience = 60'000;

/// The time goes on, but from when the transcripts were written.
class ClockOfThen final : public core::Clock {
 public:
  [[nodiscard]] core::Timestamp now() const override { return system_.now() - ago_; }

 private:
  core::SystemClock system_;
  const core::Duration ago_ = system_.now() - *core::parse_iso8601("2026-03-20T12:00:00Z");
};

struct NoWaker final : core::Waker {
  void wake() override {}
};

/// What runs behind a window that shows the usage page.
class Followed {
 public:
  explicit Followed(const fs::path& config_dir)
      : paths_(core::paths_below(directory_ / "home")),
        log_(open_log()),
        machine_{paths_, clock_, *log_, local_, {"CLAUDE_CONFIG_DIR=" + config_dir.string()}, {}},
        store_(must(metrics::Store::open(paths_.database()))),
        service_(must(app::LiveService::start(machine_, snapshots_, intents_, waker_))) {
    app::FigureQuestion question;
    question.usage.emplace();
    question.usage->filter.window = app::FigureWindow::month;
    intents_.post({app::LookAtFigures{question}});
  }

  [[nodiscard]] core::Timestamp now() const { return clock_.now(); }
  [[nodiscard]] bool stores(const std::string& message) {
    return must(metrics::find_integer(store_.database(),
                                      "SELECT call FROM api_call_message WHERE hash = ?1",
                                      metrics::message_hash(message, "bench")))
        .has_value();
  }
  /// It is the newest, so it stands in the first row.
  [[nodiscard]] bool shows(std::int64_t output) const {
    const auto snapshot = snapshots_.get();
    return snapshot && snapshot->figures && snapshot->figures->usage &&
           !snapshot->figures->usage->records.empty() &&
           snapshot->figures->usage->records.front().tokens.output == output;
  }

 private:
  [[nodiscard]] std::unique_ptr<core::Log> open_log() const {
    must(core::make_directories(paths_));
    return must(core::open_log(paths_.state / "orchard.log"));
  }

  TempDir directory_;
  core::Paths paths_;
  ClockOfThen clock_;
  metrics::SystemLocalTime local_;
  std::unique_ptr<core::Log> log_;
  app::Machine machine_;
  metrics::Store store_;
  core::Published<app::AppSnapshot> snapshots_;
  core::Mailbox<app::Intent> intents_;
  NoWaker waker_;
  std::unique_ptr<app::LiveService> service_;
};

/// Milliseconds from the line's beginning to be written.
struct Delay {
  double stored = 0;
  double shown = 0;
};

Delay measure_line(Followed& followed, const fs::path& file, int number) {
  const std::string message = fmt::format("msg_bench{:06}", number);
  const std::int64_t output = 1'000'000 + number;
  const std::string line = fmt::format(
      R"({{"sessionId":"bench","cwd":"/bench","message":{{"model":"claude-opus-4-8","id":"{}",)"
      R"("usage":{{"input_tokens":1,"output_tokens":{}}}}},"requestId":"req_bench{}",)"
      R"("timestamp":"{}"}})"
      "\n",
      message, output, number, core::to_iso8601(followed.now()));
  const Stopwatch watch;
  std::ofstream(file, std::ios::app) << line;
  Delay delay;
  while (delay.stored == 0 || delay.shown == 0) {
    if (delay.stored == 0 && followed.stores(message)) delay.stored = watch.milliseconds();
    if (delay.shown == 0 && followed.shows(output)) delay.shown = watch.milliseconds();
    if (watch.milliseconds() > kPatience)
      throw std::runtime_error("a line that was written did not arrive");
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  return delay;
}

std::vector<Figure> figures_of(const std::vector<Delay>& delays, double Delay::*moment,
                               const char* name) {
  std::vector<double> times;
  times.reserve(delays.size());
  for (const Delay& delay : delays) times.push_back(delay.*moment);
  const std::string note = fmt::format("of {} lines, one after the other", times.size());
  return {{name, "ms", median(times), "", 0, "median " + note, "", kGoal},
          {fmt::format("{}, p99", name), "ms", percentile(times, 99), "", 0, note, "", kGoal}};
}

}  // namespace

std::vector<Figure> measure_transcript_watch(const fs::path& config_dir) {
  const fs::path file = config_dir / "projects" / "-src-project-0" / "bench-followed.jsonl";
  fs::create_directories(file.parent_path());
  std::vector<Delay> delays;
  {
    Followed followed(config_dir);
    // What was there before is read with the first ones.
    int number = 0;
    while (number < 3) (void)measure_line(followed, file, number++);
    for (int line = 0; line < kLines; ++line) {
      // At every moment between two looks.
      std::this_thread::sleep_for(milliseconds(line * 37 % 400));
      delays.push_back(measure_line(followed, file, number++));
    }
  }
  fs::remove(file);
  std::vector<Figure> figures =
      figures_of(delays, &Delay::stored, "transcripts, a line until stored");
  for (Figure& figure : figures_of(delays, &Delay::shown, "transcripts, a line until shown"))
    figures.push_back(std::move(figure));
  return figures;
}

}  // namespace orchard::test
