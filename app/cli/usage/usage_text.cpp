#include "app/cli/table.h"
#include "app/cli/usage/model_names.h"
#include "app/cli/usage/usage_output.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/token_words.h"
#include "core/base/time_text.h"
#include "metrics/filter/model_label.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using metrics::AccountLine;
using metrics::ModelUsage;
using metrics::SessionUsage;
using metrics::UsageDimension;
using metrics::UsageSums;
using metrics::UsageTally;

/// Below this the parts of the input that are of the cache have no columns of their own.
constexpr std::size_t kWide = 100;
constexpr std::string_view kLastActivity = "LAST ACTIVITY";

bool is_wide(std::size_t width) {
  return width == 0 || width >= kWide;
}

std::string cost_text(const UsageSums& sums) {
  return money_about(sums.cost, sums.has_estimate());
}

std::string models_text(const UsageTally& tally) {
  std::vector<std::string> names;
  names.reserve(tally.models.size());
  for (const auto& model : tally.models) names.push_back(model.model);
  return model_list(names);
}

std::string name_or(const std::string& name, std::string_view otherwise) {
  return name.empty() ? std::string(otherwise) : name;
}

/// A table whose last columns are tokens and money.
class UsageGrid {
 public:
  UsageGrid(std::vector<std::string> heads, bool with_models, std::size_t width)
      : heads_(heads.size()),
        with_models_(with_models),
        is_wide_(is_wide(width)),
        table_(columns(std::move(heads))) {}

  void add(std::vector<std::string> cells, const UsageTally& tally, bool breakdown) {
    if (with_models_) cells.push_back(models_text(tally));
    add_sums(std::move(cells), tally.sums);
    if (!breakdown) return;
    for (const ModelUsage& model : tally.models) {
      std::vector<std::string> row(heads_ + (with_models_ ? 1 : 0));
      (with_models_ ? row.back() : row.front()) = "  " + short_model(model.model);
      add_sums(std::move(row), model.sums);
    }
  }

  [[nodiscard]] std::string text(std::size_t width) const { return table_.to_text(width); }

 private:
  std::vector<Table::Column> columns(std::vector<std::string> heads) const {
    std::vector<Table::Column> all;
    for (std::string& head : heads) {
      const bool is_last = head == kLastActivity || head == "LAST";
      const bool is_time = is_last || &head == &heads.front();
      all.push_back({std::move(head), is_last ? Align::right : Align::left, is_time});
    }
    if (with_models_) all.push_back({"MODELS"});
    // Beside its parts, it must not look like one of them.
    all.push_back({is_wide_ ? "ALL INPUT" : std::string(kInputTitle), Align::right});
    if (is_wide_) {
      all.push_back({"CACHE WRITE", Align::right});
      all.push_back({"CACHE READ", Align::right});
    }
    all.push_back({"OUTPUT", Align::right});
    all.push_back({"TOTAL", Align::right});
    all.push_back({"COST", Align::right});
    return all;
  }

  void add_sums(std::vector<std::string> row, const UsageSums& sums) {
    row.push_back(grouped_number(input_tokens(sums.tokens)));
    if (is_wide_) {
      row.push_back(grouped_number(sums.tokens.cache_write()));
      row.push_back(grouped_number(sums.tokens.cache_read));
    }
    row.push_back(grouped_number(sums.tokens.output));
    row.push_back(grouped_number(sums.tokens.total()));
    row.push_back(cost_text(sums));
    table_.add_row(std::move(row));
  }

  std::size_t heads_;
  bool with_models_;
  bool is_wide_;
  Table table_;
};

std::string head_of(UsageTable table) {
  return table == UsageTable::weekly ? "WEEK" : table == UsageTable::monthly ? "MONTH" : "DATE";
}

std::string upper(std::string_view name) {
  std::string text(name);
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return text;
}

/// "2026-11-20 13:00" on the clocks there.
std::string minute_text(core::Timestamp at, const metrics::LocalTime& local) {
  std::string text = core::to_iso8601(at + local.offset_at(at));
  text.resize(16);
  text[10] = ' ';
  return text;
}

UsageTally tally_of(const metrics::UsageRecord& record) {
  UsageTally tally;
  tally.sums.calls = 1;
  tally.sums.tokens = record.tokens;
  tally.sums.cost = record.cost;
  if (record.kind == metrics::CostKind::estimated) tally.sums.estimated = record.cost;
  tally.models.push_back({record.model, tally.sums});
  return tally;
}

/// A sub-agent by its type; said to be one where the type is a word for something else.
std::string agent_text(const metrics::UsageGroup& group) {
  constexpr std::array kAll{metrics::UsageAgent::main, metrics::UsageAgent::sub_agent,
                            metrics::UsageAgent::background};
  const bool is_taken = std::ranges::any_of(
      kAll, [&](metrics::UsageAgent agent) { return to_string(agent) == group.agent_type; });
  return is_taken ? group.agent_type + " (" + group.name + ")" : group.agent_type;
}

std::string group_text(const std::string& name, const metrics::UsageGroup& group,
                       UsageDimension by) {
  if (by == UsageDimension::model) return metrics::model_label(name);
  if (!group.agent_type.empty()) return agent_text(group);
  const bool is_marked = group.outside && by == UsageDimension::workspace;
  return name_or(name, "not known") + (is_marked ? " (outside)" : "");
}

