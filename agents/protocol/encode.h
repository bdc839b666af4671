#pragma once

#include "core/domain/ids.h"

#include <string>
#include <string_view>

namespace orchard::agents {

// The lines a host writes to an agent's standard input. Each function gives one line without its
// newline, always valid JSON: a line that is none would end the agent. Pure.

/// A message of the user. The agent runs a uuid once, however often it is sent.
[[nodiscard]] std::string user_message(std::string_view text, const core::MessageId& uuid);

/// Answered when the process is ready, with the commands and models it knows.
[[nodiscard]] std::string initialize_request(std::string_view request_id);
/// Ends the running turn; open permission requests are withdrawn.
[[nodiscard]] std::string interrupt_request(std::string_view request_id);
/// The agent accepts unknown modes in silence: pass only what the user could choose.
[[nodiscard]] std::string set_permission_mode_request(std::string_view request_id,
                                                      std::string_view mode);
/// An empty model is the default one.
[[nodiscard]] std::string set_model_request(std::string_view request_id, std::string_view model);
/// The process ends with exit code 0.
[[nodiscard]] std::string end_session_request(std::string_view request_id);
/// Cost of the session and the plan's limits.
[[nodiscard]] std::string get_usage_request(std::string_view request_id);
/// What fills the context window. It costs the agent dozens of requests: never poll it.
[[nodiscard]] std::string get_context_usage_request(std::string_view request_id);

/// Lets the tool run with `input_json`, the arguments as asked or as the user changed them; what
/// is no JSON object is sent as the empty object. `rules_json`: what session_rules() gave, or
/// empty to allow this one call only.
[[nodiscard]] std::string allow_tool(const core::PermissionRequestId& request,
                                     std::string_view input_json, std::string_view rules_json = {});

/// Refuses the call; the agent reads `message` and goes on.
[[nodiscard]] std::string deny_tool(const core::PermissionRequestId& request,
                                    std::string_view message);

/// Answers a request that Orchard does not know, so that the agent does not wait for ever.
[[nodiscard]] std::string refuse_request(std::string_view request_id, std::string_view message);

/// What "always in this session" may apply of the agent's own suggestions: the rules that allow
/// something, each for this session only. Never a change of mode, never a settings file of the
/// worktree. Empty when nothing is left.
[[nodiscard]] std::string session_rules(std::string_view suggestions_json);

}  // namespace orchard::agents
