#include "app/services/engine.h"

#include "core/io/disk.h"
#include "metrics/ledger/reprice.h"

#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

bool is_of_disk(const core::Error& error) {
  return error.code == core::ErrorCode::io || error.code == core::ErrorCode::permission_denied;
}

std::string staleness_for(const std::filesystem::path& store, const core::Error& error) {
  const auto of_disk = [&](std::string_view state) {
    return fmt::format("The disk with '{}' is {}, so this is as of the last look.", store.string(),
                       state);
  };
  switch (core::disk_state(store)) {
    case core::DiskState::full:
      return of_disk("full");
    case core::DiskState::read_only:
      return of_disk("read-only");
    case core::DiskState::takes:
      break;
  }
  return "This is as of the last look: " + error.describe();
}

}  // namespace

Engine::Engine(const Machine& machine, core::Settings settings, metrics::PriceBook prices,
               metrics::Store store)
    : machine_(&machine),
      ids_(std::make_unique<core::SystemIdSource>()),
      settings_(std::move(settings)),
      prices_(std::move(prices)),
      store_(std::make_unique<metrics::Store>(std::move(store))),
      launcher_(machine.paths.sessions, machine.clock, machine.environment) {}

core::Result<Engine> Engine::open_with(const Machine& machine, OpenStore open_store) {
  ORCHARD_TRY(core::Settings settings, core::load_settings(machine.paths.settings_file()));
  metrics::PriceBook prices = metrics::open_price_book(machine.paths.config / "prices.json");
  if (!prices.problem.empty()) machine.log.write(core::LogLevel::warning, prices.problem);
  ORCHARD_TRY(metrics::Store store, open_store(machine.paths.database(), *prices.table));
  return Engine(machine, std::move(settings), std::move(prices), std::move(store));
}

core::Result<Engine> Engine::open(const Machine& machine) {
  ORCHARD_CHECK(core::make_directories(machine.paths));
  ORCHARD_TRY(Engine engine, open_with(machine, &metrics::Store::open));
  engine.follow_prices();
  return engine;
}

core::Result<Engine> Engine::open_to_show(const Machine& machine) {
  auto engine = open(machine);
  if (engine || !is_of_disk(engine.error())) return engine;
  auto frozen = open_with(machine, &metrics::Store::open_frozen);
  if (!frozen) return engine;
  frozen->is_frozen_ = true;
  frozen->staleness_ = staleness_for(machine.paths.database(), engine.error());
  return frozen;
}

void Engine::follow_prices() {
  const auto repricing = metrics::reprice(*store_);
  // A full disk or a busy store is no reason not to show what is there.
  if (!repricing)
    warn(repricing.error(), "costs will follow new prices later");
  else if (repricing->calls > 0)
    log().write(
        core::LogLevel::info,
        fmt::format("prices changed: {} calls cost ${:.4f} now, not ${:.4f}", repricing->calls,
                    repricing->after.dollars(), repricing->before.dollars()));
}

core::Result<void> Engine::catch_up(const std::function<core::Result<void>(Engine&)>& look) {
  if (is_frozen_) return {};
  staleness_.clear();
  auto done = look(*this);
  if (done || !is_of_disk(done.error())) return done;
  staleness_ = staleness_for(paths().database(), done.error());
  return {};
}

core::Result<void> Engine::change_settings(const std::function<void(core::Settings&)>& change) {
  ORCHARD_TRY(settings_, core::change_settings(paths().settings_file(), change));
  return {};
}

void Engine::warn(const core::Error& error, std::string_view what) const {
  log().write(core::LogLevel::warning, std::string(what) + ": " + error.describe());
}

}  // namespace orchard::app
