#pragma once

#include "app/model/plan_state.h"

#include <string>
#include <vector>

namespace orchard::app {

/// One request of the ledger in words.
struct NetworkRow {
  std::string time;  ///< "Fri 20 Nov 2026, 16:42:07"
  std::string host;
  std::string purpose;
  std::string via;
  std::string outcome;
  std::string sent;  ///< "312 B"; "–" when another program sent it
  std::string received;
};

struct NetworkView {
  std::string summary;           ///< "0 requests"
  std::string note;              ///< what the list holds and what it does not
  std::vector<NetworkRow> rows;  ///< newest first
};

[[nodiscard]] NetworkView make_network_view(const std::vector<NetworkEntry>& entries);

}  // namespace orchard::app
