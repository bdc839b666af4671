#include "app/view_model/transcript/tool_input.h"

#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void read_edits(const json& object, ToolInput& input) {
  if (object.contains("old_string") || object.contains("new_string")) {
    input.edits.push_back({text_of(object, "old_string"), text_of(object, "new_string")});
  }
  const auto edits = object.find("edits");
  if (edits == object.end() || !edits->is_array()) return;
  for (const auto& edit : *edits) {
    if (!edit.is_object()) continue;
    input.edits.push_back({text_of(edit, "old_string"), text_of(edit, "new_string")});
  }
}

void read_questions(const json& object, ToolInput& input) {
  const auto questions = object.find("questions");
  if (questions == object.end() || !questions->is_array()) return;
  for (const auto& question : *questions) {
    if (!question.is_object()) continue;
    AskedQuestion asked;
    asked.text = text_of(question, "question");
    if (asked.text.empty()) continue;
    if (!input.question.empty()) input.question += '\n';
    input.question += asked.text;
    const auto several = question.find("multiSelect");
    asked.several = several != question.end() && several->is_boolean() && several->get<bool>();
    const auto options = question.find("options");
    if (options != question.end() && options->is_array()) {
      for (const auto& option : *options) {
        std::string label = option.is_object() ? text_of(option, "label") : "";
        if (label.empty()) continue;
        asked.options.push_back(std::move(label));
        asked.explanations.push_back(text_of(option, "description"));
      }
    }
    input.questions.push_back(std::move(asked));
  }
}

}  // namespace

ToolInput read_tool_input(std::string_view input_json) {
  ToolInput input;
  const json object = json::parse(input_json, nullptr, false);
  if (!object.is_object()) return input;
  input.command = text_of(object, "command");
  input.description = text_of(object, "description");
  for (const char* key : {"file_path", "notebook_path", "path"}) {
    if (input.path.empty()) input.path = text_of(object, key);
  }
  input.content = text_of(object, "content");
  input.plan = text_of(object, "plan");
  read_edits(object, input);
  read_questions(object, input);
  return input;
}

}  // namespace orchard::app
