#include "metrics/sweep/session_glance.h"

#include "metrics/calls/call_row.h"
#include "metrics/calls/sighting.h"
#include "metrics/calls/tell_call.h"
#include "metrics/schema/api_call_flags.h"
#include "metrics/sweep/harvest.h"
#include "metrics/sweep/places/transcript_tree.h"
#include "metrics/sweep/scan/transcript_scan.h"

#include <limits>
#include <map>
#include <string>
#include <unordered_map>

namespace orchard::metrics {

using core::Result;

namespace {

/// A book of calls that is never written anywhere, as tell_call() asks one. A session's key is its
/// place in the batch, a model's one more than that; 0: not named.
class GlanceBook {
 public:
  explicit GlanceBook(const SightingBatch& batch) : batch_(batch) {}

  Result<std::optional<CallRow>> find_message(std::int64_t hash) { return find(messages_, hash); }
  Result<std::optional<CallRow>> find_request(std::int64_t hash) { return find(requests_, hash); }
  Result<std::int64_t> save(CallRow row) {
    if (row.key == 0) row.key = ++last_key_;
    rows_[row.key] = row;
    return row.key;
  }
  Result<void> remove(std::int64_t key) {
    rows_.erase(key);
    return {};
  }
  Result<void> move_message(std::int64_t hash, std::int64_t key) {
    messages_[hash] = key;
    return {};
  }
  Result<void> move_request(std::int64_t hash, std::int64_t key) {
    requests_[hash] = key;
    return {};
  }
  Result<void> name_message(std::int64_t hash, std::int64_t key) {
    messages_.emplace(hash, key);
    return {};
  }
  Result<void> name_request(std::int64_t hash, std::int64_t key) {
    requests_.emplace(hash, key);
    return {};
  }
  Result<void> note_session(std::int64_t /*session*/) { return {}; }
  Result<bool> has_smaller_id(std::int64_t a, std::int64_t b) {
    return session_id(a) < session_id(b);
  }
  /// Types of sub-agents are not looked at here.
  Result<bool> has_smaller_name(std::int64_t /*a*/, std::int64_t /*b*/) { return false; }

  [[nodiscard]] const std::string& session_id(std::int64_t key) const {
    return batch_.sessions.at(static_cast<std::size_t>(key)).id;
  }
  [[nodiscard]] std::string model(const CallRow& row) const {
    return row.model == 0 ? std::string()
                          : batch_.models.names().at(static_cast<std::size_t>(row.model - 1));
  }
  [[nodiscard]] const std::map<std::int64_t, CallRow>& rows() const { return rows_; }

 private:
  using Keys = std::unordered_map<std::int64_t, std::int64_t>;

  Result<std::optional<CallRow>> find(const Keys& keys, std::int64_t hash) {
    const auto key = keys.find(hash);
    if (key == keys.end()) return std::nullopt;
    const auto row = rows_.find(key->second);
    return row == rows_.end() ? std::nullopt : std::optional(row->second);
  }

  const SightingBatch& batch_;
  std::map<std::int64_t, CallRow> rows_;
  Keys messages_;
  Keys requests_;
  std::int64_t last_key_ = 0;
};

/// Whether it fills the context of the conversation.
bool is_of_conversation(const CallRow& row) {
  return (row.flags & (call_flag::kSubAgent | call_flag::kBackground | call_flag::kAdvisor)) == 0;
}

}  // namespace

std::optional<SessionGlance> glance_at_session(const std::vector<std::filesystem::path>& files,
                                               std::string_view session, core::Timestamp now,
                                               const PriceTable& prices) {
  Harvest harvest;
  ScanBuffer buffer;
  for (const std::filesystem::path& path : files) {
    const auto file = look_at_transcript(path.string());
    if (!file) continue;
    FileReader reader(buffer, now, *file, nullptr);
    while (reader.read(harvest, std::numeric_limits<std::size_t>::max())) {
    }
  }
  GlanceBook book(harvest.batch);
  for (const Sighting& seen : harvest.batch.sightings) {
    CallRow row = row_of(seen);
    row.session = seen.session;
    if (seen.model != Sighting::kNone) row.model = std::int64_t{seen.model} + 1;
    if (!tell_call(book, row, ids_of(seen))) return std::nullopt;
  }
  std::optional<SessionGlance> glance;
  std::int64_t newest = 0;
  for (const auto& [key, told] : book.rows()) {
    if (book.session_id(told.session) != session) continue;
    if (!glance) glance.emplace();
    CallRow row = told;
    const core::Cost cost{put_price(row, prices.prices_of(book.model(row)))};
    glance->cost += cost;
    if (row.has(call_flag::kEstimated)) glance->estimated += cost;
    if (!is_of_conversation(row) || row.at < newest) continue;
    newest = row.at;
    glance->context_tokens = row.usage.context();
  }
  return glance;
}

}  // namespace orchard::metrics
