#include "metrics/ccusage/reading/ccusage_entries.h"

#include "core/io/file.h"
#include "metrics/ccusage/reading/ccusage_line.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace orchard::metrics {

namespace {

/// Without a request id the session tells apart what a relay gives the same message id.
bool is_same(const CcusageEntry& a, const CcusageEntry& b) {
  if (a.request_id != b.request_id) return false;
  return !a.request_id.empty() || a.session_id == b.session_id;
}

bool replaces(const CcusageEntry& entry, const CcusageEntry& kept) {
  if (entry.is_sidechain != kept.is_sidechain) return kept.is_sidechain;
  if (entry.tokens.total() != kept.tokens.total())
    return entry.tokens.total() > kept.tokens.total();
  return entry.has_speed && !kept.has_speed;
}

}  // namespace

std::optional<std::size_t> CcusageDeduper::find_repeated(const CcusageEntry& entry,
                                                         const Indexes& of_message,
                                                         const Indexes& of_session) const {
  for (const std::size_t index : of_message)
    if (is_same(entry, kept_[index])) return index;
  // A side question repeats replies of its conversation with request ids of its own.
  for (const std::size_t index : of_session)
    if ((entry.is_sidechain || kept_[index].is_sidechain) && entry.at == kept_[index].at)
      return index;
  return std::nullopt;
}

void CcusageDeduper::add(CcusageEntry entry) {
  if (entry.message_id.empty()) {
    kept_.push_back(std::move(entry));
    return;
  }
  Indexes& of_message = by_message_[entry.message_id];
  // Sessions of all that was merged into an entry count as its own.
  Indexes& of_session = by_session_[entry.message_id + '\n' + entry.session_id];
  const auto repeated = find_repeated(entry, of_message, of_session);
  const std::size_t index = repeated.value_or(kept_.size());
  if (std::find(of_session.begin(), of_session.end(), index) == of_session.end())
    of_session.push_back(index);
  if (!repeated) {
    of_message.push_back(index);
    kept_.push_back(std::move(entry));
  } else if (replaces(entry, kept_[index])) {
    kept_[index] = std::move(entry);
  }
}

std::vector<CcusageEntry> load_ccusage_entries(const std::vector<CcusageFile>& files,
                                               CcusageCostMode mode) {
  CcusagePrices prices(mode);
  CcusageDeduper deduper;
  for (std::size_t file = 0; file < files.size(); ++file) {
    const core::Result<std::string> content = core::read_file(files[file].path);
    if (!content) continue;
    for (std::string_view rest = *content; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      std::optional<CcusageEntry> entry = read_ccusage_line(line);
      if (!entry) continue;
      entry->file = file;
      if (entry->session_id.empty()) entry->session_id = files[file].session;
      std::vector<CcusageEntry> calls = read_ccusage_advisors(line, *entry);
      calls.insert(calls.begin(), std::move(*entry));
      for (CcusageEntry& call : calls) {
        prices.put_cost(call);
        deduper.add(std::move(call));
      }
    }
  }
  return deduper.take();
}

}  // namespace orchard::metrics
