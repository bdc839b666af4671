#pragma once

#include "app/view_model/transcript/transcript_row.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace orchard::app {

// The pieces a transcript row is made of; all pure.

/// Whether two neighbours belong into one quiet group.
[[nodiscard]] bool same_group(const TranscriptItem& a, const TranscriptItem& b);

/// `items` are consecutive thoughts or tool calls; `began` is the moment of what came before them
/// and `ended` of what came after, each equal to the group's own when there is nothing.
[[nodiscard]] QuietGroup make_quiet_group(std::span<const ItemPtr> items, core::Timestamp began,
                                          core::Timestamp ended);

/// True for a finished tool call that changed a file and says how.
[[nodiscard]] bool has_edit_card(const TranscriptItem& item);
/// Files below `worktree` are named without it.
[[nodiscard]] EditCard make_edit_card(const ItemPtr& item, std::string_view worktree);

[[nodiscard]] PermissionCard make_permission_card(const OpenRequest& request,
                                                  std::string_view worktree, core::Timestamp now);

/// `answer` is the last text of the turn, may be null.
[[nodiscard]] TurnFooter make_turn_footer(const TranscriptItem& item, const ItemPtr& answer);
/// The line below a turn that still runs or waits.
[[nodiscard]] TurnFooter make_live_footer(const SessionSummary& session, std::int64_t turn_number,
                                          core::Timestamp now);

/// What to do about an error of the agent.
[[nodiscard]] std::string remedy_of(std::string_view error);

}  // namespace orchard::app
