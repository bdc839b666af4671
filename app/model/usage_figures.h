#pragma once

#include "app/model/figures.h"
#include "core/domain/ids.h"
#include "core/domain/quantities.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

// What the ledger says to a UsageQuestion. Built by services, read by the window.

/// What API calls come to together.
struct UsageSum {
  std::int64_t calls = 0;
  core::TokenUsage tokens;
  core::Cost cost;
  core::Cost estimated;  ///< the part of `cost` whose models have no price of their own

  UsageSum& operator+=(const UsageSum& other) {
    calls += other.calls;
    tokens += other.tokens;
    cost += other.cost;
    estimated += other.estimated;
    return *this;
  }
  bool operator==(const UsageSum&) const = default;
};
using SumsBySource = std::array<UsageSum, kUsageSources>;

/// A day or an hour of the user's clock, as far as it lies within the window.
struct UsagePeriod {
  UsageSpan span;
  SumsBySource sums;

  bool operator==(const UsagePeriod&) const = default;
};

/// What one type of sub-agent cost.
struct AgentCost {
  std::string type;
  core::Cost cost;

  bool operator==(const AgentCost&) const = default;
};

/// A workspace, or a folder outside Orchard.
struct UsageConsumer {
  std::string id;  ///< what narrows the records to it
  std::string name;
  std::string place;  ///< its repository, or where the folder lies
  SumsBySource sums;
  std::vector<AgentCost> agents;  ///< as far as their types are known; dearest first

  bool operator==(const UsageConsumer&) const = default;
};

/// One API call.
struct UsageRecord {
  core::Timestamp at;
  UsageSource source = UsageSource::interactive;
  std::string name;        ///< of its consumer
  std::string title;       ///< of its session
  std::string agent_type;  ///< of the sub-agent that made it; empty: none, or not known
  std::string place;
  std::string branch;
  std::string model;
  core::TokenUsage tokens;
  core::Cost cost;
  bool estimated = false;
  bool complete = true;            ///< false: the reply broke off, or is still being written
  bool failed = false;             ///< the API did not answer: no model, tokens nor cost
  std::optional<int> http_status;  ///< of the failure, where it is known
  std::optional<core::Duration> duration;
  core::SessionId session;

  bool operator==(const UsageRecord&) const = default;
};

/// A folder that sessions ran in and that is no repository Orchard knows.
struct UsageFolder {
  std::string path;
  std::string name;  ///< as it is called beside others

  bool operator==(const UsageFolder&) const = default;
};

/// Everything the page shows.
struct UsageFigures {
  bool ever = false;  ///< the ledger holds a call at all, whatever the filter
  UsageSum total;     ///< of the window
  SumsBySource by_source;
  std::vector<UsagePeriod> periods;      ///< oldest first, empty ones too
  std::vector<UsageConsumer> consumers;  ///< the greatest first, those at the top only
  std::int64_t consumer_count = 0;
  std::vector<UsageRecord> records;  ///< one page
  std::int64_t record_count = 0;     ///< of all pages, those of calls that failed among them
  std::int64_t failed_count = 0;     ///< of `record_count`
  core::Cost record_cost;            ///< of all pages
  core::Cost record_estimated;       ///< of `record_cost`
  std::vector<UsageFolder> folders;
  std::vector<std::string> branches;

  bool operator==(const UsageFigures&) const = default;
};

}  // namespace orchard::app
