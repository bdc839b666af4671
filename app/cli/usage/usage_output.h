#pragma once

#include "app/cli/usage/usage_request.h"
#include "metrics/calendar/local_time.h"
#include "metrics/export/figure_table.h"
#include "metrics/usage/usage_account.h"
#include "metrics/usage/usage_records.h"
#include "metrics/usage/usage_sessions.h"

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace orchard::app {

// The tables of `orchard usage` as text, JSON and CSV. Pure; `width` 0: as wide as it comes.

/// "2026-11-20", of a month "2026-11".
[[nodiscard]] std::string period_name(UsageTable table, const metrics::AccountLine& line);

/// The name of each line's group; of several workspaces with one name also the repository.
[[nodiscard]] std::vector<std::string> group_names(const metrics::UsageAccount& account);

[[nodiscard]] std::string account_text(UsageTable table, const metrics::UsageAccount& account,
                                       metrics::UsageDimension by, bool breakdown,
                                       std::size_t width);
[[nodiscard]] nlohmann::json account_json(UsageTable table, const metrics::UsageAccount& account,
                                          metrics::UsageDimension by);
[[nodiscard]] std::string account_csv(UsageTable table, const metrics::UsageAccount& account,
                                      metrics::UsageDimension by, bool breakdown);

[[nodiscard]] std::string sessions_text(const std::vector<metrics::SessionUsage>& sessions,
                                        const metrics::LocalTime& local, bool breakdown,
                                        std::size_t width);
[[nodiscard]] nlohmann::json sessions_json(const std::vector<metrics::SessionUsage>& sessions);
[[nodiscard]] std::string sessions_csv(const std::vector<metrics::SessionUsage>& sessions,
                                       bool breakdown);

/// One session call by call, and what is to be said of their costs.
[[nodiscard]] std::string session_calls_text(const metrics::RecordPage& page,
                                             const metrics::LocalTime& local, std::size_t width);
[[nodiscard]] std::string session_calls_note(const metrics::RecordPage& page);
[[nodiscard]] nlohmann::json session_calls_json(const std::string& session,
                                                const metrics::RecordPage& page);

/// What is to be said of costs that are estimates; empty when none is.
[[nodiscard]] std::string estimate_note(const metrics::UsageTally& total);

/// The sums of several.
[[nodiscard]] metrics::UsageTally sum_of(const std::vector<metrics::SessionUsage>& sessions);

}  // namespace orchard::app
