#pragma once

#include "core/base/result.h"
#include "core/database/database.h"

#include <utility>

namespace orchard::metrics {

/// Holds one state of the store while it lives, so that several queries agree with each other
/// whatever others record meanwhile. Keep it short. One inside another shows the state of the outer
/// one.
class ReadView {
 public:
  [[nodiscard]] static core::Result<ReadView> open(core::Database& database) {
    ORCHARD_CHECK(database.execute_script("SAVEPOINT read_view"));
    return ReadView(database);
  }
  ReadView(ReadView&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  ReadView& operator=(ReadView&&) = delete;
  ReadView(const ReadView&) = delete;
  ReadView& operator=(const ReadView&) = delete;
  ~ReadView() {
    // Nothing was written: how it ends does not matter.
    if (database_ != nullptr) static_cast<void>(database_->execute_script("RELEASE read_view"));
  }

 private:
  explicit ReadView(core::Database& database) : database_(&database) {}
  core::Database* database_;
};

}  // namespace orchard::metrics
