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
  struct Commit {
    std::string oid;
    std::string workspace;  ///< where it was first seen
    core::Timestamp counted_at;
    core::Timestamp committed_at;
    core::DiffStat stat;
    bool is_merge = false;
    bool by_agent = false;  ///< committed while the newest turn of a session of its workspace ran
  };
  [[nodiscard]] std::vector<Commit> commits() const;
  [[nodiscard]] std::vector<Call> calls() const;
  [[nodiscard]] std::vector<Turn> turns() const;
  /// Workspaces by session: the first that was told of.
  [[nodiscard]] std::map<std::string, std::string> places() const;
  [[nodiscard]] const std::vector<core::Fact>& facts() const { return facts_; }

 private:
  [[nodiscard]] bool ran_then(const std::string& workspace, core::Timestamp second) const;
  [[nodiscard]] const core::BranchObserved* newest(const std::string& workspace) const;

  std::vector<core::Fact> facts_;
};

}  // namespace orchard::test
