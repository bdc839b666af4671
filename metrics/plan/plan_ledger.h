#pragma once

#include "core/base/result.h"
#include "metrics/ledger/store.h"
#include "metrics/plan/plan_record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

// The account's plan and the network requests in the ledger.

[[nodiscard]] core::Result<PlanRecord> query_plan(Store& store);

/// Keeps the answer and one sample for each window of it; a failure before it is forgotten.
[[nodiscard]] core::Result<void> record_plan_answer(Store& store, const core::PlanUsage& usage,
                                                    core::PlanSource source, core::Timestamp at);
/// The last answer stays.
[[nodiscard]] core::Result<void> record_plan_problem(Store& store, const core::PlanProblem& problem,
                                                     core::Timestamp at);
/// Somebody else may be signed in now: the next look asks. Samples stay.
[[nodiscard]] core::Result<void> forget_plan(Store& store);

struct PlanSample {
  core::Timestamp at;
  double used = 0;
  std::optional<core::Timestamp> resets_at;
};
/// Of one window, oldest first, those that say how much is used.
[[nodiscard]] core::Result<std::vector<PlanSample>> query_plan_samples(Store& store,
                                                                       std::string_view kind,
                                                                       core::Timestamp since);

/// What all agents cost in the five minutes that began at `at`.
struct Spending {
  core::Timestamp at;
  core::Cost cost;
};
/// Oldest first; from the five minutes that `since` lies in. `family`: only of models whose name
/// holds it.
[[nodiscard]] core::Result<std::vector<Spending>> query_spending(Store& store,
                                                                 core::Timestamp since,
                                                                 core::Timestamp until,
                                                                 std::string_view family = {});

/// What calls of sessions outside Orchard cost from `since` on: they take from the same plan.
[[nodiscard]] core::Result<core::Cost> query_cost_outside(Store& store, core::Timestamp since,
                                                          core::Timestamp until);

/// One request over the network that Orchard made or had made.
struct NetworkRequest {
  core::Timestamp at;
  std::string host;
  std::string purpose;
  std::string via;                       ///< "Orchard", or the program that was asked to
  std::string outcome;                   ///< "200", "timed out", …
  std::optional<std::int64_t> sent;      ///< bytes; none when another program sent it
  std::optional<std::int64_t> received;  ///< bytes
};
[[nodiscard]] core::Result<void> record_network_request(Store& store,
                                                        const NetworkRequest& request);
/// Newest first.
[[nodiscard]] core::Result<std::vector<NetworkRequest>> query_network_requests(
    Store& store, std::int64_t most = 1000);

}  // namespace orchard::metrics
