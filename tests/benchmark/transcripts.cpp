#include "tests/benchmark/transcripts.h"

#include "metrics/ledger/store.h"
#include "metrics/sweep/sweep.h"
#include "tests/benchmark/measuring/program_run.h"
#include "tests/benchmark/measuring/stopwatch.h"
#include "tests/benchmark/samples/transcripts.h"
#include "tests/benchmark/transcript_watch.h"
#include "tests/support/temp_dir.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include <fmt/format.h>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

constexpr int kRuns = 3;
constexpr std::uint64_t kBytes = 500'000'000;

Spent median_of(const std::vector<Spent>& runs) {
  Spent middle;
  for (double Spent::*part : {&Spent::cpu, &Spent::wall, &Spent::memory}) {
    std::vector<double> values;
    values.reserve(runs.size());
    for (const Spent& spent : runs) values.push_back(spent.*part);
    middle.*part = median(values);
  }
  return middle;
}

/// The program itself: its wrapper would only add the start of node.
std::optional<fs::path> find_ccusage() {
  std::error_code missing;
  for (fs::directory_iterator entry(fs::path(ORCHARD_E2E_MODULES) / "@ccusage", missing), end;
       !missing && entry != end; entry.increment(missing))
    if (fs::exists(entry->path() / "bin" / "ccusage", missing))
      return entry->path() / "bin" / "ccusage";
  return std::nullopt;
}

Figure figure(const char* name, const char* unit, double value, const char* rival,
              double rival_value, std::string note) {
  return {name, unit, value, rival, rival_value, std::move(note), ""};
}

/// Passes over what is read already.
void measure_again(const fs::path& database, const fs::path& config_dir,
                   std::vector<Figure>& figures) {
  metrics::Store store = must(metrics::Store::open(database));
  metrics::TranscriptSweep sweep(store, core::SystemClock().now());
  const fs::path file = config_dir / "projects" / "bench-appended.jsonl";
  std::ofstream(file) << "{}\n";
  (void)must(sweep.run({config_dir}));
  std::vector<double> repeats;
  std::vector<double> lines;
  for (int pass = 0; pass < 20; ++pass) {
    const Stopwatch again;
    (void)must(sweep.run({config_dir}));
    repeats.push_back(again.milliseconds());
    std::ofstream(file, std::ios::app)
        << fmt::format(R"({{"message":{{"id":"msg_new{}","usage":{{"output_tokens":1}}}},)"
                       R"("timestamp":"2026-11-20T12:00:00Z"}})"
                       "\n",
                       pass);
    const Stopwatch line;
    (void)must(sweep.run_files({file}));
    lines.push_back(line.milliseconds());
  }
  fs::remove(file);
  figures.push_back(
      figure("transcripts, nothing new", "ms", median(repeats), "", 0, "a look at every file"));
  figures.push_back(figure("transcripts, one line more", "ms", median(lines), "", 0,
                           "in a file that is known to have changed"));
}

}  // namespace

int read_transcripts_once(const std::string& store, const std::string& config_dir) {
  auto opened = metrics::Store::open(store);
  if (!opened) return 1;
  metrics::TranscriptSweep sweep(*opened, core::SystemClock().now());
  return sweep.run({config_dir}) ? 0 : 1;
}

std::vector<Figure> measure_transcripts() {
  const TempDir directory;
  fs::path config_dir = directory / "claude";
  if (const char* named = std::getenv("ORCHARD_BENCH_TRANSCRIPTS"); named != nullptr)
    config_dir = named;
  else
    (void)write_transcripts(config_dir, kBytes);
  const auto ccusage = find_ccusage();
  const std::string self = fs::read_symlink("/proc/self/exe").string();
  std::vector<Spent> ours;
  std::vector<Spent> theirs;
  for (int pass = 0; pass < kRuns; ++pass) {
    const std::string store = (directory / fmt::format("store-{}.db", pass)).string();
    ours.push_back(run_program({self, "--read-transcripts", store, config_dir.string()}, {}));
    if (ccusage)
      theirs.push_back(run_program({ccusage->string(), "claude", "daily", "--json", "--offline"},
                                   {"HOME=" + directory.path().string(), "LOG_LEVEL=0", "TZ=UTC",
                                    "CLAUDE_CONFIG_DIR=" + config_dir.string()}));
  }
  const Spent we = median_of(ours);
  const Spent they = ccusage ? median_of(theirs) : Spent{};
  const char* rival = ccusage ? "ccusage daily" : "";
  std::vector<Figure> figures = {
      figure("transcripts, first scan", "s", we.wall, rival, they.wall, "wall"),
      figure("transcripts, processor", "s", we.cpu, rival, they.cpu, "user and system"),
      figure("transcripts, memory", "MB", we.memory, rival, they.memory, "peak resident")};
  measure_again(directory / fmt::format("store-{}.db", kRuns - 1), config_dir, figures);
  for (Figure& figure : measure_transcript_watch(config_dir)) figures.push_back(std::move(figure));
  return figures;
}

}  // namespace orchard::test
