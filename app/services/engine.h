#pragma once

#include "agents/launch/launcher.h"
#include "core/base/clock.h"
#include "core/base/id_source.h"
#include "core/base/result.h"
#include "core/log/log.h"
#include "core/settings/paths.h"
#include "core/settings/settings.h"
#include "metrics/calendar/local_time.h"
#include "metrics/ledger/store.h"
#include "metrics/pricing/price_book.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace orchard::app {

/// What does not change while the program runs. Shared by all threads; outlives every Engine.
struct Machine {
  core::Paths paths;
  const core::Clock& clock;
  core::Log& log;
  const metrics::LocalTime& local_time;
  std::vector<std::string> environment;  ///< what agents start from, "NAME=value" each
  std::filesystem::path own_program;     ///< this executable, for the demo agent and clean-up
};

/// The open store, the settings and the launcher: what a use case works with. One per thread; any
/// number of processes may have one on the same folders at once.
class Engine {
 public:
  /// Makes the folders and the store when missing, and prices everything anew when prices changed.
  /// A price file that cannot be used is no error: see prices(). Errors: those of the store and the
  /// settings.
  [[nodiscard]] static core::Result<Engine> open(const Machine& machine);
  /// For whoever only shows what there is: the same, and where the disk takes nothing the store as
  /// it was left, frozen. See staleness(). Errors: those of open().
  [[nodiscard]] static core::Result<Engine> open_to_show(const Machine& machine);

  [[nodiscard]] const core::Paths& paths() const { return machine_->paths; }
  [[nodiscard]] const core::Clock& clock() const { return machine_->clock; }
  [[nodiscard]] core::Timestamp now() const { return machine_->clock.now(); }
  [[nodiscard]] core::Log& log() const { return machine_->log; }
  [[nodiscard]] const metrics::LocalTime& local_time() const { return machine_->local_time; }
  [[nodiscard]] const Machine& machine() const { return *machine_; }
  [[nodiscard]] core::IdSource& ids() { return *ids_; }
  [[nodiscard]] metrics::Store& store() { return *store_; }
  /// As they stood when the engine was opened.
  [[nodiscard]] const metrics::PriceBook& prices() const { return prices_; }
  [[nodiscard]] const agents::Launcher& launcher() const { return launcher_; }
  [[nodiscard]] const core::Settings& settings() const { return settings_; }

  /// Nothing can be recorded, and meanwhile no other process can open the store.
  [[nodiscard]] bool is_frozen() const { return is_frozen_; }
  /// For whoever shows what there is: lets `look` bring the store up to date. Not where it is
  /// frozen; and when the disk does not take what is new, that is no error but staleness().
  [[nodiscard]] core::Result<void> catch_up(const std::function<core::Result<void>(Engine&)>& look);
  /// A sentence for people: why the store shows what was known at an earlier look. Empty: it does
  /// not, as far as the newest catch_up() can tell.
  [[nodiscard]] const std::string& staleness() const { return staleness_; }

  /// Changes the settings file and uses what stands in it from now on.
  [[nodiscard]] core::Result<void> change_settings(
      const std::function<void(core::Settings&)>& change);

  /// Says it in the log; for failures that do not stop what is being done.
  void warn(const core::Error& error, std::string_view what) const;

 private:
  using OpenStore = core::Result<metrics::Store> (*)(const std::filesystem::path&,
                                                     const metrics::PriceTable&);
  Engine(const Machine& machine, core::Settings settings, metrics::PriceBook prices,
         metrics::Store store);
  [[nodiscard]] static core::Result<Engine> open_with(const Machine& machine, OpenStore open_store);
  void follow_prices();

  const Machine* machine_;
  std::unique_ptr<core::SystemIdSource> ids_;
  core::Settings settings_;
  metrics::PriceBook prices_;
  std::unique_ptr<metrics::Store> store_;
  agents::Launcher launcher_;
  bool is_frozen_ = false;
  std::string staleness_;
};

}  // namespace orchard::app
