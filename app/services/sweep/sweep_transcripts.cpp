#include "app/services/sweep/sweep_transcripts.h"

#include "metrics/sweep/places/config_dirs.h"

namespace orchard::app {

std::vector<std::filesystem::path> config_dirs(const Engine& engine) {
  return metrics::find_config_dirs(metrics::ConfigPlaces::of(engine.machine().environment));
}

namespace {

core::Result<metrics::SweepReport> with_warnings(Engine& engine,
                                                 core::Result<metrics::SweepReport> report) {
  if (report)
    for (const core::Error& problem : report->problems) engine.warn(problem, "reading transcripts");
  return report;
}

}  // namespace

core::Result<metrics::SweepReport> sweep_transcripts(Engine& engine) {
  metrics::TranscriptSweep sweep(engine.store(), engine.now());
  return with_warnings(engine, sweep.run(config_dirs(engine)));
}

core::Result<metrics::SweepReport> sweep_below(Engine& engine,
                                               const std::vector<std::filesystem::path>& folders) {
  metrics::TranscriptSweep sweep(engine.store(), engine.now());
  return with_warnings(engine, sweep.run_below(folders));
}

}  // namespace orchard::app