/// Who made a call, by the type of the sub-agent where that is known.
std::string source_text(const metrics::UsageRecord& record) {
  std::string text(to_string(record.source));
  return record.agent_type.empty() ? text : text + " " + record.agent_type;
}

/// Dearest first, as in every line of the tables.
void put_models(const std::map<std::string, UsageSums>& models, UsageTally& total) {
  for (const auto& [name, sums] : models) total.models.push_back({name, sums});
  std::ranges::stable_sort(total.models, [](const ModelUsage& a, const ModelUsage& b) {
    return b.sums.cost < a.sums.cost;
  });
}

}  // namespace

std::string period_name(UsageTable table, const AccountLine& line) {
  std::string name = metrics::to_iso8601(line.day);
  if (table == UsageTable::monthly) name.resize(7);
  return name;
}

std::vector<std::string> group_names(const metrics::UsageAccount& account) {
  std::map<std::string, std::set<std::string>> keys;
  for (const AccountLine& line : account.lines) keys[line.group.name].insert(line.group.key);
  std::vector<std::string> names;
  names.reserve(account.lines.size());
  for (const AccountLine& line : account.lines) {
    const metrics::UsageGroup& group = line.group;
    std::string name = group.name;
    if (keys.at(name).size() > 1 && group.key.starts_with("workspace:"))
      name += " in " + group.repository;
    names.push_back(std::move(name));
  }
  return names;
}

std::string account_text(UsageTable table, const metrics::UsageAccount& account, UsageDimension by,
                         bool breakdown, std::size_t width) {
  const bool is_divided = by != UsageDimension::none;
  std::vector<std::string> heads{head_of(table)};
  if (is_divided) heads.push_back(upper(to_string(by)));
  UsageGrid grid(std::move(heads), by != UsageDimension::model, width);
  std::string before;
  const std::vector<std::string> names = group_names(account);
  for (std::size_t i = 0; i < account.lines.size(); ++i) {
    const AccountLine& line = account.lines[i];
    const std::string period = period_name(table, line);
    std::vector<std::string> cells{period == before ? "" : period};
    if (is_divided) cells.push_back(group_text(names[i], line.group, by));
    grid.add(std::move(cells), line.tally, breakdown);
    before = period;
  }
  std::vector<std::string> total{"Total"};
  if (is_divided) total.emplace_back();
  grid.add(std::move(total), account.total, breakdown);
  return grid.text(width);
}

std::string sessions_text(const std::vector<SessionUsage>& sessions,
                          const metrics::LocalTime& local, bool breakdown, std::size_t width) {
  UsageGrid grid({"SESSION", "PLACE", std::string(is_wide(width) ? kLastActivity : "LAST")}, true,
                 width);
  for (const SessionUsage& session : sessions) {
    const std::string place =
        session.workspace.empty() ? name_or(session.repository, "not known") : session.workspace;
    std::string last = minute_text(session.last_activity, local);
    if (!is_wide(width)) last.resize(10);
    grid.add({session.id.substr(0, 8), place, last}, session.tally, breakdown);
  }
  grid.add({"Total", "", ""}, sum_of(sessions), breakdown);
  return grid.text(width);
}

std::string session_calls_text(const metrics::RecordPage& page, const metrics::LocalTime& local,
                               std::size_t width) {
  UsageGrid grid({"TIME", "CALL", "SOURCE"}, true, width);
  UsageTally total;
  for (const metrics::UsageRecord& record : page.rows) {
    const UsageTally call = tally_of(record);
    total.sums += call.sums;
    grid.add({minute_text(record.at, local), std::to_string(record.key), source_text(record)}, call,
             false);
  }
  grid.add({"Total", "", ""}, total, false);
  return grid.text(width);
}

std::string session_calls_note(const metrics::RecordPage& page) {
  std::map<std::string, UsageSums> models;
  for (const metrics::UsageRecord& record : page.rows)
    models[record.model] += tally_of(record).sums;
  UsageTally total;
  put_models(models, total);
  return estimate_note(total);
}

std::string estimate_note(const UsageTally& total) {
  std::string models;
  for (const ModelUsage& model : total.models)
    if (model.sums.estimated.nano_dollars != 0)
      models += (models.empty() ? "" : ", ") + name_or(model.model, "an unknown model");
  if (models.empty()) return {};
  return fmt::format(
      "≈ holds an estimate: there is no price of {}. `orchard prices` says how to "
      "give one.",
      terminal_text(models));
}

UsageTally sum_of(const std::vector<SessionUsage>& sessions) {
  UsageTally total;
  std::map<std::string, UsageSums> models;
  for (const SessionUsage& session : sessions) {
    total.sums += session.tally.sums;
    for (std::size_t i = 0; i < metrics::kUsageSources; ++i)
      total.by_source.at(i) += session.tally.by_source.at(i);
    for (const ModelUsage& model : session.tally.models) models[model.model] += model.sums;
  }
  put_models(models, total);
  return total;
}

}  // namespace orchard::app
