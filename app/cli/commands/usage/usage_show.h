#pragma once

#include "app/cli/context.h"
#include "app/cli/usage/usage_request.h"
#include "metrics/sweep/sweep.h"

#include <string>

namespace orchard::app {

/// One of the tables of `orchard usage`, as it is to be printed.
struct UsageOutput {
  std::string text;
  std::string note;         ///< for standard error; may be empty
  std::string staleness{};  ///< the same; see Engine::staleness()
};

/// How it is printed.
struct UsageForm {
  bool json = false;
  bool one_line = false;  ///< JSON without line breaks
  std::size_t width = 0;  ///< 0: as wide as it comes
};

/// Reads what agents and transcripts tell since the last time into the ledger, as Engine::catch_up.
[[nodiscard]] core::Result<metrics::SweepReport> refresh_usage(Engine& engine);
/// What is missing in the figures because it cannot be read; empty when nothing is. Damaged lines
/// stay what they are, so programs are not told of them each time.
[[nodiscard]] core::Result<std::string> unread_note(Engine& engine,
                                                    const metrics::SweepReport& report,
                                                    bool for_people);
/// On standard error, where that is so: what is shown is not all.
void say_outside_is_left_alone(const Engine& engine);

/// Reads the ledger as it is. Errors: invalid_argument; not_found for an unknown place or model.
[[nodiscard]] core::Result<UsageOutput> make_usage_output(Engine& engine,
                                                          const UsageArguments& arguments,
                                                          const UsageForm& form);
/// The same counted as ccusage does, from the transcripts themselves; the ledger takes no part.
/// Errors: invalid_argument for what ccusage does not know.
[[nodiscard]] core::Result<UsageOutput> make_compatible_output(const metrics::LocalTime& local,
                                                               core::Timestamp now,
                                                               const UsageArguments& arguments,
                                                               const UsageForm& form);

}  // namespace orchard::app
