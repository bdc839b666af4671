#pragma once

#include "core/domain/fact.h"
#include "metrics/calendar/local_time.h"
#include "metrics/ledger/records.h"
#include "metrics/query/sessions.h"
#include "metrics/query/tiles.h"

#include <map>
#include <string>
#include <vector>

namespace orchard::test {

/// The definitions of the figures as plain loops over all facts that were ever told, written apart
/// from the queries. Slow and simple.
class ReferenceModel {
 public:
  void tell(const core::Fact& fact) { facts_.push_back(fact); }

  [[nodiscard]] metrics::Tiles tiles(const metrics::LocalTime& local, core::Timestamp now) const;

  struct SessionSums {
    std::int64_t turns = 0;
    core::TokenUsage usage;
    core::Cost cost;
    std::string last_outcome;
    std::vector<std::string> open_requests;
    std::map<std::string, std::int64_t> turn_costs;
  };
  [[nodiscard]] SessionSums session(const std::string& id) const;

  struct WorkspaceSums {
    std::int64_t commits = 0;
    core::DiffStat net;
    core::DiffStat uncommitted;
  };
  [[nodiscard]] WorkspaceSums workspace(const std::string& id) const;
  [[nodiscard]] std::map<std::string, std::int64_t> commands() const;

 private:
  /// All sightings of one API response together.
  struct Call {
    std::string session;
    std::string turn;
    std::string model;
    core::TokenUsage usage;
    core::Timestamp at;
    bool streamed = false;
    core::Cost cost;
  };
  struct Turn {
    std::string session;
    std::string id;
    std::optional<core::Timestamp> began;
    std::optional<core::Timestamp> ended;
    std::string outcome;
  };
  [[nodiscard]] std::vector<Call> calls() const;
  [[nodiscard]] std::vector<Turn> turns() const;
  [[nodiscard]] const core::BranchObserved* newest(const std::string& workspace) const;

  std::vector<core::Fact> facts_;
};

}  // namespace orchard::test
