#include "agents/protocol/encode.h"

#include "agents/protocol/json_fields.h"
#include "core/io/line_framer.h"

#include <utility>

#include <nlohmann/json.hpp>

namespace orchard::agents {
namespace {

std::string valid(std::string_view text) {
  return core::to_valid_utf8(text);
}

std::string control_request(std::string_view request_id, Json request) {
  return write_json({{"type", "control_request"},
                     {"request_id", valid(request_id)},
                     {"request", std::move(request)}});
}

std::string plain_request(std::string_view request_id, const char* subtype) {
  return control_request(request_id, {{"subtype", subtype}});
}

std::string answer(const core::PermissionRequestId& request, Json response) {
  return write_json({{"type", "control_response"},
                     {"response",
                      {{"subtype", "success"},
                       {"request_id", valid(request.value)},
                       {"response", std::move(response)}}}});
}

/// Only the fields a rule has: whatever else a suggestion carries is not passed on.
Json allowed_rules(const Json& suggestion) {
  Json rules = Json::array();
  for (const Json& rule : children(suggestion, "rules")) {
    const std::string tool = text_member(rule, "toolName");
    if (tool.empty()) continue;
    Json kept = {{"toolName", tool}};
    const Json* content = find_member(rule, "ruleContent");
    // A rule whose content is not understood would turn into one for the whole tool.
    if (content != nullptr && !content->is_string()) continue;
    if (content != nullptr) kept["ruleContent"] = *content;
    rules.push_back(std::move(kept));
  }
  return rules;
}

}  // namespace

std::string user_message(std::string_view text, const core::MessageId& uuid) {
  return write_json({{"type", "user"},
                     {"message", {{"role", "user"}, {"content", valid(text)}}},
                     {"parent_tool_use_id", nullptr},
                     {"session_id", ""},
                     {"uuid", valid(uuid.value)}});
}

std::string initialize_request(std::string_view request_id) {
  return plain_request(request_id, "initialize");
}

std::string interrupt_request(std::string_view request_id) {
  return plain_request(request_id, "interrupt");
}

std::string set_permission_mode_request(std::string_view request_id, std::string_view mode) {
  return control_request(request_id, {{"subtype", "set_permission_mode"}, {"mode", valid(mode)}});
}

std::string set_model_request(std::string_view request_id, std::string_view model) {
  if (model.empty()) return plain_request(request_id, "set_model");
  return control_request(request_id, {{"subtype", "set_model"}, {"model", valid(model)}});
}

std::string end_session_request(std::string_view request_id) {
  return plain_request(request_id, "end_session");
}

std::string get_usage_request(std::string_view request_id) {
  return plain_request(request_id, "get_usage");
}

std::string get_context_usage_request(std::string_view request_id) {
  return plain_request(request_id, "get_context_usage");
}

std::string allow_tool(const core::PermissionRequestId& request, std::string_view input_json,
                       std::string_view rules_json) {
  const auto input = parse_json(input_json);
  Json response = {{"behavior", "allow"},
                   {"updatedInput", input && input->is_object() ? *input : Json::object()}};
  // Filtered again: an answer can never carry more than rules for this session.
  const auto rules = parse_json(session_rules(rules_json));
  if (rules) response["updatedPermissions"] = *rules;
  return answer(request, std::move(response));
}

std::string deny_tool(const core::PermissionRequestId& request, std::string_view message) {
  return answer(request, {{"behavior", "deny"}, {"message", valid(message)}});
}

std::string refuse_request(std::string_view request_id, std::string_view message) {
  return write_json(
      {{"type", "control_response"},
       {"response",
        {{"subtype", "error"}, {"request_id", valid(request_id)}, {"error", valid(message)}}}});
}

std::string session_rules(std::string_view suggestions_json) {
  const auto suggestions = parse_json(suggestions_json);
  if (!suggestions || !suggestions->is_array()) return {};
  Json kept = Json::array();
  for (const Json& suggestion : *suggestions) {
    if (text_member(suggestion, "type") != "addRules") continue;
    if (text_member(suggestion, "behavior") != "allow") continue;
    Json rules = allowed_rules(suggestion);
    if (rules.empty()) continue;
    kept.push_back({{"type", "addRules"},
                    {"rules", std::move(rules)},
                    {"behavior", "allow"},
                    {"destination", "session"}});
  }
  return kept.empty() ? std::string{} : write_json(kept);
}

}  // namespace orchard::agents
