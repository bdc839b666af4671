#include "app/services/engine.h"

#include "metrics/ledger/reprice.h"

#include <utility>

#include <fmt/format.h>

namespace orchard::app {

Engine::Engine(const Machine& machine, core::Settings settings, metrics::PriceBook prices,
               metrics::Store store)
    : machine_(&machine),
      ids_(std::make_unique<core::SystemIdSource>()),
      settings_(std::move(settings)),
      prices_(std::move(prices)),
      store_(std::make_unique<metrics::Store>(std::move(store))),
      launcher_(machine.paths.sessions, machine.clock, machine.environment) {}

core::Result<Engine> Engine::open(const Machine& machine) {
  ORCHARD_CHECK(core::make_directories(machine.paths));
  ORCHARD_TRY(core::Settings settings, core::load_settings(machine.paths.settings_file()));
  metrics::PriceBook prices = metrics::open_price_book(machine.paths.config / "prices.json");
  if (!prices.problem.empty()) machine.log.write(core::LogLevel::warning, prices.problem);
  ORCHARD_TRY(metrics::Store store, metrics::Store::open(machine.paths.database(), *prices.table));
  const auto repricing = metrics::reprice(store);
  // A full disk or a busy store is no reason not to show what is there.
  if (!repricing)
    machine.log.write(core::LogLevel::warning,
                      "costs will follow new prices later: " + repricing.error().describe());
  else if (repricing->calls > 0)
    machine.log.write(
        core::LogLevel::info,
        fmt::format("prices changed: {} calls cost ${:.4f} now, not ${:.4f}", repricing->calls,
                    repricing->after.dollars(), repricing->before.dollars()));
  return Engine(machine, std::move(settings), std::move(prices), std::move(store));
}

core::Result<void> Engine::change_settings(const std::function<void(core::Settings&)>& change) {
  ORCHARD_TRY(settings_, core::change_settings(paths().settings_file(), change));
  return {};
}

void Engine::warn(const core::Error& error, std::string_view what) const {
  log().write(core::LogLevel::warning, std::string(what) + ": " + error.describe());
}

}  // namespace orchard::app
