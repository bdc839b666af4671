#include "app/services/sweep/sweep_transcripts.h"

#include "metrics/sweep/places/config_dirs.h"

namespace orchard::app {

std::vector<std::filesystem::path> config_dirs(const Engine& engine) {
  return metrics::find_config_dirs(metrics::ConfigPlaces::of(engine.machine().environment));
}

core::Result<metrics::SweepReport> sweep_transcripts(Engine& engine) {
  metrics::TranscriptSweep sweep(engine.store());
  ORCHARD_TRY(metrics::SweepReport report, sweep.run(config_dirs(engine)));
  for (const core::Error& problem : report.problems) engine.warn(problem, "reading transcripts");
  return report;
}

}  // namespace orchard::app
