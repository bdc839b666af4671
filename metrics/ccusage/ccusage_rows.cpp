#include "metrics/ccusage/ccusage_rows.h"

#include "metrics/export/figure_table.h"

#include <algorithm>
#include <map>
#include <utility>

namespace orchard::metrics {

namespace {

CcusageModelPart& part_of(CcusageRow& row, const std::string& model) {
  const auto known =
      std::find_if(row.parts.begin(), row.parts.end(),
                   [&](const CcusageModelPart& part) { return part.model == model; });
  if (known != row.parts.end()) return *known;
  row.models.push_back(model);
  return row.parts.emplace_back(CcusageModelPart{model, {}, 0, false});
}

void add(CcusageRow& row, const CcusageEntry& entry) {
  row.tokens += entry.tokens;
  row.dollars += entry.dollars;
  const std::string model = entry.shown_model();
  if (model.empty()) return;
  CcusageModelPart& part = part_of(row, model);
  part.tokens += entry.tokens;
  part.dollars += entry.dollars;
  part.unpriced |= entry.unpriced;
}

void add(CcusageRow& row, const CcusageRow& other) {
  row.tokens += other.tokens;
  row.dollars += other.dollars;
  for (const std::string& model : other.models) part_of(row, model);
  for (const CcusageModelPart& added : other.parts) {
    CcusageModelPart& part = part_of(row, added.model);
    part.tokens += added.tokens;
    part.dollars += added.dollars;
    part.unpriced |= added.unpriced;
  }
}

void order_parts(CcusageRow& row) {
  std::stable_sort(
      row.parts.begin(), row.parts.end(),
      [](const CcusageModelPart& a, const CcusageModelPart& b) { return a.dollars > b.dollars; });
}

std::string label_of(CivilDay day, CcusageReport report, std::chrono::weekday first_weekday) {
  if (report == CcusageReport::weekly)
    return to_iso8601(day - (std::chrono::weekday(day) - first_weekday));
  const std::string label = to_iso8601(day);
  constexpr std::size_t kMonth = 7;
  return report == CcusageReport::monthly ? label.substr(0, kMonth) : label;
}

}  // namespace

std::vector<CcusageRow> period_rows(std::span<const CcusageEntry> entries, CcusageReport report,
                                    const DayOf& day_of, std::chrono::weekday first_weekday) {
  std::map<CivilDay, CcusageRow> days;
  for (const CcusageEntry& entry : entries) add(days[day_of(entry.at)], entry);
  std::map<std::string, CcusageRow> periods;
  for (auto& [day, row] : days) {
    order_parts(row);
    add(periods[label_of(day, report, first_weekday)], row);
  }
  std::vector<CcusageRow> rows;
  rows.reserve(periods.size());
  for (auto& [label, row] : periods) {
    row.label = label;
    order_parts(row);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<CcusageRow> session_rows(std::span<const CcusageEntry> entries,
                                     std::span<const CcusageFile> files) {
  std::map<std::pair<std::string, std::string>, CcusageRow> sessions;
  for (const CcusageEntry& entry : entries) {
    const CcusageFile& file = files[entry.file];
    const auto [place, is_new] = sessions.try_emplace({file.project, file.session});
    CcusageRow& row = place->second;
    row.first_at = is_new ? entry.at : std::min(row.first_at, entry.at);
    row.last_at = is_new ? entry.at : std::max(row.last_at, entry.at);
    add(row, entry);
  }
  std::vector<CcusageRow> rows;
  for (auto& [place, row] : sessions) {
    if (row.tokens.total() == 0) continue;
    row.project_path = place.first;
    row.label = place.second;
    order_parts(row);
    rows.push_back(std::move(row));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const CcusageRow& a, const CcusageRow& b) { return a.dollars > b.dollars; });
  return rows;
}

std::vector<std::string> unpriced_models(const CcusageRow& row) {
  std::vector<std::string> models;
  for (const CcusageModelPart& part : row.parts)
    if (part.unpriced) models.push_back(part.model);
  std::sort(models.begin(), models.end());
  return models;
}

CcusageRow sum_rows(std::span<const CcusageRow> rows) {
  CcusageRow total;
  for (const CcusageRow& row : rows) add(total, row);
  order_parts(total);
  return total;
}

}  // namespace orchard::metrics
