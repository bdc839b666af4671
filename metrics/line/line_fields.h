#pragma once

#include <string_view>
#include <vector>

namespace orchard::metrics {

/// Where one transcript line says what it says about usage: the JSON text of each value as it
/// stands, strings with their quotes; empty where the member is absent. Of a repeated member the
/// last value counts. Views into the line.
struct UsageFields {
  std::string_view input, output, cache_read;
  std::string_view cache_write;  ///< the sum; how much of it lives how long is in the split
  std::string_view cache_split;  ///< "cache_creation" as a whole
  std::string_view cache_write_5m, cache_write_1h;  ///< of the split
  std::string_view web_searches;
  std::string_view speed, service_tier, geo;
  std::string_view iterations;  ///< the requests to models that the reply took, as a whole
};

/// One entry of "iterations".
struct IterationFields {
  std::string_view type, model;
  UsageFields usage;
};

struct MessageFields {
  std::string_view id, model, stop_reason;
  std::string_view whole_usage;  ///< also where it is no object
  UsageFields usage;
};

struct EnvelopeFields {
  std::string_view type, timestamp, session, request, uuid, agent, cwd, branch, version;
  std::string_view is_sidechain, is_api_error, is_meta, is_compact_summary, cost;
  MessageFields message;
};

struct LineFields {
  EnvelopeFields record;
  /// The sub-agent's reply that a progress record carries in `data.message`, and whose it is.
  EnvelopeFields progress;
  std::string_view progress_agent;
  bool repeats_member = false;  ///< one of the members above came twice
};

/// Whether `"usage"` stands in the line as the name of a member would. Most lines have it nowhere
/// and need no walk. Pure.
[[nodiscard]] bool mentions_usage(std::string_view line);

/// Finds the fields of one line, which begins with the brace of its object. False: the text is
/// damaged; what stood before the damage is in `fields`. Pure.
[[nodiscard]] bool find_fields(std::string_view line, LineFields& fields);

/// Finds the fields of each object of the array "iterations" and adds them to `fields`. False: that
/// is no array of sound objects. Pure.
[[nodiscard]] bool find_iterations(std::string_view array, std::vector<IterationFields>& fields);

}  // namespace orchard::metrics
