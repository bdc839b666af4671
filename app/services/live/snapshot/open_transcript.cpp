#include "app/services/live/snapshot/open_transcript.h"

#include "app/model/compare.h"
#include "app/services/live/snapshot/to_model.h"

#include <string_view>
#include <unordered_map>
#include <utility>

namespace orchard::app {

void OpenTranscript::show(const std::optional<core::SessionId>& session) {
  if (session == session_) return;
  session_ = session;
  stale_ = true;
  items_.clear();
  last_.reset();
}

core::Result<bool> OpenTranscript::read(metrics::Store& store) {
  ORCHARD_TRY(auto found, metrics::query_transcript(store, *session_));
  std::unordered_map<std::string_view, std::shared_ptr<const TranscriptItem>> known;
  std::vector<std::shared_ptr<const TranscriptItem>> items;
  items.reserve(found.size());
  bool changed = found.size() != items_.size();
  for (std::size_t i = 0; i < found.size(); ++i) {
    auto item = std::make_shared<const TranscriptItem>(to_item(std::move(found[i])));
    if (i < items_.size() && *items_[i] == *item) {
      items.push_back(items_[i]);
      continue;
    }
    changed = true;
    // Something was put in between: from here on items are found by their id.
    if (known.empty())
      for (std::size_t k = i; k < items_.size(); ++k) known[items_[k]->id] = items_[k];
    const auto before = known.find(item->id);
    const bool same = before != known.end() && *before->second == *item;
    items.push_back(same ? before->second : std::move(item));
  }
  items_ = std::move(items);
  return changed;
}

core::Result<std::shared_ptr<const Transcript>> OpenTranscript::update(
    metrics::Store& store, const agents::LiveState* live) {
  if (!session_) return std::shared_ptr<const Transcript>();
  bool changed = !last_;
  if (stale_) {
    ORCHARD_TRY(const bool news, read(store));
    changed = changed || news;
    stale_ = false;
  }
  const std::string none;
  const std::string& text = live != nullptr ? live->streaming_text : none;
  const std::string& thinking = live != nullptr ? live->streaming_thinking : none;
  if (!changed && last_->streaming_text == text && last_->streaming_thinking == thinking)
    return last_;
  last_ = std::make_shared<const Transcript>(Transcript{*session_, items_, text, thinking});
  return last_;
}

}  // namespace orchard::app
