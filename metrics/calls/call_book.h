#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/calls/call_row.h"
#include "metrics/calls/hash_index.h"
#include "metrics/calls/sighting.h"
#include "metrics/calls/usage_sheet.h"
#include "metrics/pricing/price_table.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace orchard::metrics {

/// Records many sightings at once: enters them into a copy of the rows they concern, then writes
/// each row, each id and each sum once. The store then holds what write_api_call() would have made
/// of them one by one. One thread; between two writes it remembers rows only as long as nobody else
/// writes.
class CallBook {
 public:
  CallBook(core::Database& database, const PriceTable& prices)
      : database_(database), prices_(prices) {}

  /// Enters the sightings, which must be of sessions with the keys `sessions` (by their place in
  /// the batch). Inside a transaction that ends with write(); forget() if it fails.
  [[nodiscard]] core::Result<void> enter(const SightingBatch& batch,
                                         const std::vector<std::int64_t>& sessions);
  /// Writes what was entered. Sessions beside those of the sightings that changed are noted.
  [[nodiscard]] core::Result<void> write();
  /// To be called when others may have written since: what is remembered counts no more.
  void forget();
  /// Responses remembered.
  [[nodiscard]] std::size_t size() const { return rows_.size(); }

  // As tell_call() asks a book.
  [[nodiscard]] core::Result<std::optional<CallRow>> find_message(std::int64_t hash);
  [[nodiscard]] core::Result<std::optional<CallRow>> find_request(std::int64_t hash);
  [[nodiscard]] core::Result<std::int64_t> save(const CallRow& row);
  [[nodiscard]] core::Result<void> remove(std::int64_t key);
  [[nodiscard]] core::Result<void> move_message(std::int64_t hash, std::int64_t key) {
    return move(messages_, hash, key);
  }
  [[nodiscard]] core::Result<void> move_request(std::int64_t hash, std::int64_t key) {
    return move(requests_, hash, key);
  }
  [[nodiscard]] core::Result<void> name_message(std::int64_t hash, std::int64_t key) {
    return name(messages_, hash, key);
  }
  [[nodiscard]] core::Result<void> name_request(std::int64_t hash, std::int64_t key) {
    return name(requests_, hash, key);
  }
  [[nodiscard]] core::Result<void> note_session(std::int64_t session) {
    noted_.push_back(session);
    return {};
  }
  [[nodiscard]] core::Result<bool> has_smaller_id(std::int64_t a, std::int64_t b);
  [[nodiscard]] core::Result<bool> has_smaller_name(std::int64_t a, std::int64_t b);

 private:
  enum class Place : std::uint8_t { fresh, stored, removed };
  struct Entry {
    CallRow row;
    Place place = Place::fresh;
    bool changed = false;
  };
  struct PricedRow {
    CallRow row;
    std::int64_t cost = 0;
  };
  using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;  ///< hash and key
  /// The ids of one kind and what was told of them since the last write.
  struct Names {
    HashIndex rows;  ///< to entries
    Pairs made;
    Pairs moved;
  };
  using Find = core::Result<std::optional<CallRow>> (*)(core::Database&, std::int64_t);

  [[nodiscard]] core::Result<void> begin();
  [[nodiscard]] core::Result<std::optional<CallRow>> find(Names& names, std::int64_t hash,
                                                          Find in_store);
  [[nodiscard]] core::Result<void> move(Names& names, std::int64_t hash, std::int64_t key);
  [[nodiscard]] core::Result<void> name(Names& names, std::int64_t hash, std::int64_t key);
  [[nodiscard]] std::uint32_t remember(const CallRow& row);
  [[nodiscard]] std::uint32_t entry_of(std::int64_t key) const;
  [[nodiscard]] core::Result<void> write_rows();
  /// As it is stored, and its cost. Notes in `row` whether that is estimated.
  [[nodiscard]] core::Result<PricedRow> price(CallRow& row);
  [[nodiscard]] core::Result<void> insert(const std::vector<std::uint32_t>& fresh);
  [[nodiscard]] core::Result<void> write_names();
  [[nodiscard]] core::Result<void> write_names(Names& names, const std::string& table);
  [[nodiscard]] core::Result<const ModelPrices*> prices_of_model(std::int64_t key);
  [[nodiscard]] core::Result<std::int64_t> key_of_model(const std::string& name);
  /// The keys of names in their order, as `key_of` finds or makes those it does not know.
  using Keys = std::unordered_map<std::string, std::int64_t>;
  using KeyOf = core::Result<std::optional<std::int64_t>> (*)(core::Database&, std::string_view);
  [[nodiscard]] core::Result<std::vector<std::optional<std::int64_t>>> keys_of(
      const NameList& names, Keys& known, KeyOf key_of);

  core::Database& database_;
  const PriceTable& prices_;
  std::deque<Entry> rows_;  ///< never copied as it grows, which would take the memory twice
  Names messages_;
  Names requests_;
  std::unordered_map<std::int64_t, std::uint32_t> by_key_;  ///< of rows that were loaded
  std::int64_t first_fresh_ = 0;      ///< the key of the first row made here; the others follow
  std::vector<std::uint32_t> fresh_;  ///< entries by key, from `first_fresh_` on
  std::vector<std::int64_t> noted_;
  std::vector<std::uint32_t> changed_;  ///< entries to be written
  bool begun_ = false;
  bool knows_all_ = false;  ///< the store had no call when the first was entered
  UsageSheet sheet_;
  std::unordered_map<std::string, std::int64_t> models_;
  std::unordered_map<std::int64_t, ModelPrices> model_prices_;
  Keys branches_;
  Keys agents_;
};

}  // namespace orchard::metrics
