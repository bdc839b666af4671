#pragma once

#include "core/domain/fact.h"

#include <optional>
#include <string>
#include <variant>

#include <fmt/format.h>

namespace orchard::test {

template <class Id>
std::string text_of(const std::optional<Id>& id) {
  return id ? id->value : std::string("-");
}

inline std::string text_of(core::Timestamp at) {
  return std::to_string(at.time_since_epoch().count());
}

inline std::string text_of(const core::TokenUsage& usage) {
  return fmt::format("{}/{}/{}/{}/{}", usage.input, usage.output, usage.cache_write_5m,
                     usage.cache_write_1h, usage.cache_read);
}

/// The natural key first, then every other field: two facts are the same when the texts are.
struct DescribeFact {
  std::string key;
  std::string rest;

  void operator()(const core::SessionSeen& f) {
    key = "session " + f.session.value;
    rest = f.model + " " + f.permission_mode + " " + f.cli_version + " " + text_of(f.continues) +
           " " + text_of(f.at);
  }
  void operator()(const core::TurnStarted& f) {
    key = "turn-started " + f.session.value + " " + f.turn.value;
    rest = fmt::format("{} {} {}", f.prompt, f.from_background_task, text_of(f.at));
  }
  void operator()(const core::TurnFinished& f) {
    key = "turn-finished " + f.session.value + " " + f.turn.value;
    rest = fmt::format("{} {} {} {} {} {}", core::to_string(f.outcome), f.result, f.error,
                       f.http_status.value_or(0), f.duration.count(), text_of(f.at));
  }
  void operator()(const core::ApiCallSeen& f) {
    key = "call " + f.call.value;
    rest = fmt::format("{} {} {} {} {} {} {} {} {} {}", f.session.value, text_of(f.turn),
                       f.request_id, f.model, text_of(f.usage), f.web_searches, f.fast, f.sub_agent,
                       f.complete, text_of(f.at));
  }
  void operator()(const core::ToolCallStarted& f) {
    key = "tool-started " + f.session.value + " " + f.call.value;
    rest = fmt::format("{} {} {} {} {} {}", text_of(f.turn), text_of(f.parent), f.tool, f.summary,
                       f.input_json, text_of(f.at));
  }
  void operator()(const core::ToolCallFinished& f) {
    key = "tool-finished " + f.session.value + " " + f.call.value;
    rest = fmt::format("{} {} {}", f.is_error, f.result, text_of(f.at));
  }
  void operator()(const core::PermissionRequested& f) {
    key = "asked " + f.session.value + " " + f.request.value;
    rest = fmt::format("{} {} {} {} {}", text_of(f.turn), text_of(f.call), f.tool, f.summary,
                       text_of(f.at));
  }
  void operator()(const core::PermissionResolved& f) {
    key = "resolved " + f.session.value + " " + f.request.value;
    rest = fmt::format("{} {}", static_cast<int>(f.decision), text_of(f.at));
  }
  void operator()(const core::SlashCommandUsed& f) {
    key = "command " + f.session.value + " " + f.message.value;
    rest = f.name;
  }
  void operator()(const core::RateLimitSample& f) {
    key = "limit " + f.kind + " " + text_of(f.at);
    rest = fmt::format("{} {}", f.status, f.utilization.value_or(-1));
  }
  void operator()(const core::MessageSeen& f) {
    key = fmt::format("message {} {} {}", f.session.value, f.message.value, f.part);
    rest = fmt::format("{} {} {} {} {}", text_of(f.turn), static_cast<int>(f.kind),
                       text_of(f.parent), f.text, text_of(f.at));
  }
  void operator()(const core::PromptAcknowledged& f) {
    key = "read " + f.session.value + " " + f.message.value;
  }
  void operator()(const core::ProcessTotals& f) {
    key = fmt::format("totals {} {}", f.launched_as.value, f.process);
    rest = fmt::format("{} {}", f.reported.nano_dollars, f.models.size());
  }
  void operator()(const core::ProcessEnded& f) { key = "ended " + f.launched_as.value; }
  void operator()(const core::BranchObserved& f) { key = "branch " + f.workspace.value; }
};

inline std::string key_of(const core::Fact& fact) {
  DescribeFact describe;
  std::visit(describe, fact);
  return describe.key;
}

inline std::string describe(const core::Fact& fact) {
  DescribeFact describe;
  std::visit(describe, fact);
  return describe.key + " | " + describe.rest;
}

}  // namespace orchard::test
