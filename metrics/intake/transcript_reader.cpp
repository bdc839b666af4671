#include "metrics/intake/transcript_reader.h"

#include "metrics/sweep/sweep.h"

#include <algorithm>
#include <utility>

namespace orchard::metrics {

using core::Result;

namespace fs = std::filesystem;

TranscriptReader::TranscriptReader(const fs::path& config_dir, const fs::path& cwd,
                                   core::SessionId session)
    : session_(std::move(session)) {
  std::error_code missing;
  const fs::path real = fs::weakly_canonical(cwd, missing);
  folder_ =
      config_dir / "projects" / transcript_folder_name(missing ? cwd.string() : real.string());
}

fs::path TranscriptReader::main_file() const {
  return folder_ / (session_.value + ".jsonl");
}

std::vector<fs::path> TranscriptReader::files() const {
  std::vector<fs::path> found;
  std::error_code missing;
  if (fs::exists(main_file(), missing)) found.push_back(main_file());
  const fs::path sub_agents = folder_ / session_.value / "subagents";
  for (fs::directory_iterator entry(sub_agents, missing), end; !missing && entry != end;
       entry.increment(missing))
    if (entry->path().extension() == ".jsonl") found.push_back(entry->path());
  std::sort(found.begin(), found.end());
  return found;
}

Result<void> TranscriptReader::read_new(Store& store, core::Timestamp now,
                                        IntakeReport& report) const {
  TranscriptSweep sweep(store, now);
  ORCHARD_TRY(const SweepReport found, sweep.run_files(files()));
  report.calls += found.replies;
  report.skipped += found.skipped;
  report.files += found.files;
  report.bytes += found.bytes;
  if (!found.problems.empty()) return core::fail(found.problems.front());
  return {};
}

}  // namespace orchard::metrics
