#include "app/view_model/transcript/transcript_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/local_time.h"
#include "app/view_model/transcript/row_content.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using Kind = TranscriptItem::Kind;

TranscriptRow make_row(std::string id, int depth, RowContent content) {
  return {std::move(id), depth, std::make_shared<const RowContent>(std::move(content))};
}

RowContent make_content(const ItemPtr& item, const ItemPtr& answer) {
  switch (item->kind) {
    case Kind::user:
      return UserCard{item, clock_time(item->at), full_time(item->at)};
    case Kind::notice:
      return NoticeLine{Role::muted, displayable_line(item->text)};
    case Kind::error:
      return ErrorCard{displayable(item->text), remedy_of(item->text)};
    case Kind::turn_footer:
      return make_turn_footer(*item, answer);
    case Kind::text:
    case Kind::thinking:
    case Kind::tool:
      break;
  }
  return AgentText{item};
}

// The last text the agent wrote before the footer at `end`, within the same turn.
ItemPtr answer_before(const std::vector<ItemPtr>& items, std::size_t end) {
  for (std::size_t i = end; i-- > 0;) {
    const auto& item = items[i];
    if (item->kind == Kind::text && item->depth == 0) return item;
    if (item->kind == Kind::turn_footer) break;
  }
  return nullptr;
}

// Changes with everything the tail shows of the session; the clock counts by seconds.
std::string state_of_tail(const SessionSummary* session, core::Timestamp now) {
  if (session == nullptr) return "";
  std::string state =
      fmt::format("{} {} {}", static_cast<int>(session->state),
                  std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count(),
                  session->current_tool);
  for (const auto& request : session->requests) state += " " + request.request.value;
  return state;
}

std::int64_t last_turn_number(const std::vector<ItemPtr>& items) {
  for (std::size_t i = items.size(); i-- > 0;) {
    if (items[i]->kind == Kind::turn_footer) return items[i]->turn_number;
  }
  return 0;
}

}  // namespace

void TranscriptRows::update(const std::shared_ptr<const Transcript>& transcript,
                            const SessionSummary* session, core::Timestamp now,
                            const std::string& worktree) {
  if (!transcript) {
    *this = TranscriptRows();
    return;
  }
  first_changed_ = rows_.size();
  if (transcript != transcript_) {
    if (transcript->session != session_) {
      *this = TranscriptRows();
      session_ = transcript->session;
      worktree_ = worktree;
    }
    const auto& items = transcript->items;
    const auto same = std::mismatch(items.begin(), items.end(), items_.begin(), items_.end());
    const auto changed = static_cast<std::size_t>(same.first - items.begin());
    if (changed < items.size() || changed < items_.size()) {
      items_.resize(changed);
      items_.insert(items_.end(), items.begin() + static_cast<std::ptrdiff_t>(changed),
                    items.end());
      rebuild_from(changed);
    }
    transcript_ = transcript;
    tail_state_.clear();
  }
  const std::string state = "tail " + state_of_tail(session, now);
  if (state == tail_state_) return;
  tail_state_ = state;
  rebuild_tail(*transcript, session, now);
}

void TranscriptRows::rebuild_from(std::size_t item) {
  // A row that ends right before the change may grow or learn when it ended, so it goes too.
  while (!rows_.empty() && row_end_.back() >= item) {
    rows_.pop_back();
    row_end_.pop_back();
  }
  std::size_t begin = row_end_.empty() ? 0 : row_end_.back();
  first_changed_ = rows_.size();
  while (begin < items_.size()) {
    std::size_t end = begin + 1;
    while (end < items_.size() && same_group(*items_[end - 1], *items_[end])) ++end;
    add_rows_of(begin, end);
    begin = end;
  }
}

void TranscriptRows::add_rows_of(std::size_t begin, std::size_t end) {
  const auto& first = items_[begin];
  const auto put = [this, end](TranscriptRow row) {
    rows_.push_back(std::move(row));
    row_end_.push_back(end);
  };
  if (first->kind != Kind::thinking && first->kind != Kind::tool) {
    const ItemPtr answer =
        first->kind == Kind::turn_footer ? answer_before(items_, begin) : nullptr;
    put(make_row(first->id, first->depth, make_content(first, answer)));
    return;
  }
  const auto began = begin > 0 ? items_[begin - 1]->at : first->at;
  const auto ended = end < items_.size() ? items_[end]->at : items_[end - 1]->at;
  const std::span<const ItemPtr> group(items_.data() + begin, end - begin);
  // The card of a lone edit says all that its line would.
  if (group.size() > 1 || !has_edit_card(*first)) {
    put(make_row(first->id, first->depth, make_quiet_group(group, began, ended)));
  }
  for (const auto& item : group) {
    if (has_edit_card(*item)) {
      put(make_row(item->id + "/edit", item->depth, make_edit_card(item, worktree_)));
    }
  }
}

void TranscriptRows::rebuild_tail(const Transcript& transcript, const SessionSummary* session,
                                  core::Timestamp now) {
  tail_.clear();
  if (!transcript.streaming_thinking.empty()) {
    tail_.push_back(
        make_row("streaming-thinking", 0, StreamingText{transcript.streaming_thinking, true}));
  }
  if (!transcript.streaming_text.empty()) {
    tail_.push_back(make_row("streaming-text", 0, StreamingText{transcript.streaming_text, false}));
  }
  if (session == nullptr) return;
  for (const auto& request : session->requests) {
    tail_.push_back(make_row("request/" + request.request.value, 0,
                             make_permission_card(request, worktree_, now)));
  }
  const bool live = session->state == core::SessionState::running ||
                    session->state == core::SessionState::waiting;
  if (live) {
    const auto number = last_turn_number(items_) + 1;
    tail_.push_back(make_row("live-turn", 0, make_live_footer(*session, number, now)));
  }
}

}  // namespace orchard::app
