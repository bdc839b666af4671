#pragma once

#include "app/view_model/dashboard/workspace_card.h"

#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// One question that waits, with what is needed to answer it in place.
struct NeedsYouItem {
  core::WorkspaceId workspace;
  core::SessionId session;
  core::PermissionRequestId request;
  std::string place;  ///< "tidewater / rate-limit-headers"
  RequestWords words;
  std::string asked;  ///< "2m 05s"
  std::vector<CardAction> actions;
};

struct NeedsYouView {
  std::vector<NeedsYouItem> items;  ///< longest waiting first
  std::string empty_text;
};

[[nodiscard]] NeedsYouView make_needs_you_view(const AppSnapshot& snapshot, core::Timestamp now);

/// The workspace whose question comes after that of `current`, round and round; none when nobody
/// waits.
[[nodiscard]] std::optional<NeedsYouItem> next_that_needs_you(
    const NeedsYouView& view, const std::optional<core::WorkspaceId>& current);

}  // namespace orchard::app
