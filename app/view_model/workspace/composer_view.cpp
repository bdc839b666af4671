#include "app/view_model/workspace/composer_view.h"

#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app {
namespace {

std::string placeholder_of(const SessionSummary* session) {
  if (session == nullptr) return "What shall the agent do?";
  switch (session->state) {
    case core::SessionState::running:
    case core::SessionState::waiting:
      return "Reply, or queue a message for after this turn";
    case core::SessionState::idle:
      return "Reply\u2026";
    case core::SessionState::stopped:
      return "Reply, which resumes the session";
  }
  return "Reply\u2026";
}

ContextMeter make_meter(const SessionSummary& session) {
  ContextMeter meter;
  meter.used = compact_number(session.context_tokens);
  if (session.context_window <= 0) {
    meter.hover =
        fmt::format("{} tokens in the last request", grouped_number(session.context_tokens));
    return meter;
  }
  const double share = std::clamp(
      static_cast<double>(session.context_tokens) / static_cast<double>(session.context_window),
      0.0, 1.0);
  meter.filled = std::max(1, static_cast<int>(std::lround(share * ContextMeter::kSegments)));
  meter.limit = compact_limit(session.context_window);
  if (share >= 0.9) {
    meter.role = Role::danger;
  } else if (share >= 0.75) {
    meter.role = Role::warn;
  }
  meter.hover =
      fmt::format("{} of {} tokens of the context window, {}",
                  grouped_number(session.context_tokens), grouped_number(session.context_window),
                  percent(session.context_tokens, session.context_window));
  return meter;
}

std::string chosen_text(const std::vector<SettingsChoice>& choices) {
  for (const auto& choice : choices) {
    if (choice.chosen) return choice.text;
  }
  return choices.empty() ? std::string() : choices.front().text;
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

ComposerView make_composer_view(const WorkspaceState& workspace, const SessionSummary* session,
                                const SettingsView& settings, const std::string& draft,
                                const std::string& model, const std::string& mode) {
  ComposerView view;
  const std::string& model_now = session != nullptr ? session->model : settings.default_model;
  const std::string& mode_now =
      session != nullptr ? session->permission_mode : settings.default_permission_mode;
  view.models = model_choices(model.empty() ? model_now : model);
  view.modes = permission_mode_choices(mode.empty() ? mode_now : mode);
  view.model = chosen_text(view.models);
  view.mode = chosen_text(view.modes);
  view.placeholder = placeholder_of(session);
  view.can_write = workspace.status == core::WorkspaceStatus::active;
  if (!view.can_write) {
    view.problem = "This workspace is archived. Restore it to go on.";
    view.placeholder = view.problem;
  }
  view.can_send = view.can_write && !is_blank(draft);
  view.send_hover = view.can_send ? "Send (Ctrl+Enter)" : "Write a message first";
  if (session == nullptr) return view;
  view.can_interrupt = session->state == core::SessionState::running ||
                       session->state == core::SessionState::waiting;
  if (session->context_tokens > 0) view.context = make_meter(*session);
  for (const auto& prompt : session->queued_prompts) {
    view.queued.push_back(displayable_line(prompt));
  }
  return view;
}

}  // namespace orchard::app
