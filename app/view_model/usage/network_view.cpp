#include "app/view_model/usage/network_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <cstdint>
#include <optional>

namespace orchard::app {
namespace {

std::string bytes(const std::optional<std::int64_t>& count) {
  return count ? grouped_number(*count) + " B" : std::string("\u2013");
}

}  // namespace

NetworkView make_network_view(const std::vector<NetworkEntry>& entries) {
  NetworkView view;
  for (const NetworkEntry& entry : entries)
    view.rows.push_back({full_time(entry.at), displayable_line(entry.host),
                         displayable_line(entry.purpose), displayable_line(entry.via),
                         displayable_line(entry.outcome), bytes(entry.sent),
                         bytes(entry.received)});
  view.summary = counted(static_cast<std::int64_t>(entries.size()), "request", "requests");
  view.note =
      "Every request that Orchard made or had a claude of its own make. What agents ask for "
      "themselves is not among them.";
  return view;
}

}  // namespace orchard::app
