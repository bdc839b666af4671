#include "app/services/sweep/sweep_transcripts.h"

#include "app/services/recording/refresh.h"
#include "metrics/sweep/places/config_dirs.h"

namespace orchard::app {

std::vector<std::filesystem::path> config_dirs(const Engine& engine) {
  return metrics::find_config_dirs(metrics::ConfigPlaces::of(engine.machine().environment));
}

std::vector<std::filesystem::path> named_config_dirs(const Engine& engine) {
  return metrics::named_config_dirs(metrics::ConfigPlaces::of(engine.machine().environment));
}

namespace {

core::Result<metrics::SweepReport> with_warnings(Engine& engine,
                                                 core::Result<metrics::SweepReport> report) {
  if (report)
    for (const core::Error& problem : report->problems) engine.warn(problem, "reading transcripts");
  return report;
}

}  // namespace

core::Result<bool> counts_outside_use(const core::Paths& paths) {
  ORCHARD_TRY(const core::Settings settings, core::load_settings(paths.settings_file()));
  return settings.count_outside_use;
}

core::Result<metrics::SweepReport> sweep_transcripts(Engine& engine) {
  ORCHARD_TRY(const bool counts, counts_outside_use(engine.paths()));
  if (!counts) return metrics::SweepReport{};
  metrics::TranscriptSweep sweep(engine.store(), engine.now());
  return with_warnings(engine, sweep.run(config_dirs(engine)));
}

core::Result<metrics::SweepReport> sweep_below(Engine& engine,
                                               const std::vector<std::filesystem::path>& folders) {
  ORCHARD_TRY(const bool counts, counts_outside_use(engine.paths()));
  if (!counts) return metrics::SweepReport{};
  metrics::TranscriptSweep sweep(engine.store(), engine.now());
  return with_warnings(engine, sweep.run_below(folders));
}

core::Result<metrics::SweepReport> reread_transcripts(Engine& engine) {
  ORCHARD_CHECK(metrics::forget_what_was_read(engine.store()));
  ORCHARD_TRY(metrics::SweepReport report, sweep_transcripts(engine));
  ORCHARD_CHECK(refresh_sessions(engine));
  return report;
}

core::Result<metrics::SkippedLines> list_skipped_lines(Engine& engine) {
  ORCHARD_TRY(const bool counts, counts_outside_use(engine.paths()));
  return metrics::list_skipped_lines(
      engine.store(), engine.now(),
      counts ? metrics::SkippedLinesOf::everybody : metrics::SkippedLinesOf::own_sessions);
}

}  // namespace orchard::app
