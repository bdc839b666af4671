#pragma once

#include "app/services/engine.h"
#include "app/use_case/send_message.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace orchard::app {

/// A command that Orchard answers itself; no agent hears of it.
struct OwnCommand {
  enum class Kind { usage, extra_usage, config, sign_in };
  Kind kind = Kind::usage;
  std::string name;     ///< with its slash, as it is counted
  std::string section;  ///< of the settings; empty for extra_usage
};

/// None for what is a prompt. Errors: invalid_argument, for a section that does not exist. Pure.
[[nodiscard]] core::Result<std::optional<OwnCommand>> parse_own_command(std::string_view text);

/// Counts the command in the conversation it was given in: the one named, else the newest of the
/// workspace, else a new one. Gives its id. Errors: as send_message.
[[nodiscard]] core::Result<core::SessionId> record_own_command(Engine& engine,
                                                               const SendRequest& request,
                                                               const OwnCommand& command);

/// Opens the account's own usage page. Errors: as open_in_browser.
[[nodiscard]] core::Result<void> open_usage_page(Engine& engine);

}  // namespace orchard::app
