#include "app/services/recording/skipped_lines.h"

#include "agents/launch/session_directory.h"
#include "agents/protocol/decode.h"
#include "agents/supervisor/log_tail.h"
#include "app/services/sweep/sweep_transcripts.h"
#include "metrics/intake/transcript_line.h"
#include "metrics/intake/transcript_reader.h"

#include <filesystem>
#include <functional>
#include <set>

namespace orchard::app {
namespace {

using Counts = std::map<std::string, std::int64_t>;

/// Calls `check` with each whole line that is not too long.
core::Result<void> read_lines(const std::filesystem::path& file, Counts& counts,
                              const std::function<void(const std::string&)>& check) {
  agents::LogTail tail(file, 0);
  while (true) {
    ORCHARD_TRY(const std::size_t bytes, tail.read([&](const core::LineFramer::Line& line) {
      if (line.too_long)
        ++counts["longer than 16 MiB"];
      else
        check(std::string(line.text));
    }));
    if (bytes == 0) return {};
  }
}

constexpr const char* kDamaged = "damaged in a transcript";

std::string real_path(const std::filesystem::path& file) {
  std::error_code unknown;
  const auto real = std::filesystem::weakly_canonical(file, unknown);
  return (unknown ? file : real).string();
}

/// Counts what the ledger skipped of all transcripts and gives the files it stands in.
core::Result<std::set<std::string>> count_in_ledger(Engine& engine, Counts& counts) {
  metrics::SweepReport report;
  ORCHARD_CHECK(engine.catch_up([&report](Engine& current) -> core::Result<void> {
    ORCHARD_TRY(report, sweep_transcripts(current));
    return {};
  }));
  if (!report.problems.empty())
    counts["files or folders that cannot be opened"] =
        static_cast<std::int64_t>(report.problems.size());
  ORCHARD_TRY(const auto skipped, list_skipped_lines(engine));
  for (const core::Error& problem : skipped.problems)
    engine.warn(problem, "looking for lines that cannot be read");
  std::set<std::string> files;
  for (const metrics::SkippedLine& line : skipped.lines) files.insert(real_path(line.path));
  if (!skipped.lines.empty()) counts[kDamaged] = static_cast<std::int64_t>(skipped.lines.size());
  return files;
}

/// `counted` are the transcripts that need no other look.
core::Result<void> count_in_session(const agents::SessionDirectory& directory,
                                    const std::set<std::string>& counted, Counts& counts) {
  for (const int process : directory.processes())
    ORCHARD_CHECK(read_lines(directory.events_path(process), counts, [&](const std::string& line) {
      const agents::Event event = agents::decode(line);
      if (const auto* malformed = event.get<agents::Malformed>()) ++counts[malformed->reason];
    }));
  const auto record = directory.load_record();
  if (!record || record->config_dir.empty()) return {};
  std::set<core::SessionId> ids = {directory.launched_as()};
  for (const agents::CarriedSession& carried : record->sessions) ids.insert(carried.session);
  for (const core::SessionId& id : ids)
    for (const auto& file :
         metrics::TranscriptReader(record->config_dir, record->directory, id).files()) {
      if (counted.contains(real_path(file))) continue;
      ORCHARD_CHECK(read_lines(file, counts, [&](const std::string& line) {
        if (metrics::is_malformed_transcript_line(line)) ++counts[kDamaged];
      }));
    }
  return {};
}

}  // namespace

core::Result<Counts> count_skipped_lines(Engine& engine) {
  Counts counts;
  ORCHARD_TRY(const auto counted, count_in_ledger(engine, counts));
  ORCHARD_TRY(const auto directories, agents::SessionDirectory::list(engine.paths().sessions));
  for (const agents::SessionDirectory& directory : directories)
    ORCHARD_CHECK(count_in_session(directory, counted, counts));
  return counts;
}

}  // namespace orchard::app
