#include "metrics/calls/call_book.h"

#include "metrics/calls/call_rows.h"
#include "metrics/calls/many_rows.h"
#include "metrics/calls/tell_call.h"
#include "metrics/recorder/keys.h"
#include "metrics/schema/columns.h"

#include <algorithm>
#include <utility>

namespace orchard::metrics {

using core::Result;
using core::Statement;

namespace {

using CallInserter =
    ManyRows<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
             std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
             std::optional<std::int64_t>, std::optional<std::int64_t>, std::optional<std::int64_t>>;
constexpr std::string_view kInto =
    "api_call (key, session, model, at, input, output, cache_write_5m, cache_write_1h, "
    "cache_read, web_searches, flags, cost, branch, duration, agent)";

Result<std::int64_t> next_key(core::Database& database) {
  ORCHARD_TRY(const auto last,
              find_integer(database, "SELECT COALESCE(MAX(key), 0) FROM api_call"));
  return last.value_or(0) + 1;
}

}  // namespace

Result<void> CallBook::begin() {
  begun_ = true;
  if (first_fresh_ != 0) return {};
  ORCHARD_TRY(const auto named, find_integer(database_, "SELECT 1 FROM api_call_message LIMIT 1"));
  ORCHARD_TRY(const auto asked, find_integer(database_, "SELECT 1 FROM api_call_request LIMIT 1"));
  knows_all_ = !named && !asked;
  ORCHARD_TRY(first_fresh_, next_key(database_));
  return {};
}

Result<void> CallBook::enter(const SightingBatch& batch,
                             const std::vector<std::int64_t>& sessions) {
  if (!begun_) ORCHARD_CHECK(begin());
  std::vector<std::int64_t> models;
  for (const std::string& name : batch.models.names()) {
    ORCHARD_TRY(models.emplace_back(), key_of_model(name));
  }
  ORCHARD_TRY(const auto branches, keys_of(batch.branches, branches_, branch_key));
  ORCHARD_TRY(const auto agents, keys_of(batch.agents, agents_, agent_key));
  for (const Sighting& seen : batch.sightings) {
    CallRow row = row_of(seen);
    row.session = sessions[seen.session];
    if (seen.model != Sighting::kNone) row.model = models[seen.model];
    if (seen.branch != Sighting::kNone) row.branch = branches[seen.branch];
    if (seen.agent != Sighting::kNone) row.agent = agents[seen.agent];
    ORCHARD_CHECK(tell_call(*this, row, ids_of(seen)));
  }
  return {};
}

Result<void> CallBook::write() {
  ORCHARD_CHECK(write_rows());
  ORCHARD_CHECK(write_names());
  std::sort(noted_.begin(), noted_.end());
  noted_.erase(std::unique(noted_.begin(), noted_.end()), noted_.end());
  for (const std::int64_t session : noted_) ORCHARD_CHECK(note_change(database_, session));
  noted_.clear();
  begun_ = false;
  return {};
}

void CallBook::forget() {
  rows_.clear();
  for (Names* names : {&messages_, &requests_}) {
    names->rows.clear();
    names->made.clear();
    names->moved.clear();
  }
  by_key_.clear();
  fresh_.clear();
  changed_.clear();
  noted_.clear();
  sheet_ = {};
  models_.clear();
  model_prices_.clear();
  branches_.clear();
  agents_.clear();
  first_fresh_ = 0;
  begun_ = knows_all_ = false;
}

std::uint32_t CallBook::entry_of(std::int64_t key) const {
  if (key >= first_fresh_) return fresh_[static_cast<std::size_t>(key - first_fresh_)];
  return by_key_.at(key);
}

std::uint32_t CallBook::remember(const CallRow& row) {
  if (row.key >= first_fresh_) return entry_of(row.key);
  const auto [known, is_new] =
      by_key_.try_emplace(row.key, static_cast<std::uint32_t>(rows_.size()));
  if (is_new) rows_.push_back({row, Place::stored, false});
  return known->second;
}

Result<std::optional<CallRow>> CallBook::find(Names& names, std::int64_t hash, Find in_store) {
  if (const auto entry = names.rows.find(hash)) return rows_[*entry].row;
  if (knows_all_) return std::nullopt;
  ORCHARD_TRY(const auto stored, in_store(database_, hash));
  if (!stored) return std::nullopt;
  const std::uint32_t entry = remember(*stored);
  names.rows.put(hash, entry);
  return rows_[entry].row;
}

Result<std::optional<CallRow>> CallBook::find_message(std::int64_t hash) {
  return find(messages_, hash, find_call_by_message);
}

Result<std::optional<CallRow>> CallBook::find_request(std::int64_t hash) {
  return find(requests_, hash, find_call_by_request);
}

Result<std::int64_t> CallBook::save(const CallRow& row) {
  if (row.key == 0) {
    const auto entry = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back({row, Place::fresh, true});
    rows_.back().row.key = first_fresh_ + static_cast<std::int64_t>(fresh_.size());
    fresh_.push_back(entry);
    changed_.push_back(entry);
    return rows_.back().row.key;
  }
  const std::uint32_t at = entry_of(row.key);
  Entry& entry = rows_[at];
  if (entry.row == row) return row.key;
  entry.row = row;
  if (!entry.changed) changed_.push_back(at);
  entry.changed = true;
  return row.key;
}

Result<void> CallBook::remove(std::int64_t key) {
  const std::uint32_t at = entry_of(key);
  Entry& entry = rows_[at];
  if (entry.place == Place::stored) ORCHARD_CHECK(remove_call(database_, key));
  entry.place = Place::removed;
  // As the store does, the next new row takes the key behind the last one that is left.
  while (!fresh_.empty() && rows_[fresh_.back()].place == Place::removed) fresh_.pop_back();
  if (!fresh_.empty()) return {};
  ORCHARD_TRY(first_fresh_, next_key(database_));
  return {};
}

Result<void> CallBook::move(Names& names, std::int64_t hash, std::int64_t key) {
  names.rows.put(hash, entry_of(key));
  names.moved.emplace_back(hash, key);
  return {};
}

Result<void> CallBook::name(Names& names, std::int64_t hash, std::int64_t key) {
  if (names.rows.find(hash)) return {};
  names.rows.put(hash, entry_of(key));
  names.made.emplace_back(hash, key);
  return {};
}

Result<bool> CallBook::has_smaller_id(std::int64_t a, std::int64_t b) {
  return metrics::has_smaller_id(database_, a, b);
}

Result<bool> CallBook::has_smaller_name(std::int64_t a, std::int64_t b) {
  return metrics::has_smaller_name(database_, a, b);
}

Result<void> CallBook::write_rows() {
  std::vector<std::uint32_t> fresh;
  for (const std::uint32_t at : std::exchange(changed_, {})) {
    Entry& entry = rows_[at];
    entry.changed = false;
    if (entry.place == Place::fresh) fresh.push_back(at);
    if (entry.place != Place::stored) continue;
    ORCHARD_TRY(const PricedRow priced, price(entry.row));
    ORCHARD_CHECK(save_call(database_, priced.row, priced.cost));
  }
  ORCHARD_CHECK(insert(fresh));
  return sheet_.write(database_);
}

Result<void> CallBook::insert(const std::vector<std::uint32_t>& fresh) {
  const core::TriggerPause sums_are_on_the_sheet(database_);
  CallInserter inserter(database_, kInto);
  for (const std::uint32_t at : fresh) {
    Entry& entry = rows_[at];
    ORCHARD_TRY(const PricedRow priced, price(entry.row));
    const CallRow& row = priced.row;
    ORCHARD_CHECK(inserter.add(row.key, row.session, row.model, row.at, row.usage.input,
                               row.usage.output, row.usage.cache_write_5m, row.usage.cache_write_1h,
                               row.usage.cache_read, row.web_searches, row.flags, priced.cost,
                               row.branch, row.duration, row.agent));
    entry.place = Place::stored;
    sheet_.add(row, priced.cost);
  }
  return inserter.finish();
}

Result<CallBook::PricedRow> CallBook::price(CallRow& row) {
  ORCHARD_TRY(const ModelPrices* prices, prices_of_model(row.model));
  const std::int64_t cost = put_price(row, *prices);
  PricedRow priced{row, cost};
  if (row.model == 0) {
    ORCHARD_TRY(priced.row.model, key_of_model(""));
  }
  return priced;
}

Result<void> CallBook::write_names() {
  ORCHARD_CHECK(write_names(messages_, "api_call_message"));
  return write_names(requests_, "api_call_request");
}

Result<void> CallBook::write_names(Names& names, const std::string& table) {
  // In the order of the tree, so that it grows at its edges and each page is touched once.
  std::sort(names.made.begin(), names.made.end());
  ManyRows<std::int64_t, std::int64_t> inserter(database_, table + " (hash, call)");
  for (const auto& [hash, key] : std::exchange(names.made, {}))
    ORCHARD_CHECK(inserter.add(hash, key));
  ORCHARD_CHECK(inserter.finish());
  for (const auto& [hash, key] : std::exchange(names.moved, {}))
    ORCHARD_CHECK(
        database_.execute("UPDATE " + table + " SET call = ?2 WHERE hash = ?1", hash, key));
  return {};
}

Result<const ModelPrices*> CallBook::prices_of_model(std::int64_t key) {
  const auto known = model_prices_.find(key);
  if (known != model_prices_.end()) return &known->second;
  std::string name;
  if (key != 0) {
    ORCHARD_TRY(name, model_name(database_, key));
  }
  return &model_prices_.emplace(key, prices_.prices_of(name)).first->second;
}

Result<std::int64_t> CallBook::key_of_model(const std::string& name) {
  if (const auto known = models_.find(name); known != models_.end()) return known->second;
  ORCHARD_TRY(const std::int64_t key, model_key(database_, name));
  models_.emplace(name, key);
  model_prices_.emplace(key, prices_.prices_of(name));
  return key;
}

Result<std::vector<std::optional<std::int64_t>>> CallBook::keys_of(const NameList& names,
                                                                   Keys& known, KeyOf key_of) {
  std::vector<std::optional<std::int64_t>> keys;
  for (const std::string& name : names.names()) {
    if (const auto found = known.find(name); found != known.end()) {
      keys.emplace_back(found->second);
      continue;
    }
    ORCHARD_TRY(keys.emplace_back(), key_of(database_, name));
    if (keys.back()) known.emplace(name, *keys.back());
  }
  return keys;
}

}  // namespace orchard::metrics
