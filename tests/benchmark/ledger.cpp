#include "tests/benchmark/ledger.h"

#include "core/base/time_text.h"
#include "metrics/definition/figures.h"
#include "metrics/query/tiles.h"
#include "metrics/query/workspaces.h"
#include "tests/benchmark/stopwatch.h"
#include "tests/support/large_history.h"
#include "tests/support/temp_dir.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <sys/resource.h>

namespace orchard::test {
namespace {

constexpr int kRuns = 5;

template <class Ask>
double median_time(Ask&& ask) {
  std::vector<double> times;
  for (int run = 0; run < kRuns; ++run) {
    const Stopwatch watch;
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

double resident_megabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// The slowest of all views in any window, with its name.
Figure slowest_view(metrics::Store& store, const metrics::LocalTime& local, core::Timestamp now) {
  Figure slowest{"slowest view of analytics", "ms", 0, "", 0, "", ""};
  for (const metrics::FigureDefinition& figure : metrics::figure_definitions()) {
    if (figure.place != metrics::FigurePlace::analytics) continue;
    for (const auto window :
         {metrics::Window::week, metrics::Window::quarter, metrics::Window::all}) {
      const metrics::Question question{{}, window, local, now, 0, 0};
      const double time = median_time([&] { (void)must(figure.query(store, question)); });
      if (time <= slowest.value) continue;
      slowest.value = time;
      slowest.note = fmt::format("{}, {}", figure.name, metrics::to_string(window));
    }
  }
  return slowest;
}

}  // namespace

std::vector<Figure> measure_ledger() {
  const TempDir directory;
  const auto path = directory / "orchard.db";
  const core::Timestamp now = *core::parse_iso8601("2026-11-20T12:00:00Z");
  const metrics::SystemLocalTime local;
  const HistorySize size;
  {
    metrics::Store writer = must(metrics::Store::open(path));
    must(LargeHistory(writer, size, now).write());
  }
  metrics::Store store = must(metrics::Store::open_read_only(path));
  const double dashboard = median_time([&] {
    (void)must(metrics::query_tiles(store, local, now));
    (void)must(metrics::query_workspaces(store));
  });
  const std::string note = fmt::format("{} calls, {} turns, {} commits, {} workspaces", size.calls,
                                       size.turns, size.commits, size.workspaces);
  return {{"dashboard", "ms", dashboard, "", 0, note, ""},
          slowest_view(store, local, now),
          {"an API call on disk", "bytes", bytes_per_call(store, size.calls), "", 0, "", ""},
          {"ledger on disk", "MB", static_cast<double>(std::filesystem::file_size(path)) / 1e6, "",
           0, "", ""},
          {"memory while asked", "MB", resident_megabytes(), "", 0, "", ""}};
}

}  // namespace orchard::test
