#pragma once

#include "metrics/calendar/local_time.h"
#include "metrics/ccusage/reading/ccusage_entry.h"
#include "metrics/ccusage/reading/ccusage_files.h"

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orchard::metrics {

enum class CcusageReport { daily, weekly, monthly, session, blocks };

/// The share of one model in a row.
struct CcusageModelPart {
  std::string model;
  CcusageTokens tokens;
  double dollars = 0;
  bool unpriced = false;
};

/// One line of a report.
struct CcusageRow {
  std::string label;         ///< day, first day of the week, "2026-11", session id
  std::string project_path;  ///< of a session
  core::Timestamp first_at;  ///< of a session
  core::Timestamp last_at;
  CcusageTokens tokens;
  double dollars = 0;
  std::vector<std::string> models;      ///< in the order they came
  std::vector<CcusageModelPart> parts;  ///< dearest first
};

/// Which day a moment belongs to, for the user.
using DayOf = std::function<CivilDay(core::Timestamp)>;

/// Days, weeks or months, oldest first.
[[nodiscard]] std::vector<CcusageRow> period_rows(std::span<const CcusageEntry> entries,
                                                  CcusageReport report, const DayOf& day_of,
                                                  std::chrono::weekday first_weekday);
/// Sessions by the place of their files, dearest first, without those that used no token.
[[nodiscard]] std::vector<CcusageRow> session_rows(std::span<const CcusageEntry> entries,
                                                   std::span<const CcusageFile> files);
/// The models of the row without a price, by name.
[[nodiscard]] std::vector<std::string> unpriced_models(const CcusageRow& row);
[[nodiscard]] CcusageRow sum_rows(std::span<const CcusageRow> rows);

}  // namespace orchard::metrics
