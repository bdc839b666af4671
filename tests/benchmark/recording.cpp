#include "tests/benchmark/recording.h"

#include "agents/launch/session_directory.h"
#include "app/services/engine.h"
#include "app/services/recording/session_recorder.h"
#include "core/base/clock.h"
#include "core/io/file.h"
#include "metrics/calendar/local_time.h"
#include "metrics/query/sessions.h"
#include "metrics/query/tiles.h"
#include "metrics/query/workspaces.h"
#include "tests/benchmark/measuring/stopwatch.h"
#include "tests/benchmark/samples/agent_log.h"
#include "tests/support/temp_dir.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::test {
namespace {

constexpr std::size_t kLines = 100'000;
constexpr int kRuns = 5;
constexpr const char* kSession = "0a1b2c3d-0000-4000-8000-000000000001";

/// A home of Orchard's with one session whose agent has ended, its log unread.
class UnreadHome {
 public:
  explicit UnreadHome(const std::string& log)
      : paths_(core::paths_below(dir_.path() / "home")), log_(open()), machine_(make_machine()) {
    const auto directory =
        must(agents::SessionDirectory::create(paths_.sessions, core::SessionId(kSession)));
    agents::LaunchRecord record;
    record.launched_as = core::SessionId(kSession);
    record.process = 1;
    record.phase = agents::LaunchPhase::running;  // its process is gone
    record.directory = dir_.path();
    record.started_at = clock_.now();
    record.sessions = {{record.launched_as, 1, 0}};
    must(core::write_file_atomically(directory.path() / "launch.json",
                                     agents::format_launch_record(record)));
    std::ofstream(directory.events_path(1), std::ios::binary) << log;
    directory_ = std::make_unique<agents::SessionDirectory>(directory);
  }

  [[nodiscard]] app::Engine open_engine() const { return must(app::Engine::open(machine_)); }
  [[nodiscard]] const agents::SessionDirectory& session() const { return *directory_; }

 private:
  [[nodiscard]] std::unique_ptr<core::Log> open() const {
    must(core::make_directories(paths_));
    return must(core::open_log(paths_.state / "orchard.log"));
  }
  [[nodiscard]] app::Machine make_machine() const {
    return {paths_, clock_, *log_, local_time_, {}, {}};
  }

  TempDir dir_;
  core::Paths paths_;
  core::SystemClock clock_;
  metrics::SystemLocalTime local_time_;
  std::unique_ptr<core::Log> log_;
  app::Machine machine_;
  std::unique_ptr<agents::SessionDirectory> directory_;
};

double record_all(app::Engine& engine, const agents::SessionDirectory& session) {
  auto recorder = must(app::SessionRecorder::take(session));
  if (!recorder) throw std::runtime_error("the session is recorded by somebody else");
  const Stopwatch watch;
  (void)must(recorder->poll(engine));
  return watch.milliseconds();
}

/// The rival: what reading the file and parsing each line costs, with nothing done about it.
double parse_all(const std::filesystem::path& file, std::size_t& records) {
  const Stopwatch watch;
  const std::string text = must(core::read_file(file));
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (nlohmann::json::parse(rest.substr(0, end)).is_object()) ++records;
    rest.remove_prefix(end + 1);
  }
  return watch.milliseconds();
}

Figure query_figure(app::Engine& engine, std::size_t calls_expected) {
  std::vector<double> times;
  std::int64_t calls = 0;
  for (int run = 0; run < 4 * kRuns; ++run) {
    const Stopwatch watch;
    const auto tiles =
        must(metrics::query_tiles(engine.store(), engine.local_time(), engine.now()));
    const auto workspaces = must(metrics::query_workspaces(engine.store()));
    const auto sessions = must(metrics::query_sessions(engine.store()));
    times.push_back(watch.milliseconds());
    calls = tiles.api_calls_30d;
    if (sessions.empty()) throw std::runtime_error("the session is not in the store");
  }
  if (static_cast<std::size_t>(calls) > calls_expected)
    throw std::runtime_error("the store counted more calls than were made");
  return {"dashboard query",
          "ms",
          median(times),
          "",
          0,
          fmt::format("over that log's {} API calls", calls),
          ""};
}

}  // namespace

std::vector<Figure> measure_recording() {
  const std::string log = make_agent_log(kLines, kSession, core::SystemClock().now());
  const auto lines = static_cast<double>(std::ranges::count(log, '\n'));
  std::vector<double> ours;
  std::vector<double> parsing;
  Figure query;
  std::size_t records = 0;
  for (int run = 0; run < kRuns; ++run) {
    const UnreadHome home(log);
    parsing.push_back(parse_all(home.session().events_path(1), records));
    app::Engine engine = home.open_engine();
    ours.push_back(record_all(engine, home.session()));
    if (run + 1 == kRuns) query = query_figure(engine, static_cast<std::size_t>(lines));
  }
  if (static_cast<double>(records) != lines * kRuns)
    throw std::runtime_error("not every line of the log is a record");
  const double seconds = median(ours) / 1000;
  return {{"events, file to store", "lines/s", lines / seconds, "nlohmann parse alone",
           lines / (median(parsing) / 1000),
           fmt::format("{:.0f} MB/s, {:.0f} lines", static_cast<double>(log.size()) / 1e6 / seconds,
                       lines),
           ""},
          query};
}

}  // namespace orchard::test
