#include "app/cli/json_text.h"

#include "app/view_model/transcript/row_content.h"
#include "core/base/time_text.h"

#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

nlohmann::json optional_time(const std::optional<core::Timestamp>& at) {
  return at ? nlohmann::json(core::to_iso8601(*at)) : nlohmann::json(nullptr);
}

/// Foreign JSON as it is, null when it is none.
nlohmann::json embedded(const std::string& text) {
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  return json.is_discarded() ? nlohmann::json(nullptr) : json;
}

/// What a Write or Edit would do to its file; null for everything else.
nlohmann::json changes_json(const metrics::OpenRequest& request) {
  const PermissionCard card =
      make_permission_card({request.session, request.request, request.tool, request.summary,
                            request.input_json, request.asked_at},
                           "", request.asked_at);
  if (card.diff.lines.empty()) return nullptr;
  return {
      {"path", card.path}, {"additions", card.diff.additions}, {"deletions", card.diff.deletions}};
}

std::string_view kind_name(metrics::TranscriptItem::Kind kind) {
  using Kind = metrics::TranscriptItem::Kind;
  switch (kind) {
    case Kind::user:
      return "user";
    case Kind::text:
      return "text";
    case Kind::thinking:
      return "thinking";
    case Kind::tool:
      return "tool";
    case Kind::notice:
      return "notice";
    case Kind::error:
      return "error";
    case Kind::turn_footer:
      return "turn";
  }
  return "text";
}

}  // namespace

nlohmann::json usage_json(const core::TokenUsage& usage) {
  return {{"input", usage.input},
          {"output", usage.output},
          {"cache_read", usage.cache_read},
          {"cache_write_5m", usage.cache_write_5m},
          {"cache_write_1h", usage.cache_write_1h}};
}

nlohmann::json repository_json(const metrics::Repository& repository) {
  return {{"id", repository.id.value},
          {"name", repository.name},
          {"path", repository.path},
          {"base", repository.base},
          {"added_at", core::to_iso8601(repository.added_at)}};
}

nlohmann::json workspace_json(const metrics::Workspace& workspace,
                              std::string_view repository_name) {
  return {{"id", workspace.id.value},
          {"name", workspace.name},
          {"branch", workspace.branch},
          {"base", workspace.base},
          {"path", workspace.path},
          {"repository", repository_name},
          {"repository_id", workspace.repository.value},
          {"status", core::to_string(workspace.status)},
          {"created_at", core::to_iso8601(workspace.created_at)},
          {"archived_at", optional_time(workspace.archived_at)},
          {"deleted_at", optional_time(workspace.deleted_at)}};
}

nlohmann::json turn_json(const core::SessionId& session, const metrics::TurnFigures& turn) {
  nlohmann::json json = {
      {"session", session.value},
      {"turn", turn.id.value},
      {"outcome", turn.outcome ? nlohmann::json(core::to_string(*turn.outcome)) : nullptr},
      {"result", turn.result},
      {"cost_usd", turn.cost.dollars()},
      {"usage", usage_json(turn.usage)},
      {"model", turn.model},
      {"duration_ms", turn.duration.count() / 1000}};
  if (!turn.error.empty()) json["error"] = turn.error;
  if (turn.http_status) json["http_status"] = *turn.http_status;
  return json;
}

nlohmann::json requests_json(const std::vector<metrics::OpenRequest>& requests) {
  nlohmann::json list = nlohmann::json::array();
  for (const metrics::OpenRequest& request : requests)
    list.push_back({{"id", request.request.value},
                    {"tool", request.tool},
                    {"summary", request.summary},
                    {"input", embedded(request.input_json)},
                    {"changes", changes_json(request)},
                    {"asked_at", core::to_iso8601(request.asked_at)}});
  return list;
}

nlohmann::json session_json(const SessionNow& session, std::string_view workspace_name) {
  const metrics::SessionFigures& figures = session.figures;
  nlohmann::json json = {
      {"id", figures.session.id.value},
      {"workspace", workspace_name},
      {"workspace_id",
       figures.session.workspace ? nlohmann::json(figures.session.workspace->value) : nullptr},
      {"title", figures.title},
      {"state", core::to_string(session.state)},
      {"pid", session.pid ? nlohmann::json(*session.pid) : nullptr},
      {"turns", figures.turns},
      {"cost_usd", figures.cost.dollars()},
      {"cost_is_estimated", figures.cost_is_estimated},
      {"unexplained_usd", figures.unexplained.dollars()},
      {"usage", usage_json(figures.usage)},
      {"context_tokens", figures.context_tokens},
      {"model", figures.session.model},
      {"permission_mode", figures.session.permission_mode},
      {"started_at", core::to_iso8601(figures.session.started_at)},
      {"last_active_at", core::to_iso8601(figures.last_active_at)},
      {"turn_started_at", optional_time(figures.turn_started_at)},
      {"last_message", figures.last_message},
      {"current_tool", figures.current_tool},
      {"requests", requests_json(figures.requests)},
      {"queued", figures.queued_prompts}};
  json["last_outcome"] = figures.last_outcome
                             ? nlohmann::json(core::to_string(*figures.last_outcome))
                             : nlohmann::json(nullptr);
  if (!figures.last_error.empty()) json["last_error"] = figures.last_error;
  return json;
}

nlohmann::json transcript_json(const std::vector<metrics::TranscriptItem>& items) {
  nlohmann::json list = nlohmann::json::array();
  for (const metrics::TranscriptItem& item : items) {
    nlohmann::json json = {{"kind", kind_name(item.kind)},
                           {"id", item.id},
                           {"depth", item.depth},
                           {"at", core::to_iso8601(item.at)}};
    if (item.kind == metrics::TranscriptItem::Kind::tool) {
      json["tool"] = item.tool;
      json["summary"] = item.summary;
      json["input"] = embedded(item.input_json);
      json["result"] = item.result;
      json["finished"] = item.finished;
      json["failed"] = item.failed;
    } else if (item.kind == metrics::TranscriptItem::Kind::turn_footer) {
      json["number"] = item.turn.number;
      json["outcome"] = item.turn.outcome ? nlohmann::json(core::to_string(*item.turn.outcome))
                                          : nlohmann::json(nullptr);
      json["usage"] = usage_json(item.turn.usage);
      json["cost_usd"] = item.turn.cost.dollars();
      json["duration_ms"] = item.turn.duration.count() / 1000;
    } else {
      json["text"] = item.text;
    }
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace orchard::app
