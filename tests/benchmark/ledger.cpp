#include "tests/benchmark/ledger.h"

#include "app/services/engine.h"
#include "app/services/figures/answer_figures.h"
#include "app/services/live/snapshot/snapshot_builder.h"
#include "core/base/time_text.h"
#include "metrics/definition/figures.h"
#include "tests/benchmark/measuring/program_run.h"
#include "tests/benchmark/measuring/stopwatch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/large_history.h"
#include "tests/support/temp_dir.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

constexpr int kRuns = 9;
constexpr metrics::Window kWindows[] = {metrics::Window::week, metrics::Window::quarter,
                                        metrics::Window::all};

/// A home of Orchard's at the moment its history ends.
class LargeHome {
 public:
  explicit LargeHome(const fs::path& home)
      : paths_(core::paths_below(home)),
        clock_(*core::parse_iso8601("2026-11-20T12:00:00Z")),
        log_(open_log()),
        machine_{paths_, clock_, *log_, local_, {}, {}} {}

  void write_history(const HistorySize& size) const {
    metrics::Store store = must(metrics::Store::open(paths_.database()));
    must(LargeHistory(store, size, clock_.now()).write());
  }
  [[nodiscard]] fs::path database() const { return paths_.database(); }
  [[nodiscard]] app::Engine open_engine() const { return must(app::Engine::open(machine_)); }

 private:
  [[nodiscard]] std::unique_ptr<core::Log> open_log() const {
    must(core::make_directories(paths_));
    return must(core::open_log(paths_.state / "orchard.log"));
  }

  core::Paths paths_;
  FakeClock clock_;
  metrics::SystemLocalTime local_;
  std::unique_ptr<core::Log> log_;
  app::Machine machine_;
};

template <class Ask>
double median_time(Ask&& ask) {
  std::vector<double> times;
  for (int run = 0; run < kRuns; ++run) {
    const CpuStopwatch watch;
    ask();
    times.push_back(watch.milliseconds());
  }
  return median(times);
}

/// Pages of the table and of everything that leads to it.
double bytes_per_call(metrics::Store& store, std::int64_t calls) {
  auto pages = must(store.database().prepare(
      "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'api_call%' AND aggregate = TRUE"));
  (void)must(pages.step());
  return static_cast<double>(pages.integer(0)) / static_cast<double>(calls);
}

std::int64_t count_calls(metrics::Store& store) {
  auto count = must(store.database().prepare("SELECT COUNT(*) FROM api_call"));
  (void)must(count.step());
  return count.integer(0);
}

/// Calls `on_view(figure, window)` for every view of analytics in every window.
template <class OnView>
void each_view(OnView&& on_view) {
  for (const metrics::FigureDefinition& figure : metrics::figure_definitions()) {
    if (figure.place != metrics::FigurePlace::analytics) continue;
    for (const metrics::Window window : kWindows) on_view(figure, window);
  }
}

void ask_view(app::Engine& engine, const metrics::FigureDefinition& figure,
              metrics::Window window) {
  const metrics::Question question{{}, window, engine.local_time(), engine.now(), 0, 0};
  (void)must(figure.query(engine.store(), question));
}

Figure slowest_view(app::Engine& engine) {
  Figure slowest{"slowest view of analytics", "ms", 0, "", 0, "", "", 100};
  each_view([&](const metrics::FigureDefinition& figure, metrics::Window window) {
    const double time = median_time([&] { ask_view(engine, figure, window); });
    if (time <= slowest.value) return;
    slowest.value = time;
    slowest.note = fmt::format("{}, {}", figure.name, metrics::to_string(window));
  });
  return slowest;
}

/// What the page shows when all of it is new.
double ask_usage_page(app::Engine& engine) {
  app::FigureQuestion question;
  question.usage.emplace();
  question.usage->filter.window = app::FigureWindow::month;
  return median_time([&] {
    const auto answer = app::answer_figures(engine, question);
    if (!answer->usage) throw std::runtime_error(answer->problem);
  });
}

}  // namespace

int ask_ledger_once(const std::string& home) {
  const LargeHome large(home);
  app::Engine engine = large.open_engine();
  app::SnapshotBuilder builder;
  (void)must(builder.build(engine, {}));
  each_view([&](const metrics::FigureDefinition& figure, metrics::Window window) {
    ask_view(engine, figure, window);
  });
  return 0;
}

std::vector<Figure> measure_ledger() {
  std::optional<TempDir> directory;
  fs::path home;
  if (const char* named = std::getenv("ORCHARD_BENCH_LEDGER"); named != nullptr)
    home = named;
  else
    home = directory.emplace() / "home";
  const HistorySize size;
  const LargeHome large(home);
  if (!fs::exists(large.database())) large.write_history(size);
  app::Engine engine = large.open_engine();
  app::SnapshotBuilder builder;
  const CpuStopwatch first;
  (void)must(builder.build(engine, {}));
  const double first_time = first.milliseconds();
  const double dashboard = median_time([&] { (void)must(builder.build(engine, {})); });
  const std::int64_t calls = count_calls(engine.store());
  const std::string note = fmt::format("all of it, {} calls, {} turns, {} commits, {} workspaces",
                                       calls, size.turns, size.commits, size.workspaces);
  const double page = ask_usage_page(engine);
  const double on_disk = static_cast<double>(fs::file_size(large.database())) / 1e6;
  const double per_call = bytes_per_call(engine.store(), calls);
  const std::string self = fs::read_symlink("/proc/self/exe").string();
  const Spent spent = run_program({self, "--ask-ledger", home.string()}, {});
  return {{"dashboard", "ms", dashboard, "", 0, note, "", 20},
          {"dashboard, at the start", "ms", first_time, "", 0, "every session is read once", ""},
          slowest_view(engine),
          {"usage page", "ms", page, "", 0, "all of it, of its longest window", "", 100},
          {"an API call on disk", "bytes", per_call, "", 0, "with its indexes", "", 120},
          {"ledger on disk", "MB", on_disk, "", 0, "", "", 200},
          {"memory while asked", "MB", spent.memory, "", 0,
           "peak resident, dashboard and analytics", "", 100}};
}

}  // namespace orchard::test
