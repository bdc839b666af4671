#include "app/services/recording/transcripts.h"

#include "metrics/intake/transcript_reader.h"

#include <set>

#include <fmt/format.h>

namespace orchard::app {

core::Result<void> read_transcripts(Engine& engine, const agents::SessionDirectory& directory) {
  const auto record = directory.load_record();
  if (!record) {
    if (record.error().code == core::ErrorCode::not_found) return {};
    return core::fail(record.error());
  }
  if (record->config_dir.empty()) return {};
  std::set<core::SessionId> ids = {directory.launched_as()};
  for (const agents::CarriedSession& carried : record->sessions) ids.insert(carried.session);
  for (const core::SessionId& id : ids) {
    const metrics::TranscriptReader reader(record->config_dir, record->directory, id);
    metrics::IntakeReport report;
    const auto read = reader.read_new(engine.store(), engine.now(), report);
    if (report.skipped > 0)
      engine.log().write(core::LogLevel::warning,
                         fmt::format("{} lines of the transcripts of session {} could not be read "
                                     "and are not counted",
                                     report.skipped, id.value));
    if (!read) return read;
  }
  return {};
}

}  // namespace orchard::app
